"""What a search box offers while somebody types: a few pages that the words lead to, each with what
it is. Enter without a choice is the search itself, which finds more.

Costs a fixed number of questions, and each is short; words are never dropped here.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from taxonomy import keys
from taxonomy.models import Profile
from taxonomy.search import codes, help_pages, ranking
from taxonomy.search.filters import Filters
from taxonomy.search.highlighting import Marker
from taxonomy.search.others import Others, found_by_name
from taxonomy.search.query import Query, read_query
from taxonomy.search.results import exact_key, within_bounds
from taxonomy.text import folded
from taxonomy.web.links import address

SHORTEST = 2  # characters that say something
MOST = 8
MOST_ROLES = 5
TIMEOUT = 500  # milliseconds for one statement
KINDS = {"Functions": "function", "Focuses": "focus", "Levels": "level", "Skills": "skill"}


class Completion(NamedTuple):
    """A page, and what it is: a role with its level, a skill, a level, a code."""

    name: str
    what: str
    place: str


def completions(text: str) -> list[Completion]:
    """The likeliest first; none for what is too short to say anything."""
    text = " ".join(text.replace("\0", " ").split())
    if len(text) < SHORTEST:
        return []
    with within_bounds(TIMEOUT):
        found = dict.fromkeys(_found(text))
    return list(islice(found, MOST))


def _found(text: str) -> Iterator[Completion]:
    yield from _of_the_canon(text)
    for page in help_pages.found(text):
        yield Completion(page.title, "page of this catalogue", page.place)


def _of_the_canon(text: str) -> Iterator[Completion]:
    if keys.KEY_PATTERN.fullmatch(text.upper()) and (profile := exact_key(text)):
        yield _role(profile)
    query = read_query(text)
    if query.unknown or not query.groups:
        return
    filters = Filters(mapped=query.codes)
    if query.codes and codes.unmapped(query.codes):
        return
    if query.codes:
        code = " ".join(query.codes)
        place = address("taxonomy:search") + filters.address(text)
        yield Completion(code, "code: the roles mapped to it", place)
    roles = _roles(query, filters)
    if any(folded(role.name) == folded(text) for role in roles):
        yield from roles
    named = [] if query.codes else found_by_name(query, Marker(query))
    yield from _others(named, is_named=True)
    yield from roles
    yield from _others(named, is_named=False)


def _roles(query: Query, filters: Filters) -> list[Completion]:
    best = [hit.key for hit in ranking.best(query, filters, MOST_ROLES)]
    found = {role.key: role for role in Profile.objects.with_coordinates().filter(key__in=best)}
    return [_role(found[key]) for key in best if key in found]


def _role(profile: Profile) -> Completion:
    what = f"role, {profile.level.label_or_code}, {profile.function.name}"
    what += ", retired" if profile.is_retired else ""
    return Completion(profile.title, what, profile.get_absolute_url())


def _others(groups: list[Others], is_named: bool) -> Iterator[Completion]:
    for group in groups:
        for row, _ in group.rows if group.is_named == is_named else []:
            what = KINDS[group.label]
            if group.label == "Levels":
                what += f", {row.label_or_code}"
            elif group.label == "Focuses":
                what += f" of {row.function.name}"
            yield Completion(row.name or str(row), what, row.get_absolute_url())
