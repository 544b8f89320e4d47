"""What a step says besides its sentences, as rows of label and text: skills, pay, what follows.

Pages, Markdown and Word files show the same rows.
"""

from itertools import groupby
from typing import NamedTuple

from taxonomy.profile.skills import RequirementChange
from taxonomy.profile.step import PayStep, Step
from taxonomy.web.formatting import band, percent_rise, rise

PAY_POLICY = (
    "Pay between low and high of a band follows the organisation’s pay policy; the band itself "
    "changes with the level."
)
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
    """A row a market in which both roles are paid, and how pay moves; a row that says there is
    none."""
    if not step.pay:
        return [StepLine("Pay", NO_PAY)]
    return [_pay_line(pay) for pay in step.pay] + [StepLine("How pay moves", PAY_POLICY)]


def _pay_line(pay: PayStep) -> StepLine:
    after = pay.after
    label = "Pay a year" if after.period == "year" else "Pay"
    if after.market_id:
        label += f", {after.market_id}"
    basis = f" ({after.get_basis_display()})" if after.get_basis_display() else ""
    percent = f", {percent_rise(pay.percent)}" if pay.percent is not None else ""
    rises = rise(pay.amount, after.currency)
    return StepLine(
        label, f"{band(pay.before)} → {band(after)}{basis}: {rises}{percent} at the median"
    )
