"""The indexes of our own tables, as PostgreSQL has them."""

from django.db import connection

# Plain indexes whose columns begin a unique one over every row: it finds what they find.
REPEATED = """
SELECT small.indexrelid::regclass::text, big.indexrelid::regclass::text
FROM pg_index small
JOIN pg_index big ON big.indrelid = small.indrelid AND big.indisunique
JOIN pg_class ON pg_class.oid = small.indexrelid
JOIN pg_am ON pg_am.oid = pg_class.relam AND pg_am.amname = 'btree'
WHERE NOT small.indisunique AND small.indpred IS NULL AND big.indpred IS NULL
    AND small.indexprs IS NULL AND big.indexprs IS NULL
    AND big.indkey::text || ' ' LIKE small.indkey::text || ' %'
    AND big.indclass::text || ' ' LIKE small.indclass::text || ' %'
    AND small.indrelid::regclass::text ~ '^(taxonomy|goals|frameworks|editions)_'
"""


def test_no_index_repeats_the_beginning_of_a_unique_one(db):
    """Each costs every row of a load, and no question needs it."""
    with connection.cursor() as cursor:
        cursor.execute(REPEATED)
        assert cursor.fetchall() == []
        cursor.execute("CREATE INDEX again ON taxonomy_area (focus_id)")
        cursor.execute(REPEATED)
        assert {small for small, _ in cursor.fetchall()} == {"again"}
