"""Which skill a name of a vocabulary file means, and where names contradict each other.

A name is that of a skill or another name of one. What another entry of the file gives up is free.
"""

from collections.abc import Iterator
from functools import cached_property

from taxonomy.canon.documents import VocabularyEntry
from taxonomy.models import Skill, SkillAlias
from taxonomy.text import folded


class KnownNames:
    """The names that the entries of one file use, with what the canon has of them."""

    def __init__(self, entries: list[VocabularyEntry]) -> None:
        self.entries = {folded(entry.name): entry for entry in entries}
        self.claimed: dict[str, VocabularyEntry] = {}  # another name → the first entry that has it
        for entry in entries:
            for name in entry.also:
                self.claimed.setdefault(folded(name), entry)
        names = {*self.entries, *self.claimed, *(folded(e.broader) for e in entries if e.broader)}
        by_alias = SkillAlias.objects.filter(folded_name__in=names)
        found = Skill.objects.select_related("broader")
        found = found.prefetch_related("aliases", "meanings", "former_slugs")
        wanted = found.filter(folded_name__in=names) | found.filter(pk__in=by_alias.values("skill"))
        self.by_name: dict[str, Skill] = {skill.folded_name: skill for skill in wanted}
        self.by_alias: dict[str, Skill] = {
            folded(alias.name): skill
            for skill in self.by_name.values()
            for alias in skill.aliases.all()
            if not self._gives_up(skill, folded(alias.name))
        }

    def _gives_up(self, skill: Skill, alias: str) -> bool:
        entry = self.entries.get(folded(skill.name))
        if entry is None or "also" not in entry.model_fields_set:
            return False
        return alias not in {folded(name) for name in entry.also}

    def skill(self, entry: VocabularyEntry) -> Skill | None:
        """The skill of the canon that the entry is about: of its name, or renamed by the entry."""
        name = folded(entry.name)
        if found := self.by_name.get(name) or self.by_alias.get(name):
            return found
        return next(self.to_merge(entry), None)

    def to_merge(self, entry: VocabularyEntry) -> Iterator[Skill]:
        """Skills of the canon that the entry has among its other names."""
        for name in entry.also:
            if folded(name) in self.by_name:
                yield self.by_name[folded(name)]

    def is_reference(self, entry: VocabularyEntry) -> bool:
        """Whether the entry means a skill by another name of it, and does not rename it."""
        skill = self.by_alias.get(folded(entry.name))
        if skill is None or folded(entry.name) in self.by_name:
            return False
        return folded(skill.name) not in {folded(name) for name in entry.also}

    def spelt(self, name: str) -> str:
        """The name of the skill that this name will mean once the file is loaded."""
        spelling = folded(name)
        if spelling in self.entries:
            entry = self.entries[spelling]
            return self.by_alias[spelling].name if self.is_reference(entry) else entry.name
        if spelling in self.claimed:
            return self.claimed[spelling].name
        found = self.by_name.get(spelling) or self.by_alias.get(spelling)
        return found.name if found else name

    def problems(self, entry: VocabularyEntry) -> Iterator[tuple[str, str]]:
        """(field, reason) of each contradiction."""
        yield from self._problems_of_name(entry)
        for name in entry.also:
            yield from self._problems_of_other_name(entry, name)
        if entry.broader:
            yield from self._problems_of_broader(entry)
        if owner := self._owner_of_slug(entry):
            yield "slug", f"{entry.slug!r} is the slug of {owner.name!r} in the canon"

    def _owner_of_slug(self, entry: VocabularyEntry) -> Skill | None:
        """Another skill that has the stated slug, by its own name or another, and keeps it."""
        found = self._owners_of_slugs.get(entry.slug or "")
        if found is None or found == self.skill(entry):
            return None
        theirs = self.entries.get(folded(found.name))
        return found if theirs is None or theirs.slug in {None, entry.slug} else None

    @cached_property
    def _owners_of_slugs(self) -> dict[str, Skill]:
        slugs = {entry.slug for entry in self.entries.values() if entry.slug}
        aliases = SkillAlias.objects.filter(slug__in=slugs).select_related("skill")
        owners = {alias.slug: alias.skill for alias in aliases}
        return owners | {skill.slug: skill for skill in Skill.objects.filter(slug__in=slugs)}

    def _problems_of_name(self, entry: VocabularyEntry) -> Iterator[tuple[str, str]]:
        skill = self.by_alias.get(folded(entry.name))
        if skill and folded(entry.name) not in self.by_name and folded(skill.name) in self.entries:
            reason = f"{entry.name!r} is another name of {skill.name!r}, which this file has too"
            yield "name", reason

    def _problems_of_other_name(
        self, entry: VocabularyEntry, name: str
    ) -> Iterator[tuple[str, str]]:
        spelling = folded(name)
        if spelling in self.entries:
            yield "also", f"{name!r} is an entry of this file too: is it a skill or another name?"
        elif self.claimed[spelling] is not entry:
            other = self.claimed[spelling].name
            yield "also", f"{name!r} is another name of {other!r} in this file"
        elif (owner := self.by_alias.get(spelling)) and owner not in self._own(entry):
            yield "also", f"{name!r} is another name of {owner.name!r} in the canon"

    def _own(self, entry: VocabularyEntry) -> list[Skill | None]:
        return [self.skill(entry), *self.to_merge(entry)]

    def _problems_of_broader(self, entry: VocabularyEntry) -> Iterator[tuple[str, str]]:
        spelling = folded(entry.broader or "")
        known = (self.entries, self.claimed, self.by_name, self.by_alias)
        if not any(spelling in names for names in known):
            reason = f"the broader skill {entry.broader!r} is neither in this file nor in the canon"
            yield "broader", reason
            return
        line = [self.spelt(entry.name)]
        while above := self.above.get(folded(line[-1])):
            line.append(above)
            if folded(above) == folded(line[0]):
                yield "broader", f"a skill would be above itself: {' → '.join(line)}"
                return
            if len(line) > len(self.above):  # the circle is further up, where it is named
                return

    @cached_property
    def above(self) -> dict[str, str]:
        """Folded name → the skill above it, once the file is loaded."""
        stored = Skill.objects.filter(broader__isnull=False).values_list("name", "broader__name")
        above = {folded(self.spelt(name)): self.spelt(broader) for name, broader in stored}
        for entry in self.entries.values():
            if "broader" in entry.model_fields_set:
                above.pop(folded(self.spelt(entry.name)), None)
                if entry.broader:
                    above[folded(self.spelt(entry.name))] = self.spelt(entry.broader)
        return above
