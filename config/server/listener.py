"""A time limit on answers that nobody reads, kept by the kernel.

The server sends what it is given as fast as the visitor takes it, and would wait for ever.
"""

import asyncio
import os
import socket

UNREAD_MS = 30_000  # without the visitor taking a byte; then the connection is dropped
LISTENING_SECONDS = 10


def limit_unread_answers(loop: asyncio.AbstractEventLoop, port: int) -> None:
    """Connections inherit the limit from the socket that listens, which the server opens in its own
    time, once the application is there.
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        _try(loop, port, loop.time() + LISTENING_SECONDS)


def _try(loop: asyncio.AbstractEventLoop, port: int, until: float) -> None:
    found = [each for each in map(_opened, _open_files()) if each is not None]
    listeners = [each for each in found if _listens(each, port)]
    for each in listeners:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
    for each in found:
        each.close()
    if not listeners and loop.time() < until:
        loop.call_later(0.05, _try, loop, port, until)


def _open_files() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        return []


def _opened(number: int) -> socket.socket | None:
    """A second handle of this open file, if it is a socket."""
    try:
        handle = os.dup(number)
    except OSError:
        return None
    try:
        return socket.socket(fileno=handle)
    except OSError:
        os.close(handle)
        return None


def _listens(each: socket.socket, port: int) -> bool:
    try:
        is_listening = each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        return bool(is_listening) and each.getsockname()[1] == port
    except (OSError, IndexError):
        return False
