"""Connections that misbehave: raw sockets, opened by the hundred."""

import resource
import select
import socket
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

OTHER_FILES = 100


def room_for(connections: int) -> None:
    """Lets this process open as many, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHER_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


def opened(address: str, sent: bytes, receive_buffer: int = 0) -> socket.socket:
    """A connection on which this was sent, and nothing more will be."""
    where = urlsplit(address)
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(10)
    connection.connect((where.hostname, where.port))
    connection.sendall(sent)
    connection.setblocking(False)
    return connection


def silent(address: str, path: str, cookie: str = "") -> socket.socket:
    """Announces a body and sends none."""
    more = f"Cookie: {cookie}\r\n" if cookie else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n{more}"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3000\r\n\r\n"
    )
    return opened(address, head.encode())


def unfinished(address: str) -> socket.socket:
    """Sends half of a request's head."""
    return opened(address, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half:")


def unread(address: str, path: str) -> socket.socket:
    """Asks for the same page again and again and takes none of it."""
    request = f"GET {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n\r\n".encode()
    return opened(address, request * 20, receive_buffer=4096)


def answers(connections: Iterable[socket.socket]) -> dict[socket.socket, bytes]:
    """What came on each so far; b"" for one that the server closed without a word."""
    found = {}
    for each in select_all(list(connections)):
        try:
            found[each] = each.recv(65536)
        except OSError:
            found[each] = b""
    return found


def select_all(connections: list[socket.socket]) -> list[socket.socket]:
    poll = select.poll()
    by_number = {each.fileno(): each for each in connections}
    for number in by_number:
        poll.register(number, select.POLLIN | select.POLLHUP)
    return [by_number[number] for number, _ in poll.poll(0)]


def close(connections: Iterable[socket.socket]) -> None:
    for each in connections:
        each.close()


def established(port: int) -> int:
    """Connections to this port of this machine."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = [line.split() for line in lines]
    return sum(f[1].endswith(f":{port:04X}") and f[3] == "01" for f in fields)
