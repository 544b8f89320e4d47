"""A folder of canon files that states the canon and nothing else: what it no longer has goes.

Only files that contain canon documents and nothing else are ever taken out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from taxonomy.canon.dump import documents
from taxonomy.canon.reader import CANON_FILES, read
from taxonomy.exchange.files import suffix_of
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.yaml_text import as_yaml

STREAMS = ".jsonl"  # written by hand or for bulk, never by a dump into a folder


class Dumped(NamedTuple):
    written: list[Path]
    removed: list[Path]
    left: list[Path]  # canon files of another kind, which loading the folder would read too


def dump_into(folder: Path) -> Dumped:
    """Writes a file for each document that `dump.documents` yields, below the folder."""
    dumped = Dumped([], [], [])
    for name, document in documents():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, as_yaml(document))
        dumped.written.append(path)
    written = {path.resolve() for path in dumped.written}
    for path in _canon_files(folder):
        if path.resolve() in written:
            continue
        if suffix_of(path) == STREAMS:
            dumped.left.append(path)
        elif _is_canon(path):
            path.unlink()
            dumped.removed.append(path)
        else:
            dumped.left.append(path)
    for path in dumped.removed:
        _remove_if_empty(path.parent, folder)
    return dumped


def _write(path: Path, text: str) -> None:
    """Whole or not at all; a file that says the same keeps its time."""
    if path.is_file() and path.read_bytes() == text.encode():
        return
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _canon_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if CANON_FILES.has(path) and path.is_file() and not is_hidden:
            yield path


def _is_canon(path: Path) -> bool:
    found = list(read([path]))
    return bool(found) and not any(isinstance(each, Problem) for each in found)


def _remove_if_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
