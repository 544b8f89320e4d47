"""Puts the lines of a SFIA text into paragraphs; a list stays with the line that announces it.

A list's points are lines that begin with `• `, as the pages show them.
"""

import re
from collections.abc import Iterable, Iterator

BULLET = re.compile(r"[•*\u00b7\u25cf]\s*|[-–]\s+")
SENTENCE_ENDS = (".", "!", "?")


def in_paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Lines whose points have bullets already, as those of a saved page."""
    paragraph: list[str] = []
    for line in lines:
        point = BULLET.match(line)
        if point and paragraph:
            paragraph.append(f"• {line[point.end() :]}")
            continue
        if paragraph:
            yield "\n".join(paragraph)
        paragraph = [f"• {line[point.end() :]}" if point else line]
    if paragraph:
        yield "\n".join(paragraph)


def of_cell(text: str) -> list[str]:
    """The paragraphs of a workbook's cell, where points have no bullets.

    After a line that ends in a colon come points, up to a line that is a sentence of its own: one
    with a capital at its start and a full stop at its end.
    """
    lines = [part for line in text.split("\n") if (part := " ".join(line.split()))]
    marked: list[str] = []
    is_list = False
    for line in lines:
        is_list = is_list and not _is_sentence(line)
        marked.append(f"• {line}" if is_list and not BULLET.match(line) else line)
        is_list = is_list or line.endswith(":")
    return list(in_paragraphs(marked))


def _is_sentence(line: str) -> bool:
    return line[0].isupper() and line.endswith((*SENTENCE_ENDS, ":"))
