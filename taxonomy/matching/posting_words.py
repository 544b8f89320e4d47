"""What an advertisement adds to a title and no role has in its name: marks of gender, working time,
cover, places, numbers of requisitions and grades. Each is taken off and named.
"""

import re
from collections.abc import Container
from typing import NamedTuple

from taxonomy.matching.contexts import CONTEXTS
from taxonomy.matching.places import CODES_OF_STATES, PLACES
from taxonomy.matching.title_words import NOISE, NOISE_ALONE, NOISE_PHRASES

# One letter or short word for each gender, as European and American advertisements write them.
_GENDER = (
    r"(?:m(?:ale|aennlich|ännlich)?|f(?:emale)?|w(?:eiblich)?|d(?:iv(?:ers[ea]?)?)?|x|h(?:omme)?"
    r"|i(?:nter)?|k|v|n|u|gn\*?|div|any|\*)"
)
_MARK = rf"{_GENDER}(?:\s*[/|,;*·.:\\-]\s*{_GENDER}(?!\w)\.?)+"
_UNIT_OF_TIME = r"(?:hours?|hrs?|h|days?|weeks?|wks?|months?|mths?|mos?|years?|yrs?)"
_WEEK = r"(?:\s*(?:/|per|a|p)\s*(?:week|wk|w|month|day|shift))?"
_PATTERNS = (
    # (m/w/d), [f/m/x], H/F, m|w|d, (all genders), (gn); letters alone are one only in brackets.
    rf"[(\[]\s*(?:{_MARK}|all genders?|any gender|gn\*?|mwd|wmd|mfd|fmd|mfx)\s*[)\]]",
    rf"(?<![\w/]){_MARK}(?![\w/])(?=\s*(?:$|[-–—,(|]))",
    r"\ball genders?\b",
    # Engineer:in, Manager*in, Berater/-in, Consultant(e), Ingénieur·e
    r"(?<=\w)(?:[:*_·]|/-?)(?:in(?:nen)?|e)\b",
    r"(?<=\w)\((?:in|e|ne|euse)\)",
    # 0.8 FTE, 80 %, 80-100%, 37.5 hours per week, 24/7, part-time 20h
    r"\b\d{1,3}(?:[.,]\d+)?\s*(?:[-–]\s*\d{1,3}\s*)?%(?:\s*fte\b)?",
    r"\b[0-9](?:[.,]\d+)?\s*(?:w?te|fte)\b|\bfte\s*[0-9](?:[.,]\d+)?\b",
    rf"\b\d{{1,2}}(?:[.,]\d+)?(?:\s*[-–]\s*\d{{1,2}}(?:[.,]\d+)?)?\s*[-–]?\s*{_UNIT_OF_TIME}\b{_WEEK}"
    r"(?:\s*(?:ftc|fixed[- ]term|contract|temp(?:orary)?|assignment|mat(?:ernity)?|leave|cover))*",
    r"\b\d{1,2}\s?m\b|\b\d{1,2}\+?(?:\s*-\s*\d{1,2})?\s*(?:yrs?'?|years?'?)?\s*pqe\b",
    r"\b24\s*[/x]\s*7\b|\b12x5\b",
    r"\b[fp]/t\b",
    # £30,000 - £35,000, $18/hr, up to 60k
    r"(?:\bup to\s+)?[$£€]\s*\d[\d,.]*\s*k?(?:\s*(?:[-–]|to)\s*[$£€]?\s*\d[\d,.]*\s*k?)?"
    r"(?:\s*(?:/|per|an|a)\s*(?:hour|hr|h|year|yr|annum|day|week|month))?(?:\s*(?:dbe|ote|bonus)\b)?",
    r"\b\d{1,3}k\b(?:\s*[-–]\s*\d{1,3}k\b)?",
    # Req 1234, Job ID: 55, R-10234, JR0012345, #48213, 2024-0117
    r"\b(?:req(?:uisition)?|job id|job ref|vacancy ref|ref(?:erence)?|id|posting|position|pos|no)"
    r"\s*(?:no|number|num)?\W*\b[a-z]{0,4}-?\d[\w-]*\b",
    r"#\s*\d+",
    r"\b[a-z]{0,4}[-_]?\d{4,}(?:[-_/]\d+)*\b(?:\s+intake)?|\b\d{2,4}[-/]\d{3,}\b",
)
_OFF = re.compile("|".join(_PATTERNS))
# Grades of another scale: Band 6, Grade VII, GS-12, L4, G7, (IC3), 3.1: a decimal is no rank.
_GRADE = re.compile(
    r"\b(?:(?:pay |job )?(?:band|grade|scale|salary band)\s*(?:[a-h]|\d{1,2}[a-d]?|[ivx]{1,4})"
    r"|gs[- ]?\d{1,2}|(?:ic|l|g|e|p|m|t|s|j|cl)[- ]?\d{1,2}(?![\w+#]))"
    r"(?:\s*(?:/|-|–|to)\s*(?:band |grade )?\d{1,2}[a-d]?)?\b"
    r"|(?<![\w.])\d{1,2}(?:\.\d{1,2})+(?![\w.])"
)
_PHRASES = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, NOISE_PHRASES), key=len, reverse=True))})(?!\w)"
)
_WARD = re.compile(r"\b(ward|unit|floor|line|plant|team|shift|bay|zone|site)s?\s+[a-z]?\d{1,3}\b")
_SITE = re.compile(r"[a-z]{2,4}\d{1,2}")  # DC4, LHR2
_CHUNKS = re.compile(r"(\s*[,;:()\[\]{}|]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+)")
_EMPTY = re.compile(r"\(\s*[-–,/]?\s*\)|\[\s*\]")
_WORDS = re.compile(r"[^\W_]+", re.UNICODE)
# Letters alone, and none of the words that begin what is taken off: most titles.
_PLAIN = re.compile(r"[a-z ]+")
_MAY_BE_ADDED = frozenset(
    (
        *("all", "band", "grade", "scale", "pay", "job", "salary", *NOISE, *NOISE_ALONE),
        *(phrase.split()[0].split("-")[0] for phrase in NOISE_PHRASES),
        *(f"{word}s" for word in NOISE),
    )
)


