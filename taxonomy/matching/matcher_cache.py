"""The matcher of the canon as the database has it: the one module here that asks it.

It is built once a revision and process, in nine queries whatever the canon's size.
"""

from collections import defaultdict
from threading import Lock

from taxonomy.abbreviations import Abbreviations
from taxonomy.matching.decision import Matcher
from taxonomy.matching.own_levels import CanonLevel
from taxonomy.matching.role_index import Discipline, Index, IndexedRole
from taxonomy.matching.title_readings import meanings, phrases
from taxonomy.models import (
    Area,
    Focus,
    FocusSkill,
    Function,
    Level,
    Profile,
    Revision,
    Synonym,
    TitleAlias,
)
from taxonomy.models.revision import CurrentRevision

_building = Lock()
_kept: dict[CurrentRevision, Matcher] = {}


def current_matcher() -> Matcher:
    """The matcher for what is in use; retired roles are nobody's match."""
    revision = Revision.objects.current()
    matcher = _kept.get(revision)
    if matcher is None:
        with _building:  # others wait for this one instead of building it too
            matcher = _kept.get(revision) or Matcher(_index())
            _kept.clear()
            _kept[revision] = matcher
    return matcher


def _index() -> Index:
    aliases: dict[int, list[str]] = defaultdict(list)
    for profile, title in TitleAlias.objects.order_by("pk").values_list("profile_id", "title"):
        aliases[profile].append(title)
    levels = Level.objects.in_order()
    synonyms = list(Synonym.objects.order_by("term", "meaning"))
    in_use = [(x.term, x.meaning, x.both_ways) for x in synonyms if not x.is_off]
    return Index(
        _roles(aliases),
        _disciplines(),
        [CanonLevel(x.code, x.track_id, x.rank, x.label, x.name, x.reference) for x in levels],
        meanings(in_use),
        Abbreviations(frozenset((x.term, x.meaning) for x in synonyms if x.is_off)),
        _texts(),
        phrases(in_use),
    )


def _roles(aliases: dict[int, list[str]]) -> list[IndexedRole]:
    fields = ("pk", "key", "title", "function__code", "focus__code")
    of_level = ("level__track_id", "level_id")
    rows = Profile.objects.in_use().order_by("key").values_list(*fields, *of_level)
    return [
        IndexedRole(key, title, function, focus, track, level, (title, *aliases[pk]))
        for pk, key, title, function, focus, track, level in rows
    ]


def _disciplines() -> list[Discipline]:
    focuses: dict[int, list[str]] = defaultdict(list)
    for function, name in Focus.objects.order_by("pk").values_list("function_id", "name"):
        focuses[function].append(name)
    rows = Function.objects.order_by("code")
    return [
        Discipline(f.code, f.name, f.super_function, f.family, tuple(focuses[f.pk])) for f in rows
    ]


def _texts() -> dict[tuple[str, str], str]:
    """(function, focus) → its summary, its areas and the names of its skills."""
    home = ("focus__function__code", "focus__code")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for function, focus, *texts in (
        *Focus.objects.values_list("function__code", "code", "name", "summary"),
        *Area.objects.values_list(*home, "name", "description"),
        *FocusSkill.objects.values_list(*home, "skill__name"),
    ):
        found[function, focus] += texts
    return {place: " ".join(texts) for place, texts in found.items()}
