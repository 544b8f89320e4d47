"""Turns what a profile offers into rows of goal templates: plain values in, frozen rows out.

Nothing is asked of the database and nothing is invented: where the canon lacks a field, the line
or row that needs it is left out. How rows are laid out is the templates' business.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle

from taxonomy.web.texts import plain_prose

BASELINE, TARGET, DATE = "⟨baseline⟩", "⟨target⟩", "⟨date⟩"
BY_DATE = f"{TARGET} by {DATE}"
VOWELS = frozenset("AEIOU")
SPOKEN_WITH_A_VOWEL = frozenset("AEFHILMNORSX")  # letters by their names
REUSED = " — reused, no distinct responsibility content"


@dataclass(frozen=True)
class Duty:
    """One responsibility; `graded` when it is on a ladder of sentences (kind jfm)."""

    text: str
    graded: bool = True

    @property
    def line(self) -> str:
        return quoted_line(self.text)


@dataclass(frozen=True)
class Need:
    """A skill that the profile requires: its proficiency, and the one before where that rises."""

    skill: str
    proficiency: str = ""
    before: str = ""
    note: str = ""


@dataclass(frozen=True)
class Offer:
    """All of a profile that goals are made from; an empty text means the canon has none."""

    function: str
    focus: str
    level: str
    level_name: str
    duties: tuple[Duty, ...] = ()
    knowledge_cell: str = ""
    complexity_cell: str = ""
    # (label, value) in the order of the levels page: ("Decision rights", "…").
    dimensions: tuple[tuple[str, str], ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class Smart:
    text: str
    source: str
    specific: str
    measurable: str
    achievable: str
    relevant: str
    time_bound: str


@dataclass(frozen=True)
class Objective:
    text: str
    source: str
    key_results: tuple[str, ...]


@dataclass(frozen=True)
class MboArea:
    text: str
    source: str
    standard: str
    target: str
    due: str
    reused: str  # what the text form adds to the source


@dataclass(frozen=True)
class ScorecardRow:
    measure: str
    source: str
    target: str


@dataclass(frozen=True)
class Development:
    """A frame of our own, which no captured page has."""

    text: str
    source: str
    step: str
    asks: str
    shown: str


@dataclass(frozen=True)
class Goals:
    """The rows of one profile; a section without rows is empty and is not shown."""

    smart: tuple[Smart, ...]
    okrs: tuple[Objective, ...]
    areas: tuple[MboArea, ...]
    internal_process: tuple[ScorecardRow, ...]
    role_calibration: tuple[ScorecardRow, ...]
    development: tuple[Development, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas or self.role_calibration or self.development)


def derive(offer: Offer) -> Goals:
    """Every row that the offer supports, in the order of its responsibilities."""
    duties = tuple(duty for duty in offer.duties if duty.line)
    graded = tuple(duty for duty in duties if duty.graded)
    pairs = ((label, quoted_line(value)) for label, value in offer.dimensions)
    dimensions = {label: value for label, value in pairs if value}
    return Goals(
        smart=_smart(graded, offer, dimensions),
        okrs=_okrs(graded, offer, dimensions),
        areas=_areas(duties, offer, dimensions),
        internal_process=tuple(
            ScorecardRow(f'"{duty.line}"', _source(duty, offer), BY_DATE) for duty in graded
        ),
        role_calibration=tuple(
            ScorecardRow(
                f'Meets the {label.lower()} bar: "{value}"', f"level dimension ({label})", BY_DATE
            )
            for label, value in dimensions.items()
        ),
        development=tuple(_development(need, offer) for need in offer.needs),
    )


def _development(need: Need, offer: Offer) -> Development:
    return Development(
        text=quoted_line(need.skill),
        source=f"required skill ({offer.level})",
        step=" → ".join(filter(None, (need.before, need.proficiency))),
        asks=quoted_line(need.note),
        shown=BY_DATE,
    )


def quoted_line(text: str) -> str:
    """The text without markup, in one line: what a frame quotes."""
    return " ".join(line.strip() for line in plain_prose(text).splitlines() if line.strip())


def _source(duty: Duty, offer: Offer) -> str:
    return f"JFM responsibility ({offer.level})" if duty.graded else "responsibility (component)"


def _smart(duties: Iterable[Duty], offer: Offer, dimensions: dict[str, str]) -> tuple[Smart, ...]:
    achievable = _standard(
        ("Scoped to this level's jfm complexity/problem-solving rubric", offer.complexity_cell),
        ("Scoped to this level's complexity", dimensions.get("Complexity", "")),
    )
    return tuple(
        Smart(
            text=duty.text,
            source=_source(duty, offer),
            specific=f'Deliver: "{duty.line}"',
            measurable=f"Move the metric this drives from {BASELINE} to {BY_DATE}.",
            achievable=achievable,
            relevant=_relevant(offer),
            time_bound=DATE,
        )
        for duty in duties
    )


def _okrs(
    duties: Iterable[Duty], offer: Offer, dimensions: dict[str, str]
) -> tuple[Objective, ...]:
    evidence = cycle(
        [
            f'Evidence at this level\'s {label.lower()} bar: "{value}" — {BY_DATE}'
            for label, value in dimensions.items()
        ]
        or [""]
    )
    return tuple(
        Objective(
            text=duty.text,
            source=_source(duty, offer),
            key_results=tuple(
                filter(None, (f'From {BASELINE} to {BY_DATE} — tied to: "{duty.line}"', bar))
            ),
        )
        for duty, bar in zip(duties, evidence, strict=False)
    )


def _areas(duties: Iterable[Duty], offer: Offer, dimensions: dict[str, str]) -> tuple[MboArea, ...]:
    standard = _standard(
        (
            "Consistent with this level's jfm knowledge-application rubric",
            offer.knowledge_cell,
        ),
        ("Consistent with this level's decision rights", dimensions.get("Decision rights", "")),
    )
    return tuple(
        MboArea(
            text=duty.text,
            source=_source(duty, offer),
            standard=standard,
            target=TARGET,
            due=DATE,
            reused=REUSED if duty.graded else "",
        )
        for duty in duties
    )


def _standard(*frames: tuple[str, str]) -> str:
    """The first frame whose value the canon has, or nothing."""
    for frame, value in frames:
        if quoted := quoted_line(value):
            return f'{frame}: "{quoted}"'
    return ""


def _relevant(offer: Offer) -> str:
    parts = [quoted_line(p) for p in (offer.function, offer.focus, offer.level)]
    if not all(parts):
        return ""
    function, focus, level = parts
    said = " — ".join(dict.fromkeys(filter(None, (level, quoted_line(offer.level_name)))))
    return f"Advances the {function} · {focus} mandate for {article(level)} {said}."


def article(level: str) -> str:
    """As the level is spoken: an E3, an IC4, an SVP, an 8, an expert; a P4, a Grade 7, a 32."""
    first = re.match(r"[^\W\d_]+|\d+", level)
    if first is None:
        return "a"
    word, rest = first[0], level[first.end() :]
    if word.isdigit():
        return "an" if word.startswith("8") or word in ("11", "18") else "a"
    is_spelled = word.isupper() and (rest[:1].isdigit() or len(word) < 3 or not VOWELS & set(word))
    vowels = SPOKEN_WITH_A_VOWEL if is_spelled else VOWELS
    return "an" if word[0].upper() in vowels else "a"
