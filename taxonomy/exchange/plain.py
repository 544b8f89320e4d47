"""Plain data as files have it: what documents become when they are written out."""

from typing import Any

Plain = dict[str, Any]


def without_empty(plain: Plain) -> Plain:
    """What states something: no empty text, list or mapping, no unknown, no False."""
    return {
        name: value
        for name, value in plain.items()
        if value is not False and value not in ("", None, [], {})
    }
