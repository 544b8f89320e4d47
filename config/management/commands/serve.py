"""`manage.py serve`: the production server, and the care for the database while it runs.

Preparation is in setup.py, what a worker runs in config/worker.py, the database's own life in
config/embedded."""

import multiprocessing
import resource
import signal
import socket
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from config.connections import close_connections, embedded_server
from config.leftovers import Leftovers

REVIVE_SECONDS = 1.0
LEFTOVER_SECONDS = 10.0  # between two looks for search entries that a killed load left waiting
STOP_SECONDS = 10  # for requests under way when the server is asked to end
HEADER_SECONDS = 15  # for a request's head to arrive; also the longest rest of a kept connection
MOST_HEADER_BYTES = 64 * 1024
BACKLOG = 4096
MOST_CONNECTIONS = 20_000  # a worker; those that are silent cost a few kilobytes each
OTHER_FILES = 100  # that a worker has open besides


class Command(BaseCommand):
    help = "Prepare the site and serve it on HOST and PORT until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        address = _resolved(settings.HOST, settings.PORT)
        _refuse_taken_port(address, settings.PORT)
        call_command("setup", verbosity=options["verbosity"])
        _refuse_taken_port(address, settings.PORT)  # by another start that came first
        self._greet()
        # Workers start fresh: a fork would share this process's open connections with them.
        close_connections()
        multiprocessing.set_start_method("spawn", force=True)
        ended = threading.Event()
        database = embedded_server()
        if database:
            database.share()  # outliving its workers, this process is the one to stop the database
            database.may_create = False
            threading.Thread(target=self._watch, args=(database, ended), daemon=True).start()
        threading.Thread(target=_write_leftovers, args=(ended,), daemon=True).start()
        try:
            _web_server(address).serve()
        finally:
            ended.set()
            if database:
                database.leave()
        self.stdout.write("Stopped.")

    def _greet(self) -> None:
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        self.stdout.write(
            f"\nRolebook: http://{host}:{settings.PORT}/  (Ctrl-C stops it)\n"
            "To edit:  make admin  makes an account for /admin/\n"
        )

    def _watch(self, database: Any, ended: threading.Event) -> None:
        """Start the database again when it has died; meanwhile pages answer 503. A reason is said
        once.
        """
        said = ""
        while not ended.wait(REVIVE_SECONDS):
            try:
                if database.revive() or said:
                    self.stderr.write("The database had stopped; it runs again.")
                said = ""
            except Exception as error:
                if said != str(error):
                    said = str(error)
                    self.stderr.write(f"Pages answer 503: {said}.")


def _write_leftovers(ended: threading.Event) -> None:
    """Again and again; while there is no database, there is nothing to write."""
    leftovers = Leftovers()
    while not ended.wait(LEFTOVER_SECONDS):
        with suppress(Error):
            leftovers.look()


def _resolved(host: str, port: int) -> str:
    """The address of a name such as localhost, of IPv4 where there are both."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "no host name"
        raise CommandError(
            f"HOST={host!r} cannot be used: {why}. Give an address of this machine, such as "
            "127.0.0.1, or a name that leads to one."
        ) from None
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    return str(found[0][4][0])


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot serve on {host} port {port}: {error.strerror}. "
                "For another one: make serve PORT=8001"
            ) from None


def _connections_allowed() -> int:
    """As many for each worker as it may open files: the soft limit is often a mere 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(100, min(soft if soft > 0 else wanted, wanted) - OTHER_FILES)


def _web_server(address: str) -> Any:
    server = Granian(
        "config.worker:application",
        address=address,
        port=settings.PORT,
        interface=Interfaces.RSGI,
        loop=Loops.auto,
        workers=settings.WORKERS,
        backlog=BACKLOG,
        backpressure=_connections_allowed(),
        # HTTP/2 is the proxy's to speak; one connection of it could carry hundreds of requests.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=MOST_HEADER_BYTES
        ),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        websockets=False,
    )
    # A closed terminal ends the site like Ctrl-C; the server's own answer is new workers.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    return server
