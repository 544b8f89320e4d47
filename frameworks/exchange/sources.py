"""Where documents come from: framework files, folders of them, and texts that people bring.

What a text of one kind means is told by its reader: `frameworks/escm`, `frameworks/sfia`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from frameworks.escm import reader as escm
from frameworks.escm.errata import Errata, ErrataError
from frameworks.escm.reading_report import ReadingError
from frameworks.escm.reading_report import ReadingReport as Noted
from frameworks.exchange.documents import framework_shape
from frameworks.exchange.escm import document_of
from frameworks.sfia import saved_page, workbook
from taxonomy.canon.problems import Problem
from taxonomy.canon.reader import Read, parse_json, parse_yaml, validated

SUFFIXES = {".yaml", ".yml", ".json"}
LARGEST_FILE = 20 * 1024 * 1024  # bytes
ERRATA = ".errata.yaml"
OLE = b"\xd0\xcf\x11\xe0"  # how an old workbook begins, and one with a password
ESCM_ERRATA = "fixtures/frameworks/escm-sp-2.errata.yaml"


@dataclass
class FrameworkSource:
    """A document with the file it came from and what its reading noted."""

    read: Read
    name: str
    digest: str
    repairs: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def files(paths: Iterable[Path]) -> Iterator[FrameworkSource | Problem]:
    """The documents of framework files (YAML, JSON) and of the folders named."""
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if _is_framework_file(p))
            if not found:
                yield Problem(str(path), "", "no .yaml or .json file in it")
            for each in found:
                yield from _file(each)
        elif path.exists() and path.suffix not in SUFFIXES:
            yield Problem(str(path), "", "not a .yaml or .json file; `frameworks read` reads texts")
        else:
            yield from _file(path)


def _is_framework_file(path: Path) -> bool:
    return path.suffix in SUFFIXES and path.is_file() and not path.name.endswith(ERRATA)


def _file(path: Path) -> Iterator[FrameworkSource | Problem]:
    raw = _bytes(path)
    if isinstance(raw, Problem):
        yield raw
        return
    text = _decoded(path, raw)
    if isinstance(text, Problem):
        yield text
        return
    parse = parse_json if path.suffix == ".json" else parse_yaml
    for found in parse(text, str(path), framework_shape):
        yield found if isinstance(found, Problem) else _source(found, path, raw)


def texts(paths: Iterable[Path]) -> Iterator[FrameworkSource | Problem]:
    """The documents in texts and workbooks of the kinds that are recognised."""
    for path in paths:
        raw = _bytes(path)
        if isinstance(raw, Problem):
            yield raw
            continue
        noted = Noted()
        try:
            data = _understood(path, raw, noted)
        except (ReadingError, ErrataError, ValueError) as error:
            yield Problem(str(path), "", str(error))
            continue
        if isinstance(data, Problem):
            yield data
            continue
        for found in validated(data, str(path), 0, {}, framework_shape):
            if isinstance(found, Problem):
                yield found
            else:
                repairs, doubts = [*map(str, noted.repairs)], [*map(str, noted.doubts)]
                yield _source(found, path, raw, repairs, doubts)


def _understood(path: Path, raw: bytes, noted: Noted) -> dict[str, Any] | Problem:
    if raw.startswith((b"PK", OLE)):
        return workbook.read_workbook(raw, noted)
    text = _decoded(path, raw)
    if isinstance(text, Problem):
        return text
    if escm.is_part_two(text):
        model, told = escm.read_model(text, Errata.load(settings.BASE_DIR / ESCM_ERRATA))
        noted.repairs += told.repairs
        noted.doubts += told.doubts
        return document_of(model)
    if saved_page.is_skill_page(text):
        return saved_page.read_skill_page(text, noted)
    reason = "neither Part 2 of the eSCM-SP nor a SFIA 9 skill page or workbook; nothing was read"
    return Problem(str(path), "", reason)


def _source(
    read: Read,
    path: Path,
    raw: bytes,
    repairs: Iterable[str] = (),
    doubts: Iterable[str] = (),
) -> FrameworkSource:
    return FrameworkSource(
        read, path.name, hashlib.sha256(raw).hexdigest(), list(repairs), list(doubts)
    )


def _bytes(path: Path) -> bytes | Problem:
    try:
        if path.stat().st_size > LARGEST_FILE:
            return Problem(str(path), "", "larger than 20 MB")
        raw = path.read_bytes()
    except OSError as error:
        return Problem(str(path), "", f"cannot be read: {error.strerror}")
    return raw or Problem(str(path), "", "the file is empty")


def _decoded(path: Path, raw: bytes) -> str | Problem:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(str(path), "", f"not UTF-8 text: {error}")
