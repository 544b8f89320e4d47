"""Plans the focus documents of one chunk together, from a bounded number of queries.

What a document means is decided in `plan`, for those that state what is recorded in `unchanged`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from taxonomy.canon.change_sets import Recording
from taxonomy.canon.directory import Directory, with_known_skills
from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.canon.markets import with_known_markets
from taxonomy.canon.plan import FocusChange, StoredRows, plan_focus
from taxonomy.canon.unchanged import unchanged_focuses
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Function

OfFunction = tuple[Read[FocusDocument], Function]


class _Known(NamedTuple):
    """A document with skills and markets as the canon names them."""

    read: Read[FocusDocument]
    function: Function
    kinds: dict[str, str]  # of skills to write
    problems: list[Problem]


def plan_focuses(
    reads: list[OfFunction], directory: Directory, recording: Recording
) -> Iterator[FocusChange | Problem]:
    """A change for each focus document; an empty one, without reading rows, where the document
    states all that is recorded of the focus and its roles.
    """
    directory.learn_skills(read.document for read, _ in reads)
    known = [_with_known_names(read, function, directory) for read, function in reads]
    plain = [(each.read, each.function) for each in known if not (each.kinds or each.problems)]
    same = unchanged_focuses(plain, recording)
    rest = [each for each in known if id(each.read.document) not in same]
    stored = StoredRows([(each.read, each.function) for each in rest])
    for each in known:
        yield from each.problems
        if change := same.get(id(each.read.document)):
            yield change
            continue
        for planned in plan_focus(each.read, each.function, stored, directory):
            if isinstance(planned, FocusChange):
                planned.kinds = each.kinds
            yield planned


def _with_known_names(
    read: Read[FocusDocument], function: Function, directory: Directory
) -> _Known:
    document, kinds, problems = with_known_skills(read, directory)
    document, of_markets = with_known_markets(read._replace(document=document), directory)
    return _Known(read._replace(document=document), function, kinds, [*problems, *of_markets])
