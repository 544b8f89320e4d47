"""What was typed, read as groups: a word with its synonyms, its endings, its likely spellings.

Reads the vocabulary, not the entries; how much a group is worth is decided in `ranking`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import log10

from django.db import connection

from taxonomy.models import Synonym
from taxonomy.search import codes, word_lookup
from taxonomy.search.weights import (
    FIELDS,
    LONGEST_QUERY,
    MOST_WORDS,
    NEAR,
    SHORTEST_BEGINNING,
    TITLE,
    TITLE_TAG,
)
from taxonomy.search.word_lookup import UsedWord

LONGEST_PHRASE = 3  # words that a synonym's term or meaning may have in a query
MOST_NAMES = 24
MOST_CODES = 3


@dataclass(frozen=True)
class Alternative:
    """Words that together mean what was typed. `how`: typed, synonym, ending or spelling."""

    shown: str
    lexemes: tuple[str, ...]
    entries: int
    how: str = "typed"

    @property
    def is_near(self) -> bool:
        return self.how in {"ending", "spelling"}

    def title_expression(self) -> str:
        return " & ".join(quoted(TITLE_TAG + word) for word in self.shown.split())

    def expression(self, field: str) -> str:
        return " & ".join(quoted(field + lexeme) for lexeme in self.lexemes)


@dataclass(frozen=True)
class WordGroup:
    typed: str
    alternatives: tuple[Alternative, ...]

    @property
    def entries(self) -> int:
        """At most so many entries match, all alternatives together."""
        return sum(alternative.entries for alternative in self.alternatives)

    @property
    def worth(self) -> float:
        """A rare word says more than a common one; tenfold use costs about a third."""
        return 1 / (1 + log10(1 + self.entries))

    @property
    def closest(self) -> tuple[Alternative, ...]:
        """What was typed and its synonyms; endings and spellings where there is nothing else."""
        exact = tuple(each for each in self.alternatives if not each.is_near)
        return exact or self.alternatives

    @property
    def spelling(self) -> str:
        """What the word was taken for when nothing is spelled as typed."""
        words = [each.shown for each in self.alternatives if each.how == "spelling"]
        return ", ".join(words)

    def expression(self, field: str, near: bool = True) -> str:
        chosen = (each for each in self.alternatives if near or not each.is_near)
        return "(" + " | ".join(f"({each.expression(field)})" for each in chosen) + ")"

    def steps(self) -> list[tuple[float, str]]:
        """(worth, expression) from best to least; each step's matches include the former's."""
        share = NEAR if any(each.is_near for each in self.alternatives) else 1.0
        is_mixed = len(self.closest) < len(self.alternatives)
        title = " | ".join(f"({each.title_expression()})" for each in self.closest)
        steps = [((1.0 if is_mixed else share) * TITLE, f"({title})")]
        if is_mixed:
            steps.append((FIELDS["A"], self.expression("A", near=False)))
        steps += [(share * worth, self.expression(field)) for field, worth in FIELDS.items()]
        return [(self.worth * worth, expression) for worth, expression in steps]


@dataclass(frozen=True)
class Query:
    text: str
    groups: tuple[WordGroup, ...] = ()
    unknown: tuple[str, ...] = ()  # words that nothing in the canon has, nor anything like them
    codes: tuple[str, ...] = ()  # of classifications, each a group too
    left_out: tuple[str, ...] = ()  # words dropped so that something is found
    is_cut: bool = False

    @property
    def rarest(self) -> int:
        return min((group.entries for group in self.groups), default=0)

    @property
    def spelled(self) -> list[WordGroup]:
        return [group for group in self.groups if group.spelling]

    def required(self, kind: str = "", field: str = "") -> list[str]:
        """Tsqueries that an entry must all match, to have every group in that field class or
        better; the rarest first. Roles are most of all entries, so their kind is asked of the row;
        that of others is asked of the index.
        """
        kinds = [quoted(f"@{kind or 'profile'}")] if kind or not self.groups else []
        by_use = sorted(self.groups, key=lambda group: group.entries)
        return [*kinds, *(group.expression(field) for group in by_use)]

    def names(self) -> str:
        """A tsquery for entries one of whose names is exactly this; empty when that is unwieldy."""
        choices = [group.closest for group in self.groups]
        size = 1
        for alternatives in choices:
            size *= len(alternatives)
        if not choices or size > MOST_NAMES:
            return ""
        return " | ".join({quoted(_name(chosen)) for chosen in product(*choices)})

    def lexemes(self) -> set[str]:
        return {x for g in self.groups for each in g.alternatives for x in each.lexemes}


def quoted(lexeme: str) -> str:
    """A lexeme as it is written in the text of a tsquery, whatever signs it has."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _name(chosen: tuple[Alternative, ...]) -> str:
    words = {word for each in chosen for word in each.shown.split()}
    return "=" + " ".join(sorted(words, key=str.encode))


