"""Rendered public pages, kept as bytes in front of Django until the canon's revision moves on.

What one kept page is, and which may be kept, is in config/keptpage.py; whoever is signed in never
meets this room. Each worker keeps what it rendered; workers share nothing but the revision.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from config.keptpage import Answer, Headers, Page, best_coding, matches, only, parameters_read

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Site = Callable[[Environ, StartResponse], Iterable[bytes]]

CHECK_SECONDS = 0.5  # between two looks at the revision
STALE_SECONDS = 0.9  # a page may be served this long after the last look; then readers wait for one
RENDER_SECONDS = 10  # the longest wait for somebody else's render of the same page
LONGEST_QUERY = 1000  # characters; a longer one is answered, not kept
MOST_PATHS = 10_000  # whose parameters are remembered
NEVER_KEPT = ("/static/", "/admin/", "/healthz")
HTMX = ("HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")
CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


class RevisionWatch:
    """The revision as last seen, looked at again when it may be too old, by one thread at a time.

    While the database is away the last one stands, so that kept pages go on.
    """

    def __init__(self, read: Callable[[], object]) -> None:
        self._read = read
        self._looking = threading.Lock()
        self._seen: object = None
        self._seen_at = float("-inf")
        self._away = False

    def current(self) -> object:
        age = time.monotonic() - self._seen_at
        must_know = age > STALE_SECONDS and not self._away
        if age > CHECK_SECONDS and self._looking.acquire(blocking=must_know):
            try:
                if time.monotonic() - self._seen_at > CHECK_SECONDS:
                    self._look()
            finally:
                self._looking.release()
        return self._seen

    def _look(self) -> None:
        began = time.monotonic()
        try:
            self._seen = self._read()
            self._away = False
        except Exception:  # whatever the reason: what was seen last is the best that is known
            self._away = True
            began = time.monotonic()
        self._seen_at = began


class PageStore:
    """A WSGI application around `site` that answers kept pages itself: `limit` bytes at most."""

    def __init__(
        self, site: Site, read_revision: Callable[[], object], limit: int, session_cookie: str
    ) -> None:
        self._site = site
        self._watch = RevisionWatch(read_revision)
        self._limit = limit
        self._session = session_cookie + "="
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple, Page] = OrderedDict()
        self._size = 0
        self._revision: object = None
        self._rendering: dict[tuple, threading.Event] = {}
        self._reads: dict[str, frozenset[str]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._site(environ, start_response)
        page = self._kept(key)
        if page is None:
            answer = self._rendered_once(key, environ)
            if isinstance(answer, Answer):
                start_response(answer.status, answer.headers)
                return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]
            page = answer
        return self._give(page, key, environ, start_response)

    def _key(self, environ: Environ) -> tuple | None:
        """What tells two pages apart, or None for a request that the store leaves alone."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or self._session in environ.get("HTTP_COOKIE", "")
            or "HTTP_AUTHORIZATION" in environ
        ):
            return None
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if path.startswith(NEVER_KEPT) or len(query) > LONGEST_QUERY:
            return None
        fragment = tuple(environ.get(h) for h in HTMX) if "HTTP_HX_REQUEST" in environ else None
        proto = environ.get("HTTP_X_FORWARDED_PROTO", environ.get("wsgi.url_scheme"))
        return (path, self._that_matters(path, query), environ.get("HTTP_HOST"), proto, fragment)

    def _that_matters(self, path: str, query: str) -> str:
        """The query without what the page is known not to read, such as a newsletter's marks."""
        reads = self._reads.get(path) if query else None
        return query if reads is None else only(query, reads)

    def _kept(self, key: tuple) -> Page | None:
        revision = self._watch.current()
        with self._lock:
            if revision != self._revision:
                self._pages.clear()
                self._size, self._revision = 0, revision
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def _give(
        self, page: Page, key: tuple, environ: Environ, start_response: StartResponse
    ) -> list[bytes]:
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and matches(known, page.etag):
            start_response("304 Not Modified", page.headers)
            return []
        headers, body = self._coded(page, key, best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        start_response("200 OK", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _coded(self, page: Page, key: tuple, coding: str) -> tuple[Headers, bytes]:
        """The page in a coding: compressed for the first who takes it, kept for all others."""
        coded = page.coded.get(coding)
        if coded is None:
            coded = page.compressed(coding)
            with self._lock:
                if coding not in page.coded and self._pages.get(key) is page:
                    page.coded[coding] = coded
                    self._size += len(coded[1])
                    self._let_go()
        return coded

    def _rendered_once(self, key: tuple, environ: Environ) -> Page | Answer:
        """The page, rendered by whoever asked first; the others wait for that one render.

        An answer that may not be kept is each visitor's own: who waited renders for himself.
        """
        with self._lock:
            done = self._rendering.get(key)
            is_first = done is None
            if is_first:
                done = self._rendering[key] = threading.Event()
        if not is_first:
            done.wait(RENDER_SECONDS)
            return self._kept(key) or self._render(environ, key[1])
        try:
            revision = self._revision
            answer = self._render(environ, key[1])
            reads = parameters_read(answer)
            if reads is None:
                return answer
            self._remember(key[0], reads)
            if key[1] != only(key[1], reads):
                return answer
            return self._keep(key, Page(answer), revision)
        finally:
            with self._lock:
                self._rendering.pop(key, None)
            done.set()

    def _remember(self, path: str, reads: frozenset[str]) -> None:
        if len(self._reads) >= MOST_PATHS:
            self._reads.clear()
        self._reads[path] = reads

    def _render(self, environ: Environ, query: str) -> Answer:
        """The site's whole answer to a plain GET, whatever this visitor already has."""
        plain = {n: v for n, v in environ.items() if n not in CONDITIONAL}
        plain |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
        heads: list[tuple[str, Headers]] = []
        body = self._site(plain, lambda status, headers, *_: heads.append((status, headers)))
        try:
            whole = b"".join(body)  # an application may say its headers as late as here
            return Answer(*heads[-1], whole)
        finally:
            if hasattr(body, "close"):
                body.close()

    def _keep(self, key: tuple, page: Page, revision: object) -> Page:
        """Keeps the page if the revision has not moved since before it was rendered."""
        with self._lock:
            if revision == self._revision and page.size <= self._limit // 8:
                replaced = self._pages.pop(key, None)
                self._size += page.size - (replaced.size if replaced else 0)
                self._pages[key] = page
                self._let_go()
        return page

    def _let_go(self) -> None:
        """Drops the pages that nobody asked for longest, until the rest fits."""
        while self._size > self._limit and self._pages:
            _, dropped = self._pages.popitem(last=False)
            self._size -= dropped.size
