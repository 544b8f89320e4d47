"""The sheet of a step as a Word file to fill in: what the page shows, with fields and boxes."""

from docx import Document
from docx.document import Document as DocxDocument
from docx.shared import Pt
from docx.table import _Cell
from markupsafe import Markup

from taxonomy.profile.step import Step
from taxonomy.profile.step_page import NextStep, with_level
from taxonomy.profile.step_texts import LEGEND, MARKS, StepLine, pay_lines, skill_lines
from taxonomy.profile.word_changes import AreaChange
from taxonomy.web import word_file

WIDTHS = [25.0, 50.0, 50.0, 33.0, 14.0, 14.0]


def step_as_docx(found: NextStep, origin: str) -> bytes:
    step = found.step
    assert step is not None
    document = Document()
    title = found.title
    word_file.on_a4(document, title, margin=12, points=8.5, footer=origin)
    heading = document.add_heading(word_file.xml_text(title), 1)
    heading.paragraph_format.space_before = Pt(0)
    document.add_paragraph(f"{step.lower.key} → {step.upper.key}")
    _fields(document, "Name", "Manager", "Period")
    _areas(document, step)
    document.add_paragraph(LEGEND)
    _moves(document, found)
    _fields(document, "Signed, employee", "Signed, manager", "Date")
    return word_file.saved(document)


def _fields(document: DocxDocument, *names: str) -> None:
    table = word_file.ruled_table(document, [62.0] * len(names))
    for cell, name in zip(word_file.ruled_row(table, [62.0] * len(names)), names, strict=True):
        cell.paragraphs[0].add_run(f"{name}: ")
        word_file.text_field(cell.paragraphs[0], name)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _areas(document: DocxDocument, step: Step) -> None:
    asks = "asks" if step.has_areas else "asks instead"
    labels = (f"{step.lower.level_label} does", f"{step.upper.level_label} {asks}")
    if not step.areas:
        return
    table = word_file.ruled_table(document, WIDTHS, ["Area", *labels, "Evidence", "You", "Manager"])
    for change in step.areas:
        area, before, after, evidence, *marks = word_file.ruled_row(table, WIDTHS)
        area.paragraphs[0].add_run(word_file.xml_text(_area(change, step))).bold = True
        _sentences(before, [pair.before for pair in change.pairs])
        if change.kind == "same":
            after.paragraphs[0].add_run("The same.")
        else:
            _sentences(after, [pair.after for pair in change.pairs])
        if change.kind == "ends":
            continue  # nothing to show at the other role, so nothing to mark
        word_file.text_field(evidence.paragraphs[0], "Evidence")
        for cell in marks:
            for label in MARKS:
                word_file.tick_box(cell.paragraphs[0], label)


def _area(change: AreaChange, step: Step) -> str:
    name = step.heading(change)
    level = step.upper.level_label
    notes = {"new": f"new at {level}", "ends": f"not asked at {level}", "same": "unchanged"}
    return f"{name} ({notes[change.kind]})" if change.kind in notes else name


def _sentences(cell: _Cell, texts: list[Markup]) -> None:
    for place, text in enumerate(filter(None, texts)):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        word_file.marked_text(paragraph, str(text))


def _moves(document: DocxDocument, found: NextStep) -> None:
    """Guideline, skills, pay, what follows, and the dimensions of the level: label and text."""
    step = found.step
    assert step is not None
    table = word_file.ruled_table(document, [40.0, 146.0])
    changes = [(change.label, change.after or change.before) for change in step.guideline]
    follows = (
        [StepLine(f"After {step.upper.level_label}", with_level(found.after))]
        if found.after
        else []
    )
    lines = [*skill_lines(step), *pay_lines(step), *follows]
    dimensions = [(change.label, change.after or change.before) for change in step.dimensions]
    for label, text in [*changes, *lines, *dimensions]:
        name, said = word_file.ruled_row(table, [40.0, 146.0])
        name.paragraphs[0].add_run(word_file.xml_text(label))
        word_file.marked_text(
            said.paragraphs[0], str(text) if isinstance(text, Markup) else _escaped(text)
        )


def _escaped(text: str) -> str:
    return str(Markup("%s") % text)
