"""Drafts as documents of canon files, ready to load, and whose fault a problem is."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import ValidationError

from editions.documents.kinds import KINDS, EditionKind
from frameworks.exchange.documents import LinksDocument
from taxonomy.canon.documents import shape_of
from taxonomy.canon.dump import Plain
from taxonomy.exchange.parser import Read, problems_of, validated
from taxonomy.exchange.problems import Problem, path_of


class Proposed(NamedTuple):
    """What one thing is to be."""

    kind: str
    key: str
    document: Plain


class Fault(NamedTuple):
    """What is wrong with a draft; kind and key are empty where no draft can be named."""

    kind: str
    key: str
    path: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (f"{self.kind} {self.key}".strip(), self.path, self.reason)))


def faults_of(error: ValidationError, kind: str = "", key: str = "") -> Iterator[Fault]:
    """What is wrong with one document, in the words that a file of it would be refused with."""
    for location, reason in problems_of(error):
        yield Fault(kind, key, path_of(location), reason)


class Batch:
    """Drafts that are loaded together: what depends on another comes after it, and a focus with
    the roles in it is one document.
    """

    def __init__(self, proposed: Iterable[Proposed]) -> None:
        self._documents: dict[str, Plain] = {}
        self._owners: dict[tuple[str, str], Proposed] = {}  # file and start of a path → draft
        self._links: list[Proposed] = []
        in_order = sorted(proposed, key=lambda each: list(KINDS).index(each.kind))
        for each in in_order:
            if each.kind == "link":
                self._links.append(each)
            elif each.kind in ("focus", "profile"):
                self._add_to_focus(each)
            else:
                self._add(each, KINDS[each.kind])

    def _add(self, each: Proposed, kind: EditionKind) -> None:
        """All of a kind in one list: read and planned together, whatever their number."""
        listed = self._documents.setdefault(each.kind, {kind.section: []})[kind.section]
        listed.append(each.document)
        self._owners[each.kind, f"{kind.section}[{len(listed) - 1}]"] = each

    def _add_to_focus(self, each: Proposed) -> None:
        key = each.key if each.kind == "focus" else each.key.rpartition(".")[0]
        function, _, focus = key.partition(".")
        document = self._documents.setdefault(key, {"function": function, "focus": {"code": focus}})
        if each.kind == "focus":
            document |= each.document
            self._owners[key, ""] = each
        else:
            listed = document.setdefault("profiles", [])
            listed.append(each.document)
            self._owners[key, f"profiles[{len(listed) - 1}]"] = each

    def reads(self) -> Iterator[Read | Problem]:
        for file, document in self._documents.items():
            yield from validated(document, file, 0, {}, shape_of)

    def links(self) -> Iterator[Read | Problem]:
        """Links of frameworks to the canon, which come after it."""
        for each in self._links:
            file = f"{each.kind} {each.key}"
            self._owners[file, "links[0]"] = each
            yield from validated(each.document, file, 0, {}, lambda data: LinksDocument)

    def fault(self, problem: Problem) -> Fault:
        """A problem of the load, given back to the draft that has it."""
        for (file, start), each in self._owners.items():
            if file == problem.file and start and problem.path.startswith(start):
                path = problem.path.removeprefix(start).removeprefix(".")
                return Fault(each.kind, each.key, path, problem.reason)
        owner = self._owners.get((problem.file, ""))
        kind, key = (owner.kind, owner.key) if owner else ("", "")
        return Fault(kind, key, problem.path, problem.reason)
