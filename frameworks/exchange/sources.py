"""Where documents come from: framework files, folders of them, and texts that people bring.

What a text of one kind means is decided by its reader: `frameworks/escm`, `frameworks/sfia`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.conf import settings

from frameworks.escm import reader as escm
from frameworks.escm.errata import Errata, ErrataError
from frameworks.escm.reading_report import ReadingError
from frameworks.escm.reading_report import ReadingReport as Noted
from frameworks.exchange.documents import framework_shape
from frameworks.exchange.escm import document_of
from frameworks.sfia import saved_page, workbook
from taxonomy.exchange.files import FileKinds, bytes_of, text_of
from taxonomy.exchange.parser import Read, parse_file, validated
from taxonomy.exchange.problems import Problem

FRAMEWORK_FILES = FileKinds(
    (".yaml", ".yml", ".json"),
    ".yaml or .json",
    advice="; `frameworks read` reads texts",
    not_ours=".errata.yaml",
)
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
    for path in FRAMEWORK_FILES.found_in(paths):
        if isinstance(path, Problem):
            yield path
        else:
            yield from _documents_of(path)


def _documents_of(path: Path) -> Iterator[FrameworkSource | Problem]:
    raw = bytes_of(path)
    text = raw if isinstance(raw, Problem) else text_of(path, raw)
    if isinstance(raw, Problem) or isinstance(text, Problem):
        yield cast(Problem, text)
        return
    for found in parse_file(path, text, framework_shape):
        yield found if isinstance(found, Problem) else _source(found, path, raw)


def texts(paths: Iterable[Path]) -> Iterator[FrameworkSource | Problem]:
    """The documents in texts and workbooks of the kinds that are recognised."""
    for path in paths:
        raw = bytes_of(path)
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
    text = text_of(path, raw)
    if isinstance(text, Problem):
        return text
    if escm.is_part_two(text):
        model, report = escm.read_model(text, Errata.load(settings.BASE_DIR / ESCM_ERRATA))
        noted.repairs += report.repairs
        noted.doubts += report.doubts
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
