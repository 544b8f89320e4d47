"""The slug of a skill's address: what a name asks for, and a number where that is taken."""

import re
from collections.abc import Collection, Sequence

from django.utils.text import slugify

from taxonomy.keys import in_latin

LONGEST_STEM = 130
# Signs that distinguish one name from another: C, C# and C++; NET and .NET.
SPELT = (
    (re.compile(r"(?<=\w)[#♯]"), "-sharp"),
    (re.compile(r"(?<=[\w+])\+"), "-plus"),
    (re.compile(r"^\.(?=\w)"), "dot-"),
    (re.compile("_"), "-"),
)


def slug_of(name: str) -> str:
    """`c-sharp` for C#, `bpm-cad` for BPM_CAD, Latin letters for those of any other alphabet;
    `skill` for a name without letters or digits.
    """
    spelt = name.strip()
    for sign, word in SPELT:
        spelt = sign.sub(word, spelt)
    return slugify(in_latin(spelt))[:LONGEST_STEM].strip("-") or "skill"


def numbered(names: Sequence[str], taken: Collection[str]) -> list[str]:
    """The slug of each name, or `slug-2`, `slug-3` … where that is taken, also by a name of these
    that comes earlier in the alphabet: the order of the list does not matter.
    """
    used = set(taken)
    slugs = {}
    for place in sorted(range(len(names)), key=lambda place: names[place]):
        stem = slug = slug_of(names[place])
        number = 2
        while slug in used:
            slug, number = f"{stem}-{number}", number + 1
        used.add(slug)
        slugs[place] = slug
    return [slugs[place] for place in range(len(names))]
