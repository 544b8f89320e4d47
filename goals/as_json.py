"""A goals sheet as plain data: what `goals.json` answers."""

from dataclasses import asdict
from typing import Any

from goals.filling import without_marks
from goals.sheet import GoalsSheet


def goals_facts(sheet: GoalsSheet) -> dict[str, Any]:
    """The rows of each section that has some, placeholders in ⟨angle brackets⟩."""
    rows = {name: rows for name, rows in asdict(sheet.goals).items() if rows}
    towards = {"from": sheet.profile.key} if sheet.is_step else {}
    return {"key": sheet.subject.key, "title": sheet.subject.title, **towards, **_plain(rows)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each != ""}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return without_marks(value)
