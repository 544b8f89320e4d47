"""The activities of one practice, from its lines to the finished tree of the model.

The steps are separate modules: `tokens` cuts, `split_sentences` and `lists` mend, `tree` puts
in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from frameworks.escm.errata import Errata
from frameworks.escm.lines import BookLine
from frameworks.escm.lists import Lists
from frameworks.escm.model import CODE, Major, Recommended, Required
from frameworks.escm.reading_report import ReadingReport
from frameworks.escm.split_sentences import mend
from frameworks.escm.tokens import TokenKind, pieces
from frameworks.escm.tree import Node, Tree, walk

SUPPORTS = re.compile(rf"\s*\(({CODE}(?:,\s*{CODE})*)\)$")
# What the model itself says of every practice.
FIXED = {"a": 3, "c": 5}


def read_activities(
    code: str, lines: Sequence[BookLine], errata: Errata, report: ReadingReport
) -> tuple[Major, ...]:
    """The major activities a, b and c with all that hangs on them."""
    lists = Lists(code, report)
    cut = lists.set_aside(pieces(lines), errata)
    top = Tree(code, report).grow(mend(code, cut, report))
    _complete(top)
    lists.put_back(top)
    for path, node in walk(top):
        if node.piece is None:
            report.doubted(code, f"{path} is lost in the text; its place is kept")
        if node.notes and node.kind is TokenKind.MAJOR:
            report.doubted(code, f"{path}: notes under a major activity are left out")
    return tuple(_major(node) for node in top)


def _complete(top: list[Node]) -> None:
    """Open the gaps at the end, which no later label can reveal."""
    top.extend(Node(TokenKind.MAJOR, missing) for missing in range(len(top) + 1, 4))
    for node in top:
        present = len(node.children)
        wanted = range(present + 1, FIXED.get(node.label, present) + 1)
        node.children.extend(Node(TokenKind.REQUIRED, missing) for missing in wanted)


def _text(node: Node) -> str | None:
    return node.piece.text if node.piece else None


def _notes(node: Node) -> tuple[str, ...]:
    return tuple(note.text for note in node.notes)


def _major(node: Node) -> Major:
    required = tuple(_required(child, node.label) for child in node.children)
    return Major(node.label, _text(node), required)


def _required(node: Node, above: str) -> Required:
    label = above + node.label
    text = _text(node)
    supports: tuple[str, ...] = ()
    if text and (found := SUPPORTS.search(text)):
        supports = tuple(re.split(r",\s*", found[1]))
        text = text[: found.start()]
    finer = tuple(_recommended(child, label) for child in node.children)
    return Required(label, text, supports, _notes(node), finer)


def _recommended(node: Node, above: str) -> Recommended:
    return Recommended(above + node.label, _text(node), _notes(node))
