"""All that a load writes, or nothing: one transaction, undone when anything is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, transaction

from taxonomy.exchange.problems import LoadError, Problem


@contextmanager
def all_or_nothing(problems: list[Problem], *, dry_run: bool) -> Iterator[None]:
    """LoadError with the problems that the block noted, and with what the database refuses; then,
    as in a dry run, nothing is written.
    """
    try:
        with transaction.atomic():
            yield
            if problems:
                raise LoadError(problems)
            if dry_run:
                transaction.set_rollback(True)
    except OperationalError:
        raise  # the database is away: no fault of the files
    except DatabaseError as error:
        problems.append(Problem("database", "", " ".join(str(error).split())))
        raise LoadError(problems) from error
