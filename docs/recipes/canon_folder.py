"""Writes plain documents as canon files, for the recipes beside it."""

import re
import sys
from pathlib import Path
from typing import Any

import yaml

Plain = dict[str, Any]


class _Dumper(yaml.SafeDumper):
    """Long texts are written as they are read: one line, or as a block where they have several."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def tidy(text: str | None) -> str:
    """White space at the ends of lines and more than one empty line are nobody's wording."""
    lines = (line.rstrip() for line in (text or "").replace("\r\n", "\n").strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def without_empty(document: Plain) -> Plain:
    """What the source does not state is left out: loading leaves it as it is."""
    return {name: value for name, value in document.items() if value not in ("", None, [], {})}


def file_name(*names: str) -> str:
    """`software-development/frontend-developer.yaml`."""
    parts = [re.sub(r"[\W_]+", "-", name.lower()).strip("-") or "x" for name in names]
    return "/".join(parts) + ".yaml"


def write(folder: Path, documents: dict[str, Plain]) -> None:
    for name, document in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)
        path.write_text(text, encoding="utf-8")


def scale_of(names: str) -> list[str]:
    """Codes of proficiencies from `Awareness, Working`, lowest first."""
    return [place_of(name) for name in names.split(",") if name.strip()]


def code_of(label: object) -> str:
    """The code of a level as people write it: `32` for 3.2, `IC3` for IC-3."""
    return re.sub(r"[^A-Z0-9]", "", str(label).upper())[:12]


def place_of(name: object) -> str:
    """The code of a proficiency as people write it: `very-good` for Very good."""
    return re.sub(r"[^a-z0-9]+", "-", str(name or "").lower()).strip("-")


def report(documents: dict[str, Plain], left_out: list[str]) -> None:
    """To standard error: how much was written, and every line of the source that was not."""
    focuses = [document for document in documents.values() if "focus" in document]
    profiles = sum(len(document.get("profiles", ())) for document in focuses)
    print(f"{len(focuses)} focuses with {profiles} profiles", file=sys.stderr)
    for line in left_out:
        print(f"left out: {line}", file=sys.stderr)
