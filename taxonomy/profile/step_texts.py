"""What a step says besides its sentences, as rows of label and text: skills, pay, what follows.

Pages, Markdown and Word files show the same rows.
"""

from itertools import groupby
from typing import NamedTuple

from django.conf import settings

from taxonomy.choices import Period
from taxonomy.profile.skills import RequirementChange
from taxonomy.profile.step import PayStep, Step
from taxonomy.web.formatting import as_of, band, pay_name, pay_source, percent_rise, rise

MARKS = {"N": "not yet", "M": "meeting", "B": "beyond", "–": "no chance to show it"}
# Where boxes are labelled with the words of their marks, this is all that is to be said of them.
HOW_TO_MARK = (
    "Two people mark for themselves; the marks are talked about, never added up or averaged. "
    "This sheet is no checklist: a level is reached by the whole of the work, not by counting rows."
)
LEGEND = f"Marks: {', '.join(map(' '.join, MARKS.items()))}. {HOW_TO_MARK}"
NO_PAY = "The catalogue records no pay of both roles in one market."


class StepLine(NamedTuple):
    label: str
    text: str


def skill_lines(step: Step) -> list[StepLine]:
    """Skills that rise, are new, fall or are not named again; alike ones together."""
    lines = []
    for kind, label in (("rises", "Rises"), ("new", "New skills"), ("falls", "Falls")):
        changes = [change for change in step.skills if change.kind == kind]
        if changes:
            lines.append(StepLine(label, _named(changes)))
    if ends := [change.skill.name for change in step.skills if change.kind == "ends"]:
        lines.append(StepLine("Not named again", ", ".join(ends)))
    return lines


def _named(changes: list[RequirementChange]) -> str:
    """`working → practitioner: Tenders, Contracts`; new ones as `Audits, Licences (working)`."""

    def place(change: RequirementChange) -> str:
        return (
            change.after.word.lower()
            if change.after and change.kind == "new"
            else change.words.lower()
        )

    parts = []
    for words, alike in groupby(sorted(changes, key=place), place):
        names = ", ".join(change.skill.name for change in alike)
        is_new = changes[0].kind == "new"
        named = f"{names} ({words})" if is_new else f"{words}: {names}"
        parts.append(named if words else names)
    return "; ".join(parts)


def pay_lines(step: Step) -> list[StepLine]:
    """Two rows a market in which both roles are paid, the figures and where they come from; then
    the organisation's own sentence on how pay moves, where a setting states it.
    """
    if not step.pay:
        return [StepLine("Pay", NO_PAY)]
    policy = [StepLine("How pay moves", settings.PAY_POLICY)] if settings.PAY_POLICY else []
    return [line for pay in step.pay for line in _pay_lines(step, pay)] + policy


def _pay_lines(step: Step, pay: PayStep) -> list[StepLine]:
    after = pay.after
    where = f", {after.market_id}" if after.market_id else ""
    period = " a year" if after.period == Period.YEAR else ""
    percent = f", {percent_rise(pay.percent)}" if pay.percent is not None else ""
    rises = rise(pay.amount, after.currency)
    figures = f"{band(pay.before)} → {band(after)}: {rises}{percent} at the median"
    return [
        StepLine(f"{pay_name(pay.before, after)}{period}{where}", figures),
        StepLine(f"Source of pay{where}", _sources(step, pay)),
    ]


def _sources(step: Step, pay: PayStep) -> str:
    """Of both figures; what they have in common (the beginning up to a colon, the date) is said
    once, so that the sheet keeps to one page.
    """
    before, after = pay.before, pay.after
    if pay_source(before) == pay_source(after):
        return pay_source(after)
    begins, colon, _ = after.source.rpartition(": ")
    if not before.source.startswith(begins + colon):
        begins = colon = ""
    has_one_date = before.as_of == after.as_of
    said = [begins]
    for role, band_of_role in ((step.lower, before), (step.upper, after)):
        own = band_of_role.source.removeprefix(begins + colon)
        date = "" if has_one_date else as_of(band_of_role)
        parts = filter(None, (band_of_role.get_basis_display(), own, date))
        said.append(f"{role.level_label}: {'; '.join(parts) or 'not stated'}")
    said.append(as_of(after).replace("as", "As", 1) if has_one_date else "")
    return f"{'. '.join(filter(None, said))}."
