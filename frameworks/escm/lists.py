"""Lists of points inside the supplemental notes that announce them.

A list that is under another note than its own is moved by an erratum, for nothing in the text
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from frameworks.escm.errata import Errata, Move
from frameworks.escm.reading_report import ReadingReport
from frameworks.escm.tokens import Piece, TokenKind
from frameworks.escm.tree import Node, walk


@dataclass
class Lists:
    """The lists of one practice: those that stay where they are, and those that move."""

    code: str
    report: ReadingReport
    moving: list[tuple[Move, list[Piece]]] = field(default_factory=list)

    def set_aside(self, pieces: Sequence[Piece], errata: Errata) -> list[Piece]:
        """Take out the lists that the errata name; add every other point to the note above it."""
        rest = list(pieces)
        for entry in errata.moves(self.code):
            run = _run(rest, entry)
            rest = [piece for piece in rest if piece not in run]
            self.moving.append((entry, run))
        kept: list[Piece] = []
        for piece in rest:
            if piece.kind is not TokenKind.BULLET:
                kept.append(piece)
            elif kept and kept[-1].kind is TokenKind.NOTE:
                kept[-1].points.append(piece)
            else:
                self.report.doubted(self.code, f"line {piece.number}: a point outside every list")
        return kept

    def put_back(self, top: Sequence[Node]) -> None:
        """Give each list set aside to the note that its erratum names."""
        nodes = dict(walk(top))
        for entry, run in self.moving:
            node = nodes.get(entry.element)
            if not run or node is None or len(node.notes) < entry.note:
                what = f"erratum {entry.name}: no such list, or no note {entry.note} on"
                self.report.doubted(self.code, f"{what} {entry.element}")
                continue
            node.notes[entry.note - 1].points.extend(run)
            what = f"{len(run)} points from line {run[0].number} put under {entry.element}"
            self.report.repaired(entry.name, self.code, what)


def _run(pieces: Sequence[Piece], entry: Move) -> list[Piece]:
    """The point that an erratum names and those after it, up to the end of the page."""
    run: list[Piece] = []
    for piece in pieces:
        is_point = piece.kind is TokenKind.BULLET
        if run and (not is_point or piece.after_break):
            break
        if run or (is_point and entry.line.names(piece.first_line)):
            run.append(piece)
    return run
