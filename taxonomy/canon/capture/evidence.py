"""Reads the lists of a profile page: skills and tools, review scores, other titles, mappings.

How a focus is graded by level is read in `graded_parts`.
"""

import re
from decimal import Decimal

from taxonomy.canon.capture.lines import PageLine, flat, joined
from taxonomy.canon.capture.saved_page import PageSection, SavedPage, shown

SCORES = {
    "level_differentiation": "Level differentiation",
    "focus_specificity": "Focus specificity",
    "concreteness": "Concreteness",
    "factual_accuracy": "Factual accuracy",
    "real_world_coverage": r"Real[- ]world coverage",
}
_SOURCES = re.compile(r"(\d{1,4}) sources?\b", re.IGNORECASE)
_TOOL = re.compile(r"Uses this (tool|technology)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:][)\"”’]?$")
_NOTHING = re.compile(r"No\b.*\b(recorded|yet|found|available)\b.*", re.IGNORECASE)
_NAMED = re.compile(r"(?<![a-z])(code|source|title|alias|confidence|locale|version)\s*=")
_GLUED_NAME = re.compile(r"(source|confidence|locale|version)\s*=")
_SCHEME = re.compile(r"O\*NET|SOC|ISCO|ESCO|NOC|ANZSCO|KldB|classification", re.IGNORECASE)
_SOC = re.compile(r"\d{2}-\d{4}(\.\d{2})?")
LONGEST_SCHEME = 60


def read_skills(page: SavedPage, section: PageSection, level: str) -> None:
    """Names and what is done with each, in turn; a tool is known by the words all tools have."""
    lines = list(flat(section.lines))
    while lines and _SENTENCE_END.search(lines[0].text):
        lines.pop(0)
    if section.ends_page:
        page.cut(section)
    skills = []
    for name, text in zip(lines[::2], lines[1::2], strict=False):
        if _SENTENCE_END.search(name.text):
            reason = f"{shown(name.text)} is where the name of a skill should be"
            page.problem(section.name, reason, name.number)
            return
        kind = "tool" if _TOOL.match(text.text) else "skill"
        skills.append((name.text, kind, text.text))
    if len(lines) % 2:
        reason = f"{shown(lines[-1].text)} has no description below it"
        page.problem(section.name, reason, lines[-1].number)
        return
    page.state(("skills",), skills, lines[0].number if lines else section.line)


def read_provenance(page: SavedPage, section: PageSection, level: str) -> None:
    """Five scores, wherever and however they are in the section, and the count of sources."""
    text = joined(flat(section.lines))
    scored = 0
    for name, label in SCORES.items():
        pattern = rf"{label}[\s:|-]*(\d{{1,2}}(?:\.\d)?)(?:\s*/\s*5)?(?=(?!\.\d)\D|\d+\s+source|$)"
        found = list(re.finditer(pattern, text, re.IGNORECASE))
        for match in found:
            page.state(("scores", name), Decimal(match[1]), section.line)
        for match in reversed(found):
            text = f"{text[: match.start()]} {text[match.end() :]}"
        scored += bool(found)
        if not found and re.search(rf"{label}[\s:|-]*\d", text, re.IGNORECASE):
            page.problem(section.name, f"{label}: not a score with one decimal", section.line)
    sources = _SOURCES.search(text)
    if sources:
        page.state(("focus", "sources_stated"), int(sources[1]), section.line)
    if section.ends_page and not (scored == len(SCORES) and sources):
        page.cut(section)


def read_aliases(page: SavedPage, section: PageSection, level: str) -> None:
    lines = [line for line in flat(section.lines) if not _NOTHING.fullmatch(line.text)]
    titles: dict[str, PageLine] = {}
    for line in lines:
        named = _named_values(line.text)
        title = named.get("title") or named.get("alias") or named[""]
        if title and not (title.endswith(".") and not line.marked):
            titles.setdefault(title, line)
    if titles and section.ends_page:
        page.cut(section)
    first = next(iter(titles.values())).number if titles else section.line
    page.state(("profiles", level, "aliases"), list(titles), first)


def read_mappings(page: SavedPage, section: PageSection, level: str) -> None:
    """Codes below the name of their scheme, as `code=…source=…`."""
    scheme: PageLine | None = None
    used, mappings = True, []
    for line in flat(section.lines):
        named = _named_values(line.text)
        if "code" in named:
            mapping = _mapping(page, scheme, named, line)
            mappings += [mapping] if mapping else []
            used = True
        elif line.marked:
            reason = f"{shown(line.text)} names no code=…"
            page.problem(section.name, reason, line.number)
        elif _is_scheme(line.text):
            _check_used(page, section, scheme, used)
            scheme, used = line, False
    _check_used(page, section, scheme, used)
    page.state(("profiles", level, "mappings"), mappings, section.line)
    if section.ends_page and not section.lines:
        page.cut(section)


def _is_scheme(text: str) -> bool:
    is_short = len(text) <= LONGEST_SCHEME
    return is_short and bool(_SCHEME.search(text)) and not _NOTHING.fullmatch(text)


def _check_used(page: SavedPage, section: PageSection, scheme: PageLine | None, used: bool) -> None:
    if scheme and not used:
        page.problem(section.name, f"there is no code below {shown(scheme.text)}", scheme.number)


def _mapping(
    page: SavedPage, scheme: PageLine | None, named: dict[str, str], line: PageLine
) -> tuple[str, str, str] | None:
    name, code = scheme.text if scheme else "", named["code"]
    if not name or not code:
        reason = "there is no scheme above the code" if code else "the code is empty"
        page.problem("Classification mappings", reason, line.number)
        return None
    if "SOC" in name and not _SOC.fullmatch(code):
        reason = f"{shown(code)} is no SOC code like 15-1299"
        page.problem("Classification mappings", reason, line.number)
        return None
    return name, code, named.get("source", "")


def _named_values(text: str) -> dict[str, str]:
    """`code=15-1299source=x` → {"code": "15-1299", "source": "x"}; words before under ""."""
    first = _NAMED.search(text)
    if not first:
        return {"": text}
    pieces = _GLUED_NAME.split(text[first.end() :])
    values = {"": text[: first.start()].strip(), first[1]: pieces[0].strip(" ·,;")}
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        values.setdefault(name, value.strip(" ·,;"))
    return values
