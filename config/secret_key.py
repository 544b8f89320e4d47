"""The secret key of a site that was given none: made once and kept in VAR_DIR for its owner alone,
so that a restart signs nobody out."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from config.embedded import datadir


def kept(var: Path, is_shared: bool) -> str:
    """The key in this VAR_DIR, whether its database is there too or shared with others.

    While the database of a VAR_DIR is lost, the key is not kept: writing one would make a new
    folder where the old one is to be put back.
    """
    path = var / "secret_key"
    if path.exists():
        return path.read_text(encoding="ascii")
    if not is_shared and datadir.is_lost(var / "postgres"):
        return _new()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        draft.write_text(_new(), encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, path)  # whoever comes first wins; nobody reads half a key
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


def _new() -> str:
    return secrets.token_urlsafe(50)
