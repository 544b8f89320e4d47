"""One kept answer: what may be kept, how it is compressed and compared with what a visitor has.

When a kept answer is given, and when it is dropped, is in config/pagestore.py.
"""

import gzip
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_plus

import brotli

Headers = list[tuple[str, str]]

_QUOTED = re.compile(r'"([^"]*)"')


class Answer(NamedTuple):
    status: str
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        return next((value for n, value in self.headers if n.lower() == name), "")


class Page:
    """A kept answer and its compressed forms: coding → (headers, body), "" as it was rendered."""

    def __init__(self, answer: Answer) -> None:
        headers = [(n, v) for n, v in answer.headers if n.lower() not in ("vary", "content-length")]
        vary = [v for n, v in answer.headers if n.lower() == "vary"]
        self.headers = [*headers, ("Vary", ", ".join([*vary, "Accept-Encoding"]))]
        self.etag = answer.header("etag")
        length = ("Content-Length", str(len(answer.body)))
        self.coded = {"": ([*self.headers, length], answer.body)}

    @property
    def size(self) -> int:
        return sum(len(body) for _, body in self.coded.values())

    def compressed(self, coding: str) -> tuple[Headers, bytes]:
        _, whole = self.coded[""]
        if coding == "br":
            body = brotli.compress(whole, quality=6)
        else:
            body = gzip.compress(whole, compresslevel=6, mtime=0)
        length = ("Content-Length", str(len(body)))
        return [*self.headers, ("Content-Encoding", coding), length], body


def parameters_read(answer: Answer) -> frozenset[str] | None:
    """The query parameters that a public page reads, from its No-Vary-Search header; None for an
    answer that may not be kept: an error, one with a cookie or without a validator.
    """
    if not answer.status.startswith("200 ") or answer.header("set-cookie"):
        return None
    control = answer.header("cache-control")
    if "public" not in control or "no-store" in control or not answer.header("etag"):
        return None
    return _quoted_in(answer.header("no-vary-search"))


@lru_cache(maxsize=100)
def _quoted_in(header: str) -> frozenset[str]:
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


@lru_cache(maxsize=1000)
def best_coding(accepted: str) -> str:
    """The best coding that an Accept-Encoding takes; a refusal by `;q=0` is honoured."""
    offered = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        offered[name.strip()] = weight.replace(" ", "").rstrip(".0") != "q="
    return next((coding for coding in ("br", "gzip") if offered.get(coding)), "")
