"""One search from the typed words to everything the page shows, in a fixed number of questions.

The words of the page are in templates/taxonomy/_results.html.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db import connection, transaction

from taxonomy import keys
from taxonomy.ladders import ROLE_COLUMNS, RoleBox
from taxonomy.models import Level, Profile, SearchQueue
from taxonomy.search import (
    codes,
    dropping,
    facet_counts,
    help_pages,
    ranking,
    word_lookup,
)
from taxonomy.search.filters import Filters
from taxonomy.search.highlighting import Marker
from taxonomy.search.others import Others, found_by_name
from taxonomy.search.query import Query, read_query
from taxonomy.search.reasons import Why, bring_texts, why
from taxonomy.search.weights import BEST_MENTION, LADDERS_A_PAGE, MOST_HITS, MOST_SHORT, TIMEOUT
from taxonomy.text import folded
from taxonomy.web.facets import Facet

# One index answers everything here; work_mem keeps the map of matches exact.
SETTINGS = """
SELECT set_config('statement_timeout', %s, true), set_config('jit', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('work_mem', '32MB', true),
    set_config('max_parallel_workers_per_gather', '0', true)
"""


@dataclass(frozen=True)
class LadderRung:
    role: RoleBox
    is_found: bool


@dataclass(frozen=True)
class LadderHit:
    """The best role of a ladder, why it was found, and all rungs."""

    profile: Profile
    why: Why
    rungs: list[LadderRung]

    @property
    def others(self) -> int:
        return sum(rung.is_found for rung in self.rungs) - 1


class Called(NamedTuple):
    """How many roles have a word in a name, or in that of their focus or function; the others of
    those found mention it.
    """

    roles: int
    ladders: int
    mentioning: int


@dataclass
class Results:
    query: Query
    filters: Filters
    total: int = 0
    is_more: bool = False
    page: Page | None = None  # of ladders, each a list of keys
    hits: list[LadderHit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    others: list[Others] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    unmapped: codes.Unmapped | None = None
    respelled: str = ""
    parts: list[str] = field(default_factory=list)  # of the query, each with roles
    pages: list[help_pages.HelpPage] = field(default_factory=list)
    is_title: bool = False  # a role has just this title: nothing is better
    called: Called | None = None  # known of one word

    @property
    def is_mentioned(self) -> bool:
        """No role is called so, those found mention it; roles that are called so would be first."""
        return bool(self.hits) and self.query.is_whole and all(x.why.is_mention for x in self.hits)

    @property
    def named(self) -> list[Others]:
        """What is named just so; above the roles unless a role is."""
        return [] if self.is_title else [group for group in self.others if group.is_named]

    @property
    def less(self) -> list[Others]:
        return [group for group in self.others if group not in self.named]

    @property
    def by_name(self) -> list[LadderHit]:
        """The hits of this page down to the last one that does more than mention the words."""
        return self.hits[: len(self.hits) - len(self.mentioning)]

    @property
    def mentioning(self) -> list[LadderHit]:
        """The last hits of this page, which mention the words in a skill or in running text."""
        return list(takewhile(lambda hit: hit.why.is_mention, reversed(self.hits)))[::-1]

    waiting: int = 0  # entries that a bulk load has not written yet

    @property
    def is_bounded(self) -> bool:
        """More roles match than are ranked and shown."""
        return self.total > MOST_HITS


def exact_key(text: str) -> Profile | None:
    """The profile whose whole key was typed, in either case."""
    candidate = text.strip().upper()
    if not keys.KEY_PATTERN.fullmatch(candidate):
        return None
    return Profile.objects.filter(key=candidate).first()


@contextmanager
def within_bounds(timeout: int = TIMEOUT) -> Iterator[None]:
    """Statements inside are short or fail. The block only reads; taking it back ends its settings,
    even inside a caller's transaction.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS, [str(timeout)])
        yield
        transaction.set_rollback(True)


def search_canon(text: str, filters: Filters, page: str | int = 1) -> Results:
    """What the search page shows for a text that has words, or for filters alone."""
    with within_bounds():
        pages = help_pages.found(text)
        if not pages:
            text = help_pages.asked_about(text)
            pages = help_pages.found(text)
        query = read_query(text)
        results = Results(query, filters, waiting=SearchQueue.objects.count(), pages=pages)
        if query.codes:
            results.filters = filters = replace(filters, mapped=query.codes)
            results.unmapped = codes.unmapped(query.codes)
        if results.unmapped:
            return results
        if not query.groups and (query.unknown or not filters.chosen):
            results.near = _near(query)
            return results
        # A word gone, and what is left is taken for a slip or says nothing of the work.
        is_guess = query.unknown and (query.spelled or not dropping.says_work(query))
        hits = [] if is_guess else ranking.best(query, filters, MOST_HITS)
        if not hits and len(query.groups) > 1 and not results.pages:
            hits = _with_fewer_words(results)
        if results.query.is_whole or not hits:
            _fill(results, hits, page)
        else:
            _fill_short(results, hits)
        if not hits:
            _offer(results)
        return results


def _with_fewer_words(results: Results) -> list[ranking.Hit]:
    for query in dropping.shorter(results.query):
        if not dropping.says_work(query):
            continue
        if hits := ranking.best(query, results.filters, MOST_HITS):
            results.query = query
            return hits
    return []


def _offer(results: Results) -> None:
    """Where nothing is found: likely spellings, and parts of the query that roles have."""
    query = results.query
    results.respelled = dropping.respelled(query)
    if query.unknown or len(query.groups) == 1:
        results.near = _near(query)
    for choices in dropping.narrower(query):
        found = [each for each in choices if ranking.best(each, results.filters, 1)]
        if found:
            results.parts = [" ".join(g.typed for g in each.groups) for each in found]
            return


def _near(query: Query) -> list[str]:
    words = query.unknown or tuple(group.typed for group in query.groups)
    return [near for word in words[:3] for near in word_lookup.resembling(word)]


def _fill(results: Results, hits: list[ranking.Hit], page: str | int) -> None:
    query, filters = results.query, results.filters
    if not hits and not query.is_whole:
        return
    counts = facet_counts.count(query, filters)
    results.total, results.is_more = counts.total, counts.is_more
    levels = list(Level.objects.in_order())
    results.facets = facet_counts.facets(counts, filters, query.text, levels)
    marker = Marker(query)
    track_of = {level.code: level.track_id for level in levels}
    ladders = _ladders(hits, track_of)
    results.called = _called(results, hits, track_of)
    results.page = Paginator(list(ladders.values()), LADDERS_A_PAGE).get_page(page)
    results.hits = _ladder_hits(list(results.page), {hit.key for hit in hits}, marker)
    if query.groups:
        results.others = found_by_name(query, marker)
        # Words in another order score alike: Senior Manager, Customer Success has the same ones.
        asked = folded(query.text)
        results.hits.sort(key=lambda hit: folded(hit.profile.title) != asked)
        results.is_title = any(folded(hit.profile.title) == asked for hit in results.hits[:1])


def _called(results: Results, hits: list[ranking.Hit], track_of: dict[str, str]) -> Called | None:
    """By the scores of roles that have one word: unknown where more are called so than are ranked,
    or where the canon has more than are counted.
    """
    query = results.query
    if len(query.groups) != 1 or query.codes or results.is_more:
        return None
    least = query.groups[0].worth * BEST_MENTION + ranking.LEAST_DIFFERENCE
    named = [hit for hit in hits if hit.score > least]
    if not named or (len(named) == len(hits) < results.total):
        return None
    return Called(len(named), len(_ladders(named, track_of)), results.total - len(named))


def _fill_short(results: Results, hits: list[ranking.Hit]) -> None:
    """The few best of the roles without all words: no counts, for they answer something else."""
    track_of = dict(Level.objects.values_list("code", "track_id"))
    ladders = list(_ladders(hits, track_of).values())[:MOST_SHORT]
    results.page = Paginator(ladders, LADDERS_A_PAGE).get_page(1)
    found = {hit.key for hit in hits}
    results.hits = _ladder_hits(ladders, found, Marker(results.query))
    results.total = len(ladders)


def _ladders(hits: list[ranking.Hit], track_of: dict[str, str]) -> dict[tuple[str, str, str], str]:
    """(function, focus, track) → key of its best role, in the order of the best roles."""
    ladders: dict[tuple[str, str, str], str] = {}
    for hit in hits:
        function, focus, level = hit.key.split(".")
        ladders.setdefault((function, focus, track_of.get(level, "")), hit.key)
    return ladders


def _ladder_hits(best: list[str], found: set[str], marker: Marker) -> list[LadderHit]:
    profiles = {p.key: p for p in Profile.objects.with_coordinates().filter(key__in=best)}
    shown = [profiles[key] for key in best if key in profiles]
    bring_texts([profile for profile in shown if marker.missing(profile.title)])
    rungs: dict[tuple[int, str], list[LadderRung]] = {}
    every = Profile.objects.filter(focus__in={p.focus_id for p in shown}).up_the_ladder()
    for role in map(RoleBox._make, every.values_list(*ROLE_COLUMNS)):
        rung = LadderRung(role, role.key in found)
        rungs.setdefault((role.focus_id, role.track), []).append(rung)
    return [LadderHit(p, why(p, marker), rungs[p.focus_id, p.level.track_id]) for p in shown]
