"""A goals sheet as a Word document and as Markdown, with what was typed into it.

Nothing is stored or logged: the document is made in memory from the request alone.
"""

from collections.abc import Mapping

from docx import Document

from goals.filling import LONGEST
from goals.sheet import GoalsSheet
from taxonomy.web.texts import markdown_prose
from taxonomy.web.word_file import on_a4, saved, xml_text

HEAD = (("name", "Name"), ("manager", "Manager"), ("period", "Period"))
LINE = "____________________"


def _typed(typed: Mapping[str, str], name: str) -> str:
    return " ".join(xml_text(typed.get(name, ""))[:LONGEST].split())


def title_of(sheet: GoalsSheet) -> str:
    if sheet.is_step:
        return f"Goals on the way from {sheet.profile.title} to {sheet.subject.title}"
    return f"Goals: {sheet.profile.title}"


def as_docx(sheet: GoalsSheet, typed: Mapping[str, str], origin: str) -> bytes:
    """Headings are headings and the head is a table, so that it can be edited further."""
    document = Document()
    on_a4(document, title_of(sheet), margin=18, points=10, footer=origin)
    document.add_heading(xml_text(title_of(sheet)), 1)
    document.add_paragraph(f"{sheet.heading} · {sheet.subject.key}")
    table = document.add_table(rows=1, cols=len(HEAD))
    for cell, (name, label) in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = f"{label}: {_typed(typed, name) or LINE}"
    for section in sheet.sections:
        document.add_heading(section.heading, 2)
        for block in xml_text(section.with_typed(typed)).split("\n\n"):
            lines = [line for line in block.split("\n") if line.strip()]
            if lines:
                document.add_paragraph("\n".join(line.rstrip() for line in lines))
    document.add_paragraph(f"Employee: {LINE}   Manager: {LINE}   Date: {LINE}")
    return saved(document)


def as_markdown(sheet: GoalsSheet, typed: Mapping[str, str], origin: str) -> str:
    """Each section's text is as it is copied, as a block of its own."""
    parts = [f"# {title_of(sheet)}", f"{sheet.heading} · {sheet.subject.key}"]
    parts.append("  \n".join(f"{label}: {_typed(typed, name) or LINE}" for name, label in HEAD))
    for section in sheet.sections:
        parts += [f"## {section.heading}", "```", section.with_typed(typed), "```"]
    parts += ["---", markdown_prose(origin)]
    return "\n\n".join(parts).replace("```\n\n", "```\n").replace("\n\n```\n", "\n```\n") + "\n"
