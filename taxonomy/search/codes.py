"""Codes of public classifications in what was typed, and what is mapped to them.

A code is read whole: 131020 is 13-1020, and 13-1021 is neither `13` nor anything spelled like 1021.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from taxonomy.models import ClassificationMapping

CODE = re.compile(
    r"(?<![\w.-])(?:"
    r"(?P<major>\d\d)[-‐‑–]?(?P<rest>\d{4})(?P<onet>\.\d\d)?"  # SOC 13-1020, O*NET 13-1020.00
    r"|(?P<plain>\d{4})"  # ISCO 2511, the United Kingdom's SOC
    r")(?![\w-]|\.\d)"
)
# Schemes may be named beside their codes; a year is a part of their names.
SCHEME = re.compile(
    r"\b(?:o\*?net[- ]?)?(?:soc|isco)(?:[- ]?(?:2010|2018|2020|08|88))?\b|\bo\*?net\b",
    re.IGNORECASE,
)
MOST_RELATED = 6
# A number that is a part of longer codes is no word; one in a title or skill is.
ELSEWHERE = """
SELECT EXISTS (SELECT FROM taxonomy_searchword WHERE word = %s AND entries > 0)
    AND NOT EXISTS (SELECT FROM taxonomy_classificationmapping WHERE code LIKE %s)
"""


@dataclass(frozen=True)
class Related:
    """A code of the same group that has roles: offered where the code asked for has none."""

    scheme: str
    code: str
    roles: int


@dataclass(frozen=True)
class Unmapped:
    code: str
    group: str  # how all related codes begin
    related: tuple[Related, ...]


def codes_and_words(text: str) -> tuple[list[str], str]:
    """The codes of a text as mappings write them, and the text without them and their schemes."""
    without_schemes = SCHEME.sub(" ", text)
    codes = list(dict.fromkeys(map(_written, CODE.finditer(without_schemes))))
    words = " ".join(CODE.sub(" ", without_schemes).split())
    bare = [code for code in codes if code.isdigit()]
    # Four digits may be a year or a standard: beside words, what no role is mapped to is a word.
    if not codes or (bare and (not _mapped(bare) if words else _is_word(bare[0]))):
        return [], text
    return codes, words


def _written(match: re.Match) -> str:
    if match["plain"]:
        return match["plain"]
    return f"{match['major']}-{match['rest']}{match['onet'] or ''}"


def _mapped(codes: list[str]) -> bool:
    known = ClassificationMapping.objects.filter(code__in=codes).values_list("code", flat=True)
    return set(known) == set(codes)


def _is_word(number: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, [number, f"%{number}%"])
        return cursor.fetchone()[0]


def unmapped(codes: Sequence[str]) -> Unmapped | None:
    """The first code that no role is mapped to, with the mapped ones of its group."""
    known = set(ClassificationMapping.objects.filter(code__in=codes).values_list("code", flat=True))
    return next((_around(code) for code in codes if code not in known), None)


def _around(code: str) -> Unmapped:
    """Asks once for all of the widest group, and keeps the narrowest that has any."""
    groups = _groups(code)
    found = (
        ClassificationMapping.objects.filter(code__startswith=groups[-1])
        .values("scheme", "code")
        .annotate(roles=Count("pk"))
        .order_by("code", "scheme")
    )
    related = [Related(**row) for row in found if _is_alike(code, row["code"])]
    for group in groups:
        if inside := [each for each in related if each.code.startswith(group)]:
            return Unmapped(code, group, tuple(inside[:MOST_RELATED]))
    return Unmapped(code, "", ())


def _groups(code: str) -> list[str]:
    """How the codes of its groups begin, the smallest first: broad, minor, major."""
    if "." in code:
        return [code.partition(".")[0], *_groups(code.partition(".")[0])]
    shortest = 3 if "-" in code else 2
    return [code[:size] for size in range(len(code) - 1, shortest - 1, -1)]


def _is_alike(code: str, other: str) -> bool:
    return ("-" in code) == ("-" in other)
