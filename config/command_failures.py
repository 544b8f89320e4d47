"""The one line that a command ends with when the database or the disk fails it.

What PostgreSQL's programs say is made into a line in config/embedded/programs.py."""

from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS

import psycopg
from django.conf import settings
from django.db import Error
from psycopg_pool import PoolTimeout

from config.connections import embedded_server, unpooled
from config.embedded import programs
from config.embedded.errors import ServerError
from taxonomy.models.revision import WriteInProgressError

DISK = {ENOSPC, EDQUOT, EROFS, EACCES, EPERM}


def in_one_line(error: BaseException) -> str | None:
    """Why the database or the disk failed; nothing for another error, whose traceback is wanted."""
    if isinstance(error, OSError):
        where = error.filename or f"VAR_DIR {settings.VAR_DIR}"
        return f"{where} cannot be written: {error.strerror}." if error.errno in DISK else None
    return _of_the_database(error)


def _of_the_database(error: BaseException) -> str:
    """Of a pool that got no connection, the reason why it got none."""
    chain = list(_chain(error))
    if any(isinstance(e, WriteInProgressError) for e in chain):
        return str(error)
    if known := next((e for e in chain if isinstance(e, ServerError)), None):
        return f"The database does not start: {known}."
    if any(isinstance(e, PoolTimeout | psycopg.OperationalError) for e in chain):
        found = _tried_directly() or _from_the_log()
        if found or any(isinstance(e, PoolTimeout) for e in chain):
            return f"The database is away: {found or 'all its connections are taken'}."
    return f"The database says: {programs.answer_in_one_line(error)}."


def _chain(error: BaseException | None) -> list[BaseException]:
    return [] if error is None else [error, *_chain(error.__cause__ or error.__context__)]


def _tried_directly() -> str:
    """The reason why no connection can be opened; nothing when one can."""
    connection = unpooled()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return _from_the_log() or programs.answer_in_one_line(error)
    finally:
        connection.close()
    return ""


def _from_the_log() -> str:
    server = embedded_server()
    if server is None or server.is_running():
        return ""
    return server.last_words().rstrip(".")
