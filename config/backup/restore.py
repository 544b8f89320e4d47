"""An archive put in the place of the whole database, in one transaction: all of it, or nothing.

How an archive is taken apart is in archive.py."""

import re
from collections.abc import Iterable

import psycopg
from django.db.migrations.loader import MigrationLoader

from config.backup.archive import AS_TEXT, Archive, digests_in_database
from config.backup.digest import Digests
from config.backup.errors import BackupError
from config.embedded.errors import ServerError
from config.embedded.programs import answer_in_one_line

LOCK_SECONDS = 60  # the longest wait for somebody else's transaction
# What the schema contains, but for what belongs to extensions or to a column.
DROP_ALL = """
DO $$
DECLARE statements text[]; statement text;
BEGIN
    SELECT array_agg(format('DROP %s IF EXISTS %s CASCADE', kind, name)) INTO statements FROM (
        SELECT oid, 'pg_class'::regclass AS class, oid::regclass::text AS name,
            CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
        FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
        UNION ALL
        SELECT oid, 'pg_proc'::regclass, oid::regprocedure::text, 'ROUTINE'
        FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
        UNION ALL
        SELECT oid, 'pg_ts_config'::regclass, oid::regconfig::text, 'TEXT SEARCH CONFIGURATION'
        FROM pg_ts_config WHERE cfgnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT oid, 'pg_ts_dict'::regclass, oid::regdictionary::text, 'TEXT SEARCH DICTIONARY'
        FROM pg_ts_dict WHERE dictnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT oid, 'pg_type'::regclass, oid::regtype::text, 'TYPE'
        FROM pg_type
        WHERE typnamespace = current_schema()::regnamespace AND (typtype IN ('e', 'd')
            OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
        UNION ALL
        SELECT oid, 'pg_collation'::regclass, oid::regcollation::text, 'COLLATION'
        FROM pg_collation WHERE collnamespace = current_schema()::regnamespace
    ) AS found
    WHERE NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = found.class AND objid = found.oid AND deptype IN ('e', 'i', 'a')
            AND (deptype = 'e' OR refobjsubid > 0)
    );
    FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP
        EXECUTE statement;
    END LOOP;
END $$
"""


def check_archive(archive: Archive) -> None:
    """Refuse, before anything is changed, what is no archive of Rolebook or of a newer one."""
    try:
        ran = {(row[1], row[2]) for row in archive.rows("django_migrations") if len(row) > 2}
    except ServerError as error:
        raise BackupError(f"{archive.path} is damaged: {str(error).partition(': ')[2]}.") from None
    if not any(app == "taxonomy" for app, _ in ran):
        raise BackupError(f"{archive.path} is no backup of Rolebook: it has no such tables.")
    known = MigrationLoader(None).disk_migrations
    ours = {app for app, _ in known}
    newer = sorted(f"{app} {name}" for app, name in ran - known.keys() if app in ours)
    if newer:
        raise BackupError(
            f"{archive.path} is of a newer Rolebook, which has {newer[0]}: upgrade this one first."
        )


def load_archive(archive: Archive, connection: psycopg.Connection) -> Digests:
    """Replace what the database contains; gives what it contains now, compared with the archive."""
    try:
        with connection, connection.transaction():
            connection.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            connection.execute(DROP_ALL)
            _execute(connection, archive.sql("pre-data"))
            expected, copies = _copy(connection, archive)
            _execute(connection, archive.sql("post-data"))
            differing = expected.differing(digests_in_database(connection, copies))
            if differing:
                raise BackupError(
                    f"{archive.path} did not load as it is: {differing[0]} differs. "
                    "The database is unchanged."
                )
    except psycopg.Error as error:
        reason = answer_in_one_line(error)
        raise BackupError(
            f"{archive.path} cannot be loaded: {reason}. The database is unchanged."
        ) from error
    return expected


def _copy(connection: psycopg.Connection, archive: Archive) -> tuple[Digests, list[str]]:
    """Load the rows. A second pass through the archive takes their digest: one at a time."""
    for setting in AS_TEXT:
        connection.execute(setting)

    def take(copy: str, rows: Iterable[bytes]) -> None:
        with connection.cursor().copy(copy) as into:
            for row in rows:
                into.write(row)

    archive.data(take, connection.execute)
    return archive.contents()


def _execute(connection: psycopg.Connection, statements: str) -> None:
    """Run a section. A pg_dump newer than the server sets what the server does not know."""
    known = {name for (name,) in connection.execute("SELECT name FROM pg_settings")}
    [(schema,)] = connection.execute("SELECT current_schema()")
    wanted = re.sub(
        r"^SET (\w+) = .*;$",
        lambda found: found[0] if found[1].lower() in known else "",
        statements,
        flags=re.M,
    )
    connection.execute(wanted)  # several statements, as they are
    connection.execute(f'SET search_path = "{schema}"')  # which the section emptied
