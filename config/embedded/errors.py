"""What the embedded server raises."""

import psycopg


class ServerError(psycopg.OperationalError):
    """The server cannot start; says why. Django shows it as any other lost database."""
