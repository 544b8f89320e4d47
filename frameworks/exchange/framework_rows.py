"""Writes a planned change, a handful of queries a table, however many rows there are.

Deciding what changes is the plan's work; keeping it in one transaction is the load's.
"""

from itertools import groupby
from typing import Any

from frameworks.exchange.plan import FrameworkChange
from frameworks.exchange.rows import RowKey
from frameworks.exchange.tables import TABLES, Ids, Table
from taxonomy.models.name_keys import keys_of

BATCH = 5000  # rows a statement


def write_framework(change: FrameworkChange) -> None:
    framework = change.framework
    if not change.head.is_empty:
        for name, value in change.head.fields.items():
            setattr(framework, name, value)
        framework.save()
    ids: Ids = {table.name: dict(change.stored.ids.get(table.name, {})) for table in TABLES}
    # Last tables first: nothing that goes is still referred to.
    for table in reversed(TABLES):
        _remove(table, change.tables[table.name].removed, ids)
    for table in TABLES:
        _add(table, framework.pk, change.tables[table.name].added, ids)
        _change(table, framework.pk, change.tables[table.name].changed, ids)


def _remove(table: Table, keys: list[RowKey], ids: Ids) -> None:
    if keys:
        gone = [ids[table.name].pop(key) for key in keys]
        table.model._default_manager.filter(pk__in=gone).delete()


def _add(table: Table, framework: int, added: dict[RowKey, dict[str, Any]], ids: Ids) -> None:
    """In waves: a row is written after the row that it refers to."""
    in_waves = sorted(added.items(), key=lambda item: table.wave(item[1]))
    for _, wave in groupby(in_waves, key=lambda item: table.wave(item[1])):
        items = list(wave)
        made = [
            table.model(**table.identity(key, framework, ids), **table.columns(key, fields, ids))
            for key, fields in items
        ]
        table.model._default_manager.bulk_create(made, batch_size=BATCH)
        ids[table.name].update((key, row.pk) for (key, _), row in zip(items, made, strict=True))


def _change(table: Table, framework: int, changed: dict[RowKey, dict[str, Any]], ids: Ids) -> None:
    """All changed rows in one upsert on their ids."""
    if not changed:
        return
    names: list[str] = []
    rows = []
    for key, fields in changed.items():
        columns = table.columns(key, fields, ids)
        names = list(columns)
        about = table.identity(key, framework, ids) | columns
        about[table.model._meta.pk.attname] = ids[table.name][key]
        rows.append(table.model(**about))
    table.model._default_manager.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[
            *(name.removesuffix("_id") for name in names),
            *(key.name for key in keys_of(table.model, names)),
        ],
    )
