"""How the page store asks for the canon's revision: over its own connection, and never for long.

The revision itself is kept by the database (taxonomy/models/revision.py).
"""

import copy

from django.apps import apps
from django.db import connections

TIMEOUT_MS = 1000  # a database that does not answer within this is away


class RevisionReader:
    """Called, it returns the committed revision; for one thread at a time.

    It does not take a connection of the pool, which may be empty when the site is busy; while the
    database is away it raises what Django raises.
    """

    def __init__(self) -> None:
        model = apps.get_model("taxonomy", "Revision")
        self._connection = connection = connections.create_connection("default")
        connection.settings_dict = copy.deepcopy(connection.settings_dict)
        options = connection.settings_dict["OPTIONS"]
        options.pop("pool", None)
        options["connect_timeout"] = 1
        options["options"] = f"-c statement_timeout={TIMEOUT_MS}"
        connection.inc_thread_sharing()
        table = connection.ops.quote_name(model._meta.db_table)
        self._statement = f"SELECT number FROM {table}"

    def __call__(self) -> int:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(self._statement)
                row = cursor.fetchone()
            return row[0] if row else 0
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        self._connection.close()
