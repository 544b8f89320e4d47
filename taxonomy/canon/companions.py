"""Documents of other apps that go with the canon: dumped into its folder, loaded after it.

This app knows none of them.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from taxonomy.canon import documents
from taxonomy.exchange.document import Document
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.report import Report
from taxonomy.slots import Slot

if TYPE_CHECKING:
    from taxonomy.exchange.parser import Read


class Companion(NamedTuple):
    shape: type[Document]
    recognises: Callable[[Any], bool]  # whether a piece of plain data is such a document
    documents: Callable[[], Iterator[tuple[str, dict[str, Any]]]]  # (name of its file, document)
    # Brings the rows to what documents state; the last argument asks to remove what none states.
    load: Callable[[list["Read"], Report, bool], list[Problem]]


companions: Slot[tuple[Companion, ...]] = Slot(())


def canon_shape(data: Any) -> type[Document]:
    """The document class that some data of a canon's folder has; ValueError when there is none."""
    for companion in companions.get():
        if companion.recognises(data):
            return companion.shape
    return documents.shape_of(data)


def companion_of(document: Document) -> Companion:
    return next(each for each in companions.get() if isinstance(document, each.shape))
