"""Compares a document with what is stored of its framework: what to add, change and remove.

Reads the database, writes nothing; `framework_rows` writes what is planned here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from frameworks.exchange.documents import FrameworkDocument
from frameworks.exchange.rows import FrameworkRows, RowKey, stated_rows, stored_rows
from frameworks.exchange.tables import TABLES
from frameworks.models import Framework
from taxonomy.exchange.changes import Change
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem

NAMED = 4  # rows named in a line of the plan; the others are counted


@dataclass
class TableChange:
    """What becomes of the rows of one table; a changed row is given whole."""

    added: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    changed: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    removed: list[RowKey] = field(default_factory=list)


@dataclass
class FrameworkChange:
    framework: Framework
    head: Change  # of the framework's own row
    stored: FrameworkRows
    tables: dict[str, TableChange]
    unlisted: list[str]  # codes of stored entries that the document lacks

    @property
    def is_empty(self) -> bool:
        return self.head.is_empty and not self.count

    @property
    def count(self) -> int:
        return sum(self.counts())

    def counts(self) -> tuple[int, int, int]:
        """How many rows are added, changed, removed."""
        changes = self.tables.values()
        return (
            sum(len(change.added) for change in changes),
            sum(len(change.changed) for change in changes),
            sum(len(change.removed) for change in changes),
        )

    def lines(self) -> Iterator[str]:
        """The plan, for people: one line a table and action."""
        if not self.head.is_empty:
            yield str(self.head)
        for table in TABLES:
            change = self.tables[table.name]
            for sign, keys in (("+", change.added), ("~", change.changed), ("-", change.removed)):
                if keys:
                    yield f"{sign} {len(keys)} {table.plural}: {_named(list(keys))}"


def _named(keys: list[RowKey]) -> str:
    shown = [" ".join(str(part) for part in key if part != "") for key in keys[:NAMED]]
    return ", ".join(shown) + (", …" if len(keys) > NAMED else "")


def plan_framework(read: Read) -> FrameworkChange | list[Problem]:
    """The change that a document asks for, or everything that speaks against it."""
    document = cast(FrameworkDocument, read.document)
    head = document.framework
    framework = Framework.objects.select_for_update().filter(slug=head.slug).first()
    if framework is None and not head.name:
        return [read.problem(("framework", "name"), f"{head.slug!r} is new here and has no name")]
    if framework is not None and framework.kind != head.kind:
        reason = f"{head.slug} is stored as a framework of {framework.kind}, not {head.kind}"
        return [read.problem(("framework", "kind"), reason)]
    framework = framework or Framework(slug=head.slug, kind=head.kind)
    stated = {name: value for name, value in head.stated().items() if name not in ("slug", "kind")}
    change = Change(f"framework {head.slug}", framework.pk)
    change.compare(framework, stated)
    stored = stored_rows(framework) if framework.pk else FrameworkRows()
    wanted = stated_rows(document)
    if problems := list(_problems(read, wanted, stored)):
        return problems
    tables = {table.name: _compare(table.name, wanted, stored) for table in TABLES}
    unlisted = [code for (code,) in stored.tables["entry"] if (code,) not in wanted.tables["entry"]]
    return FrameworkChange(framework, change, stored, tables, unlisted)


def _compare(table: str, wanted: FrameworkRows, stored: FrameworkRows) -> TableChange:
    change = TableChange()
    here = stored.tables[table]
    for key, fields in wanted.tables[table].items():
        if key not in here:
            change.added[key] = fields
        elif any(here[key][name] != value for name, value in fields.items()):
            change.changed[key] = here[key] | fields
    whole = wanted.whole.get(table, set())
    length = len(next(iter(whole), ()))
    change.removed = [
        key for key in here if key[:length] in whole and key not in wanted.tables[table]
    ]
    return change


def _problems(read: Read, wanted: FrameworkRows, stored: FrameworkRows) -> Iterator[Problem]:
    """References to rows that neither the document nor the database has."""
    known = {
        name: wanted.tables[name].keys() | stored.tables[name].keys() for name in wanted.tables
    }
    for table in TABLES:
        for key, fields in wanted.tables[table.name].items():
            path = wanted.paths[table.name, key]
            for name, (other, key_there) in table.refs.items():
                value = fields.get(name)
                if value is not None and key_there(key, value) not in known[other]:
                    yield read.problem((*path, name), f"there is no {other} {value}")
    for key in wanted.tables["description"]:
        if key[1:] not in known["level"]:
            path = wanted.paths["description", key]
            yield read.problem(path, f"the framework's scale has no level {key[1]}")
    for key in wanted.tables["relation"]:
        if (key[2],) not in known["entry"]:
            path = wanted.paths["relation", key]
            yield read.problem(path, f"there is no entry {key[2]}")
        elif key[0] == key[2] and key[1] != "supports":
            path = wanted.paths["relation", key]
            yield read.problem(path, f"{key[0]} names itself")
