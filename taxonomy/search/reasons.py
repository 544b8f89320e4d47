"""Why a role was found: the shortest list of its own texts that has every word asked for.

How words are marked is in `highlighting`; how roles are ranked in `ranking`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.safestring import SafeString

from taxonomy.models import FocusSkill, Profile, ProfileSkill, Responsibility
from taxonomy.search.highlighting import Marker
from taxonomy.web.texts import plain_prose

# Fields that mention a word and name no role by it.
MENTIONS = frozenset({"skill", "area", "responsibility", "guideline", "summary"})


@dataclass(frozen=True)
class Reason:
    label: str
    text: SafeString | str


@dataclass(frozen=True)
class Why:
    """The marked title, and where the words are that it lacks."""

    title: SafeString
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_mention(self) -> bool:
        return any(reason.label in MENTIONS for reason in self.reasons)


def bring_texts(profiles: list[Profile]) -> None:
    """Every text that search reads, for profiles whose title does not say all."""
    prefetch_related_objects(
        profiles,
        "aliases",
        "mappings",
        Prefetch("focus__applied_skills", FocusSkill.objects.select_related("skill")),
        Prefetch("required_skills", ProfileSkill.objects.select_related("skill")),
        Prefetch("responsibilities", Responsibility.objects.select_related("area")),
        "guideline",
    )


def why(profile: Profile, marker: Marker) -> Why:
    """Reads beyond the title what `bring_texts` brought."""
    missing = marker.missing(profile.title)
    reasons = []
    for label, texts in _fields(profile) if missing else ():
        while missing:
            text = max(texts, key=lambda text: len(marker.covers(text) & missing), default="")
            found = marker.covers(text) & missing
            if not found:
                break
            missing -= found
            reasons.append(Reason(label, marker.snippet(text)))
    reasons += [
        Reason("spelled like", f"{group.spelling}, for “{group.typed}”")
        for group in marker.groups
        if group.spelling
    ]
    return Why(marker.marked(profile.title), reasons)


def _fields(profile: Profile) -> Iterator[tuple[str, list[str]]]:
    """(label, texts) in the order of what they are worth."""
    yield "alias", [alias.title for alias in profile.aliases.all()]
    yield "key", [profile.key]
    yield "level", [profile.level.label]
    yield "focus", [profile.focus.name]
    yield "function", [profile.function.name]
    ties: list[Any] = [*profile.required_skills.all(), *profile.focus.applied_skills.all()]
    yield "skill", [tie.skill.name for tie in ties]
    duties = profile.responsibilities.all()
    yield "area", list(dict.fromkeys(duty.area.name for duty in duties if duty.area))
    yield "mapped to", [str(mapping) for mapping in profile.mappings.all()]
    yield "responsibility", [plain_prose(duty.text) for duty in duties]
    if guideline := getattr(profile, "guideline", None):
        yield "guideline", [plain_prose(text) for _, text in guideline.cells]
    yield "summary", [plain_prose(profile.summary), plain_prose(profile.focus.summary)]
