"""Rendered public pages as bytes, until the canon's revision moves on.

What one cached page is, and which may be cached, is in config/pagecache/page.py. Each worker caches
what it rendered, in the thread of its event loop alone, so nothing here needs a lock.
"""

from collections import OrderedDict
from sys import getsizeof
from typing import NamedTuple

from config.pagecache.page import CachedPage, Coded, only

LONGEST_ADDRESS = 1000  # characters of path and query; a longer one is answered, not cached
ENTRY = 400  # bytes that a dictionary entry and its key's tuple take, about
SHARE_OF_PARAMETERS = 16  # one part of the limit is for which parameters each path reads


class PageKey(NamedTuple):
    """Everything that distinguishes two public pages, in normal form."""

    path: str
    query: str
    host: str
    scheme: str
    fragment: str

    @property
    def size(self) -> int:
        return ENTRY + sum(map(getsizeof, self))


class PageCache:
    """At most `limit` bytes of pages of one revision; what nobody asked for longest goes first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.pages: OrderedDict[PageKey, CachedPage] = OrderedDict()
        self._revision: object = None
        self._reads: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._reads_size = 0

    def key(self, path: str, query: str, host: str, scheme: str, fragment: str) -> PageKey:
        """The key of a page, without parameters that the page is known not to read, such as a
        newsletter's marks.
        """
        if not host.islower():
            host = host.lower()
        if query:
            reads = self._reads.get(path)
            if reads is not None:
                query = only(query, reads)
        return PageKey(path, query, host, scheme, fragment)

    def find(self, key: PageKey, revision: object) -> CachedPage | None:
        if revision != self._revision:
            self.pages.clear()
            self.size, self._revision = self._reads_size, revision
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def keep(self, key: PageKey, page: CachedPage, revision: object) -> None:
        """Cache a page that was rendered for this revision, if it is still the current one."""
        if len(key.path) + len(key.query) > LONGEST_ADDRESS:
            return
        self._remember(key.path, page.reads)
        if key.query and key.query != only(key.query, page.reads):
            return  # its links carry parameters that do not matter to others
        if revision == self._revision and page.size <= self.limit // 8:
            self._drop(key)
            self.pages[key] = page
            self.size += page.size + key.size
            self._shrink()

    def add_coding(self, key: PageKey, page: CachedPage, coding: str, coded: Coded) -> None:
        """Keep a compressed form beside the others, for everybody who takes this coding."""
        before = page.size
        page.coded[coding] = coded
        if self.pages.get(key) is page:
            self.size += page.size - before
            self._shrink()

    def _drop(self, key: PageKey) -> None:
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size + key.size

    def _remember(self, path: str, reads: frozenset[str]) -> None:
        if path in self._reads:
            self._reads[path] = reads
            return
        self._reads[path] = reads
        self._count_parameters(getsizeof(path) + ENTRY)
        while self._reads_size > self.limit // SHARE_OF_PARAMETERS and len(self._reads) > 1:
            forgotten, _ = self._reads.popitem(last=False)
            self._count_parameters(-getsizeof(forgotten) - ENTRY)

    def _count_parameters(self, size: int) -> None:
        self._reads_size += size
        self.size += size

    def _shrink(self) -> None:
        while self.size > self.limit and self.pages:
            key, dropped = self.pages.popitem(last=False)
            self.size -= dropped.size + key.size
