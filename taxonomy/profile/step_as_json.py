"""The step to another role as plain data: what `next.json` answers."""

from collections.abc import Iterable
from typing import Any

from taxonomy.profile.as_json import pay_facts
from taxonomy.profile.step_page import NextStep
from taxonomy.profile.word_changes import TextChange


def step_facts(found: NextStep) -> dict[str, Any]:
    """A step as data: texts without marks, in the order of its page."""
    step = found.step
    assert step is not None
    return {
        "from": step.lower.key,
        "to": step.upper.key,
        "areas": [
            {
                "area": change.area,
                "kind": change.kind,
                "before": [pair.before.striptags() for pair in change.pairs if pair.before],
                "after": [pair.after.striptags() for pair in change.pairs if pair.after],
            }
            for change in step.areas
        ],
        "guideline": _changed(step.guideline),
        "dimensions": _changed(step.dimensions),
        "skills": [{"skill": each.skill.name, "change": each.words} for each in step.skills],
        "pay": [
            {
                "market": pay.after.market_id,
                "currency": pay.after.currency,
                "period": pay.after.period,
                "median before": float(pay.before.median),
                "median after": float(pay.after.median),
                "before": pay_facts(pay.before),
                "after": pay_facts(pay.after),
            }
            for pay in step.pay
        ],
        "then": found.after.key if found.after else None,
    }


def _changed(changes: Iterable[TextChange]) -> list[dict[str, str]]:
    return [
        {"label": each.label, "before": each.before.striptags(), "after": each.after.striptags()}
        for each in changes
    ]
