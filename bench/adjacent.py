"""The nearest eight roles among a million, each probe compared with a scan of all of them.

What a distance is, is defined in taxonomy/adjacency/distance.py; the canon is bench/canon.py's.
"""

import random
import time

from bench.canon import build
from bench.place import number, use, warm
from bench.table import Table, at, judge, ms, targets, write

COUNT = 8


def main() -> None:
    profiles = number("PROFILES", 1_000_000)
    probes, scans = number("PROBES", 2_000), number("SCANS", 20)
    use(f"canon-{profiles}")
    build(profiles)
    from taxonomy.adjacency.nearest_query import nearest_to
    from taxonomy.models import Profile

    in_use = Profile.objects.in_use().with_coordinates()
    chance = random.Random()
    chosen = list(in_use.filter(pk__in=[chance.randint(1, profiles) for _ in range(probes)]))
    warm(
        "taxonomy_profile",
        "taxonomy_focus",
        "taxonomy_function",
        "taxonomy_level",
        "taxonomy_track",
    )
    for each in chosen[:100]:
        nearest_to(each, COUNT)
    took = []
    for each in chosen:
        began = time.perf_counter()
        nearest_to(each, COUNT)
        took.append(time.perf_counter() - began)
    scanned, equal = _scanned(chosen[:scans])
    table = Table(
        f"Nearest {COUNT} among {profiles:,} roles", ["how", "probes", "p50 ms", "p99 ms", "right"]
    )
    table.add("by rings", len(chosen), ms(at(0.5, took)), ms(at(0.99, took)), f"{equal} of {scans}")
    table.add("scan of all", scans, ms(at(0.5, scanned)), ms(max(scanned)), "by definition")
    judged = targets()
    p50, p99 = at(0.5, took), at(0.99, took)
    judge(judged, "p50", "under 1.5 ms", f"{ms(p50)} ms", p50 < 0.0015)
    judge(judged, "p99", "under 10 ms", f"{ms(p99)} ms", p99 < 0.01)
    judge(judged, "equal to the scan", "every probe", f"{equal} of {scans}", equal == scans)
    write("adjacent", [table, judged])


# The formula of taxonomy/adjacency/distance.py over every role, its weights as parameters.
SCAN = """
SELECT key, least(1, CASE
        WHEN focus_id = %(focus)s THEN 0
        WHEN function_id = %(function)s THEN %(near)s
        WHEN %(wide)s = '' OR f.super_function <> %(wide)s THEN %(none)s
        WHEN %(family)s <> '' AND f.family = %(family)s THEN %(same_family)s
        ELSE %(same_wide)s END
    + %(level)s * abs(l.step - %(step)s)
    + CASE WHEN l.track_id <> %(track)s THEN %(track_cost)s ELSE 0 END) AS total
FROM taxonomy_profile p JOIN taxonomy_function f ON f.id = p.function_id
JOIN taxonomy_level l ON l.code = p.level_id
WHERE p.status <> 'retired' AND p.id <> %(id)s
ORDER BY total, key COLLATE "C" LIMIT %(count)s
"""


def _scanned(probes: list) -> tuple[list[float], int]:
    """Seconds of each scan, and how many gave the very same roles and distances."""
    from django.db import connection

    from taxonomy.adjacency.distance import (
        LEVEL,
        TIERS,
        TRACK,
        Coordinates,
        Tier,
    )
    from taxonomy.adjacency.nearest_query import nearest_to

    took, equal = [], 0
    for each in probes:
        here = Coordinates.of(each)
        values = {
            "focus": each.focus_id, "function": each.function_id, "id": each.pk, "count": COUNT,
            "wide": here.super_function, "family": here.family, "step": here.step,
            "track": here.track, "level": LEVEL, "track_cost": TRACK,
            "near": TIERS[Tier.FUNCTION], "same_family": TIERS[Tier.FAMILY],
            "same_wide": TIERS[Tier.SUPER_FUNCTION], "none": TIERS[Tier.NONE],
        }  # fmt: skip
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(SCAN, values)
            rows = [(key, total) for key, total in cursor.fetchall()]
        took.append(time.perf_counter() - began)
        given = nearest_to(each, COUNT)
        equal += rows == [(near.profile.key, near.distance.total) for near in given]
    return took, equal


if __name__ == "__main__":
    main()
