"""Whether the site can answer: the health check, and the page shown while the database is away.

Starting and stopping the database is config.embedded's work."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as plain_server_error

RETRY_AFTER = "5"  # seconds

_migrated = False


def _tables_are_ready() -> bool:
    """Ask for the plan until it is empty once: a running process grows no migrations."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` once pages can be served; 503 and the reason while they cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = _tables_are_ready()
    except (OperationalError, InterfaceError):
        return _text("the database is away", 503)
    return _text("ok", 200) if ready else _text("migrations are waiting: run make setup", 503)


def _text(words: str, status: int) -> HttpResponse:
    answer = HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
    if status == 503:
        answer["Retry-After"] = RETRY_AFTER
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a missing database is a pause (503), anything else an error (500)."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return plain_server_error(request)
    try:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    except (OSError, ValueError):  # the collected static files went away with VAR_DIR
        answer = _text("Back in a moment: the database is away.", 503)
    answer["Retry-After"] = RETRY_AFTER
    answer["Cache-Control"] = "no-store"
    return answer
