"""Reads an Excel workbook's list of sheets: names, which part each is in, which was open last.

The sheets' own XML is gone over in `scan`.
"""

from dataclasses import dataclass
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring

from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.limits import MOST_SHEETS
from taxonomy.spreadsheets.package import Package

MOST = 4 * 1024 * 1024  # bytes of a list
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class PackageEntry:
    name: str
    part: str


@dataclass(frozen=True)
class Contents:
    entries: list[PackageEntry]
    active: int
    strings: str  # the part with the table of texts, if there is one


def contents(package: Package) -> Contents:
    book = _tree(package, WORKBOOK)
    targets = targets_of(package, WORKBOOK)
    entries = [
        PackageEntry(_attribute(sheet, "name"), targets.get(_attribute(sheet, "id"), ("", ""))[1])
        for sheet in _all(book, "sheet")
    ]
    if len(entries) > MOST_SHEETS:
        raise SpreadsheetError(f"The workbook has more than {MOST_SHEETS:,} sheets.")
    views = [_attribute(view, "activeTab") for view in _all(book, "workbookView")]
    active = int(views[0]) if views and views[0].isdecimal() and len(views[0]) < 6 else 0
    strings = next((part for kind, part in targets.values() if kind == "sharedStrings"), "")
    return Contents(entries, active, strings)


def targets_of(package: Package, workbook: str) -> dict[str, tuple[str, str]]:
    """Id of a relationship of the workbook's part → (its kind, the part that it names)."""
    found = {}
    folder, _, name = workbook.rpartition("/")
    for each in _all(_tree(package, f"{folder}/_rels/{name}.rels"), "Relationship"):
        target = _attribute(each, "Target").replace("\\", "/")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        kind = _attribute(each, "Type").rpartition("/")[2]
        found[_attribute(each, "Id")] = (kind, part)
    return found


def _tree(package: Package, part: str) -> Element:
    try:
        return fromstring(package.read(part, MOST))
    except ParseError as error:
        raise SpreadsheetError(f"The workbook is damaged: {part} is torn ({error}).") from None


def _all(tree: Element, name: str) -> list[Element]:
    """Elements by their local name: Strict Open XML has other namespaces."""
    return [each for each in tree.iter() if each.tag.rpartition("}")[2] == name]


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name: `r:id` is `{…}id`."""
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), "")
