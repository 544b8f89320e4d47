"""Makes workbooks part by part, honest and hostile ones, without a spreadsheet program.

The hostile ones are of the kinds that stop sites: small files that unpack, spread or point far.
"""

import io
import random
import struct
import zipfile
from collections.abc import Iterable, Iterator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
SHEET = "xl/worksheets/sheet1.xml"

Parts = dict[str, str | bytes]


def packed(parts: Parts) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def letters(place: int) -> str:
    """The letters of a column that is counted from 0."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, texts: Iterable[str]) -> str:
    cells = "".join(text_cell(f"{letters(n)}{number}", text) for n, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def sheet(data: str, after: str = "", before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'


def xlsx_parts(
    *sheets: str, strings: str = "", states: Iterable[str] = (), active: int = 0
) -> Parts:
    """The parts of a workbook whose sheets are this XML."""
    states = [*states, *[""] * len(sheets)]
    listed = "".join(
        f'<sheet name="Sheet{n}" sheetId="{n}" r:id="r{n}"'
        + (f' state="{state}"/>' if state else "/>")
        for n, (_, state) in enumerate(zip(sheets, states, strict=False), 1)
    )
    views = f'<bookViews><workbookView activeTab="{active}"/></bookViews>'
    related = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    if strings:
        kind = f"{OFFICE}/sharedStrings"
        related += f'<Relationship Id="s" Type="{kind}" Target="sharedStrings.xml"/>'
    parts: Parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{views}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        "</Relationships>",
    }
    for number, each in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = each
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return parts


def xlsx(*sheets: str, **options: object) -> bytes:
    return packed(xlsx_parts(*sheets, **options))


TABLE = row(1, ["title", "department"]) + row(2, ["Accountant", "Finance"])


def roster(rows: int, columns: int) -> bytes:
    """An honest roster as Excel writes one: texts in a table, numbers in place."""
    known = ["title", "department", "level", *(f"column {n}" for n in range(4, columns + 1))]
    dice = random.Random(rows)
    names = [letters(n) for n in range(columns)]
    lines = [row(1, known[:columns])]
    for number in range(2, rows + 2):
        cells = "".join(
            f'<c r="{name}{number}" t="s"><v>{dice.randrange(20_000)}</v></c>'
            if place % 2 == 0
            else f'<c r="{name}{number}"><v>{dice.randrange(90_000)}</v></c>'
            for place, name in enumerate(names)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    strings = "".join(f"<si><t>Accountant number {n}</t></si>" for n in range(20_000))
    return xlsx(sheet("".join(lines)), strings=strings)


def ods(*tables: str, settings: str = "", before: str = "") -> bytes:
    names = "".join(f' xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "text", "table", "style"))
    named = "".join(
        f'<table:table table:name="Table{n}">{rows}</table:table>'
        for n, rows in enumerate(tables, 1)
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>',
            "content.xml": f"{before}<office:document-content{names}><office:body>"
            f"<office:spreadsheet>{named}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
        | ({"settings.xml": settings} if settings else {})
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str, attributes: str = "") -> str:
    opening = f'<table:table-cell office:value-type="string"{attributes}>'
    return f"{opening}<text:p>{text}</text:p></table:table-cell>"


def hostile() -> Iterator[tuple[str, bytes]]:
    """(what it is, the file): each is to be refused, or read, within the bounds."""
    yield from far_away()
    yield from many()
    yield from bombs()
    yield from declarations()
    yield from packing()
    yield from open_document()
    yield from texts()
    yield from binary()


def far_away() -> Iterator[tuple[str, bytes]]:
    for reference in ("A1048576", "XFD1048576", "XFD2", "C900000", "A1048577", "A4294967297"):
        number = int(reference.lstrip("ABCDEFX"))
        stray = f'<row r="{number}">{text_cell(reference, "Auditor")}</row>'
        yield f"a cell in {reference}", xlsx(sheet(TABLE + stray))
    last = f'<row r="1048576"><c><v>1</v></c></row><row>{text_cell("", "x")}</row>'
    yield "a row without a number below the last", xlsx(sheet(TABLE + last))
    for reference in ("A9999999999", "XFE3", "AAAAAAAAA3", "A0"):
        stray = f'<row r="3">{text_cell(reference, "Auditor")}</row>'
        yield f"a cell in {reference}", xlsx(sheet(TABLE + stray))
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield "everything merged", xlsx(sheet(TABLE, merged))
    hidden = '<row r="3"><c z=">" r="XFD1048576"><v>1</v></c></row>'
    yield "a far cell behind a sign of markup", xlsx(sheet(TABLE + hidden))


def many() -> Iterator[tuple[str, bytes]]:
    parts = xlsx_parts(sheet(TABLE))
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 20_000_000}</cellXfs></styleSheet>'
    yield "20 million formats", packed(parts | {"xl/styles.xml": styles})
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 15_000_000}</cellXfs></styleSheet>'
    yield "15 million formats", packed(parts | {"xl/styles.xml": styles})
    yield "14 million texts", xlsx(sheet(TABLE), strings="<si/>" * 14_000_000)
    cell = '<c r="A3" t="s"><v>0</v></c>'
    long = f"<si><t>{'x' * 1_000_000}</t></si>"
    yield "a long text a thousand times", xlsx(sheet(TABLE + cell * 1_000), strings=long)
    yield "5 million empty cells", xlsx(sheet(TABLE + '<c r="A3"/>' * 5_000_000))
    yield "4 million filled cells", xlsx(sheet(TABLE + '<c r="A3"><v>1</v></c>' * 4_000_000))
    yield "cells without places", xlsx(sheet(TABLE + "<row><c><v>1</v></c></row>" * 3_000_000))
    rows = "".join(f'<row r="{n}"/>' for n in range(3, 1_048_577))
    yield "a million empty rows", xlsx(sheet(TABLE + rows))
    merged = "".join(f'<mergeCell ref="B{n}:B{n + 1}"/>' for n in range(2, 1_000_000, 2))
    yield "half a million merged cells", xlsx(sheet(TABLE, f"<mergeCells>{merged}</mergeCells>"))
    formula = '<c r="A3"><f>1</f></c>'
    yield "2 million formulas without values", xlsx(sheet(TABLE + formula * 2_000_000))
    yield "3 million elements in each other", xlsx(sheet(TABLE + "<a>" * 3_000_000))
    listed = '<sheet name="S" sheetId="1" r:id="r1"/>' * 90_000
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    yield "90,000 sheets", packed(parts | {"xl/workbook.xml": book})
    deep = f'<workbook xmlns="{MAIN}">' + "<a>" * 1_000_000
    yield "a million levels in the list of sheets", packed(parts | {"xl/workbook.xml": deep})
    names = "".join(f'<c r="A3" a{n}=""/>' for n in range(10)) * 100_000
    yield "odd attributes", xlsx(sheet(TABLE + names))
    yield "quadratic comments", xlsx(sheet(TABLE + "<!--" + "<c r" * 10_000_000))
    yield "no markup", xlsx(sheet(TABLE + "x" * 70_000_000))


def bombs() -> Iterator[tuple[str, bytes]]:
    whole = xlsx_parts(sheet(TABLE))
    yield "a part of 2 GB", packed(whole | {SHEET: b"\0" * (2 << 30)})
    yield "90 MB of rows", packed(whole | {SHEET: sheet(TABLE, " " * (90 << 20))})
    for pictures in (3, 6):
        bomb = {f"xl/media/{n}.bin": b"\0" * (70 << 20) for n in range(pictures)}
        yield f"{pictures * 70} MB in pictures", packed(whole | bomb)


def declarations() -> Iterator[tuple[str, bytes]]:
    laughs = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    declared = f"<!DOCTYPE worksheet [{laughs}]>"
    text = sheet(row(1, ["title"]) + row(2, ["&j;"]), before=declared)
    whole = xlsx_parts(sheet(TABLE))
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"):
        for part in (SHEET, "xl/workbook.xml"):
            spelled = f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)
            yield f"entities in {encoding}, {part}", packed(whole | {part: spelled})
    late = f"<!--{'x' * 10_000}-->{text}"
    yield "entities below a long comment", packed(whole | {SHEET: late})
    yield "entities in small letters", packed(whole | {SHEET: text.replace("DOCTYPE", "doctype")})
    utf_7 = f'<?xml version="1.0" encoding="utf-7"?>{sheet(TABLE)}'
    yield "UTF-7", packed(whole | {SHEET: utf_7})
    comments = "<!--a-->" * 500
    yield "500 comments and no root", packed(whole | {SHEET: comments})
    yield "entities in OpenDocument", ods(ods_row(ods_cell("&j;")), before=declared)


def packing() -> Iterator[tuple[str, bytes]]:
    whole = xlsx_parts(sheet(TABLE))
    yield "60 MB of nothing for texts", packed(whole | {"xl/sharedStrings.xml": b"\0" * 60_000_000})
    honest = packed(whole)
    yield "torn", honest[: len(honest) // 2]
    yield "torn in the list of parts", honest[:-30]
    size = len(sheet(TABLE).encode())
    yield "a size that is not true", honest.replace(struct.pack("<I", size), struct.pack("<I", 99))
    yield (
        "a locked part",
        honest.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"),
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"xl/{number}", "")
    yield "60,000 parts", content.getvalue()
    content = io.BytesIO(honest)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(SHEET.upper(), sheet(row(1, ["title"]) + row(2, ["Auditor"])))
    yield "a part twice", content.getvalue()
    flipped = bytearray(honest)
    for at in random.Random(1).sample(range(60, len(honest) - 60), 40):
        flipped[at] ^= 0x55
    yield "40 bytes flipped", bytes(flipped)


def open_document() -> Iterator[tuple[str, bytes]]:
    head = ods_row(ods_cell("title"), ods_cell("department"))
    million = ods_row(ods_cell("Accountant"), repeated=1_048_575)
    yield "a row a million times", ods(head + million)
    wide = ods_row(
        ods_cell("Accountant", ' table:number-columns-repeated="16384"'), repeated=60_000
    )
    yield "a billion cells by repetition", ods(head + wide)
    gap = f'<table:table-row table:number-rows-repeated="1048570">{"<table:table-cell/>"}'
    yield "a cell in the last row", ods(head + gap + "</table:table-row>" + ods_row(ods_cell("x")))
    yield "a row below the last", ods(head + ods_row(repeated=1_048_576) + ods_row(ods_cell("x")))
    yield "a number without end", ods(head + ods_row(ods_cell("x"), repeated=10**18))
    yield "2 million cells", ods(head + ods_row(ods_cell("x")) * 2_000_000)


def texts() -> Iterator[tuple[str, bytes]]:
    most = 10 * 1024 * 1024
    head = b"title,department\n"
    for words, sign in {
        "line ends": b"\n",
        "quotes": b'"',
        "quotes and line ends": b'"\n',
        "commas": b",",
        "short lines": b"ab\n",
        "lines of commas": b"," * 200 + b"\n",
        "lines of commas with an end": b"," * 200 + b"x\n",
        "zeros": b"\0",
        "four-byte characters": "🐝".encode(),
        "one cell over lines": b'x,"\n',
    }.items():
        yield f"10 MB of {words}", (head + sign * (most // len(sign)))[:most]
    yield "50,000 rows of 200 columns", head + (b"x," * 100 + b"\n") * 50_000
    yield "UTF-16 that ends too early", b"\xff\xfe" + "title\nx".encode("utf-16-le") + b"\0"


def binary() -> Iterator[tuple[str, bytes]]:
    dice = random.Random(7)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    name = "Workbook".encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + bytes([len(name), 0, 2, 1]) + b"\0" * 60
    for number in range(4):
        body = bytearray(dice.randbytes(4096))
        body[: len(ole)] = ole
        body[1024 : 1024 + 128] = entry
        yield f"an old workbook of dice {number}", bytes(body)
    yield "a binary workbook of dice", packed({"xl/workbook.bin": dice.randbytes(5000)})
    for gap in (1_048_574, 1_048_575, 4_000_000_000):
        yield f"a binary row below a gap of {gap:,}", xlsb([["title"], ["Auditor"]], gap=gap)
    yield "a binary cell far to the right", xlsb([["title"], ["", *[0.0] * 20_000]])


def xlsb(rows: Iterable[Iterable[str | float]], state: int = 0, gap: int = 0) -> bytes:
    """A binary workbook with one sheet, record by record; below its first row a gap of rows."""
    data = b""
    height = 0
    for number, cells in enumerate(rows, 1):
        height = number + gap if number > 1 else number
        data += _record(0, struct.pack("<IIHBHI", height - 1, 0, 300, 0, 0, 0))
        for column, cell in enumerate(cells):
            at = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                data += _record(6, at + _wide(cell))
            else:
                data += _record(5, at + struct.pack("<d", cell))
    size = struct.pack("<IIII", 0, min(max(height - 1, 0), 1_048_575), 0, 30)
    sheet_part = _record(129) + _record(148, size) + _record(145) + data + _record(146)
    named = struct.pack("<II", state, 1) + _wide("r1") + _wide("Roster")
    book = _record(131) + _record(143) + _record(156, named) + _record(144) + _record(132)
    related = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{related}</Relationships>",
            "xl/worksheets/sheet1.bin": sheet_part + _record(130),
        }
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    identity = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(content), b""
    while size >= 128:
        length += bytes([size & 0x7F | 0x80])
        size >>= 7
    return identity + length + bytes([size]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
