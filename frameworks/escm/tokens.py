"""The activities of a practice as pieces: labelled activities, notes, bullets, loose fragments.

Pieces keep the printed order; putting them into their places happens in `tree`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from frameworks.escm.lines import BookLine, is_finished, joined_lines, opens_low
from frameworks.escm.running_heads import is_running_head


class TokenKind(Enum):
    MAJOR = "major"
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    NOTE = "note"
    BULLET = "bullet"
    FRAGMENT = "fragment"


ACTIVITIES = {TokenKind.MAJOR, TokenKind.REQUIRED, TokenKind.RECOMMENDED}
OPENINGS = (
    (TokenKind.MAJOR, re.compile(r"([a-c])\. (.+)")),
    (TokenKind.REQUIRED, re.compile(r"(\d{1,2})\. (.+)")),
    (TokenKind.RECOMMENDED, re.compile(r"([a-z])\) (.+)")),
    (TokenKind.NOTE, re.compile(r"(±) ?(.*)")),
    (TokenKind.BULLET, re.compile(r"(•) ?(.*)")),
)


@dataclass(eq=False)
class Piece:
    """One thing printed among the activities, with the lines that make it up."""

    kind: TokenKind
    label: str
    number: int
    first_line: str
    lines: list[str] = field(default_factory=list)
    points: list[Piece] = field(default_factory=list)
    # A blank line (and no running head) came before it.
    after_blank: bool = False
    # A page started, or a running head came, before it.
    after_break: bool = False

    @property
    def text(self) -> str:
        return "\n• ".join([joined_lines(self.lines), *(point.text for point in self.points)])

    @property
    def is_finished(self) -> bool:
        return is_finished(self.text)


def pieces(lines: Sequence[BookLine]) -> list[Piece]:
    """The pieces among these lines, running heads left out."""
    found: list[Piece] = []
    blank = broke = False
    for line in lines:
        if not line:
            blank = True
            continue
        if is_running_head(line.text):
            blank, broke = False, True
            continue
        broke = broke or line.starts_page
        piece = _opening(line)
        if piece is None and found and _continues(found[-1], line.text, blank and not broke):
            found[-1].lines.append(line.text)
        else:
            piece = piece or Piece(TokenKind.FRAGMENT, "", line.number, line.text, [line.text])
            piece.after_blank, piece.after_break = blank and not broke, broke
            found.append(piece)
        blank = broke = False
    return found


def _opening(line: BookLine) -> Piece | None:
    for kind, pattern in OPENINGS:
        match = pattern.fullmatch(line.text)
        if match:
            words = [match[2]] if match[2] else []
            return Piece(kind, match[1], line.number, line.text, words)
    return None


def _continues(piece: Piece, text: str, after_blank: bool) -> bool:
    """Whether an unlabelled line goes on with the piece before it.

    A sentence that has ended is not followed by small letters. The first line of a note is
    apart from the others by a blank line; nothing else is printed so.
    """
    if not piece.is_finished:
        return True
    if opens_low(text):
        return False
    return not after_blank or (piece.kind is TokenKind.NOTE and len(piece.lines) == 1)
