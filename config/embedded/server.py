"""One PostgreSQL server below VAR_DIR, shared by every process of this checkout, stopped by the
last one.

Locks that the kernel drops with their process count the users, so a killed process leaves no false
entry behind. Nothing here knows Django; the backend is in config/embedded/base.py, the data
directory in datadir.py, the files' ownership in account.py."""

import atexit
import fcntl
import hashlib
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, ClassVar, Self, cast

import psycopg

from config.embedded import account, datadir
from config.embedded.errors import ServerError
from config.embedded.postmaster import Postmaster
from config.embedded.programs import Programs, reason

SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes; the kernel allows 107 on Linux, 103 elsewhere
START_SECONDS = 120  # recovery after a crash may read a lot of log
CONF = """\
# Written at every start. Keep your own settings with ALTER SYSTEM, which outlives this file.
listen_addresses = ''
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = {max_connections}
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
"""


class Server:
    ROLE = "rolebook"
    DATABASE = "rolebook"
    _known: ClassVar[dict[Path, Self]] = {}

    def __init__(self, data: Path, max_connections: int, programs: Programs | None = None) -> None:
        self.given = data  # as written: the marker goes by it, wherever a link leads
        self.data = data.resolve()
        self.max_connections = max_connections
        self.log = self.data / "server.log"
        self.may_create = True  # not while serving: a folder that went away is not a new one
        self.may_start = True  # not in a worker: the server is its parent's to start
        self._programs = programs
        self._share: IO[str] | None = None
        self._pid = 0
        self._postmaster = Postmaster()
        self._thread_lock = threading.Lock()

    @classmethod
    def at(cls, data: Path, max_connections: int) -> Self:
        return cls._known.setdefault(data, cls(data, max_connections))

    @property
    def programs(self) -> Programs:
        self._programs = self._programs or Programs.installed()
        return self._programs

    @property
    def socket_dir(self) -> Path:
        """The data directory, which nobody else may enter; elsewhere when that path is too long, or
        has letters that libpq would write in another encoding than the file system's.
        """
        path = os.fsencode(self.data / SOCKET)
        if len(path) <= SOCKET_PATH_LIMIT and path.isascii():
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"rolebook-{mark}"

    # Sharing --------------------------------------------------------------------------------------

    @contextmanager
    def gate(self) -> Iterator[None]:
        """One process at a time starts, stops, joins or leaves."""
        if self._must_not_be_made():
            raise datadir.lost(self.given)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._open_lock("postgres.lock") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _must_not_be_made(self) -> bool:
        may = self.may_create and self.may_start
        return datadir.is_lost(self.given) or not (may or datadir.is_there(self.data))

    def _open_lock(self, name: str) -> IO[str]:
        try:
            return open(self.data.with_name(name), "w")
        except PermissionError as error:
            raise ServerError(f"{error.filename} belongs to another user: set VAR_DIR") from None

    def share(self) -> None:
        """Join the users of the server and start it when it is not running. Cheap when joined."""
        if self._has_joined():
            return
        with self._thread_lock:
            if self._has_joined():
                return
            try:
                self._join()
            except OSError as error:
                where = error.filename or self.data.parent
                raise ServerError(f"{where}: {error.strerror}") from None

    def _has_joined(self) -> bool:
        return self._share is not None and self._pid == os.getpid()

    def _join(self) -> None:
        with self.gate():
            share = self._open_lock("postgres.users")  # kept until this process ends
            try:
                fcntl.flock(share, fcntl.LOCK_SH)
                if self.may_start:
                    self._ensure_running()
            except BaseException:
                share.close()
                raise
        self._share, self._pid = share, os.getpid()
        self._postmaster.remember(self.data)
        atexit.register(self.leave)

    def connect(self) -> psycopg.Connection:
        """A connection without Django, each statement by itself."""
        self.share()
        where: dict[str, Any] = {
            "host": str(self.socket_dir),
            "user": self.ROLE,
            "dbname": self.DATABASE,
        }
        return psycopg.connect(**where, autocommit=True)

    def leave(self, patience: float = 0) -> None:
        """Stop using the server; the last one stops it, and waits so many seconds to be last."""
        if not self._has_joined():
            return  # never joined, or a fork that merely inherited the lock
        deadline = time.monotonic() + patience
        while not self._stop_if_last() and time.monotonic() < deadline:
            time.sleep(0.1)
        cast(IO[str], self._share).close()
        self._share, self._pid = None, 0
        atexit.unregister(self.leave)

    def _stop_if_last(self) -> bool:
        if not datadir.is_there(self.data):
            self._postmaster.end_elsewhere(self.data)
            return True
        with self.gate():
            try:
                fcntl.flock(cast(IO[str], self._share), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False  # somebody else still works with it
            self._stop()
            return True

    def discard(self) -> None:
        """Remove a database that was just made and could not be filled; the place is as before."""
        with self.gate():
            self._stop()
            account.remove(self.data)
            datadir.mark_data_directory(self.given)

    def revive(self) -> bool:
        """Start the server again when it has died under us. True when that was necessary.

        A data directory that went away is never made anew; its server, which would go on writing
        wherever the folder was moved, is ended.
        """
        if not datadir.is_there(self.data):
            self._postmaster.end_elsewhere(self.data)
            raise datadir.lost(self.given)
        self._rejoin_moved()
        revived = False
        if not self.is_running():
            with self.gate():
                revived = self._ensure_running()
        self._postmaster.remember(self.data)
        return revived

    def _rejoin_moved(self) -> None:
        """Share the lock of the folder that is there now, if another one was put in its place."""
        path = self.data.with_name("postgres.users")
        if self._share and not (path.exists() and os.path.samestat(
            os.fstat(self._share.fileno()), path.stat()
        )):  # fmt: skip
            self._share.close()
            self._share = self._open_lock("postgres.users")
            fcntl.flock(self._share, fcntl.LOCK_SH)

    # Starting and stopping ------------------------------------------------------------------------

    def is_running(self) -> bool:
        if not datadir.is_there(self.data):
            return False
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.socket_dir / SOCKET))
            except OSError:
                return False
        return True

    def _ensure_running(self) -> bool:
        if datadir.is_there(self.data):
            datadir.check_data_directory(self.data, self.programs)
        running = self.is_running()
        if not running:
            self._postmaster.end_elsewhere(self.data)
            self._bring_up()
        datadir.mark_data_directory(self.given)
        return not running

    def _bring_up(self) -> None:
        if not datadir.is_there(self.data):
            if self._must_not_be_made():
                raise datadir.lost(self.given)
            datadir.create(self.data, self.programs, self.ROLE, self.DATABASE)
        account.open_path(self.data.parent)
        if self.socket_dir != self.data:
            account.own_directory(self.socket_dir)
        conf = self.data / "postgresql.conf"
        quoted = str(self.socket_dir).replace("'", "''")
        text = CONF.format(socket_dir=quoted, max_connections=self.max_connections)
        conf.write_bytes(os.fsencode(text))  # the path as the file system has it, in any locale
        self._start()

    def _start(self) -> None:
        deadline, note = time.monotonic() + 15, self.data / "postmaster.pid"
        while True:
            account.drop_stale_notes(self.data, note, self.socket_dir / f"{SOCKET}.lock")
            try:
                self._pg_ctl("start", "--log", str(self.log), "--timeout", str(START_SECONDS))
                return
            except ServerError:
                # After a crash the old server's children may need a moment to notice and go.
                if time.monotonic() > deadline or not note.exists():
                    raise
                time.sleep(0.5)

    def _stop(self) -> None:
        if self.is_running():
            account.open_path(self.data.parent)  # somebody may have closed a folder above
            self._pg_ctl("stop", "--mode", "fast", "--timeout", "60")

    def _pg_ctl(self, action: str, *options: str) -> None:
        arguments = (action, "--pgdata", str(self.data), "--wait", "--silent", *options)
        self.programs.run("pg_ctl", *arguments, log=self.log)

    def last_words(self) -> str:
        """Why the server went down, as far as its log says: the newest grave message there."""
        if not self.log.exists():
            return ""
        return reason("", self.log, max(0, self.log.stat().st_size - 20_000))
