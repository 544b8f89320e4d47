"""Pages that explain the catalogue, found by their own words; no table has them."""

from typing import NamedTuple

from taxonomy.text import without_accents
from taxonomy.web.links import address


class HelpPage(NamedTuple):
    title: str
    place: str


SMALL = frozenset("a about and are do does for how i in is my of on the these this to what".split())  # noqa: SIM905
# Title, name of the address, anchor, and every word by which it may be asked for.
PAGES = (
    ("How to read a page", "about", "#reading", "read reading page help guide legend"),
    ("About this catalogue", "about", "", "about catalogue catalog method licence license "
     "accessibility privacy cookies editors contact"),
    ("Suggest a change", "about", "#suggest", "suggest suggestion suggestions change feedback"),
    ("How nearness works", "coordinates", "", "nearness near distance similarity similar roles "
     "work works coordinates adjacent formula weights"),
    ("Match titles to roles", "match", "", "match matching titles title roster upload "
     "spreadsheet excel xlsx csv file"),
    ("All titles from A to Z", "titles", "", "all titles title list alphabetical index"),
    ("Levels", "levels", "", "levels level tracks track rungs grades grade bands"),
    ("Skills from A to Z", "skills", "", "skills skill list"),
    ("Functions", "functions", "", "functions function focuses disciplines families"),
)  # fmt: skip


def found(text: str) -> list[HelpPage]:
    """Pages that have every word of the text, those with the fewest words besides first."""
    asked = set(without_accents(text).replace("?", " ").split()) - SMALL
    if not asked:
        return []
    fitting = [
        (len(words.split()), HelpPage(title, address(f"taxonomy:{name}") + anchor))
        for title, name, anchor, words in PAGES
        if asked <= set(words.split())
    ]
    return [page for _, page in sorted(fitting)]
