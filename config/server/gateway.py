"""Between the server and Django's WSGI handler: the environ of a request, the answer to it.

Runs in one of the threads of config/server/threads.py; sending is config/server/application.py's.
"""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, NamedTuple

from config.pagecache.cache import PageKey
from config.pagecache.page import Answer, CachedPage, Headers, may_be_cached
from config.server.visitor import Visitor

Environ = dict[str, Any]
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

MOST_IN_ONE_PIECE = 8 * 1024 * 1024  # bytes of an answer whose length is known
CHUNKS_AHEAD = 8  # of a streamed answer that wait to be sent
UNREAD_SECONDS = 30  # without one of them being sent; then the answer is given up

# The server's own to say, for each connection.
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade"}


class Rendered(NamedTuple):
    """A whole answer, and the page made of it where it may be cached; None for one that streams,
    which each visitor must get for himself.
    """

    answer: Answer | None
    page: CachedPage | None = None


def render_page(site: WsgiApplication, key: PageKey, coding: str) -> Rendered:
    """The page for everybody, already compressed in the coding of who asks first."""
    status, headers, response = _start(site, public_environ(key))
    if getattr(response, "connection_was_lost", False):
        _close(response)
        status, headers, response = _start(site, public_environ(key))
    try:
        if _is_long(response, headers):
            return Rendered(None)
        answer = Answer(status, headers, b"".join(response))
    finally:
        _close(response)
    if not may_be_cached(answer):
        return Rendered(answer)
    page = CachedPage(answer)
    if coding:
        page.coded[coding] = page.compressed(coding)
    return Rendered(answer, page)


def respond(
    site: WsgiApplication, environ: Environ, begin: Callable[[int, Headers], "Stream"]
) -> Answer | None:
    """The whole answer, or None where it was streamed through what `begin` returns."""
    status, headers, response = _start(site, environ)
    try:
        if not _is_long(response, headers):
            return Answer(status, headers, b"".join(response))
        stream = begin(status, headers)
        try:
            all(map(stream.put, response))
        finally:
            stream.end()
        return None
    finally:
        _close(response)


def _start(site: WsgiApplication, environ: Environ) -> tuple[int, Headers, Iterable[bytes]]:
    heads: list[tuple[str, Headers]] = []
    response = site(environ, lambda status, headers, *_: heads.append((status, headers)))
    status, headers = heads[-1]
    kept = [(n, v) for n, v in headers if n.lower() not in HOP_BY_HOP]
    return int(status.partition(" ")[0]), kept, response


def _is_long(response: Iterable[bytes], headers: Headers) -> bool:
    if not getattr(response, "streaming", False):
        return False
    length = next((v for n, v in headers if n.lower() == "content-length"), "")
    return not length.isdecimal() or int(length) > MOST_IN_ONE_PIECE


def _close(response: Iterable[bytes]) -> None:
    if hasattr(response, "close"):
        response.close()


def public_environ(key: PageKey) -> Environ:
    """A request for a public page, made of what decides the page and of nothing else: whoever asks
    with whichever other headers, the answer is the same.
    """
    visitor = Visitor("127.0.0.1", key.scheme)
    environ = _environ("GET", key.path, key.query, key.host, visitor)
    environ["HTTP_HOST"] = key.host
    if key.fragment:
        environ |= {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": key.fragment}
    return environ


def whole_environ(scope: Any, path: str, visitor: Visitor, body: bytes) -> Environ:
    """The request as it was sent."""
    environ = _environ(scope.method, path, scope.query_string, scope.server, visitor)
    for name, value in scope.headers.items():
        # `x_real_ip` would pass for `x-real-ip`.
        if "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            separator = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    return environ


def _environ(method: str, path: str, query: str, server: str, visitor: Visitor) -> Environ:
    name, _, port = server.rpartition(":")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": name or server,
        "SERVER_PORT": port if port.isdecimal() else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": visitor.address,
        "CONTENT_LENGTH": "0",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": visitor.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


class Stream:
    """An answer that grows while it is sent: `begin` is called in the loop with its headers, then
    `chunks` has its pieces, and None at the end.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.chunks: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.is_over = False  # the visitor has gone
        self._free = threading.Semaphore(CHUNKS_AHEAD)

    def put(self, chunk: bytes) -> bool:
        """Called in the thread that renders; False when nobody reads the answer any more."""
        if self.is_over or not self._free.acquire(timeout=UNREAD_SECONDS):
            return False
        self.loop.call_soon_threadsafe(self.chunks.put_nowait, chunk)
        return not self.is_over

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.chunks.put_nowait, None)

    def sent(self) -> None:
        self._free.release()

    def give_up(self) -> None:
        self.is_over = True
        self._free.release()
