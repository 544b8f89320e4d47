"""Reads a saved profile page: its sections, and those on the focus and the level themselves.

The head is read in `profile_head`, ladder and rubric in `graded_parts`, skills, scores and names
in `evidence`.
"""

import re

from taxonomy.canon.capture import evidence, figures, graded_parts
from taxonomy.canon.capture.figures import DASH, KEY, LEVEL
from taxonomy.canon.capture.lines import PageLine, flat
from taxonomy.canon.capture.profile_head import CARD, read_head, state_level, state_years
from taxonomy.canon.capture.saved_page import PageSection, SavedPage, sections_of

_MORE = r"\s*(?:\(\d+\))?\s*(?:(?:show|hide)\s*[▾▴▸▼▲]?\s*)*"
HEADINGS = {
    "Focus": re.compile(rf"Focus\s+{DASH}\s+(?P<rest>.+)"),
    "Responsibilities by level": re.compile("Responsibilities by level" + _MORE),
    "Level guidelines": re.compile("Level guidelines" + _MORE),
    "Skills": re.compile("Skills(?: (?:and|&) tools)?" + _MORE),
    "Provenance": re.compile("Provenance" + _MORE),
    "Level": re.compile(rf"Level\s+{DASH}\s+(?P<rest>{LEVEL}\b.*)"),
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
_FACT = re.compile(rf"({'|'.join(DIMENSIONS)})(?:\s*:\s*(.*)|(?=[A-Z0-9\"“])(.*)|)")


def is_profile_page(lines: list[PageLine]) -> bool:
    texts = [line.text for line in flat(lines)]
    return any(map(KEY.fullmatch, texts)) and any(
        CARD["Function · Focus"].fullmatch(t) or t == "Responsibilities by level" for t in texts
    )


def read_profile_page(page: SavedPage, lines: list[PageLine]) -> None:
    """States all that the page says, or its problems."""
    sections = sections_of(page, lines, HEADINGS)
    key = read_head(page, sections[""])
    if key is None:
        return
    readers = {
        "Focus": _read_focus,
        "Responsibilities by level": graded_parts.read_responsibilities,
        "Level guidelines": graded_parts.read_guidelines,
        "Skills": evidence.read_skills,
        "Provenance": evidence.read_provenance,
        "Level": _read_level_block,
        "Title aliases": evidence.read_aliases,
        "Classification mappings": evidence.read_mappings,
    }
    for name, read in readers.items():
        if name in sections:
            read(page, sections[name], key.level)


def _read_focus(page: SavedPage, section: PageSection, level: str) -> None:
    page.state(("focus", "name"), section.rest, section.line)
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


def _read_level_block(page: SavedPage, section: PageSection, level: str) -> None:
    state_level(page, level, section.rest, section.line)
    label, description, by_label = "", [], {}
    for line in flat(section.lines):
        match = _FACT.fullmatch(line.text)
        if match and match[1] not in by_label:
            label = match[1]
            by_label[label] = (
                [PageLine(line.number, value)] if (value := match[2] or match[3]) else []
            )
        elif label:
            by_label[label].append(line)
        else:
            description.append(line)
    if description:
        text = "\n".join(line.text for line in description)
        page.state(("levels", level, "description"), text, description[0].number)
    for label, values in by_label.items():
        _state_dimension(page, level, label, values, section)
    if section.ends_page and not by_label.get("Typical experience"):
        page.cut(section)


def _state_dimension(
    page: SavedPage, level: str, label: str, values: list[PageLine], section: PageSection
) -> None:
    text = "\n".join(line.text for line in values)
    if not text:
        page.problem(label, "has no value below it", section.last_line)
    elif DIMENSIONS[label] == "years":
        state_years(page, level, text, values[0].number)
    elif text not in ("—", "–", "-"):
        page.state(("levels", level, DIMENSIONS[label]), text, values[0].number)
