"""The glossary: terms and their definitions, printed as paragraphs in turn.

Notes on how the model uses a word elsewhere in the document are not read.
"""

from __future__ import annotations

from collections.abc import Sequence

from frameworks.escm.lines import BookLine, is_finished, joined_lines
from frameworks.escm.model import GlossaryTerm
from frameworks.escm.reading_report import ReadingReport
from frameworks.escm.running_heads import is_running_head

LONGEST_TERM = 60


def read_glossary(lines: Sequence[BookLine], report: ReadingReport) -> tuple[GlossaryTerm, ...]:
    """The terms in printed order; what is neither term nor definition becomes a doubt."""
    if not lines:
        report.doubted("Glossary", "the glossary is missing")
    terms: list[GlossaryTerm] = []
    term = ""
    for text in _paragraphs(lines):
        if not term and _is_term(text):
            term = text
        elif term:
            terms.append(GlossaryTerm(term, text))
            if not is_finished(text):
                report.doubted("Glossary", f"“{term}”: the definition ends without a full stop")
            term = ""
        else:
            report.doubted("Glossary", f"after “{terms[-1].term if terms else ''}”: stray text")
    if term:
        report.doubted("Glossary", f"“{term}” has no definition")
    return tuple(terms)


def _is_term(text: str) -> bool:
    return len(text) <= LONGEST_TERM and not is_finished(text) and not text.startswith("[")


def _paragraphs(lines: Sequence[BookLine]) -> list[str]:
    found: list[list[str]] = [[]]
    for line in lines:
        if is_running_head(line.text):
            continue
        if not line or line.starts_page:
            found.append([])
        if line:
            found[-1].append(line.text)
    return [joined_lines(words) for words in _unglued(found) if words]


def _unglued(paragraphs: Sequence[list[str]]) -> list[list[str]]:
    """Part a term from the definition above it where the start of its page left no trace."""
    parted = []
    for words in paragraphs:
        glued = len(words) > 1 and is_finished(words[-2]) and _is_term(words[-1])
        parted += [words[:-1], words[-1:]] if glued else [words]
    return parted
