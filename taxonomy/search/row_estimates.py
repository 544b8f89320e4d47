"""How many entries would match, as the database's planner believes: to choose a way, not to answer.

The planner counts words whenever the table is analysed, and answers without reading the table.
"""

from collections.abc import Sequence

from django.db import connection

from taxonomy.search.filters import Filters

ENTRIES = "SELECT FROM taxonomy_searchentry WHERE true"


def estimated(expressions: Sequence[str], filters: Filters) -> tuple[float, float, list[float]]:
    """All entries; those that the filters leave; and, of all, those that match each tsquery."""
    narrowed, values = filters.condition(by_index=False)
    matching = [f"{ENTRIES} AND words @@ %s::tsquery"] * len(expressions)
    asked = " UNION ALL ".join([ENTRIES, ENTRIES + narrowed, *matching])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {asked}", [*values, *expressions])
        [[[explained]]] = cursor.fetchall()
    of_all, left, *counts = (float(part["Plan Rows"]) for part in explained["Plan"]["Plans"])
    return of_all, left, counts
