"""Marking the words of a query in the canon's own text, safely: all else is escaped.

Which texts are looked at is decided in `reasons`.
"""

import re
from collections.abc import Iterator

from django.db import connection
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from taxonomy.search.query import Query, WordGroup
from taxonomy.text import without_accents

WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
SURFACES = "SELECT word, lexeme FROM taxonomy_searchword WHERE lexeme = ANY (%s) LIMIT 1000"
SNIPPET = 150  # characters


class Marker:
    """Knows every way in which the canon writes the words of a query."""

    def __init__(self, query: Query) -> None:
        self.groups: tuple[WordGroup, ...] = query.groups
        self.lexemes: dict[str, str] = {}
        if query.groups:
            with connection.cursor() as cursor:
                cursor.execute(SURFACES, [sorted(query.lexemes())])
                self.lexemes = dict(cursor.fetchall())

    def covers(self, text: str) -> frozenset[int]:
        """Places of the groups that this text has."""
        present = {lexeme for _, lexeme in self._found(text)}
        if not present:
            return frozenset()
        return frozenset(
            place
            for place, group in enumerate(self.groups)
            if any(present.issuperset(each.lexemes) for each in group.alternatives)
        )

    def missing(self, text: str) -> set[int]:
        """Places of the groups that this text has not."""
        return set(range(len(self.groups))) - self.covers(text)

    def marked(self, text: str) -> SafeString:
        """The text with its found words in <mark>."""
        parts, end = [], 0
        for match, _ in self._found(text):
            parts += [escape(text[end : match.start()]), format_html("<mark>{}</mark>", match[0])]
            end = match.end()
        # Every part is escaped or made by format_html.
        return mark_safe("".join([*parts, escape(text[end:])]))

    def snippet(self, text: str) -> SafeString:
        """A passage around the first found word, cut at words."""
        first = next((match.start() for match, _ in self._found(text)), 0)
        start = max(0, first - SNIPPET // 3)
        if start:
            start = text.find(" ", start) + 1
        end = len(text) if len(text) - start <= SNIPPET else text.rfind(" ", start, start + SNIPPET)
        if end <= start:
            end = start + SNIPPET
        before, after = "… " * bool(start), " …" * (end < len(text))
        return mark_safe(before + self.marked(text[start:end]) + after)

    def _found(self, text: str) -> Iterator[tuple[re.Match, str]]:
        for match in WORD.finditer(text):
            if lexeme := self.lexemes.get(as_vocabulary(match[0])):
                yield match, lexeme


def as_vocabulary(word: str) -> str:
    """Lower case without accents, as the vocabulary keeps words."""
    if word.isascii():
        return word.lower().replace("c++", "cplusplus").replace("c#", "csharp")
    return without_accents(word)
