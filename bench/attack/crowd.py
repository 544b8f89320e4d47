"""Many requests over a few connections that stay open, as fast as the site answers."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

CONNECTIONS = 16
PATIENCE = 60  # seconds for an answer

Request = tuple[str, str, dict[str, str], bytes]  # method, path, headers, body


class Crowd:
    """`statuses` counts the answers; a connection that breaks without one counts as 0. `odd` has
    examples of requests whose status is not wanted.
    """

    def __init__(self, address: str) -> None:
        self.where = urlsplit(address)
        self.statuses: Counter[int] = Counter()
        self.examples: dict[int, bytes] = {}

    def send(self, requests: Iterable[Request]) -> Counter[int]:
        # In a thread of its own: whoever calls may run an event loop already.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._send(iter(requests))).result()
        return self.statuses

    async def _send(self, requests: Iterator[Request]) -> None:
        await asyncio.gather(*(self._visitor(requests) for _ in range(CONNECTIONS)))

    async def _visitor(self, requests: Iterator[Request]) -> None:
        streams = None
        for request in requests:
            sent = self._text(*request)
            status, is_open = 0, False
            try:
                if streams is None:
                    streams = await asyncio.open_connection(self.where.hostname, self.where.port)
                async with asyncio.timeout(PATIENCE):
                    status, is_open = await _answer(*streams, sent, request[0])
            except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
                pass
            self.statuses[status] += 1
            self.examples.setdefault(status, sent[:300])
            if not is_open and streams:
                streams[1].close()
                streams = None
        if streams:
            streams[1].close()

    def _text(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        fields = {"Host": self.where.netloc, **headers}
        if body:
            fields["Content-Length"] = str(len(body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("utf-8", "replace") + body


async def _answer(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes, method: str
) -> tuple[int, bool]:
    """The status, and whether the connection is good for another request."""
    writer.write(sent)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if fields.get("connection") == "close":
        await reader.read()
        return status, False
    if method != "HEAD" and status not in (204, 304):
        if fields.get("transfer-encoding") == "chunked":
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        else:
            await reader.readexactly(int(fields.get("content-length", 0)))
    return status, True
