"""How distance works, with the weights that are in force, and the distance of any two roles.

The arithmetic is in `taxonomy/adjacency/distance.py` and `taxonomy/adjacency/work_similarity.py`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from taxonomy import keys
from taxonomy.adjacency import distance, work_similarity
from taxonomy.adjacency.distance import Adjacent, Coordinates, Distance
from taxonomy.adjacency.similar_roles import SimilarWork, between
from taxonomy.ladders import by_track
from taxonomy.models import Level, Profile
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.json import json_response
from taxonomy.web.roles import RoleMeant
from taxonomy.web.similar_keys import nearest_keys

# A role and another one in a neighbouring function, for the worked example.
EXAMPLE = (
    Coordinates("Public works", "Water", "WATER", "LEAKS", "A", 3, "professional"),
    Coordinates("Public works", "Water", "SEWERS", "SURVEY", "B", 4, "management"),
)


@dataclass(frozen=True)
class KeyProblem:
    """Why a key leads to no role, and profiles whose keys look like it."""

    field: str
    words: str
    status: int
    nearest: list[Profile]


@require_safe
@revalidated(reads=("a", "b"))
def coordinates(request: HttpRequest) -> HttpResponse:
    asked = {field: request.GET.get(field, "").strip() for field in ("a", "b")}
    roles, problems = _roles(asked)
    context = {
        "adjacency": distance,
        "work": work_similarity,
        "tiers": [
            (sign, *tier) for sign, tier in zip(" fgsh", distance.TIERS.items(), strict=True)
        ],
        "rules": distance.order_rules(),
        "kinds": distance.KIND_WORDS.items(),
        "confident": settings.ADJACENT_CONFIDENT,
        "needs_review": settings.ADJACENT_NEEDS_REVIEW,
        **_steps(),
        "example": distance.distance_between(*EXAMPLE),
        "asked": {field: key[:80] for field, key in asked.items()},
        "problems": problems,
        "found": _distance(**roles) if len(roles) == 2 else None,
        "similar": _similar(**roles) if len(roles) == 2 else None,
        **dict.fromkeys(asked),
        **roles,
    }
    status = max((problem.status for problem in problems), default=200)
    return htmx.render(request, "taxonomy/coordinates.html", context, status=status)


@require_safe
@revalidated(reads=("a", "b"))
def coordinates_json(request: HttpRequest) -> HttpResponse:
    """The distance of two roles; both are needed."""
    asked = {field: request.GET.get(field, "").strip() for field in ("a", "b")}
    roles, problems = _roles(asked)
    if len(roles) < 2:
        words = [problem.words for problem in problems] or ["Give two roles: ?a=KEY&b=KEY"]
        status = max((problem.status for problem in problems), default=400)
        return json_response({"problem": " ".join(words)}, max(status, 400))
    found = Adjacent(roles["b"], _distance(**roles))
    similar = _similar(**roles)
    keys_of = {field: role.key for field, role in roles.items()}
    return json_response({**keys_of, **found.facts, "similar_work": similar and similar.facts})


def _similar(a: Profile, b: Profile) -> SimilarWork | None:
    """A role is not compared with itself."""
    return between(a, b) if a != b else None


def _distance(a: Profile, b: Profile) -> Distance:
    return distance.distance_between(Coordinates.of(a), Coordinates.of(b))


def _roles(asked: dict[str, str]) -> tuple[dict[str, Profile], list[KeyProblem]]:
    """The roles that the given keys lead to, and what is wrong with the other keys."""
    read, problems = {}, []
    for field, key in asked.items():
        try:
            if key:
                read[field] = str(keys.parse_key(key))
        except ValueError:
            meant = RoleMeant.by(key)
            if meant.one:
                read[field] = meant.one.key
            else:
                status = 200 if meant.roles else 400
                problems.append(KeyProblem(field, meant.problem, status, meant.roles))
    wanted = Profile.objects.with_coordinates().filter(key__in=set(read.values()))
    known = {profile.key: profile for profile in wanted} if read else {}
    for field, key in read.items():
        if key not in known:
            words = f"No profile has the key {key}."
            problems.append(KeyProblem(field, words, 404, nearest_keys(key, 3)))
    return {field: known[key] for field, key in read.items() if key in known}, problems


def _steps() -> dict[str, list]:
    """Tracks, and rows of the alignment, highest first: for each track the levels of the step."""
    tracks = by_track(Level.objects.in_order())
    steps = {level.step for columns in tracks for level in columns.levels}
    return {
        "tracks": [columns.track for columns in tracks],
        "steps": [
            (step, [[level for level in each.levels if level.step == step] for each in tracks])
            for step in sorted(steps, reverse=True)
        ],
    }
