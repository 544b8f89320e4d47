"""Reads a saved profile page: its sections and what its head and level block state.

The ladder and the rubric are read in `ladder`, skills, scores and names in `evidence`.
"""

import re
from collections import Counter

from taxonomy import keys
from taxonomy.canon.capture import evidence, figures, ladder
from taxonomy.canon.capture.figures import DASH, LEVEL
from taxonomy.canon.capture.lines import Line, flat
from taxonomy.canon.capture.page import Page, Section, alike, sections_of, shown

_MORE = r"\s*(?:\(\d+\))?\s*(?:(?:show|hide)\s*[▾▴▸▼▲]?\s*)*"
HEADINGS = {
    "Focus": re.compile(rf"Focus\s*{DASH}\s*(?P<told>.+)"),
    "Responsibilities by level": re.compile("Responsibilities by level" + _MORE),
    "Level guidelines": re.compile("Level guidelines" + _MORE),
    "Skills": re.compile("Skills(?: (?:and|&) tools)?" + _MORE),
    "Provenance": re.compile("Provenance" + _MORE),
    "Level": re.compile(rf"Level\s*{DASH}\s*(?P<told>{LEVEL}\b.*)"),
    "Adjacent roles": re.compile("Adjacent roles" + _MORE),
    "Title aliases": re.compile("Title aliases" + _MORE),
    "Classification mappings": re.compile("Classification mappings" + _MORE),
}
DIMENSIONS = {
    "Scope": "scope",
    "Autonomy": "autonomy",
    "Complexity": "complexity",
    "Impact": "impact",
    "Decision rights": "decision_rights",
    "Leadership": "leadership",
    "Typical experience": "years",
}
_CARD = {
    "Level": re.compile(rf"Level(?:\s*:)?\s*({LEVEL}\b.*)?"),
    "Function · Focus": re.compile(r"Function\s*[·/&|]\s*Focus(?:\s*:)?\s*(.*)"),
    "Market pay": re.compile(r"Market pay(?:\s*\([^()]*\))?(?:\s*:)?\s*(.*)"),
}
_FACT = re.compile(rf"({'|'.join(DIMENSIONS)})(?:\s*:\s*(.*)|(?=[A-Z0-9\"“])(.*)|)")
LONGEST_TITLE = 200


def is_profile_page(lines: list[Line]) -> bool:
    texts = [line.text for line in flat(lines)]
    return any(map(keys.KEY_PATTERN.fullmatch, texts)) and any(
        _CARD["Function · Focus"].fullmatch(t) or t == "Responsibilities by level" for t in texts
    )


def read_profile_page(page: Page, lines: list[Line]) -> None:
    """States all that the page says, or its problems."""
    sections = sections_of(page, lines, HEADINGS)
    key = _read_head(page, sections[""])
    if key is None:
        return
    readers = {
        "Focus": _read_focus,
        "Responsibilities by level": ladder.read_responsibilities,
        "Level guidelines": ladder.read_guidelines,
        "Skills": evidence.read_skills,
        "Provenance": evidence.read_provenance,
        "Level": _read_level_block,
        "Title aliases": evidence.read_aliases,
        "Classification mappings": evidence.read_mappings,
    }
    for name, read in readers.items():
        if name in sections:
            read(page, sections[name], key.level)


def _read_head(page: Page, head: Section) -> keys.Key | None:
    lines = list(flat(head.lines))
    found = {line.text: line for line in lines if keys.KEY_PATTERN.fullmatch(line.text)}
    if len(found) != 1:
        page.problem("key", f"the head names {len(found)} profile keys, not one", head.last_line)
        return None
    ((text, at),) = found.items()
    key = keys.parse_key(text)
    card = {name: _labelled(lines, label) for name, label in _CARD.items()}
    for name in ("Level", "Function · Focus"):
        if card[name] is None:
            reason = f"the head has no {name!r} with its value: the page may be cut there"
            page.problem(name, reason, head.last_line)
            return None
    page.state(("function", "code"), key.function, at.number)
    page.state(("focus", "code"), key.focus, at.number)
    _read_level_card(page, key, card["Level"])
    _read_places(page, card["Function · Focus"])
    starts = next(n for n, line in enumerate(lines) if _CARD["Level"].fullmatch(line.text))
    _read_titles(page, key, lines[:starts], head)
    _read_below_card(page, key, card, lines)
    return key


def _labelled(lines: list[Line], label: re.Pattern[str]) -> Line | None:
    """The value behind a label: on its line, or on the next."""
    for place, line in enumerate(lines):
        if match := label.fullmatch(line.text):
            if match[1]:
                return Line(line.number, match[1])
            return lines[place + 1] if place + 1 < len(lines) else None
    return None


def _read_level_card(page: Page, key: keys.Key, line: Line) -> None:
    parts = [part.strip() for part in line.text.split("·")]
    if len(parts) > 1 and re.match(r"\d", parts[-1]):
        _state_years(page, key.level, parts.pop(), line.number)
    _state_level(page, key.level, " · ".join(parts), line.number)


def _state_level(page: Page, level: str, text: str, line: int) -> None:
    try:
        code, name = figures.read_level(text)
    except ValueError as error:
        page.problem("Level", str(error), line)
        return
    if code != level:
        page.problem("Level", f"level {code} on a page of level {level}", line)
    page.state(("levels", level, "code"), level, line)
    page.state(("levels", level, "name"), name, line)


def _state_years(page: Page, level: str, text: str, line: int) -> None:
    try:
        page.state(("levels", level, "years"), figures.read_years(text), line)
    except ValueError as error:
        page.problem("Typical experience", str(error), line)


