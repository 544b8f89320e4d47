"""Lists of a document as text, an entry a line: people type them, paste them from elsewhere, move
lines. Reading back what was written gives the same entries.

Columns are parted by ` | `; `\\|` is the sign itself. A line that begins with two spaces goes on
with the entry before. Sentences come below the name of their area, which ends with a colon.
"""

import re
from typing import Any

from taxonomy.canon.dump import Plain
from taxonomy.text import without_list_sign

# Columns by the name of the list; the rest of a line belongs to the last.
COLUMNS: dict[str, tuple[str, ...]] = {
    "areas": ("name", "description"),
    "skills": ("name", "proficiency", "text"),
    "sources": ("title", "publisher", "published", "url"),
    "pay": (
        *("market", "currency", "period", "low", "median", "high"),
        *("basis", "as_of", "source"),
    ),
    "mappings": ("scheme", "code", "source"),
}
COLUMNS_OF_A_FOCUS = {"skills": ("name", "text")}
OPTIONAL = ("proficiency", "as_of")
COMPONENT = "(component) "
_SPLIT = re.compile(r"(?<!\\) ?\| ?")


def columns_of(kind: str, name: str) -> tuple[str, ...]:
    special = COLUMNS_OF_A_FOCUS if kind == "focus" else {}
    return special.get(name) or COLUMNS.get(name, ())


def as_text(kind: str, name: str, entries: list[Any]) -> str:
    if name == "responsibilities":
        return _sentences_as_text(entries)
    columns = columns_of(kind, name)
    return "\n".join(_continued(_line(entry, columns) if columns else entry) for entry in entries)


def _line(entry: Plain, columns: tuple[str, ...]) -> str:
    cells = [str(entry.get(column) or "").replace("|", "\\|") for column in columns]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return " | ".join(cells)


def _continued(text: Any) -> str:
    return str(text).replace("\n", "\n  ")


def _sentences_as_text(entries: list[Plain]) -> str:
    lines, area = [], ""
    for entry in entries:
        if (entry.get("area") or "") != area:
            area = entry.get("area") or ""
            lines.append(f"{area}:")
        lines.append(f"- {_sentence_line(entry)}")
    return "\n".join(lines)


def _sentence_line(entry: Plain) -> str:
    mark = COMPONENT if entry["kind"] == "component" else ""
    return f"{mark}{_continued(entry['text'])}"


def sentences_as_text(entries: list[Plain]) -> str:
    """Sentences of one area, without its name. One that begins as an entry of a list does gets a
    sign before it, which reading takes off again.
    """
    lines = map(_sentence_line, entries)
    return "\n".join(line if without_list_sign(line) == line else f"- {line}" for line in lines)


def sentences_of(area: str | None, text: str) -> list[Plain]:
    """What `sentences_as_text` wrote, or was typed or pasted there."""
    return [_sentence(line, area) for line in _whole_lines(text)]


def as_entries(kind: str, name: str, text: str) -> list[Any]:
    lines = _whole_lines(text)
    if name == "responsibilities":
        return _sentences(lines)
    columns = columns_of(kind, name)
    cleaned = list(map(without_list_sign, lines))
    return [_entry(line, columns) if columns else line for line in cleaned]


def _whole_lines(text: str) -> list[str]:
    """Without empty ones; a line that goes on is part of the one before."""
    whole: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if whole and line.startswith("  "):
            whole[-1] += "\n" + line.removeprefix("  ")
        elif line.strip():
            whole.append(line.strip("\t "))
    return [line.rstrip() for line in whole]


def _entry(line: str, columns: tuple[str, ...]) -> Plain:
    cells = _SPLIT.split(line, maxsplit=len(columns) - 1)
    cells += [""] * (len(columns) - len(cells))
    entry: Plain = {
        column: cell.replace("\\|", "|").strip()
        for column, cell in zip(columns, cells, strict=True)
    }
    return {k: None if k in OPTIONAL and not v else v for k, v in entry.items()}


def _sentences(lines: list[str]) -> list[Plain]:
    """A line that ends with a colon and has no bullet is an area."""
    entries, area = [], None
    for line in lines:
        if line.endswith(":") and without_list_sign(line) == line:
            area = line.removesuffix(":").strip() or None
        else:
            entries.append(_sentence(line, area))
    return entries


def _sentence(line: str, area: str | None) -> Plain:
    text = without_list_sign(line)
    kind = "component" if text.startswith(COMPONENT) else "jfm"
    return {"text": text.removeprefix(COMPONENT), "kind": kind, "area": area}
