"""Pages that explain the catalogue, found by their own words; no table has them."""

import re
from typing import NamedTuple

from taxonomy import reference_levels
from taxonomy.text import without_accents
from taxonomy.web.links import address


class HelpPage(NamedTuple):
    title: str
    place: str


SMALL = frozenset(
    [
        *("a", "about", "and", "are", "do", "does", "for", "how", "i", "in", "is", "my", "of"),
        *("on", "the", "these", "this", "to", "what", "where", "work", "works"),
    ]
)
# Title, name of the address, anchor, and every word by which it may be asked for.
PAGES = (
    ("How to read a page", "about", "#reading", "read reading page help guide legend"),
    ("About this catalogue", "about", "", "about catalogue catalog method licence license "
     "accessibility privacy cookies editors contact"),
    ("Suggest a change", "about", "#suggest", "suggest suggestion suggestions change feedback"),
    ("How nearness works", "coordinates", "", "nearness near distance similarity similar roles "
     "coordinates adjacent formula weights"),
    ("Match titles to roles", "match", "", "match matching titles title roster upload "
     "spreadsheet excel xlsx csv file"),
    ("Compare roles side by side", "compare", "", "compare comparing comparison side by roles"),
    ("All titles from A to Z", "titles", "", "all titles title list alphabetical index"),
    ("Levels", "levels", "", "levels level levelling leveling tracks track rungs "
     "grades grade bands"),
    ("Skills from A to Z", "skills", "", "skills skill list"),
    ("Functions", "functions", "", "functions function focuses disciplines families"),
)  # fmt: skip


# A code that some scale of levels has, also where this catalogue has no such level: IC4, M7.
_TRACKS = "|".join((*reference_levels.TRACKS, *reference_levels.OTHER_NAMES))
_LEVEL = re.compile(rf"(?:{_TRACKS}|l|level |grade |band )[- ]?\d{{1,2}}", re.IGNORECASE)
# What does P4 mean? What does a data engineer do? Product manager salary.
_ARTICLE = r"(?:\s+(?:an?|the))?\b"
_FRAMES = [
    re.compile(frame, re.IGNORECASE)
    for frame in (
        rf"(?:what (?:does|do)){_ARTICLE}(.+?)\bdo(?:\s+all day)?[\s?!.]*",
        rf"how much (?:does|do|is|are){_ARTICLE}(.+?)\b(?:earn|make|get|paid|get paid)[\s?!.]*",
        rf"how (?:to|do i|can i) become{_ARTICLE}(.+?)[\s?!.]*",
        rf"(?:what (?:does|do|is|are)|what's|define|explain|meaning of){_ARTICLE}(.+?)"
        r"(?:\bmeans?)?[\s?!.]*",
        r"(?:(?:an?|the)\s+)?(.+?)\s+(?:salary|salaries|job descriptions?|jobs?|vacanc(?:y|ies))",
        r"the\s+(.+)",
    )
]


def asked_about(text: str) -> str:
    """P4 of ‘what does P4 mean?’: the words of the question are in no role's name."""
    for frame in _FRAMES:
        asked = frame.fullmatch(text.strip())
        if asked and (rest := asked[1].strip()):
            return rest
    return text


def found(text: str) -> list[HelpPage]:
    """Pages that have every word of the text, those with the fewest words besides first; for a code
    of any scale the page of levels.
    """
    if _LEVEL.fullmatch(text.strip()):
        return [page for page in _having({"levels"}) if page.title == "Levels"]
    asked = set(without_accents(text).replace("?", " ").split()) - SMALL
    return _having(asked) if asked else []


def _having(asked: set[str]) -> list[HelpPage]:
    fitting = [
        (len(words.split()), HelpPage(title, address(f"taxonomy:{name}") + anchor))
        for title, name, anchor, words in PAGES
        if asked <= set(words.split())
    ]
    return [page for _, page in sorted(fitting)]
