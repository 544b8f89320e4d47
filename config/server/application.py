"""What each worker's server calls: cached pages and the health check are answered at once, in the
thread of the event loop; all else in threads of its own, once its body was read.

RSGI is Granian's interface: a request is a scope, which says what is asked, and a protocol, which
reads the body and sends the answer.
"""

import asyncio
import logging
import time
from concurrent.futures import Future
from typing import Any

from config import health, methods
from config.database.watch import AWAY, DatabaseState, Watch
from config.pagecache.cache import PageCache, PageKey
from config.pagecache.page import Answer, CachedPage, Coded, Headers, best_coding, matches
from config.server import gateway
from config.server.bodies import Bodies, RefusedBodyError
from config.server.gateway import Rendered, Stream, WsgiApplication
from config.server.threads import OverloadError, Threads
from config.server.visitor import Proxies
from taxonomy.web import htmx, sessions

FRESH_SECONDS = 2.5  # a revision that was read longer ago may have moved on: no 304
STALE_SECONDS = 300  # the longest that cached pages are served without knowing
BACK_SECONDS = 0.3  # a request waits this long for a database that was away a moment ago
NEVER_CACHED = ("/admin/", "/static/", "/healthz")
NEEDS_NO_DATABASE = ("/static/", "/robots.txt", "/favicon.ico")

logger = logging.getLogger("config.server")


