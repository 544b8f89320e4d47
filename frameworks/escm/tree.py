"""The activities put into their places: a to c, their numbers, their letters, their notes.

The labels themselves show what is missing and what was printed too late; sentences torn in two
are mended in `split_sentences`, before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from frameworks.escm.reading_report import ReadingReport
from frameworks.escm.tokens import ACTIVITIES, Piece, TokenKind


@dataclass
class Node:
    """An activity in the making; without a piece it is a gap that the labels reveal."""

    kind: TokenKind
    rank: int
    piece: Piece | None = None
    notes: list[Piece] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(self.rank) if self.kind is TokenKind.REQUIRED else chr(ord("a") + self.rank - 1)


def place_in_list(piece: Piece) -> int:
    return int(piece.label) if piece.kind is TokenKind.REQUIRED else ord(piece.label) - ord("a") + 1


class Tree:
    """Grows the activities of one practice from its pieces, in printed order."""

    def __init__(self, code: str, report: ReadingReport) -> None:
        self.code = code
        self.report = report
        self.top: list[Node] = []
        self.strays: list[Node] = []
        self.last: Node | None = None
        # Notes that a blank line separates from the activity above: a sign of a lost activity.
        self.apart: list[Piece] = []

    def grow(self, pieces: Sequence[Piece]) -> list[Node]:
        for at, piece in enumerate(pieces):
            if piece.kind in ACTIVITIES:
                self._place(
                    piece, next((p for p in pieces[at + 1 :] if p.kind in ACTIVITIES), None)
                )
            elif piece.kind is TokenKind.NOTE and self.last is not None:
                if piece.after_blank and not self.last.notes:
                    self.apart.append(piece)
                self.last.notes.append(piece)
            else:
                self.report.doubted(self.code, f"line {piece.number}: text that belongs nowhere")
        self._call_home()
        return self.top

    def _place(self, piece: Piece, following: Piece | None) -> None:
        siblings = self._siblings(piece, following)
        node = Node(piece.kind, place_in_list(piece), piece)
        if siblings is None or (siblings and siblings[-1].rank >= node.rank):
            self.strays.append(node)
        else:
            gaps = range(siblings[-1].rank + 1 if siblings else 1, node.rank)
            siblings.extend(Node(piece.kind, missing) for missing in gaps)
            if gaps:
                self._notes_of_the_lost(siblings[-1])
            siblings.append(node)
        self.last, self.apart = node, []

    def _siblings(self, piece: Piece, following: Piece | None) -> list[Node] | None:
        """The list that a piece goes to; None where nothing above it can have it."""
        if piece.kind is TokenKind.MAJOR:
            return self.top
        if not self.top:
            return None
        major = self.top[-1]
        if piece.kind is TokenKind.REQUIRED:
            if piece.label == "1" and major.children and _is_second(following):
                # The count starts again: the heading between was lost or printed elsewhere.
                major = Node(TokenKind.MAJOR, major.rank + 1)
                self.top.append(major)
            return major.children
        # Only the middle major activity has recommended activities.
        is_b = major.label == "b" and major.children
        return major.children[-1].children if is_b else None

    def _notes_of_the_lost(self, gap: Node) -> None:
        for note in self.apart:
            if self.last is not None:
                self.last.notes.remove(note)
            gap.notes.append(note)
            what = f"a note set apart, line {note.number}, given to the missing {gap.label}"
            self.report.repaired("note of a missing activity", self.code, what)

    def _call_home(self) -> None:
        """Put each activity that was printed out of turn into the gap with its label."""
        for stray in self.strays:
            gaps = [
                (path, node)
                for path, node in walk(self.top)
                if node.piece is None and (node.kind, node.rank) == (stray.kind, stray.rank)
            ]
            number = stray.piece.number if stray.piece else 0
            if not gaps:
                what = f"line {number}: “{stray.label}” has no place in the order of labels"
                self.report.doubted(self.code, what)
                continue
            if len(gaps) > 1:
                self.report.doubted(self.code, f"line {number}: more than one place is open")
            path, gap = gaps[-1]
            gap.piece = stray.piece
            gap.notes.extend(stray.notes)
            what = f"{path} taken from line {number}, where it was printed out of turn"
            self.report.repaired("activity out of turn", self.code, what)


def walk(nodes: Sequence[Node], above: str = "") -> Iterator[tuple[str, Node]]:
    """Every node with its full label, from a to c5."""
    for node in nodes:
        path = above + node.label
        yield path, node
        yield from walk(node.children, path)


def _is_second(piece: Piece | None) -> bool:
    return piece is not None and piece.kind is TokenKind.REQUIRED and piece.label == "2"
