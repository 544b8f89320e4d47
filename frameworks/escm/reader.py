"""Reading Part 2 of the eSCM-SP: from the damaged text to the model and its report.

The rules are in the modules that it calls, in the order in which it calls them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from frameworks.escm import document_sections
from frameworks.escm.activities import read_activities
from frameworks.escm.appendices import PracticeRow, read_rows, read_statements
from frameworks.escm.consistency_checks import Witnesses, check_model
from frameworks.escm.document_sections import Block
from frameworks.escm.errata import Errata
from frameworks.escm.glossary import read_glossary
from frameworks.escm.lines import BookLine, clean
from frameworks.escm.model import AREAS, CODE, CapabilityArea, Model, PracticeText
from frameworks.escm.paragraphs import line_width
from frameworks.escm.practice_head import Head, read_description, read_practice_head
from frameworks.escm.reading_report import DamagedTextError, ReadingReport, WrongDocumentError
from frameworks.escm.running_heads import printed_code

PUBLISHER = "Carnegie Mellon University, Information Technology Services Qualification Center"
STATED = re.compile(r"(?:comprised|composed) of (\d+) (?:eSCM-SP )?Practices")
LEVEL_HAS = re.compile(r"Level (\d) has (\d+) Practices")


def is_part_two(text: str) -> bool:
    """Whether a text is this document, whole or damaged."""
    return document_sections.looks_right(clean(text, ReadingReport()))


def read_model(text: str, errata: Errata) -> tuple[Model, ReadingReport]:
    """Read the whole text.

    WrongDocumentError where the text is something else; DamagedTextError where a practice, its head
    or the table of codes is missing. Whatever else is wrong becomes a repair or a doubt.
    """
    report = ReadingReport()
    lines = clean(text, report)
    if not document_sections.looks_right(lines):
        raise WrongDocumentError("no page of a practice under the model's name was found")
    rows = read_rows(document_sections.part(lines, document_sections.APPENDIX_B), report)
    blocks = _by_code(
        document_sections.blocks(lines, {row.title.casefold() for row in rows.values()}), rows
    )
    _all_there(lines, rows, blocks)
    _printed_codes(blocks, report)
    practices = _practices(rows, blocks, errata, report)
    glossary = read_glossary(document_sections.part(lines, document_sections.GLOSSARY), report)
    used = {practice.area for practice in practices}
    areas = tuple(area for area in map(CapabilityArea, AREAS, AREAS.values()) if area in used)
    model = Model(*_names(lines), PUBLISHER, practices, areas, glossary)
    statements = read_statements(document_sections.part(lines, document_sections.APPENDIX_C))
    check_model(model, Witnesses(rows, statements, _stated_levels(lines)), errata, report)
    return model, report


def _names(lines: Sequence[BookLine]) -> tuple[str, str]:
    """What the document calls itself: its title, and the edition."""
    found = [match for line in lines if (match := document_sections.NAME.search(line.text))]
    edition = next((match[2] for match in found if match[2]), "")
    return found[0][1].replace("–", "-"), f"{edition}, Part 2".removeprefix(", ")


def _by_code(blocks: Sequence[Block], rows: Mapping[str, PracticeRow]) -> dict[str, Block]:
    """Each practice under its code, which only Appendix B states for all of them."""
    codes = {(AREAS[code[:3]], row.title.casefold()): code for code, row in rows.items()}
    found: dict[str, Block] = {}
    for block in blocks:
        code = codes.get((block.area, block.title.casefold()))
        if code is None:
            raise DamagedTextError(
                block.place, f"Appendix B lists no such practice under {block.area}"
            )
        if code in found:
            raise DamagedTextError(block.place, f"{code} is in the text twice")
        found[code] = block
    return found


def _all_there(
    lines: Sequence[BookLine], rows: Mapping[str, PracticeRow], blocks: Mapping[str, Block]
) -> None:
    missing = [code for code in rows if code not in blocks]
    if missing:
        raise DamagedTextError(", ".join(missing), "listed in Appendix B, but without a page")
    stated = {int(match[1]) for line in lines for match in STATED.finditer(line.text)}
    if stated and len(blocks) not in stated:
        said = " or ".join(map(str, sorted(stated)))
        raise DamagedTextError(
            "whole text", f"{len(blocks)} practices were found, the text says {said}"
        )


def _printed_codes(blocks: Mapping[str, Block], report: ReadingReport) -> None:
    """Compare the codes at the heads and feet of the pages with those of Appendix B.

    The head of a practice is in the lines of the practice before, so its code may too.
    """
    codes = list(blocks)
    seen: set[str] = set()
    for code, following in zip(codes, [*codes[1:], ""], strict=True):
        printed = {printed_code(line.text) for line in blocks[code].body} - {""}
        seen |= printed
        for foreign in sorted(printed - {code, following}):
            report.doubted(code, f"its pages show the code {foreign}")
    unnamed = len(set(codes) - seen)
    if unnamed:
        what = f"{unnamed} practices without a printed code take theirs from the table"
        report.repaired("code from the appendix", "whole text", what)


def _stated_levels(lines: Sequence[BookLine]) -> dict[int, int]:
    """How many practices each level has, by the introduction's own word."""
    found = [match for line in lines if (match := LEVEL_HAS.match(line.text))]
    return {int(match[1]): int(match[2]) for match in found}


def _practices(
    rows: Mapping[str, PracticeRow],
    blocks: Mapping[str, Block],
    errata: Errata,
    report: ReadingReport,
) -> tuple[PracticeText, ...]:
    heads = {
        code: read_practice_head(_spelled(block, code, errata, report), rows[code], report)
        for code, block in blocks.items()
    }
    full = line_width([line for head in heads.values() for line in head.description])
    order = list(AREAS)
    codes = sorted(rows, key=lambda code: (order.index(code[:3]), code))
    practices = [_practice(code, blocks[code], heads[code], full, errata, report) for code in codes]
    supports = {
        support
        for practice in practices
        for each in practice.required()
        for support in each.supports
    }
    return tuple(replace(p, is_support_practice=p.code in supports) for p in practices)


def _spelled(block: Block, code: str, errata: Errata, report: ReadingReport) -> Block:
    """The block with the words put right that the errata know to be misspelled in it."""
    for entry in errata.spellings(code):
        word = re.compile(rf"\b{re.escape(entry.word)}\b")
        body = [replace(line, text=word.sub(entry.read, line.text)) for line in block.body]
        if body == list(block.body):
            report.doubted(code, f"erratum {entry.name}: the word is not in the practice")
        else:
            report.repaired(entry.name, code, f"“{entry.word}” read as “{entry.read}”")
        block = replace(block, body=body)
    return block


def _practice(
    code: str, block: Block, head: Head, full: float, errata: Errata, report: ReadingReport
) -> PracticeText:
    description = read_description(code, head, full, errata, report)
    cited = re.findall(CODE, " ".join(description))
    return PracticeText(
        code=code,
        title=block.title,
        area=CapabilityArea(code[:3], block.area),
        lifecycle=head.lifecycle,
        level=head.level,
        practice_type=head.practice_type,
        statement=head.statement,
        description=description,
        is_support_practice=False,
        related=tuple(dict.fromkeys(other for other in cited if other != code)),
        activities=read_activities(code, head.activities, errata, report),
    )
