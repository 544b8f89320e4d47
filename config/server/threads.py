"""Threads that run Django: few, with a bounded queue, each bound to one database alias.

Cached pages, the health check and bodies still on their way never use one of them.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

MOST_WAITING = 1000  # requests; the next is refused
WAIT_SECONDS = 30  # for a thread; then the visitor has given up, or soon will


class OverloadError(Exception):
    """No thread came free in time, or too many wait for one already."""


class _Task(NamedTuple):
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    future: asyncio.Future
    queued_at: float


class Threads:
    """`count` threads, in which the alias "default" means `alias`: what they run need not know."""

    def __init__(self, name: str, count: int, alias: str) -> None:
        self.count, self.alias = count, alias
        self.pending = 0  # tasks that run or wait
        self._queue: SimpleQueue[_Task] = SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True).start()

    @property
    def waiting(self) -> int:
        return max(0, self.pending - self.count)

    async def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        if self.waiting >= MOST_WAITING:
            raise OverloadError
        future = asyncio.get_running_loop().create_future()
        self.pending += 1
        self._queue.put(_Task(function, arguments, future, time.monotonic()))
        return await future

    def _run(self) -> None:
        connections[DEFAULT_DB_ALIAS] = connections[self.alias]
        while True:
            self._work(self._queue.get())

    def _work(self, task: _Task) -> None:
        result: Any = None
        error: BaseException | None = None
        if time.monotonic() - task.queued_at > WAIT_SECONDS:
            error = OverloadError()
        else:
            try:
                result = task.function(*task.arguments)
            except BaseException as raised:
                error = raised
        task.future.get_loop().call_soon_threadsafe(self._done, task.future, result, error)

    def _done(self, future: asyncio.Future, result: Any, error: BaseException | None) -> None:
        self.pending -= 1
        if future.cancelled():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
