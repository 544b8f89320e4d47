"""Pieces of Word files: text with marked words, fields to type into and boxes to tick.

Fields and boxes are Word's content controls, so that a sheet can be filled in where it is opened.
"""

import io
import re
from html.parser import HTMLParser

from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOOTER_POINTS = 7.5
LONGEST_PROPERTY = 255  # characters that a file's property may have
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Without the signs that no XML document may have."""
    return _UNPRINTABLE.sub("", text)


def saved(document: DocxDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def on_a4(
    document: DocxDocument, title: str, margin: float, points: float, footer: str = ""
) -> None:
    """An A4 page with one margin all around and one size of text, without an author; its footer
    says where the file comes from and which page of how many this is.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(margin))
    style = document.styles["Normal"]
    style.font.size = Pt(points)
    style.paragraph_format.space_after = Pt(1)
    document.core_properties.title = xml_text(title)[:LONGEST_PROPERTY]
    document.core_properties.author = ""
    section.footer_distance = Mm(margin / 2)
    _write_footer(section.footer.paragraphs[0], footer)


def _write_footer(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(f"{xml_text(text)} · ").font.size = Pt(FOOTER_POINTS)
    half_points = round(2 * FOOTER_POINTS)
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        paragraph._p.append(
            parse_xml(
                f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:rPr>'
                f'<w:sz w:val="{half_points}"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
            )
        )
        paragraph.add_run(after).font.size = Pt(FOOTER_POINTS)


def marked_text(paragraph: Paragraph, html: str) -> None:
    """Our own marked HTML as runs: <ins> underlined, <del> struck through, items on own lines."""
    writer = _Runs(paragraph)
    writer.feed(html)
    writer.close()


class _Runs(HTMLParser):
    BREAKS = {"p": "\n", "li": "\n– "}

    def __init__(self, paragraph: Paragraph) -> None:
        super().__init__()
        self._paragraph, self._open, self._lead = paragraph, set[str](), ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._open.add(tag)
        self._lead = self.BREAKS.get(tag, self._lead)

    def handle_endtag(self, tag: str) -> None:
        self._open.discard(tag)

    def handle_data(self, data: str) -> None:
        lead, self._lead = self._lead, ""
        if not self._paragraph.runs:
            lead = lead.lstrip("\n")
        run = self._paragraph.add_run(xml_text(lead + data))
        run.underline = "ins" in self._open or None
        run.font.strike = "del" in self._open or None
        run.bold = "strong" in self._open or None


def text_field(paragraph: Paragraph, name: str) -> None:
    """A place to type into, which shows an ellipsis until somebody does."""
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{name}"/><w:tag w:val="{name}"/>'
            '<w:showingPlcHdr/><w:text w:multiLine="1"/></w:sdtPr><w:sdtContent><w:r><w:rPr>'
            '<w:color w:val="767676"/></w:rPr><w:t xml:space="preserve"> … </w:t></w:r>'
            "</w:sdtContent></w:sdt>"
        )
    )


def tick_box(paragraph: Paragraph, label: str) -> None:
    """A box to tick, with its label after it."""
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w', 'w14')}><w:sdtPr><w14:checkbox>"
            '<w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" '
            'w:hAnsi="MS Gothic"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
        )
    )
    paragraph.add_run(f" {label}  ")


def ruled_table(
    document: DocxDocument, widths: list[float], header: list[str] | None = None
) -> Table:
    """A ruled table of fixed widths in millimetres; its header is bold and repeats on each page."""
    made = document.add_table(rows=0, cols=len(widths))
    made.style, made.autofit = "Table Grid", False
    if header:
        cells = ruled_row(made, widths)
        for cell, text in zip(cells, header, strict=True):
            cell.paragraphs[0].add_run(xml_text(text)).bold = True
        made.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    return made


def ruled_row(of: Table, widths: list[float]) -> tuple[_Cell, ...]:
    """One more row, kept together on a page."""
    added = of.add_row()
    added._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    for cell, width in zip(added.cells, widths, strict=True):
        cell.width = Mm(width)
    return added.cells
