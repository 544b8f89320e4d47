"""The canon's lists as files to work on: all profiles, titles, levels, skills, one focus's ladders.

How a file is written is in `taxonomy/web/tables.py`.
"""

from collections.abc import Iterator, Sequence

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from taxonomy.models import DIMENSIONS, Focus, Level, PayBand, Profile, Skill
from taxonomy.spreadsheets.book import Cell
from taxonomy.views.titles import entries
from taxonomy.web.caching import revalidated
from taxonomy.web.lookup import in_upper_case
from taxonomy.web.tables import csv_file, xlsx_file

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
TITLES = ("title", "kind", "key", "level", "function", "focus")


def _profiles(request: HttpRequest, chosen: QuerySet | None = None) -> Iterator[TableRow]:
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


def _portions(roles: QuerySet, size: int = 1000) -> Iterator[list[Profile]]:
    after = ""
    while portion := list(roles.filter(key__gt=after)[:size]):
        yield portion
        after = portion[-1].key


def _profile(request: HttpRequest, role: Profile, band: PayBand | None) -> TableRow:
    pay: tuple[Cell, ...] = ("",) * 7
    if band:
        market = band.market.name if band.market else ""
        figures = (float(figure) for figure in (band.low, band.median, band.high))
        pay = (market, band.currency, band.period, *figures, band.basis)
    level = role.level
    return (
        *(role.key, role.title, role.function.name, role.focus.name),
        *(level.track.name, level.label_or_code, level.name, role.get_status_display()),
        *pay,
        *(role.soc, role.also, request.build_absolute_uri(role.get_absolute_url())),
    )


@require_safe
@revalidated
def profiles_csv(request: HttpRequest) -> HttpResponseBase:
    return csv_file("profiles", PROFILES, _profiles(request))


@require_safe
@revalidated
def profiles_xlsx(request: HttpRequest) -> HttpResponseBase:
    return xlsx_file("profiles", PROFILES, _profiles(request))


@require_safe
@in_upper_case
@revalidated
def focus_csv(request: HttpRequest, function: str, focus: str) -> HttpResponseBase:
    shown = get_object_or_404(Focus, code=focus, function__code=function)
    return csv_file(f"{function}.{focus}", PROFILES, _profiles(request, shown.profiles.all()))


def _levels() -> Iterator[TableRow]:
    for level in Level.objects.in_order():
        years = ("" if year is None else year for year in (level.years_min, level.years_max))
        place = (level.track.name, level.rank, level.step)
        texts = (getattr(level, name) for name in DIMENSIONS)
        yield (level.code, level.label, *place, level.name, level.reference, *years, *texts)


@require_safe
@revalidated
def levels_csv(request: HttpRequest) -> HttpResponseBase:
    return csv_file("levels", LEVELS, _levels())


def _skills() -> Iterator[TableRow]:
    skills = Skill.objects.in_order().with_use_counts().select_related("broader")
    for skill in skills.prefetch_related("aliases"):
        broader = skill.broader.name if skill.broader else ""
        also = "; ".join(alias.name for alias in skill.aliases.all())
        uses = (skill.focus_count, skill.profile_count)
        yield (skill.name, skill.kind, broader, also, *uses, skill.slug)


@require_safe
@revalidated
def skills_csv(request: HttpRequest) -> HttpResponseBase:
    return csv_file("skills", SKILLS, _skills())


@require_safe
@revalidated
def titles_csv(request: HttpRequest) -> HttpResponseBase:
    fields = ("name", "what", "role", "rung", "of_function", "of_focus")
    rows = (tuple(each[field] for field in fields) for each in entries())
    return csv_file("titles", TITLES, rows)
