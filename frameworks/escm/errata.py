"""The errata file: what the text alone does not say, each entry with its reason.

Entries name a line by practice and digest, never by number and never by its full words; applying
them is the business of the rule that would otherwise have to guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from frameworks.escm.lines import digest


class ErrataError(ValueError):
    """The errata file cannot be used; the message names the file and the entry."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LineRef(_Entry):
    """A line of the text: the digest of its clean form, and a few words for the human reader."""

    sha256: str = Field(pattern=r"^[0-9a-f]{12}$")
    hint: str = Field(max_length=40)

    def names(self, text: str) -> bool:
        return digest(text) == self.sha256


class Move(_Entry):
    """A list printed away from the note that announces it: the bullet found and those after it."""

    kind: Literal["move list"]
    name: str
    practice: str
    line: LineRef
    element: str
    note: int = Field(ge=1)
    reason: str = Field(min_length=20)


class ParagraphBreak(_Entry):
    """A line of a description that opens a paragraph although the line before it is full."""

    kind: Literal["paragraph"]
    name: str
    practice: str
    line: LineRef
    reason: str = Field(min_length=20)


class Spelling(_Entry):
    """A word that lost its hyphen at a line's end and is spelled nowhere else."""

    kind: Literal["spelling"]
    name: str
    practice: str
    word: str
    read: str
    reason: str = Field(min_length=20)


class Expected(_Entry):
    """What a practice must come to: required activities with a text, recommended ones, notes; and
    the fingerprint of its whole text.
    """

    counts: tuple[int, int, int]
    text: str = Field(pattern=r"^[0-9a-f]{12}$")


class Errata(_Entry):
    """All entries, and what each practice must come to once it was checked by eye."""

    document: str = ""
    errata: tuple[Move | ParagraphBreak | Spelling, ...] = ()
    expected: dict[str, Expected] = Field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Errata:
        """Read a YAML file; ErrataError names what is wrong with it."""
        try:
            return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            raise ErrataError(f"{path.name}: {place}: {first['msg']}") from error
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            raise ErrataError(f"{path.name}: {error}") from error

    def moves(self, practice: str) -> Iterator[Move]:
        yield from (e for e in self.errata if isinstance(e, Move) and e.practice == practice)

    def paragraphs(self, practice: str) -> Iterator[ParagraphBreak]:
        yield from (
            e for e in self.errata if isinstance(e, ParagraphBreak) and e.practice == practice
        )

    def spellings(self, practice: str) -> Iterator[Spelling]:
        yield from (e for e in self.errata if isinstance(e, Spelling) and e.practice == practice)
