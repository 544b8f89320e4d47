"""The shipped canon as the matcher's index, read from its files: no database is needed.
Retired profiles are left out, as on the site.

The site itself builds its index from the database, in `taxonomy/matching/matcher_cache.py`.
"""

from pathlib import Path

from taxonomy.abbreviations import Abbreviations
from taxonomy.canon.documents import LevelEntry
from taxonomy.canon.focus_documents import FocusDocument
from taxonomy.canon.reader import read
from taxonomy.exchange.parser import Read
from taxonomy.matching.own_levels import CanonLevel
from taxonomy.matching.role_index import Discipline, Index, IndexedRole
from taxonomy.matching.title_readings import meanings, phrases
from taxonomy.reference_levels import place_of

CANON = Path(__file__).parents[2] / "fixtures" / "canon"


def shipped_index(folder: Path = CANON) -> Index:
    documents = [found.document for found in read([folder]) if isinstance(found, Read)]
    focuses = [each for each in documents if isinstance(each, FocusDocument)]
    functions = [f for each in documents for f in getattr(each, "functions", [])]
    levels = [level for each in documents for level in getattr(each, "levels", [])]
    synonyms = [entry for each in documents for entry in getattr(each, "synonyms", [])]
    in_use = [(x.term, x.meaning, bool(x.both_ways)) for x in synonyms if not x.off]
    return Index(
        [
            _role(focus, profile)
            for focus in focuses
            for profile in focus.profiles
            if profile.status != "retired"
        ],
        [
            Discipline(
                function.code,
                function.name,
                function.super_function or "",
                function.family or "",
                tuple(f.focus.name for f in focuses if f.function.code == function.code),
            )
            for function in functions
        ],
        [_level(level) for level in levels],
        meanings(in_use),
        Abbreviations(frozenset((x.term, x.meaning) for x in synonyms if x.off)),
        {(focus.function.code, focus.focus.code): _text(focus) for focus in focuses},
        phrases(in_use),
    )


def _text(document: FocusDocument) -> str:
    texts = [document.focus.name, document.focus.summary]
    texts += [text for area in document.areas for text in (area.name, area.description)]
    texts += [skill.name for skill in document.skills]
    return " ".join(filter(None, texts))


def _level(entry: LevelEntry) -> CanonLevel:
    track, rank, _ = place_of(entry.code)
    return CanonLevel(entry.code, track, rank, entry.label, entry.name, entry.code)


def _role(focus: FocusDocument, profile: object) -> IndexedRole:
    function, code, level = focus.function.code, focus.focus.code, profile.level
    return IndexedRole(
        f"{function}.{code}.{level}",
        profile.title,
        function,
        code,
        place_of(level).track,
        level,
        (profile.title, *profile.aliases),
    )
