"""What search reads: an entry a thing that can be found, every word in use, and the synonyms.

The database writes entries and words itself from the canon
(`taxonomy/sql/functions/taxonomy_search_write.sql`); how they are asked is in `taxonomy/search/`.
"""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import F, Q

from taxonomy.abbreviations import Abbreviations
from taxonomy.models.text_fields import LineField


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def in_plain_words(self, texts: Iterable[str]) -> list[str]:
        """Each text as a row has it: lower case, without accents and signs."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "SELECT taxonomy_words(given) FROM unnest(%s::text[]) WITH ORDINALITY"
                " AS texts (given, place) ORDER BY place",
                [list(texts)],
            )
            return [text for (text,) in cursor.fetchall()]

    def readings_of(self, phrases: list[str]) -> dict[str, list[str]]:
        """What each of these phrases may mean too, in the order of the alphabet: by the site's rows
        and by the abbreviations that ship, but for those that are switched off.
        """
        found: dict[str, list[str]] = {}
        asked = Q(term__in=phrases) | Q(both_ways=True, meaning__in=phrases)
        off = set()
        for synonym in self.filter(asked):
            if synonym.is_off:
                off.add((synonym.term, synonym.meaning))
                continue
            if synonym.term in phrases:
                found.setdefault(synonym.term, []).append(synonym.meaning)
            if synonym.both_ways and synonym.meaning in phrases:
                found.setdefault(synonym.meaning, []).append(synonym.term)
        shipped = Abbreviations(frozenset(off))
        for phrase in phrases:
            found.setdefault(phrase, []).extend(shipped.meanings(phrase))
        return {phrase: sorted(set(meant)) for phrase, meant in found.items() if meant}


class Synonym(models.Model):
    """People type the term and mean the meaning, besides what `taxonomy/abbreviations.py` has.

    Both are kept in plain words: lower case, without accents and signs; a trigger writes them so.
    """

    term = LineField(max_length=60, help_text="What people type: sr, hr, vp.")
    meaning = LineField(
        max_length=120, db_index=True, help_text="What they mean: senior, human resources."
    )
    both_ways = models.BooleanField(
        default=False, help_text="Whoever types the meaning also finds the term."
    )
    is_off = models.BooleanField(
        "switched off",
        default=False,
        help_text="Neither search nor title matching reads the term so, though it ships.",
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        ordering = ["term", "meaning"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "meaning"],
                name="synonym_once",
                violation_error_message="This term has this meaning already.",
            ),
            models.CheckConstraint(
                condition=~Q(term="") & ~Q(meaning=""),
                name="synonym_is_whole",
                violation_error_message="A term and its meaning have letters or digits.",
            ),
            models.CheckConstraint(
                condition=~Q(term=F("meaning")),
                name="synonym_is_another_word",
                violation_error_message="A term is no synonym of itself.",
            ),
        ]

    def __str__(self) -> str:
        arrow = "↛" if self.is_off else "↔" if self.both_ways else "→"
        return f"{self.term} {arrow} {self.meaning}"

    def clean(self) -> None:
        """The database keeps letters and digits alone, lower case: without any, nothing is left."""
        for name in ("term", "meaning"):
            if not any(sign.isalnum() for sign in getattr(self, name)):
                raise ValidationError({name: "A term and its meaning have letters or digits."})


class SearchEntry(models.Model):
    """One thing that can be found."""

    class Kind(models.TextChoices):
        PROFILE = "profile"
        FUNCTION = "function"
        FOCUS = "focus"
        LEVEL = "level"
        SKILL = "skill"

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=140, help_text="Profile key, code, FUNCTION.FOCUS or slug.")
    function = models.CharField(max_length=24, blank=True)
    level = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, blank=True)
    paid = models.BooleanField(default=False)
    schemes = ArrayField(models.TextField(), default=list)
    # Slugs of required skills, and `slug:code` with the proficiency.
    requires = ArrayField(models.TextField(), default=list)
    # Order among equal matches, lowest first: words of the title, 99 when retired; then the slot,
    # one of 64 that a ladder falls into by chance.
    standing = models.SmallIntegerField()
    slot = models.SmallIntegerField()
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]
        indexes = [GinIndex(fields=["words"], fastupdate=False, name="search_entry_words")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A word as somebody wrote it, its stem, and how many entries have that stem."""

    word = models.TextField(primary_key=True)
    lexeme = models.TextField(db_index=True)
    entries = models.IntegerField(default=0)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")
        ]

    def __str__(self) -> str:
        return self.word


class SearchQueue(models.Model):
    """Things whose entry waits to be written anew; empty outside a bulk load."""

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=140)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
