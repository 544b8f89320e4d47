"""Reads the head of a profile page: key, title, chips, summary and the card with level and pay.

What is below the first heading is read by `profile_page`.
"""

import re
from collections import Counter
from itertools import pairwise

from taxonomy import keys
from taxonomy.canon.capture import figures
from taxonomy.canon.capture.figures import KEY, LEVEL
from taxonomy.canon.capture.lines import PageLine, flat
from taxonomy.canon.capture.saved_page import PageSection, SavedPage, alike, shown

CARD = {
    "Level": re.compile(rf"Level(?:\s*:)?\s*({LEVEL}\b.*)?"),
    "Function · Focus": re.compile(r"Function\s*[·/&|]\s*Focus(?:\s*:)?\s*(.*)"),
    "Market pay": re.compile(r"Market pay(?:\s*\([^()]*\))?(?:\s*:)?\s*(.*)"),
}
LONGEST_TITLE = 200


def read_head(page: SavedPage, head: PageSection) -> keys.Key | None:
    if head.ends_page:
        page.cut(head)
        return None
    lines = list(flat(head.lines))
    found = {line.text: line for line in lines if KEY.fullmatch(line.text)}
    if len(found) != 1:
        page.problem("key", f"the head names {len(found)} profile keys, not one", head.last_line)
        return None
    ((text, at),) = found.items()
    key = keys.parse_key(text)
    card = {name: _labelled(lines, label) for name, label in CARD.items()}
    level, places = card["Level"], card["Function · Focus"]
    if level is None or places is None:
        name = "Level" if level is None else "Function · Focus"
        reason = f"the head has no {name!r} with its value: the page may be cut there"
        page.problem(name, reason, head.last_line)
        return None
    page.state(("function", "code"), key.function, at.number)
    page.state(("focus", "code"), key.focus, at.number)
    _read_level_card(page, key, level)
    _read_places(page, places)
    starts = next(n for n, line in enumerate(lines) if CARD["Level"].fullmatch(line.text))
    _read_titles(page, key, lines[:starts], head)
    _read_below_card(page, key, card, lines)
    return key


def _labelled(lines: list[PageLine], label: re.Pattern[str]) -> PageLine | None:
    """The value behind a label: on its line, or on the next."""
    for place, line in enumerate(lines):
        if match := label.fullmatch(line.text):
            if match[1]:
                return PageLine(line.number, match[1])
            return lines[place + 1] if place + 1 < len(lines) else None
    return None


def _read_level_card(page: SavedPage, key: keys.Key, line: PageLine) -> None:
    parts = [part.strip() for part in line.text.split("·")]
    if len(parts) > 1 and re.match(r"\d", parts[-1]):
        state_years(page, key.level, parts.pop(), line.number)
    state_level(page, key.level, " · ".join(parts), line.number)


def state_level(page: SavedPage, level: str, text: str, line: int) -> None:
    try:
        code, name = figures.read_level(text)
    except ValueError as error:
        page.problem("Level", str(error), line)
        return
    if code != level:
        page.problem("Level", f"level {code} on a page of level {level}", line)
    page.state(("levels", level, "code"), level, line)
    page.state(("levels", level, "name"), name, line)


def state_years(page: SavedPage, level: str, text: str, line: int) -> None:
    try:
        page.state(("levels", level, "years"), figures.read_years(text), line)
    except ValueError as error:
        page.problem("Typical experience", str(error), line)


def _read_places(page: SavedPage, line: PageLine) -> None:
    function, *focus = re.split(r"\s+·\s+", line.text)
    if len(focus) != 1:
        reason = f"{shown(line.text)} is not a function and a focus with one · between them"
        page.problem("Function · Focus", reason, line.number)
        return
    page.state(("function", "name"), function, line.number)
    page.state(("focus", "name"), focus[0], line.number)


def _read_titles(page: SavedPage, key: keys.Key, lines: list[PageLine], head: PageSection) -> None:
    """Title, chips and summary: all that is above the card."""
    profile = ("profiles", key.level)
    page.state((*profile, "level"), key.level, head.line)
    first, past = _read_chips(page, key, lines)
    said_elsewhere = {str(key), key.level, page.says("function", "name")}
    focus = page.says("focus", "name")
    titles = [
        line
        for line in lines[:first]
        if line.text not in said_elsewhere
        and not line.text.startswith("←")
        and len(line.text) <= LONGEST_TITLE
        and not (first == past and line.text.endswith("."))
    ]
    titles = [line for line in titles if line.text != focus] or titles
    if not titles:
        page.problem("title", "there is no title in the head", head.last_line)
        return
    line = _title_among(titles, str(key), lines)
    if line is None:
        choice = " and ".join(shown(line.text) for line in titles[:2])
        page.problem("title", f"the head has {choice}: which is the title?", titles[0].number)
        return
    page.state((*profile, "title"), line.text, line.number)
    named = {line.text for line in titles} | said_elsewhere | {focus} if first == past else set()
    summary = [line for line in lines[past if past > first else 0 :] if line.text not in named]
    summary = [line for line in summary if not line.text.startswith("←")]
    if summary:
        text = "\n".join(line.text for line in summary)
        page.state((*profile, "summary"), text, summary[0].number)


def _title_among(titles: list[PageLine], key: str, lines: list[PageLine]) -> PageLine | None:
    """The line said most often, or the one below the key; None where neither states one."""
    ranked = Counter(line.text for line in titles).most_common()
    chosen = {ranked[0][0]} if len(ranked) == 1 or ranked[0][1] > ranked[1][1] else set()
    chosen = chosen or {after.text for before, after in pairwise(lines) if before.text == key}
    found = [line for line in titles if line.text in chosen]
    return found[0] if len({line.text for line in found}) == 1 else None


def _read_chips(page: SavedPage, key: keys.Key, lines: list[PageLine]) -> tuple[int, int]:
    """Where the chips start and where what follows them starts; equal where there are none."""
    last_key = max((n for n, line in enumerate(lines) if line.text == str(key)), default=-1)
    for first, line in enumerate(lines):
        if first <= last_key or not line.text.startswith(key.level):
            continue
        for past in range(first + 1, min(first + 9, len(lines)) + 1):
            chips = figures.read_chips(" ".join(line.text for line in lines[first:past]))
            if chips:
                _state_chips(page, key, chips, line.number)
                return first, past
    return len(lines), len(lines)


def _state_chips(page: SavedPage, key: keys.Key, chips: dict, line: int) -> None:
    state_level(page, key.level, f"{chips.pop('level')} — {chips.pop('name')}", line)
    for name, value in chips.items():
        page.state(("profiles", key.level, name), value, line)


def _read_below_card(
    page: SavedPage, key: keys.Key, card: dict[str, PageLine | None], lines: list[PageLine]
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


def _read_pay(page: SavedPage, key: keys.Key, line: PageLine, notes: str) -> None:
    try:
        band = figures.read_pay(line.text)
    except ValueError as error:
        page.problem("Market pay", str(error), line.number)
        return
    if band and not band.get("basis") and figures.basis_in(notes):
        band["basis"] = figures.basis_in(notes)
    page.state(("profiles", key.level, "pay"), [band] if band else [], line.number)
