"""Profiles side by side, in the order in which the address names them.

What the rows are is decided in `taxonomy/comparison/rows.py`.
"""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from taxonomy.comparison.as_texts import as_texts
from taxonomy.comparison.columns import MOST, AskedKeys, columns, query, read_keys
from taxonomy.comparison.rows import groups
from taxonomy.ladders import ladder_of
from taxonomy.models import Profile
from taxonomy.profile.reading import profiles_with_everything
from taxonomy.profile.records import ProfileRecord
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated
from taxonomy.web.roles import RoleMeant
from taxonomy.web.similar_keys import nearest_keys
from taxonomy.web.tables import table_file


@dataclass(frozen=True)
class Unknown:
    """A key that no profile has, and (address, profile) of comparisons with a similar one."""

    key: str
    instead: list[tuple[str, Profile]]


@dataclass(frozen=True)
class Titled:
    """A role asked for by its title: its key, or why there is none, and (address, profile) of those
    it may mean.
    """

    place: int
    title: str
    key: str
    problem: str
    offered: list[tuple[str, Profile]]


@require_safe
@revalidated(reads=("keys", "only", "ticked"))
def compare(request: HttpRequest) -> HttpResponse:
    given = request.GET.getlist("keys")
    only = request.GET.get("only") == "differences"
    is_ticked = "ticked" in request.GET
    if len(given) > 1 or (given and is_ticked):  # what a form sends becomes the one address
        joined = quote(",".join(filter(None, given)), safe=",")
        return HttpResponseRedirect(f"{request.path}{query([joined], only)}")
    asked = read_keys(given)
    titles = [_titled(place, title, asked, only) for place, title in asked.titles[:MOST]]
    if titles and all(title.key for title in titles):  # a comparison has one address, with keys
        return HttpResponseRedirect(f"{request.path}{_with_titles(asked, titles, only)}")
    profiles, left_out = _found(asked.keys)
    shown = [profile.key for profile in profiles]
    unknown = [key for key in asked.keys if key not in (*shown, *left_out)]
    context = {
        "columns": columns(profiles, only),
        "groups": groups(profiles, only) if profiles else [],
        "only_differences": only,
        "other_view": query(shown, not only),
        "keys": ",".join(shown),
        "columns_left": MOST - len(shown),
        "rungs": _rungs(profiles, only),
        "none_ticked": is_ticked,
        "problems": asked.problems,
        "titles": [title for title in titles if not title.key],
        "left_out": left_out,
        "unknown": [_unknown(key, shown, only) for key in unknown[:MOST]],
        "more_unknown": unknown[MOST:],
    }
    lost = not profiles and (unknown or asked.problems or titles)
    return htmx.render(request, "taxonomy/compare.html", context, status=404 if lost else 200)


def _found(keys: tuple[str, ...]) -> tuple[list[ProfileRecord], list[str]]:
    """As many profiles as are shown, and the keys of those for which there is no column."""
    if len(keys) <= MOST:
        return profiles_with_everything(keys) if keys else [], []
    found = Profile.objects.filter(key__in=keys).values_list("key", flat=True)
    known = sorted(found, key=keys.index)
    return profiles_with_everything(known[:MOST]), known[MOST:]


@require_safe
@revalidated(reads=("keys", "only"))
def compare_data(request: HttpRequest, ending: str) -> HttpResponseBase:
    return table_file(ending, "comparison", *_table(request))


def _table(request: HttpRequest) -> tuple[list[str], list[list[str]]]:
    """What the page shows of these keys, a row a row and a column a role."""
    only = request.GET.get("only") == "differences"
    profiles = profiles_with_everything(read_keys(request.GET.getlist("keys")).keys[:MOST])
    if not profiles:
        raise Http404("None of these keys is a profile's.")
    header = ["row", *(f"{profile.title} ({profile.key})" for profile in profiles)]
    return header, as_texts(groups(profiles, only), len(profiles))


def _rungs(profiles: list[ProfileRecord], only: bool) -> list[tuple[str, ProfileRecord]]:
    """(address, profile) of what a reader adds most: the other rungs of the last one's ladder."""
    if not 0 < len(profiles) < MOST:
        return []
    shown = [profile.key for profile in profiles]
    others = [rung for rung in ladder_of(profiles[-1]) if rung.key not in shown]
    return [(query([*shown, other.key], only), other) for other in others]


def _titled(place: int, title: str, asked: AskedKeys, only: bool) -> Titled:
    meant = RoleMeant.by(title)
    keys = asked.keys
    offered = [
        (query([*keys[:place], role.key, *keys[place:]], only), role)
        for role in ([] if meant.one else meant.roles)
    ]
    return Titled(place, title, meant.one.key if meant.one else "", meant.problem, offered)


def _with_titles(asked: AskedKeys, titles: list[Titled], only: bool) -> str:
    keys = list(asked.keys)
    for title in reversed(titles):
        keys.insert(title.place, title.key)
    return query(dict.fromkeys(keys), only)


def _unknown(key: str, shown: list[str], only: bool) -> Unknown:
    similar = (other for other in nearest_keys(key, 3) if other.key not in shown)
    if len(shown) == MOST:
        return Unknown(key, [])
    return Unknown(key, [(query([*shown, other.key], only), other) for other in similar])
