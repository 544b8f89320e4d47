"""Which files a load reads, those of folders too, and their text; what cannot be read is named.

What a text means is the parser's work.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from taxonomy.exchange.problems import Problem

LARGEST_FILE = 20 * 1024 * 1024  # bytes of a file that is read whole


@dataclass(frozen=True)
class FileKinds:
    """The endings that are read, and what to do with a file of another one."""

    suffixes: tuple[str, ...]
    words: str  # the endings as a refusal names them
    advice: str = ""
    takes_any: bool = False  # of the files named, whatever their ending
    not_ours: str = ""  # an ending of files that lie beside ours and are read otherwise

    def found_in(self, paths: Iterable[Path]) -> Iterator[Path | Problem]:
        """The files named, and in a folder all that have one of the endings."""
        for path in paths:
            if path.is_dir():
                found = sorted(p for p in path.rglob("*") if self.has(p) and p.is_file())
                yield from found
                if not found:
                    yield Problem(str(path), "", f"no {self.words} file in it")
            elif not path.exists():
                yield Problem(str(path), "", "no such file")
            elif not (self.takes_any or suffix_of(path) in self.suffixes):
                yield Problem(str(path), "", f"not a {self.words} file{self.advice}")
            else:
                yield path

    def has(self, path: Path) -> bool:
        is_theirs = bool(self.not_ours) and path.name.endswith(self.not_ours)
        return suffix_of(path) in self.suffixes and not is_theirs


def suffix_of(path: Path) -> str:
    """`.yaml` for A.YAML too: a file is not passed over for its capitals."""
    return path.suffix.lower()


def bytes_of(path: Path, too_large: str = "") -> bytes | Problem:
    """`too_large` says what to do with a larger file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Problem(str(path), "", f"larger than 20 MB{too_large}")
        raw = path.read_bytes()
    except OSError as error:
        return Problem(str(path), "", f"cannot be read: {error.strerror}")
    return raw or Problem(str(path), "", "the file is empty")


def text_of(path: Path, raw: bytes) -> str | Problem:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(str(path), "", f"cannot be read: not UTF-8 text: {error}")