class Cleaned(NamedTuple):
    """A title without what its advertisement added; `off` is that, as it was written."""

    text: str
    off: tuple[str, ...] = ()
    grade: str = ""


def cleaned(text: str, in_use: Container[str]) -> Cleaned:
    """`text` is plain. Words `in_use` in the canon's names (contract, night) are only taken off
    where they are alone, in brackets or after a comma.
    """
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text) and _MAY_BE_ADDED.isdisjoint(text.split()):
        return Cleaned(text)
    off: list[str] = []

    def take(found: re.Match[str]) -> str:
        off.append(" ".join(found[0].split()))
        return " "

    text = _OFF.sub(take, text)
    grades = [found[0] for found in _GRADE.finditer(text)]
    text = _GRADE.sub(take, text)
    text = _PHRASES.sub(lambda m: m[0] if _is_name(m[0], in_use) else take(m), text)
    text = _WARD.sub(lambda m: m[1], _EMPTY.sub(" ", text))
    parts = _CHUNKS.split(text)
    kept = [_chunk(part, in_use, off, place) for place, part in enumerate(parts)]
    return Cleaned("".join(kept).strip(" -–—,;:|/*!"), tuple(dict.fromkeys(off)), *grades[:1])


def _is_name(phrase: str, in_use: Container[str]) -> bool:
    return all(word in in_use for word in _WORDS.findall(phrase))


def _chunk(part: str, in_use: Container[str], off: list[str], place: int) -> str:
    """A part between commas, brackets and dashes; places in the list of parts are even."""
    words = _WORDS.findall(part)
    if place % 2 or not words:
        return part
    said = " ".join(words)
    if all(word in NOISE or word in NOISE_ALONE for word in words) or (
        place and (_is_place(said, words) or _is_site(said, in_use))
    ):
        off.append(part.strip())
        return ""
    noise = [word for word in words if word in NOISE and not _in_use(word, in_use)]
    if not noise:
        return part
    off.extend(noise)
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, noise))})\b", " ", part)


def _in_use(word: str, in_use: Container[str]) -> bool:
    return word in in_use or word.rstrip("s") in in_use


def _is_site(said: str, in_use: Container[str]) -> bool:
    """A code of letters and a number alone behind the title, and no technology: `- DC4`."""
    return bool(_SITE.fullmatch(said)) and said not in CONTEXTS and said not in in_use


def _is_place(said: str, words: list[str]) -> bool:
    """A town, state or country alone behind the title: `- London`, `, Austin TX`."""
    if said in PLACES or said in CODES_OF_STATES:
        return True
    rest = [word for word in words if word not in CODES_OF_STATES and word not in NOISE]
    rest = [word for word in rest if word not in ("and", "area", "region", "office", "the", "of")]
    return " ".join(rest) in PLACES or (bool(rest) and all(word in PLACES for word in rest))
