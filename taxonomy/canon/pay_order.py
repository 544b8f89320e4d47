"""Whether pay keeps order over the common steps of a function: what breaks it is a finding.

On a ladder no level pays less than a lower one. Levels of one step on two tracks of a focus differ
by 40 % at most. Executives answer for a whole function, so they are compared with all its roles:
none pays less than a role at a lower step. Other focuses of a function are other occupations with
pay of their own and are not compared. All by the median, on the same market, currency and period.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, groupby
from operator import attrgetter
from typing import NamedTuple

from taxonomy.models import Level, PayBand, Profile
from taxonomy.models.pay import Terms
from taxonomy.reference_levels import EXECUTIVES
from taxonomy.web.formatting import money, per_period

MOST_APART = 40  # percent of the lower of two medians


class Paid(NamedTuple):
    """A role in use with its median on some terms, and its place on the scale of all tracks."""

    pk: int
    function: str
    focus: str
    key: str
    track: str
    rank: int
    step: int
    is_executive: bool
    terms: Terms
    median: Decimal

    def __str__(self) -> str:
        figure = money(self.median, self.terms.currency) + per_period(self.terms)
        return f"{self.key} ({figure})"


class Finding(NamedTuple):
    """Two roles whose medians do not agree with their places, and in which way."""

    lower: Paid  # at the lower step, or with the lower median where the step is one
    higher: Paid
    reason: str

    @property
    def function(self) -> str:
        return self.lower.function

    def __str__(self) -> str:
        market = f" in {self.lower.terms.market}" if self.lower.terms.market else ""
        return f"{self.higher} {self.reason} {self.lower}{market}"


def findings(functions: Iterable[str] | None = None) -> list[Finding]:
    """What is out of order in all functions, or in those of the codes given."""
    found: list[Finding] = []
    for _, members in groupby(_paid(functions), key=attrgetter("function", "terms")):
        found += _of_function(list(members))
    return found


def _paid(functions: Iterable[str] | None) -> list[Paid]:
    bands = PayBand.objects.exclude(profile__status=Profile.Status.RETIRED)
    if functions is not None:
        bands = bands.filter(profile__function__code__in=list(functions))
    place = ("function__code", "focus__code", "key", "level__track", "level__rank", "level__step")
    executive = [level.pk for level in Level.objects.all() if level.reference in EXECUTIVES]
    rows = bands.values_list(
        *("profile__level", "market", "currency", "period", "median", "profile"),
        *(f"profile__{name}" for name in place),
    )
    paid = (
        Paid._make((*own, level in executive, Terms(market or "", currency, period), median))
        for level, market, currency, period, median, *own in rows
    )
    return sorted(paid, key=attrgetter("function", "terms", "focus", "step", "track", "key"))


def _of_function(members: list[Paid]) -> Iterator[Finding]:
    for _, grouped in groupby(members, key=attrgetter("focus")):
        of_focus = list(grouped)
        yield from _ladders(of_focus)
        for _, of_step in groupby(of_focus, key=attrgetter("step")):
            yield from _tracks(list(of_step))
    yield from _executives(members)


def _ladders(of_focus: list[Paid]) -> Iterator[Finding]:
    """Each role against the best paid one below it on its track."""
    best: dict[str, Paid] = {}
    for role in sorted(of_focus, key=attrgetter("rank")):
        below = best.get(role.track)
        if below and role.median < below.median:
            yield Finding(below, role, "pays less than the lower level")
        if not below or role.median > below.median:
            best[role.track] = role


def _tracks(of_step: list[Paid]) -> Iterator[Finding]:
    for pair in combinations(of_step, 2):
        lower, higher = sorted(pair, key=attrgetter("median"))
        if lower.track != higher.track and _percent(lower, higher) > MOST_APART:
            apart = round(_percent(lower, higher))
            yield Finding(lower, higher, f"pays {apart} % more at the same step than")


def _percent(lower: Paid, higher: Paid) -> float:
    if not lower.median:
        return float("inf") if higher.median else 0
    return float(100 * (higher.median - lower.median) / lower.median)


def _executives(members: list[Paid]) -> Iterator[Finding]:
    """Each executive against the best paid role of another track below, and those of the step."""
    for role in (each for each in members if each.is_executive):
        others = [each for each in members if not each.is_executive]
        below = max(
            (each for each in others if each.step < role.step),
            key=attrgetter("median"),
            default=None,
        )
        if below and role.median < below.median:
            yield Finding(below, role, "pays less than the role at a lower step")
        beside = [each for each in others if each.step == role.step and each.focus != role.focus]
        for other in beside:
            yield from _tracks([role, other])
