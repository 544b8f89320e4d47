"""Reading the bodies of requests, before Django and in no thread: with limits of size, time and of
memory for all that are under way.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

MOST_UNDER_WAY = 64 * 1024 * 1024  # bytes a worker
SILENCE_SECONDS = 10.0
SLOWEST = 32 * 1024  # bytes a second, once the first seconds are over


class RefusedBodyError(Exception):
    """A body that is not read to its end, with the status and the words of the answer."""

    def __init__(self, status: int, words: str, retry_after: int = 0) -> None:
        super().__init__(words)
        self.status, self.words, self.retry_after = status, words, retry_after


class Bodies:
    """All bodies of this worker that are being read or worked on."""

    def __init__(self, most: int = MOST_UNDER_WAY, silence: float = SILENCE_SECONDS) -> None:
        self.most, self.silence = most, silence
        self.under_way = 0

    @asynccontextmanager
    async def read(self, proto: Any, length: str | None, limit: int) -> AsyncIterator[bytes]:
        """The body, counted as under way until the block ends.

        Its length must be announced: without, one that breaks off would pass for a whole one.
        """
        if length is None or not length.isdecimal():
            raise RefusedBodyError(411, "Send the length of the body (Content-Length) with it.")
        if int(length) > limit:
            raise _too_large(limit)
        chunks: list[bytes] = []
        size, began, received = 0, time.monotonic(), aiter(proto)
        try:
            while chunk := await self._next(received, began + size / SLOWEST):
                if size + len(chunk) > limit:
                    raise _too_large(limit)
                if self.under_way + len(chunk) > self.most:
                    raise RefusedBodyError(
                        503, "Too much is being uploaded just now. Try again.", 10
                    )
                size += len(chunk)
                self.under_way += len(chunk)
                chunks.append(chunk)
            if size != int(length):
                raise RefusedBodyError(400, "The body broke off before its end.")
            body = b"".join(chunks)
            chunks.clear()
            yield body
        finally:
            self.under_way -= size

    async def _next(self, received: AsyncIterator[bytes], due: float) -> bytes:
        """The next piece, b"" at the end; later than `due` by the silence allowed is too late."""
        left = due + self.silence - time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, min(self.silence, left))):
                return await anext(received)
        except StopAsyncIteration:
            return b""
        except TimeoutError:
            raise RefusedBodyError(408, "The body of the request did not arrive in time.") from None


def _too_large(limit: int) -> RefusedBodyError:
    shown = f"{limit / 2**20:.0f} MB" if limit >= 2**20 else f"{limit // 1024} kB"
    return RefusedBodyError(413, f"This address takes at most {shown}.")
