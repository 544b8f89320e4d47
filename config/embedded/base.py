"""Django's database backend for a PostgreSQL that the project brings along.

It differs from django.db.backends.postgresql in one thing: before connecting it makes sure that the
server in VAR_DIR runs. How that server starts, is shared and stops is in
config/embedded/server.py."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config.embedded.server import Server


def server() -> Server:
    """The one server of this checkout: the same object for every caller in this process."""
    allowed = max(100, settings.CONNECTIONS + 40)
    return Server.at(settings.VAR_DIR / "postgres", max_connections=allowed)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        shared = server()
        with self.wrap_database_errors:  # the pool asks outside of it, too
            shared.share()
        self.settings_dict.update(HOST=str(shared.socket_dir), PORT="5432", USER=shared.ROLE)
        return super().get_connection_params()
