"""What was typed, read as groups: a word with its synonyms, its endings, its likely spellings.

Reads the vocabulary, not the entries; how much a group is worth is decided in `ranking`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from django.db import connection

from taxonomy.models import Synonym
from taxonomy.search import codes, word_lookup
from taxonomy.search.conditions import HAS, IS_ROLE, in_slots
from taxonomy.search.weights import (
    LONGEST_QUERY,
    MOST_COUNTED,
    MOST_WORDS,
    SHORTEST_BEGINNING,
    STANDINGS,
)
from taxonomy.search.word_groups import Alternative, WordGroup, quoted
from taxonomy.search.word_lookup import UsedWord

LONGEST_PHRASE = 3  # words that a synonym's term or meaning may have in a query
MOST_NAMES = 24
MOST_CODES = 3
IN_TITLES = f"EXISTS (SELECT FROM taxonomy_searchentry WHERE {IS_ROLE} AND {HAS})"


@dataclass(frozen=True)
class Query:
    text: str
    groups: tuple[WordGroup, ...]
    unknown: tuple[str, ...]  # words that nothing in the canon has, nor anything like them
    codes: tuple[str, ...]  # of classifications, each a group too
    is_cut: bool
    left_out: tuple[str, ...] = ()  # words dropped so that something is found

    @property
    def rarest(self) -> int:
        """Of its groups, of which there is one at least."""
        return min(group.entries for group in self.groups)

    @property
    def is_whole(self) -> bool:
        """Every word that was typed is asked for."""
        return not self.unknown and not self.left_out

    @property
    def dropped(self) -> tuple[str, ...]:
        return self.left_out + self.unknown

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
        return [*kinds, *(g.expression(field or list(g.fields)[-1]) for g in by_use)]

    def names(self, in_title: bool = False, very: bool = False) -> str:
        """A tsquery for entries one of whose names is exactly this, or whose title also has each of
        its words, in the very words or in what they mean; empty when that is unwieldy.
        """
        choices = [group.very if very else group.closest for group in self.groups]
        size = 1
        for alternatives in choices:
            size *= len(alternatives)
        if not choices or size > MOST_NAMES:
            return ""
        return " | ".join({_named(chosen, in_title) for chosen in product(*choices)})

    def lexemes(self) -> set[str]:
        return {x for g in self.groups for each in g.alternatives for x in each.lexemes}


def _named(chosen: tuple[Alternative, ...], in_title: bool) -> str:
    words = [quoted(_name(chosen))]
    if in_title:
        words += [each.title_expression() for each in chosen]
    return "(" + " & ".join(words) + ")"


def _name(chosen: tuple[Alternative, ...]) -> str:
    words = {word for each in chosen for word in each.shown.split()}
    return "=" + " ".join(sorted(words, key=str.encode))


def read_query(text: str) -> Query:
    """Reads any text; what is no word is passed over."""
    kept = text.replace("\0", " ")[:LONGEST_QUERY]
    mapped, rest = codes.codes_and_words(kept)
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
    return Query(
        text=" ".join(kept.split()),
        groups=_of_titles(groups),
        unknown=tuple(unknown),
        codes=tuple(mapped[:MOST_CODES]),
        is_cut=len(text) > LONGEST_QUERY,
    )


def _of_titles(groups: list[WordGroup]) -> tuple[WordGroup, ...]:
    """The groups, with those noted that are in titles of roles. Of a word in very many entries the
    first slot says enough.
    """
    asked = [group for group in groups if len(group.typed) > 1]
    if len(groups) < 2 or not asked:
        return tuple(groups)
    first = in_slots(STANDINGS, 1)
    words = [
        f"{g.title_expression()} & ({first})" if g.entries > MOST_COUNTED else g.title_expression()
        for g in asked
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([IN_TITLES] * len(words)), words)
        found = {g for g, is_there in zip(asked, cursor.fetchone(), strict=True) if is_there}
    return tuple(replace(group, is_of_titles=group in found) for group in groups)


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


def _other_forms(span: list[UsedWord]) -> set[str]:
    """Forms of the same stem that titles have: accountants are accountant in them."""
    typed = " ".join(word.typed for word in span)
    used = " ".join(word.in_use or word.typed for word in span)
    is_plural = len(typed) > 3 and typed.endswith("s") and not typed.endswith(("ss", "us", "is"))
    return {used, typed[:-1]} if is_plural else {used}


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
        lexemes = tuple(word.lexeme for word in span)
        found.append(Alternative(typed, lexemes, entries))
        found += [Alternative(form, lexemes, 0) for form in _other_forms(span) if form != typed]
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
