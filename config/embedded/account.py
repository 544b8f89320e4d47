"""Who the database runs as, and which files that account must reach.

PostgreSQL refuses to run as root, so root lends it an account of its own; any other user runs it as
himself. Starting and stopping are in config/embedded/server.py."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

from config.embedded.errors import ServerError

NAME = "rolebook"
TRAVERSE = stat.S_IXGRP | stat.S_IXOTH
READ = stat.S_IRGRP | stat.S_IROTH


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]
    cwd: str


def _lent() -> pwd.struct_passwd | None:
    """The account that root lends, made on first need; None for everybody but root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        if not shutil.which("useradd"):
            raise ServerError(
                f"PostgreSQL does not run as root: add a system user named {NAME}, "
                "or run as another user"
            ) from None
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
            check=False,  # somebody else may have added it in the same moment
            capture_output=True,
        )
        return pwd.getpwnam(NAME)


def identity() -> Identity:
    """Arguments for subprocess.run."""
    if lent := _lent():
        return {"user": lent.pw_uid, "group": lent.pw_gid, "extra_groups": [], "cwd": "/"}
    return {"cwd": "/"}


def own_directory(path: Path) -> None:
    """A directory that the account alone may enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    lent = _lent()
    if path.stat().st_uid not in {0, os.geteuid(), lent.pw_uid if lent else os.geteuid()}:
        raise ServerError(f"{path} belongs to somebody else: remove it")
    if lent:
        os.chown(path, lent.pw_uid, lent.pw_gid)
    path.chmod(0o700)


def own_file(path: Path) -> None:
    """Give a file that this process made to the account."""
    if lent := _lent():
        os.chown(path, lent.pw_uid, lent.pw_gid)


def check_owner(data: Path) -> None:
    """Say plainly what PostgreSQL would say obscurely: a checkout used by two users in turn."""
    lent = _lent()
    mine, owner = lent.pw_uid if lent else os.geteuid(), data.stat().st_uid
    if owner != mine:
        raise ServerError(
            f"{data} was made by another user (uid {owner}): "
            "run as that user, or set VAR_DIR to another folder"
        )


def open_path(folder: Path) -> None:
    """Let the lent account pass through the folders above its own, without listing them."""
    if _lent():
        for step in (folder, *folder.parents):
            mode = step.stat().st_mode
            if mode & TRAVERSE != TRAVERSE:
                step.chmod(mode | TRAVERSE)


def open_tree(installed: Path) -> None:
    """Let the lent account read and run the server's programs, whatever the umask of the
    installation was.
    """
    if not _lent():
        return
    open_path(installed)
    for path in installed.rglob("*"):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        wanted = mode | READ | (TRAVERSE if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def drop_stale_notes(data: Path, *notes: Path) -> None:
    """Remove the notes of a dead server whose number an innocent process, or a zombie, now has.

    PostgreSQL copes with a dead number by itself, but refuses to start beside a living one. Only
    when no process works in the data directory is the note certainly stale."""
    processes = Path("/proc")
    if not any(note.exists() for note in notes) or not (processes / "self" / "cwd").exists():
        return
    for process in processes.glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data:
                return
        except OSError:
            continue  # gone meanwhile, or another user's
    for note in notes:
        note.unlink(missing_ok=True)
