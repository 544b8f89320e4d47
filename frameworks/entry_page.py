"""Gathers what is on a practice's or a skill's page, in a fixed number of queries.

Who may see it was asked before; how it looks is the templates' business.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from frameworks.choices import RelationKind
from frameworks.models import Activity, CanonLink, Entry, FrameworkLevel, LevelDescription, Relation
from frameworks.models.links import CanonLinkQuerySet


@dataclass
class Branch:
    """An activity with its notes, the practices that support it, and the finer ones below it."""

    activity: Activity
    notes: list[str] = field(default_factory=list)
    supports: list[Entry] = field(default_factory=list)
    finer: list["Branch"] = field(default_factory=list)

    @property
    def worded_notes(self) -> list[str]:
        return [note for note in self.notes if note]


@dataclass
class Supporting:
    """Which activities of the practice another one supports."""

    entry: Entry
    labels: list[str]


@dataclass
class Supported:
    """An activity that is in many practices, and in which of them this one supports it."""

    label: str
    entries: list[Entry]


@dataclass
class PracticeSheet:
    entry: Entry
    tree: list[Branch]
    counts: dict[str, int]
    supported_by: list[Supporting]
    supports: list[Supported]
    names: list[Entry]  # practices that this one's description names
    named_by: list[Entry]
    neighbours: list[Entry]
    links: CanonLinkQuerySet

    @classmethod
    def of(cls, entry: Entry) -> "PracticeSheet":
        branches = {
            activity.pk: Branch(activity, [note.text for note in activity.supplements.all()])
            for activity in entry.activities.prefetch_related("supplements")
        }
        either = Q(source=entry) | Q(target=entry)
        rows = Relation.objects.filter(either).select_related("source", "target", "activity")
        relations = list(rows.order_by("pk"))
        for relation in relations:
            if relation.activity_id in branches:
                branches[relation.activity_id].supports.append(relation.source)
        related = [each for each in relations if each.kind == RelationKind.RELATED]
        sheet = cls(
            entry,
            _tree(branches),
            _counts(branches),
            _supported_by(entry, relations),
            _supports(entry, relations),
            [each.target for each in related if each.source_id == entry.pk],
            [each.source for each in related if each.target_id == entry.pk],
            list(Entry.objects.filter(category=entry.category).order_by("code")),
            CanonLink.objects.filter(entry=entry).with_targets(),
        )
        for other in _mentioned(sheet):
            other.framework = entry.framework  # one framework: no query an address
        return sheet

    @property
    def has_texts(self) -> bool:
        return bool(self.entry.statement)


def _mentioned(sheet: PracticeSheet) -> list[Entry]:
    supported = [entry for each in sheet.supports for entry in each.entries]
    supporting = [each.entry for each in sheet.supported_by]
    on_branches = [e for major in sheet.tree for branch in major.finer for e in branch.supports]
    named = [*sheet.names, *sheet.named_by, *sheet.neighbours]
    return [*supported, *supporting, *on_branches, *named]


def _tree(branches: dict[int, Branch]) -> list[Branch]:
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.activity.parent_id or 0)
        (parent.finer if parent else roots).append(branch)
    return roots


def _counts(branches: dict[int, Branch]) -> dict[str, int]:
    counts = {"major": 0, "required": 0, "recommended": 0, "lost": 0, "notes": 0}
    for branch in branches.values():
        counts[branch.activity.kind] += 1
        counts["lost"] += branch.activity.is_lost
        counts["notes"] += len(branch.notes)
    return counts


def _supported_by(entry: Entry, relations: list[Relation]) -> list[Supporting]:
    found: dict[int, Supporting] = {}
    for relation in relations:
        if relation.kind == Relation.Kind.SUPPORTS and relation.target_id == entry.pk:
            here = found.setdefault(relation.source_id, Supporting(relation.source, []))
            here.labels += [relation.activity.label] if relation.activity else []
    return sorted(found.values(), key=lambda each: each.entry.code)


def _supports(entry: Entry, relations: list[Relation]) -> list[Supported]:
    found: dict[str, Supported] = {}
    for relation in relations:
        if relation.kind == Relation.Kind.SUPPORTS and relation.source_id == entry.pk:
            label = relation.activity.label if relation.activity else ""
            found.setdefault(label, Supported(label, [])).entries.append(relation.target)
    return sorted(found.values(), key=lambda each: each.label)


@dataclass
class SkillRung:
    """A level of the scale, with the skill's words for it where it is defined there."""

    level: FrameworkLevel
    description: LevelDescription | None


@dataclass
class SkillSheet:
    entry: Entry
    rungs: list[SkillRung]
    links: CanonLinkQuerySet

    @classmethod
    def of(cls, entry: Entry) -> "SkillSheet":
        described = {d.level_id: d for d in entry.level_descriptions.all()}
        levels = entry.framework.levels.all()
        rungs = [SkillRung(level, described.get(level.pk)) for level in levels]
        return cls(entry, rungs, CanonLink.objects.filter(entry=entry).with_targets())

    @property
    def has_texts(self) -> bool:
        return bool(self.entry.statement)

    @property
    def defined(self) -> list[FrameworkLevel]:
        return [rung.level for rung in self.rungs if rung.description]
