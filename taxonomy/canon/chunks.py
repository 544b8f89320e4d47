"""Cuts the documents of a load into the pieces that are planned and written together."""

from collections.abc import Iterable, Iterator

from taxonomy import text
from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem

CHUNK = 200  # focus documents planned and written at a time: bounds memory, not the transaction


def chunks(reads: Iterable[Read | Problem]) -> Iterator[list[Read] | Problem]:
    """Focus documents in lists, no focus twice in one; problems and other documents alone."""
    chunk: list[Read] = []
    names: set[tuple[str, str]] = set()
    for read in reads:
        document = read.document if isinstance(read, Read) else None
        its_names = _names_of(document) if isinstance(document, FocusDocument) else None
        if chunk and (its_names is None or len(chunk) >= CHUNK or names & its_names):
            yield chunk
            chunk, names = [], set()
        if isinstance(read, Problem):
            yield read
        elif its_names is None:
            yield [read]
        else:
            chunk.append(read)
            names |= its_names
    if chunk:
        yield chunk


def _names_of(document: FocusDocument) -> set[tuple[str, str]]:
    """Every pair by which this document and another could mean the same focus."""
    function, focus = document.function, document.focus
    return {
        (text.folded(of_function), text.folded(of_focus))
        for of_function in (function.code, function.name)
        for of_focus in (focus.code, focus.name)
        if of_function and of_focus
    }
