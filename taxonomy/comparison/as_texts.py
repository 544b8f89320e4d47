"""The rows of a comparison as text, for its files."""

from typing import Any

from taxonomy.comparison.rows import ComparedGroup
from taxonomy.web.formatting import band, rise


def as_texts(shown: list[ComparedGroup], count: int) -> list[list[str]]:
    """Every row as text cells, its label first; what all columns share is in each of them."""
    rows = []
    for group in shown:
        for row in group.rows:
            cells = row.cells * count if row.kind == "shared" else row.cells
            rows.append([row.label, *(_as_text(cell, row.kind) for cell in cells)])
    return rows


def _as_text(cell: Any, kind: str) -> str:
    if not cell:
        return ""
    if isinstance(cell, str):
        return cell
    if kind == "pay":
        return f"{band(cell)} {cell.get_basis_display()}".strip()
    if kind == "rise":
        return rise(cell.amount, cell.after.currency)
    if kind == "requirement":
        return ": ".join(filter(None, (cell.word or "required", cell.text)))
    if kind == "distances":
        return "; ".join(f"{each.distance.total} to {each.profile.title}" for each in cell)
    if kind == "requirements":
        return "\n".join(f"{each.skill.name}: {each.word or 'required'}" for each in cell)
    if kind == "areas":
        return "\n".join(map(str, cell))
    if isinstance(cell, tuple):
        return "\n".join(getattr(each, "name", None) or str(each) for each in cell)
    return str(cell)