def _read_places(page: Page, line: Line) -> None:
    function, *focus = re.split(r"\s+·\s+", line.text)
    if len(focus) != 1:
        reason = f"{shown(line.text)} is not a function and a focus with one · between them"
        page.problem("Function · Focus", reason, line.number)
        return
    page.state(("function", "name"), function, line.number)
    page.state(("focus", "name"), focus[0], line.number)


def _read_titles(page: Page, key: keys.Key, lines: list[Line], head: Section) -> None:
    """Title, chips and summary: all that stands above the card."""
    profile = ("profiles", key.level)
    page.state((*profile, "level"), key.level, head.line)
    first, past = _read_chips(page, key, lines)
    furniture = {str(key), key.level, page.says("function", "name"), page.says("focus", "name")}
    titles = [
        line
        for line in lines[:first]
        if line.text not in furniture
        and not line.text.startswith("←")
        and len(line.text) <= LONGEST_TITLE
        and not (first == past and line.text.endswith("."))
    ]
    if not titles:
        page.problem("title", "no title stands in the head", head.last_line)
        return
    ranked = Counter(line.text for line in titles).most_common()
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        ranked = _after_the_key(str(key), lines) or ranked
    line = next(line for line in titles if line.text == ranked[0][0])
    page.state((*profile, "title"), line.text, line.number)
    told = {line.text for line in titles} | furniture if first == past else set()
    summary = [line for line in lines[past if past > first else 0 :] if line.text not in told]
    summary = [line for line in summary if not line.text.startswith("←")]
    if summary:
        text = "\n".join(line.text for line in summary)
        page.state((*profile, "summary"), text, summary[0].number)


def _after_the_key(key: str, lines: list[Line]) -> list[tuple[str, int]]:
    for before, after in zip(lines, lines[1:], strict=False):
        if before.text == key:
            return [(after.text, 1)]
    return []


def _read_chips(page: Page, key: keys.Key, lines: list[Line]) -> tuple[int, int]:
    """Where the chips start and where what follows them starts; equal where there are none."""
    for first, line in enumerate(lines):
        if not line.text.startswith(key.level):
            continue
        for past in range(first + 1, min(first + 9, len(lines)) + 1):
            chips = figures.read_chips(" ".join(line.text for line in lines[first:past]))
            if chips:
                _state_chips(page, key, chips, line.number)
                return first, past
    return len(lines), len(lines)


def _state_chips(page: Page, key: keys.Key, chips: dict, line: int) -> None:
    _state_level(page, key.level, f"{chips.pop('level')} — {chips.pop('name')}", line)
    for name, value in chips.items():
        page.state(("profiles", key.level, name), value, line)


def _read_below_card(
    page: Page, key: keys.Key, card: dict[str, Line | None], lines: list[Line]
) -> None:
    """Pay, and the summary said again: a paragraph there must be the one above the card."""
    values = [line for line in card.values() if line]
    last = max(line.number for line in values)
    below = [line for line in lines if line.number > last]
    said = page.says("profiles", key.level, "summary") or ""
    known = said.split("\n")
    for line in below:
        is_paragraph = len(line.text) > LONGEST_TITLE or line.text.endswith(".")
        if is_paragraph and known[0] and not any(alike(line.text, part) for part in known):
            reason = f"{shown(line.text)} contradicts the summary above the card"
            page.problem("summary", reason, line.number)
    if card["Market pay"]:
        notes = " ".join(line.text for line in below if len(line.text) <= 80)
        _read_pay(page, key, card["Market pay"], notes)


def _read_pay(page: Page, key: keys.Key, line: Line, notes: str) -> None:
    try:
        band = figures.read_pay(line.text)
    except ValueError as error:
        page.problem("Market pay", str(error), line.number)
        return
    if band and not band.get("basis") and figures.basis_in(notes):
        band["basis"] = figures.basis_in(notes)
    page.state(("profiles", key.level, "pay"), [band] if band else [], line.number)


def _read_focus(page: Page, section: Section, level: str) -> None:
    page.state(("focus", "name"), section.told, section.line)
    lines = list(flat(section.lines))
    if lines and "differential" in lines[-1].text.lower() and len(lines[-1].text) <= 160:
        line = lines.pop()
        try:
            page.state(("focus", "differential"), figures.read_differential(line.text), line.number)
        except ValueError as error:
            page.problem("differential", str(error), line.number)
    if lines:
        page.state(("focus", "summary"), "\n".join(line.text for line in lines), lines[0].number)
    if section.ends_page:
        page.cut(section)


def _read_level_block(page: Page, section: Section, level: str) -> None:
    _state_level(page, level, section.told, section.line)
    label, description, told = "", [], {}
    for line in flat(section.lines):
        match = _FACT.fullmatch(line.text)
        if match and match[1] not in told:
            label = match[1]
            told[label] = [Line(line.number, value)] if (value := match[2] or match[3]) else []
        elif label:
            told[label].append(line)
        else:
            description.append(line)
    if description:
        text = "\n".join(line.text for line in description)
        page.state(("levels", level, "description"), text, description[0].number)
    for label, values in told.items():
        _state_dimension(page, level, label, values, section)
    if section.ends_page and not told.get("Typical experience"):
        page.cut(section)


def _state_dimension(
    page: Page, level: str, label: str, values: list[Line], section: Section
) -> None:
    text = "\n".join(line.text for line in values)
    if not text:
        page.problem(label, "has no value below it", section.last_line)
    elif DIMENSIONS[label] == "years":
        _state_years(page, level, text, values[0].number)
    elif text not in ("—", "–", "-"):
        page.state(("levels", level, DIMENSIONS[label]), text, values[0].number)