class Application:
    """`readers` render pages, `editors` run the admin, `uploads` whatever else takes a body."""

    def __init__(
        self,
        site: WsgiApplication,
        watch: Watch,
        proxies: Proxies,
        *,
        readers: Threads,
        editors: Threads,
        uploads: Threads,
    ) -> None:
        self._site, self._watch, self._proxies = site, watch, proxies
        self._readers, self._editors, self._uploads = readers, editors, uploads
        self._bodies = Bodies()
        self._cache = PageCache(0)
        self._rendering: dict[PageKey, asyncio.Task[Rendered]] = {}

    def cache_pages(self, most_bytes: int) -> None:
        self._cache = PageCache(most_bytes)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        path, headers = scope.path, scope.headers
        key = self._public_key(scope, path, headers)
        if key is not None:
            state = self._watch.state
            page = self._cache.find(key, state.revision)
            if page is not None and self._send_at_once(proto, headers, page, state):
                return
        try:
            await self._answer(scope, proto, path, key)
        except RefusedBodyError as refused:
            answer = health.plain_answer(refused.words, refused.status, refused.retry_after)
            _send(proto, answer)
        except OverloadError:
            _send(proto, health.unavailable(health.OVERLOADED))
        except Exception:
            logger.exception("No answer to %s %s", scope.method, path[:200])
            _send(proto, health.plain_answer("The server met an error.", 500))

    def _public_key(self, scope: Any, path: str, headers: Any) -> PageKey | None:
        """The key of a public page, whose answer is the same for everybody; None for the admin,
        for other methods, and for who may be signed in and see more.
        """
        if scope.method not in methods.SAFE or path.startswith(NEVER_CACHED):
            return None
        cookies = headers.get("cookie")
        if cookies is not None and sessions.header_may_be_signed_in(cookies):
            return None
        return self._cache.key(
            path,
            scope.query_string,
            headers.get("host") or scope.server,
            self._proxies.scheme(scope.client, headers) if self._proxies.matter else "http",
            htmx.fragment_asked(headers.get) if "hx-request" in headers else "",
        )

    def _send_at_once(
        self, proto: Any, headers: Any, page: CachedPage, state: DatabaseState
    ) -> bool:
        """Whether the page is sent by now: it was already compressed as the visitor takes it."""
        coded = page.coded.get(best_coding(headers.get("accept-encoding") or ""))
        age = time.monotonic() - state.seen_at
        if coded is None or age > STALE_SECONDS:
            return False
        _send_or_304(proto, headers, page, coded, age)
        return True

    async def _answer(self, scope: Any, proto: Any, path: str, key: PageKey | None) -> None:
        allowed = methods.allowed(path)
        if scope.method not in allowed:
            _send(proto, health.of_django(methods.not_allowed(allowed)))
        elif (asked := path.removesuffix("/")) in (health.READY, health.LIVE):
            _send(proto, await self._health(asked))
        elif key is not None and (page := self._cached(key)) is not None:
            await self._send_page(scope, proto, key, page)
        elif not path.startswith(NEEDS_NO_DATABASE) and await self._is_away():
            _send(proto, health.unavailable(health.AWAY))
        elif key is not None:
            await self._public(scope, proto, key)
        else:
            await self._other(scope, proto, path)

    async def _health(self, path: str) -> Answer:
        if path == health.LIVE:
            return health.live()
        was_away = self._watch.state.problem == AWAY
        has_looked = await self._look(BACK_SECONDS if was_away else health.LOOK_SECONDS)
        return health.report(self._watch.state, has_looked, self._readers.waiting)

    async def _look(self, seconds: float) -> bool:
        """Whether the database was looked at anew within this time."""
        looking = asyncio.wrap_future(self._watch.look_now())
        done, _ = await asyncio.wait([looking], timeout=seconds)
        return bool(done)

    async def _is_away(self) -> bool:
        """Whether it is away still: it may be back since the last look."""
        if self._watch.state.problem == AWAY:
            await self._look(BACK_SECONDS)
        return self._watch.state.problem == AWAY

    def _cached(self, key: PageKey) -> CachedPage | None:
        state = self._watch.state
        is_known = time.monotonic() - state.seen_at < STALE_SECONDS
        return self._cache.find(key, state.revision) if is_known else None

    async def _public(self, scope: Any, proto: Any, key: PageKey) -> None:
        answer, page = await self._rendered(scope, key)
        if page is not None:
            await self._send_page(scope, proto, key, page)
        elif answer is not None:
            _send(proto, answer)
        else:
            await self._respond(proto, self._readers, gateway.public_environ(key))

    async def _rendered(self, scope: Any, key: PageKey) -> Rendered:
        """The page, rendered for whoever asked first; the others wait for that."""
        task = self._rendering.get(key)
        if task is None:
            coding = best_coding(scope.headers.get("accept-encoding") or "")
            task = asyncio.create_task(self._render(key, coding))
            self._rendering[key] = task
            task.add_done_callback(lambda _: self._rendering.pop(key, None))
        return await asyncio.shield(task)

    async def _render(self, key: PageKey, coding: str) -> Rendered:
        revision = self._watch.state.revision
        rendered = await self._readers.run(self._render_now, key, coding)
        if rendered.page is not None:
            self._cache.keep(key, rendered.page, revision)
        return rendered

    def _render_now(self, key: PageKey, coding: str) -> Rendered:
        """In a thread, for which it may have waited while the database went away."""
        if self._watch.state.problem == AWAY and not key.path.startswith(NEEDS_NO_DATABASE):
            return Rendered(health.unavailable(health.AWAY))
        return gateway.render_page(self._site, key, coding)

    async def _send_page(self, scope: Any, proto: Any, key: PageKey, page: CachedPage) -> None:
        coding = best_coding(scope.headers.get("accept-encoding") or "")
        if coding not in page.coded:
            coded = await asyncio.to_thread(page.compressed, coding)
            self._cache.add_coding(key, page, coding, coded)
        age = time.monotonic() - self._watch.state.seen_at
        _send_or_304(proto, scope.headers, page, page.coded[coding], age)

    async def _other(self, scope: Any, proto: Any, path: str) -> None:
        """The admin, static files, uploads, pages for who is signed in: each visitor's own."""
        visitor = self._proxies.visitor(scope.client, scope.headers)
        is_read = scope.method in methods.SAFE
        threads = self._readers if is_read else self._uploads
        threads = self._editors if path.startswith("/admin/") else threads
        if is_read:
            await self._respond(proto, threads, gateway.whole_environ(scope, path, visitor, b""))
            return
        limit, length = methods.body_limit(path), scope.headers.get("content-length")
        async with self._bodies.read(proto, length, limit or 0) as body:
            environ = gateway.whole_environ(scope, path, visitor, body)
            del body  # the environ has it, and lets it go when Django has read it
            await self._respond(proto, threads, environ)

    async def _respond(self, proto: Any, threads: Threads, environ: gateway.Environ) -> None:
        loop = asyncio.get_running_loop()
        sending: list[Future[None]] = []

        def begin(status: int, headers: Headers) -> Stream:
            stream = Stream(loop)
            coroutine = _send_stream(proto, status, headers, stream)
            sending.append(asyncio.run_coroutine_threadsafe(coroutine, loop))
            return stream

        try:
            answer = await threads.run(gateway.respond, self._site, environ, begin)
        except Exception:
            if not sending:
                raise
            logger.exception("An answer broke off: %s", environ["PATH_INFO"][:200])
        for each in sending:
            await asyncio.wrap_future(each)
        if not sending:
            _send(proto, answer)


def _send_or_304(proto: Any, headers: Any, page: CachedPage, coded: Coded, age: float) -> None:
    """304 where the visitor has the page, and its revision was read just now."""
    known = headers.get("if-none-match")
    if known is not None and age < FRESH_SECONDS and matches(known, page.etag):
        proto.response_empty(304, page.headers)
    else:
        proto.response_bytes(200, *coded)


def _send(proto: Any, answer: Answer) -> None:
    if answer.body:
        proto.response_bytes(answer.status, answer.headers, answer.body)
    else:
        proto.response_empty(answer.status, answer.headers)


async def _send_stream(proto: Any, status: int, headers: Headers, stream: Stream) -> None:
    try:
        transport = proto.response_stream(status, headers)
        while (chunk := await stream.chunks.get()) is not None:
            await transport.send_bytes(chunk)
            stream.sent()
    except Exception:  # the visitor has gone: what is still to come is of no use
        stream.give_up()
