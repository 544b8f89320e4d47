"""One cached page: which answers may be cached, their compressed forms, the comparison of ETags.

Which page a request asks for, and how many are cached, is in config/pagecache/cache.py.
"""

import gzip
import re
from functools import lru_cache
from sys import getsizeof
from typing import NamedTuple
from urllib.parse import unquote_plus

import brotli

Headers = list[tuple[str, str]]
Coded = tuple[Headers, bytes]

LONGEST_REMEMBERED = 200  # characters of an Accept-Encoding header

_QUOTED = re.compile(r'"([^"]*)"')
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")


class Answer(NamedTuple):
    """A whole response of the site, of use to everybody who asks for the same page."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        return next((value for n, value in self.headers if n.lower() == name), "")


class CachedPage:
    """A cached answer and its compressed forms: coding → (headers, body), "" as it was rendered."""

    __slots__ = ("coded", "etag", "headers", "overhead", "reads")

    def __init__(self, answer: Answer) -> None:
        headers = [(n, v) for n, v in answer.headers if n.lower() not in ("vary", "content-length")]
        vary = [v for n, v in answer.headers if n.lower() == "vary"]
        self.headers = [*headers, ("Vary", ", ".join([*vary, "Accept-Encoding"]))]
        self.etag = answer.header("etag")
        self.overhead = sum(getsizeof(n) + getsizeof(v) + 64 for n, v in self.headers)
        self.reads = _quoted_in(answer.header("no-vary-search"))
        length = ("Content-Length", str(len(answer.body)))
        self.coded = {"": ([*self.headers, length], answer.body)}

    @property
    def size(self) -> int:
        """Bytes of memory: bodies, header lists and what Python adds to each object."""
        lists = (
            getsizeof(headers) + getsizeof(body) + 400 for headers, body in self.coded.values()
        )
        return self.overhead + sum(lists)

    def compressed(self, coding: str) -> Coded:
        _, whole = self.coded[""]
        if coding == "br":
            body = brotli.compress(whole, quality=6)
        else:
            body = gzip.compress(whole, compresslevel=6, mtime=0)
        length = ("Content-Length", str(len(body)))
        return [*self.headers, ("Content-Encoding", coding), length], body


def may_be_cached(answer: Answer) -> bool:
    """Not an error, an answer with a cookie or one without a validator."""
    control = answer.header("cache-control")
    return (
        answer.status == 200
        and not answer.header("set-cookie")
        and "public" in control
        and "no-store" not in control
        and bool(answer.header("etag"))
    )


@lru_cache(maxsize=100)
def _quoted_in(header: str) -> frozenset[str]:
    """The query parameters that a public page reads, from its No-Vary-Search header."""
    return frozenset(_QUOTED.findall(header))


def only(query: str, names: frozenset[str]) -> str:
    """The parts of a query with these names, as they were written and in their order."""
    return "&".join(
        part for part in query.split("&") if unquote_plus(part.partition("=")[0]) in names
    )


def matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match asks for."""
    if if_none_match in (etag, "*"):
        return True
    opaque = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == opaque for tag in if_none_match.split(","))


def best_coding(accepted: str) -> str:
    """The coding with the greatest weight of an Accept-Encoding header; br before gzip where they
    weigh the same, "" where the page as it is weighs more or neither is taken.
    """
    if len(accepted) > LONGEST_REMEMBERED:
        return _best_coding.__wrapped__(accepted)
    return _best_coding(accepted)


@lru_cache(maxsize=500)
def _best_coding(accepted: str) -> str:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = part.split(";")
        found = [_WEIGHT.fullmatch(each) for each in parameters]
        weight = next((float(each[1]) for each in found if each), 0.0 if parameters else 1.0)
        weights[name.strip()] = weight
    others = weights.get("*", 0.0)
    gzip_weight = max(weights.get("gzip", others), weights.get("x-gzip", 0.0))
    weighed = {"br": weights.get("br", others), "gzip": gzip_weight}
    best = max(weighed, key=weighed.__getitem__)
    # "identity" is acceptable unless it is refused; a weight that is stated may beat the codings.
    return best if weighed[best] > 0 and weighed[best] >= weights.get("identity", 0.0) else ""
