"""What the canon's pages list, as files to work on: CSV, Excel or JSON, by the address's ending.

How a file is written is in `taxonomy/web/tables.py`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, Subquery, Value
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from taxonomy.choices import ProfileStatus
from taxonomy.models import (
    DIMENSIONS,
    Focus,
    Function,
    Level,
    PayBand,
    Profile,
    ProfileSkill,
    Skill,
)
from taxonomy.models.profiles import ProfileQuerySet
from taxonomy.spreadsheets.book import Cell
from taxonomy.views.titles import entries
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import in_upper_case
from taxonomy.web.tables import table_file

TableRow = Sequence[Cell]
PROFILES = (
    *("key", "title", "function", "focus", "track", "level", "level name", "status"),
    *(
        "market",
        "currency",
        "period",
        "low",
        "median",
        "high",
        "basis",
        "pay source",
        "pay as of",
        "SOC",
        "other titles",
        "address",
    ),
)
LEVELS = (
    *("code", "label", "track", "rank", "step", "name", "equivalent", "years from", "years to"),
    *DIMENSIONS.values(),
)
SKILLS = ("name", "kind", "broader", "other names", "focuses", "profiles", "slug")
FUNCTIONS = (
    "code",
    "name",
    "super-function",
    "family",
    "focuses",
    "profiles",
    "retired profiles",
    "summary",
)
REQUIRED = ("key", "title", "function", "focus", "level", "proficiency", "what it means here")
TITLES = ("title", "kind", "key", "level", "function", "focus")


def _profiles(request: HttpRequest, chosen: ProfileQuerySet | None = None) -> Iterator[TableRow]:
    """One row a profile in use, with its first band; read in portions, whatever their number."""
    band = PayBand.objects.filter(profile=OuterRef("pk")).order_by("market", "currency")
    roles = (Profile.objects.all() if chosen is None else chosen).in_use().with_coordinates()
    roles = roles.annotate(
        band=Subquery(band.values("pk")[:1]),
        soc=StringAgg(
            "mappings__code",
            "; ",
            filter=Q(mappings__scheme__istartswith="SOC"),
            distinct=True,
            default=Value(""),
        ),
        also=StringAgg("aliases__title", "; ", distinct=True, default=Value("")),
    )
    for portion in _portions(roles.order_by("key")):
        bands = PayBand.objects.select_related("market").in_bulk(
            [role.band for role in portion if role.band]
        )
        for role in portion:
            yield _profile(request, role, bands.get(role.band))


def _portions(roles: ProfileQuerySet, size: int = 1000) -> Iterator[list[Any]]:
    after = ""
    while portion := list(roles.filter(key__gt=after)[:size]):
        yield portion
        after = portion[-1].key


def _profile(request: HttpRequest, role: Any, band: PayBand | None) -> TableRow:
    pay: tuple[Cell, ...] = ("",) * 9
    if band:
        market = band.market.name if band.market else ""
        figures = (float(figure) for figure in (band.low, band.median, band.high))
        origin = (band.get_basis_display(), band.source, band.as_of or "")
        pay = (market, band.currency, band.period, *figures, *origin)
    level = role.level
    return (
        *(role.key, role.title, role.function.name, role.focus.name),
        *(level.track.name, level.label_or_code, level.name, role.get_status_display()),
        *pay,
        *(role.soc, role.also, request.build_absolute_uri(role.get_absolute_url())),
    )


@require_safe
@revalidated
def profiles_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    return table_file(ending, "profiles", PROFILES, _profiles(request))


def _functions() -> Iterator[TableRow]:
    for each in Function.objects.with_counts().in_order():
        counts = (each.focus_count, each.profile_count, each.retired_count)
        yield (each.code, each.name, each.super_function, each.family, *counts, each.summary)


@require_safe
@revalidated
def functions_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    return table_file(ending, "functions", FUNCTIONS, _functions())


@require_safe
@in_upper_case
@revalidated
def function_data(request: HttpRequest, ending: str, function: str) -> HttpResponseBase:
    shown = get_object_or_404(Function, code=function)
    return table_file(ending, function, PROFILES, _profiles(request, shown.profiles.all()))


@require_safe
@in_upper_case
@revalidated
def focus_data(request: HttpRequest, ending: str, function: str, focus: str) -> HttpResponseBase:
    shown = get_object_or_404(Focus, code=focus, function__code=function)
    rows = _profiles(request, shown.profiles.all())
    return table_file(ending, shown.key, PROFILES, rows)


@require_safe
@in_upper_case
@revalidated
def level_data(request: HttpRequest, ending: str, level: str) -> HttpResponseBase:
    shown = get_object_or_404(Level, pk=level)
    return table_file(ending, f"level-{level}", PROFILES, _profiles(request, shown.profiles.all()))


def _levels() -> Iterator[TableRow]:
    for level in Level.objects.in_order():
        years = ("" if year is None else year for year in (level.years_min, level.years_max))
        place = (level.track.name, level.rank, level.step)
        texts = (getattr(level, name) for name in DIMENSIONS)
        yield (level.code, level.label, *place, level.name, level.reference, *years, *texts)


@require_safe
@revalidated
def levels_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    return table_file(ending, "levels", LEVELS, _levels())


def _skills() -> Iterator[TableRow]:
    skills = Skill.objects.in_order().with_use_counts().select_related("broader")
    skill: Any  # with its counts
    for skill in skills.prefetch_related("aliases"):
        broader = skill.broader.name if skill.broader else ""
        also = "; ".join(alias.name for alias in skill.aliases.all())
        uses = (skill.focus_count, skill.profile_count)
        yield (skill.name, skill.kind, broader, also, *uses, skill.slug)


@require_safe
@revalidated
def skills_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    return table_file(ending, "skills", SKILLS, _skills())


def _required(skill: Skill) -> Iterator[TableRow]:
    """The profiles in use that require the skill, by key."""
    required = ProfileSkill.objects.filter(skill=skill).exclude(
        profile__status=ProfileStatus.RETIRED
    )
    with_names = ("proficiency", "profile__function", "profile__focus", "profile__level")
    for each in required.select_related(*with_names).order_by("profile__key"):
        role, place = each.profile, each.proficiency
        where = (role.function.name, role.focus.name, role.level_label)
        yield (role.key, role.title, *where, place.name if place else "", each.text)


@require_safe
@revalidated
def skill_data(request: HttpRequest, ending: str, slug: str) -> HttpResponseBase:
    skill = get_object_or_404(Skill, slug=slug)
    return table_file(ending, f"skill-{slug}", REQUIRED, _required(skill))


@require_safe
@revalidated
def titles_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    fields = ("name", "what", "role", "rung", "of_function", "of_focus")
    rows = (tuple(each[field] for field in fields) for each in entries())
    return table_file(ending, "titles", TITLES, rows)
