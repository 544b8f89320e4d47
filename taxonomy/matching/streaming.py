"""A roster's answer as one page that is sent while it is made: progress first, then the result.

The parts are templates; here is their order. Nothing is kept when the last part is sent.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from taxonomy.matching.choices import PREFIX
from taxonomy.matching.decision import Matcher, MatchState
from taxonomy.matching.level_table import LevelUses, proposed_table
from taxonomy.matching.reading_form import ReadingForm
from taxonomy.matching.roster import NONE, Answered, Roster

PROGRESS_EVERY = 1_000  # rows
LISTED = 5_000  # rows that a page lists
ROWS_A_CHUNK = 250
HERE = "<!-- what follows is sent later -->"  # where a template is cut in two

# State → (name in markup, its words).
WORDS = {state: (str(state).replace(" ", "-"), str(state)) for state in MatchState}


@dataclass(frozen=True)
class StateShare:
    """One state's part of the summary: its count and its place in the picture, 0 to 100."""

    name: str
    words: str
    count: int
    start: float
    width: float

    @property
    def said(self) -> str:
        return f"{self.count:,}"


def page(
    request: HttpRequest, form: ReadingForm, matcher: Matcher, only: str, choices: Mapping[int, str]
) -> Iterator[str]:
    """`only` names a state whose rows alone are listed; all rows are counted. Candidates that were
    chosen before are chosen again.
    """
    roster = cast(Roster, form.roster)  # the view asks before
    shell = {"form": form, "count": len(roster.rows), "here": HERE}
    before, after = _halves("taxonomy/match_roster.html", shell, request)
    yield before
    counts: Counter[MatchState] = Counter()
    listed: list[Answered] = []
    uses = LevelUses(matcher.index.scale)
    for place, answered in enumerate(roster.answers(matcher), 1):
        counts[answered.state] += 1
        uses.count(answered.row.level, answered.exact_level)
        if len(listed) < LISTED and only in ("", WORDS[answered.state][0]):
            listed.append(answered)
        if place % PROGRESS_EVERY == 0:
            yield f"<li>{place:,} of {len(roster.rows):,} rows matched</li>\n"
    wanted = sum(n for state, n in counts.items() if only in ("", WORDS[state][0]))
    context = {
        "shares": shares(counts),
        "total": f"{counts.total():,}",
        "only": next((words for name, words in WORDS.values() if name == only), ""),
        "listed": f"{len(listed):,}",
        "wanted": f"{wanted:,}" if wanted else "",
        "here": HERE,
        "form": form,
        "uses": (found := [] if roster.level_table else uses.found()),
        "proposed": proposed_table(found),
    }
    named = {"prefix": PREFIX, "no_role": NONE, "choices": choices}
    results, rest = _halves("taxonomy/_match_results.html", context, request)
    yield results
    for start in range(0, len(listed), ROWS_A_CHUNK):
        chunk = [(WORDS[a.state][0], a) for a in listed[start : start + ROWS_A_CHUNK]]
        yield render_to_string("taxonomy/_match_rows.html", {"rows": chunk, **named})
    yield rest
    yield after


def shares(counts: Counter[MatchState]) -> list[StateShare]:
    total, start, found = max(counts.total(), 1), 0.0, []
    for state, (name, words) in WORDS.items():
        width = round(100 * counts[state] / total, 2)
        found.append(StateShare(name, words, counts[state], round(start, 2), width))
        start += width
    return found


def _halves(template: str, context: dict[str, object], request: HttpRequest) -> tuple[str, str]:
    before, _, after = render_to_string(template, context, request).partition(HERE)
    return before, after
