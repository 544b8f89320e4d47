"""Whether the site can answer: the health check, and the answers while it cannot.

Starting and stopping the database is config.embedded's work; what is known of it comes from
config/database/watch.py.
"""

import sys
from collections.abc import Callable
from typing import cast

import psycopg
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error
from psycopg import errors
from psycopg_pool import PoolTimeout

from config.database import watch
from config.database.deadline import DeadlinePassedError
from config.pagecache.page import Answer
from taxonomy.models.revision import CurrentRevision

READY, LIVE = "/healthz", "/healthz/live"
LOOK_SECONDS = 1.0  # the health check waits for the database this long
RETRY_AFTER = 5  # seconds

AWAY = "The catalogue cannot reach its database just now."
OVERLOADED = "The catalogue is asked for more than it can answer just now."
WRITTEN_TO = (
    "Somebody else is writing to the catalogue, as a load does for a while. What you sent was not "
    "saved: go back and send it again."
)


def report(state: watch.DatabaseState, has_looked: bool, waiting: int) -> Answer:
    """200 while pages can be served, though perhaps not at once; 503 and the reason while not."""
    if not has_looked or state.problem == watch.AWAY:
        return plain_answer("away: the database does not answer", 503, RETRY_AFTER)
    if state.problem == watch.BUSY:
        return plain_answer("busy: the database allows no further connection")
    if not state.is_migrated:
        return plain_answer("not ready: migrations are waiting: run make setup", 503, RETRY_AFTER)
    if waiting:
        return plain_answer(
            f"busy: {waiting} request{'' if waiting == 1 else 's'} waiting for a thread"
        )
    return plain_answer(f"ok\nversion {settings.VERSION}{_release(state)}")


def _release(state: watch.DatabaseState) -> str:
    """Which release the pages are of, as the watch last read it."""
    known = CurrentRevision(*state.revision) if isinstance(state.revision, tuple) else None
    return f"\nrelease {known.release}" if known and known.release else ""


def live() -> Answer:
    """Whether this process answers at all, whatever its database does."""
    return plain_answer("live")


def checked_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: the health check, whatever the Host, where config/server is not in front."""
    own = watch.Watch()

    def answer(request: HttpRequest) -> HttpResponseBase:
        asked = request.path_info.removesuffix("/")
        if asked == LIVE:
            return _to_django(live())
        if asked == READY:
            state = own.look()
            own.close()
            return _to_django(report(state, True, 0))
        return get_response(request)

    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a missing database is a pause (503), anything else an error (500)."""
    error = sys.exc_info()[1]
    if not isinstance(error, OperationalError | InterfaceError):
        return plain_server_error(request)
    is_locked = isinstance(error.__cause__, errors.LockNotAvailable)
    response = _unavailable(WRITTEN_TO if is_locked and request.method == "POST" else AWAY)
    # config/server tries once more.
    response.connection_was_lost = _is_lost(error.__cause__)  # type: ignore[attr-defined]
    return response


def _is_lost(error: BaseException | None) -> bool:
    """Whether an open connection was ended, as a restart of the server or an operator does."""
    if isinstance(error, errors.AdminShutdown | errors.CrashShutdown):
        return True
    is_disconnect = isinstance(error, psycopg.OperationalError) and error.sqlstate is None
    return is_disconnect and not isinstance(error, DeadlinePassedError | PoolTimeout)


def _unavailable(reason: str) -> HttpResponse:
    try:
        response = HttpResponse(render_to_string("503.html", {"reason": reason}), status=503)
    except (OSError, ValueError):  # the collected static files went away with VAR_DIR
        response = _to_django(plain_answer(f"Back in a moment. {reason}", 503))
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


class _Arrived(HttpRequest):
    """Some request: the middleware asks it only whether it came safely."""

    def _get_scheme(self) -> str:
        return "https"


_pages: dict[str, Answer] = {}


def unavailable(reason: str) -> Answer:
    """The page that says so, with the headers of every page, made once and without a request."""
    if reason in _pages:
        return _pages[reason]
    handler = SecurityMiddleware(CSPMiddleware(lambda _: _unavailable(reason)))
    answer = of_django(cast(HttpResponse, handler(_Arrived())))
    if answer.header("content-type").startswith("text/html"):
        _pages[reason] = answer
    return answer


def plain_answer(words: str, status: int = 200, retry_after: int = 0) -> Answer:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if retry_after:
        headers.append(("Retry-After", str(retry_after)))
    return Answer(status, headers, f"{words}\n".encode())


def of_django(response: HttpResponse) -> Answer:
    return Answer(response.status_code, list(response.items()), response.content)


def _to_django(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