def read_query(text: str) -> Query:
    """Reads any text; what is no word is passed over."""
    kept = text.replace("\0", " ")[:LONGEST_QUERY]
    mapped, rest = codes.split(kept)
    words = word_lookup.words_in(rest)[:MOST_WORDS]
    phrases = [" ".join(w.typed for w in words[a:b]) for a, b in _spans(len(words))]
    readings = Synonym.objects.readings_of(phrases) if phrases else {}
    meanings = _meanings({meaning for found in readings.values() for meaning in found})
    groups, unknown, place = [_code_group(code) for code in mapped[:MOST_CODES]], [], 0
    while place < len(words):
        size = _longest_phrase(words, place, readings)
        span, is_last = words[place : place + size], place + size == len(words)
        group = _group(span, readings, meanings, is_last)
        if group.alternatives:
            groups.append(group)
        else:
            unknown.append(group.typed)
        place += size
    is_cut = len(text) > LONGEST_QUERY
    shown = " ".join(kept.split())
    return Query(shown, tuple(groups), tuple(unknown), tuple(mapped[:MOST_CODES]), is_cut=is_cut)


def _code_group(code: str) -> WordGroup:
    words = word_lookup.words_in(code)
    lexemes = tuple(word.lexeme for word in words)
    return WordGroup(code, (Alternative(code, lexemes, min(word.entries for word in words)),))


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for start in range(count):
        for end in range(start + 1, min(start + LONGEST_PHRASE, count) + 1):
            yield start, end


def _longest_phrase(words: list[UsedWord], place: int, readings: dict[str, list[str]]) -> int:
    for size in range(min(LONGEST_PHRASE, len(words) - place), 1, -1):
        if " ".join(word.typed for word in words[place : place + size]) in readings:
            return size
    return 1


def _meanings(meanings: set[str]) -> dict[str, tuple[tuple[str, ...], int]]:
    """Meaning → (its lexemes, how many entries can have them all); unknown ones are left out."""
    with connection.cursor() as cursor:
        if not meanings:
            return {}
        cursor.execute(
            "SELECT meaning, lexemes, (SELECT min(coalesce((SELECT entries FROM taxonomy_searchword"
            " WHERE lexeme = each LIMIT 1), 0)) FROM unnest(lexemes) each)"
            " FROM unnest(%s::text[]) meaning, taxonomy_lexemes(meaning) lexemes",
            [sorted(meanings)],
        )
        return {meaning: (tuple(found), n) for meaning, found, n in cursor.fetchall() if n}


def _group(
    span: list[UsedWord],
    readings: dict[str, list[str]],
    meanings: dict[str, tuple[tuple[str, ...], int]],
    is_last: bool,
) -> WordGroup:
    typed = " ".join(word.typed for word in span)
    found = []
    if all(word.entries for word in span):
        entries = min(word.entries for word in span)
        found.append(Alternative(typed, tuple(word.lexeme for word in span), entries))
    for meaning in readings.get(typed, []):
        if meaning in meanings:
            found.append(Alternative(meaning, *meanings[meaning], how="synonym"))
    # Numbers are read as they are: neither a beginning of longer ones nor a slip of others.
    is_beginning = len(typed) >= SHORTEST_BEGINNING and not typed.isdigit()
    if len(span) == 1 and (is_last or not found) and is_beginning:
        seen = {alternative.lexemes for alternative in found}
        for word in word_lookup.beginning_with(typed):
            if (word.lexeme,) not in seen:
                seen.add((word.lexeme,))
                found.append(Alternative(word.typed, (word.lexeme,), word.entries, "ending"))
        if not found:
            for word in word_lookup.spelled_like(typed):
                found.append(Alternative(word.typed, (word.lexeme,), word.entries, "spelling"))
    return WordGroup(typed, tuple(found))
