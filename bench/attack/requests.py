"""Generated requests: odd methods, addresses, parameters, headers and bodies, alike each time.

None may be answered by a server error or by nothing, and the site must be as well afterwards.
"""

import random
from collections.abc import Iterator

from bench.attack.bounds import Bound, ask, quick, timed
from bench.attack.crowd import Crowd, Request
from bench.attack.instance import Instance

METHODS = ("GET",) * 12 + ("HEAD", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")
STARTS = (
    "/", "/functions/", "/profiles/", "/levels/", "/skills/", "/search/", "/match/", "/compare/",
    "/match/roster/", "/frameworks/", "/titles/", "/coordinates/", "/admin/", "/admin/login/",
    "/static/", "/healthz", "/robots.txt", "/sitemap.xml", "/profiles.csv", "/compare.csv",
)  # fmt: skip
PIECES = (
    "ITOPER", "itoper.itoutsou493c.p3", "ITOPER.ITOUTSOU493C.P3", "GEN", "P3", "..", ".", "%00",
    "%FF", "%2F", "%C3%9F", "%E2%80%AE", "%F0%9F%A6%A9", "'", "\"", "<script>", "{{7*7}}", "%",
    "%zz", "1e999", "-1", "999999999999999999999", "a" * 300, ".json", ".html", "next", "goals",
    "evidence",
)  # fmt: skip
NAMES = ("q", "page", "keys", "title", "department", "level", "letter", "kind", "to", "at", "have",
         "facet", "function", "sort", "x", "")  # fmt: skip
HEADERS = ("Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Cookie",
           "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "HX-Request", "HX-Target",
           "Referer", "Origin", "Content-Type", "Expect-CT")  # fmt: skip
VALUES = ("", "*", "true", "bytes=0-0", "bytes=5-2", "bytes=-", "br;q=0, gzip;q=9", "sessionid=x",
          "Basic eA==", "https", "::1, 10.0.0.1, x", "Thu, 99 Nov 2026", "results", "text/csv",
          "multipart/form-data; boundary=x", "multipart/form-data",
          "application/x-www-form-urlencoded", 'W/"' + "y" * 500 + '"')  # fmt: skip
PAGE = "/functions/"


def run(site: Instance, size: int = 100_000) -> list[Bound]:
    ask(site.address, PAGE)
    crowd = Crowd(site.address)
    statuses = crowd.send(_requests(size))
    bad = {
        status: crowd.examples[status]
        for status in statuses
        if status != 503 and not 200 <= status < 500
    }
    refused = statuses[503] / size
    health = ask(site.address, "/healthz")
    return [
        Bound(f"{size:,} generated requests", "no server error, none unanswered",
              str(bad or dict(sorted(statuses.items()))), not bad),
        Bound("of them told to come back later (503)", "under 1%", f"{refused:.2%}",
              refused < 0.01),
        Bound("/healthz afterwards", "200", str(health[0]), health[0] == 200),
        quick("a kept page afterwards", timed(site.address, PAGE, 30), 0.1),
    ]  # fmt: skip


def _requests(size: int) -> Iterator[Request]:
    chance = random.Random(7)
    for _ in range(size):
        method = chance.choice(METHODS)
        body = chance.randbytes(chance.choice((1, 50, 3000))) if method in ("POST", "PUT") else b""
        yield method, _address(chance), _headers(chance), body


def _address(chance: random.Random) -> str:
    path = chance.choice(STARTS) + "/".join(chance.choices(PIECES, k=chance.choice((0, 1, 1, 2))))
    path += chance.choice(("", "/"))
    pairs = [
        f"{chance.choice(NAMES)}={chance.choice(PIECES)}"
        for _ in range(chance.choice((0, 0, 1, 2, 9)))
    ]
    address = path + ("?" + "&".join(pairs) if pairs else "")
    return "".join(sign for sign in address if sign not in '<>" ')


def _headers(chance: random.Random) -> dict[str, str]:
    return {
        name: chance.choice(VALUES) for name in chance.sample(HEADERS, chance.choice((0, 1, 3)))
    }
