"""Sentences torn in two by the page, put together again.

Whole activities that were printed out of turn are the business of `tree`, lists that of `lists`.
"""

from __future__ import annotations

from collections.abc import Sequence

from frameworks.escm.lines import opens_low
from frameworks.escm.reading_report import ReadingReport
from frameworks.escm.tokens import Piece, TokenKind


def mend(code: str, pieces: Sequence[Piece], report: ReadingReport) -> list[Piece]:
    """Join each fragment without a beginning to the text without an end.

    The half that was printed first is in its place; the other was printed at the end of its
    page. A fragment above its beginning turns into the note that it is the rest of.
    """
    mended = list(pieces)
    for fragment in [piece for piece in pieces if piece.kind is TokenKind.FRAGMENT]:
        at = mended.index(fragment)
        halves = [(abs(at - i), i, p) for i, p in enumerate(mended) if _lacks_an_end(p)]
        if not opens_low(fragment.text) or not halves:
            report.doubted(code, f"line {fragment.number}: a fragment that goes with nothing")
            continue
        _, where, half = min(halves, key=lambda entry: entry[:2])
        half.lines.extend(fragment.lines)
        mended.remove(fragment)
        if where > at:
            mended.remove(half)
            mended.insert(at, half)
        what = f"line {half.number} goes on in line {fragment.number}"
        report.repaired("torn sentence", code, what)
    return [piece for piece in mended if piece.kind is not TokenKind.FRAGMENT]


def _lacks_an_end(piece: Piece) -> bool:
    return piece.kind is not TokenKind.FRAGMENT and not piece.is_finished
