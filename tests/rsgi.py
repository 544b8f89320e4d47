"""config/server's application without a server: requests as Granian hands them over, one by one or
many at once, and what was sent back.
"""

import asyncio
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import SimpleNamespace

from config.database.watch import DatabaseState
from config.server.application import Application
from config.server.threads import Threads
from config.server.visitor import Proxies


class LoopThread:
    """An event loop in a thread of its own: a browser test leaves one running in the thread of the
    tests.
    """

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def run(self, coroutine):
        """The coroutine's result; at most 2 minutes."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(120)


class StillWatch:
    """What a watch knows, set by the test."""

    def __init__(self):
        self.state = DatabaseState(1, time.monotonic() + 1e9, is_migrated=True)

    def look_now(self):
        """It never looks by itself: a look that does not end."""
        return Future()


@dataclass
class Sent:
    """A protocol that notes what it is given; `chunks` are the body, a number is a pause before the
    next.
    """

    chunks: list = field(default_factory=list)
    status: int = 0
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    has_read: bool = False

    async def __aiter__(self):
        self.has_read = True
        for chunk in self.chunks:
            if isinstance(chunk, bytes):
                yield chunk
            else:
                await asyncio.sleep(chunk)

    def response_empty(self, status, headers):
        self.response_bytes(status, headers, b"")

    def response_bytes(self, status, headers, body):
        assert not self.status, "two answers to one request"
        self.status, self.body = status, body
        self.headers = {name.title(): value for name, value in headers}

    def response_stream(self, status, headers):
        self.response_bytes(status, headers, b"")
        return SimpleNamespace(send_bytes=self._send)

    async def _send(self, chunk):
        self.body += chunk


def scope_of(path, method="GET", client="127.0.0.1:1234", **headers):
    path, _, query = path.partition("?")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(
        proto="http",
        method=method,
        path=path,
        query_string=query,
        server="127.0.0.1:8000",
        client=client,
        headers={"host": "testserver"} | sent,
    )


class Front:
    """The application in front of any WSGI site."""

    def __init__(self, site, limit=1_000_000, proxies=(), https=False):
        self.watch = StillWatch()
        self.protocol = Sent
        self.loop = LoopThread()
        self.application = Application(
            site,
            self.watch,
            Proxies(list(proxies), https),
            readers=Threads("reader", 4, "default"),
            editors=Threads("editor", 2, "default"),
            uploads=Threads("upload", 2, "default"),
        )
        self.application.cache_pages(limit)
        self.cache = self.application._cache

    def ask(self, path="/page/", method="GET", body=(), **more):
        (sent,) = self.ask_all([(path, method, body, more)])
        return sent

    def ask_all(self, requests):
        """The answers to requests that are all under way at once."""
        protocols = [self.protocol(list(body)) for _, _, body, _ in requests]

        async def run():
            calls = [
                self.application.__rsgi__(scope_of(path, method, **more), sent)
                for (path, method, _, more), sent in zip(requests, protocols, strict=True)
            ]
            await asyncio.gather(*calls)

        self.loop.run(run())
        return protocols
