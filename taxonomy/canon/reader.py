"""Reads canon files into documents; a stated code that does not exist is found by the plan."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from taxonomy.canon.companions import canon_shape
from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.exchange.files import FileKinds, bytes_of, suffix_of, text_of
from taxonomy.exchange.parser import Read, parse_file, parse_lines
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.progress import ProgressReport, silent

CANON_FILES = FileKinds((".yaml", ".yml", ".json", ".jsonl"), ".yaml, .json or .jsonl")


def read(paths: Iterable[Path], progress: ProgressReport = silent) -> Iterator[Read | Problem]:
    """Everything in the files and folders named: levels and functions first, then focuses.

    JSON Lines come last and stream in their own order, so that their size does not matter.
    """
    whole: list[Read | Problem] = []
    streams: list[Path] = []
    for count, path in enumerate(CANON_FILES.found_in(paths), 1):
        progress(f"reading file {count:,}")
        if isinstance(path, Problem):
            yield path
        elif suffix_of(path) == ".jsonl":
            streams.append(path)
        else:
            whole.extend(_read_whole(path))
    yield from sorted(
        whole, key=lambda item: isinstance(getattr(item, "document", None), FocusDocument)
    )
    for path in streams:
        yield from parse_lines(path, canon_shape)


def _read_whole(path: Path) -> Iterator[Read | Problem]:
    raw = bytes_of(path, too_large=": use JSON Lines, one document a line")
    text = raw if isinstance(raw, Problem) else text_of(path, raw)
    if isinstance(text, Problem):
        yield text
    else:
        yield from parse_file(path, text, canon_shape)
