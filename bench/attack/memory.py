"""Memory after very many requests of which no two are alike: in their address, their headers, their
cookies. What is kept of them is bounded by PAGE_STORE_MB and what Python adds.
"""

import random
from collections.abc import Iterator

from bench.attack.bounds import Bound
from bench.attack.crowd import Crowd, Request
from bench.attack.instance import Instance

MB = 1024 * 1024
LONG = 50_000  # characters of a header
PAGES = ("/", "/functions/", "/levels/", "/skills/", "/match/", "/search/?q=manager")


def run(site: Instance, size: int = 200_000, setting: int = 64) -> list[Bound]:
    """`setting` is the site's PAGE_STORE_MB."""
    before = max(_warm(site), site.memory())
    crowd = Crowd(site.address)
    statuses = crowd.send(_requests(size))
    after = site.memory()
    most = before + int(1.5 * setting * MB)
    bad = {status: crowd.examples[status] for status in statuses if not 200 <= status < 500}
    return [
        Bound(
            f"memory of a worker after {size:,} distinct requests, PAGE_STORE_MB={setting}",
            f"at most {before // MB} MB as before + {1.5 * setting:.0f}",
            f"{after // MB} MB",
            after <= most,
        ),
        Bound("answers", "no 5xx, none missing", str(bad or dict(statuses)), not bad),
    ]


def _warm(site: Instance) -> int:
    """Whatever is made once is made before memory is looked at."""
    Crowd(site.address).send(_requests(300))
    return site.memory()


def _requests(size: int) -> Iterator[Request]:
    chance = random.Random(1)
    kinds = [_by_header] * 12 + [_by_parameter] * 4 + [_by_path, _by_search, _by_title, _by_code]
    for number in range(size):
        path, headers = chance.choice(kinds)(f"{number}x{chance.getrandbits(40):x}", chance)
        coding = chance.choice(("gzip", "br", "identity", "gzip;q=0.5, br;q=0.1"))
        yield "GET", path, {"Accept-Encoding": coding, **headers}, b""


def _by_header(mark: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    """One page, asked for with headers that nobody sent before."""
    long = mark + "y" * chance.choice((10, LONG))
    headers = chance.choice(
        (
            {"X-Forwarded-Proto": long},
            {"HX-Request": "true", "HX-Target": long},
            {"HX-Request": long, "HX-Current-URL": long},
            {"Cookie": f"sessionid={mark}; csrftoken={long}"},
            {"Authorization": f"Basic {long}"},
            {"Accept-Language": long, "User-Agent": long},
            {"If-None-Match": f'"{long}"'},
            {"Accept-Encoding": f"gzip, {long}"},
            {"X-Forwarded-For": long, "X-Forwarded-Host": long},
        )
    )
    return chance.choice(PAGES), headers


def _by_parameter(mark: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    """Parameters that no page reads."""
    page = chance.choice(PAGES)
    return f"{page}{'&' if '?' in page else '?'}utm_{mark}={mark}", {}


def _by_path(mark: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    return f"/{mark}/{'z' * chance.choice((1, 3000))}/", {}


def _by_search(mark: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    return f"/search/?q={mark}", {}


def _by_title(mark: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    words = "manager+" * chance.choice((1, 30))
    return f"/match/?title={words}{mark}&department={mark}&level={mark}", {}


def _by_code(mark: str, chance: random.Random) -> tuple[str, dict[str, str]]:
    return f"/profiles/{mark[:8].upper()}.GEN.P3/", {}
