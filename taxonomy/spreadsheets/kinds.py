"""Recognises what a file is by its content; its name says little, since exports are misnamed.

What Rolebook reads goes on to a reader; everything else is refused by its own name.
"""

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from taxonomy.spreadsheets.book import SpreadsheetError


class FileKind(StrEnum):
    """What is read, in the words that notes use."""

    TEXT = "text"
    XLSX = "Excel workbook (.xlsx)"
    XLSB = "binary Excel workbook (.xlsb)"
    XLS = "old Excel workbook (.xls)"
    ODS = "OpenDocument spreadsheet (.ods)"


SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV"
# How files begin that are no spreadsheet. First match wins.
_BEGINNINGS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich text document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file (.gz); unpack it first",
    b"7z\xbc\xaf": "a packed folder (.7z); unpack it first",
    b"Rar!": "a packed folder (.rar); unpack it first",
    b"BZh9": "a compressed file (.bz2); unpack it first",
    b"\xfd7zXZ": "a compressed file (.xz); unpack it first",
    b"\x28\xb5\x2f\xfd": "a compressed file (.zst); unpack it first",
    b"SQLite format 3": "a database file",
    b"PAR1": "a Parquet file",
    b"ID;P": "a SYLK file",
    b"\x09\x00\x04\x00": "an Excel workbook from before 1995",
    b"\x09\x02\x06\x00": "an Excel workbook from before 1995",
    b"\x09\x04\x06\x00": "an Excel workbook from before 1995",
}
LOCKED = "locked with a password; save it without one"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an OLE file that say what it is.
_OLE_STREAMS = {
    "EncryptedPackage": LOCKED,
    "Workbook": FileKind.XLS,
    "Book": FileKind.XLS,
    "WordDocument": "a Word document",
    "PowerPoint Document": "a presentation",
    "__properties_version1.0": "an Outlook message",
}
# Parts of a packed file that say what it is.
_PARTS = {
    "xl/workbook.bin": FileKind.XLSB,
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "Index/Document.iwa": "a Numbers document",
    "Index.zip": "a Numbers document",
    "index.apxl": "a Keynote document",
}
_LIST = "META-INF/manifest.xml"  # of an OpenDocument file
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_MARKUP = re.compile(r"<(?:!|\?|/?[a-zA-Z][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>))")
# `<title>,<department>`: some databases write their headers so.
_HEADERS_IN_BRACKETS = re.compile(r"<[^<>\r\n]*>[ \t]*[,;\t|]")
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\d\]]")
_MIME = re.compile(r"(?:MIME-Version|Content-Type|Return-Path|Received): ", re.I)


def recognise(content: bytes) -> FileKind:
    """SpreadsheetError says what else the file is."""
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _packed(content)
    if content.startswith(_OLE):
        return _ole(content)
    for beginning, words in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise refused(words)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SpreadsheetError("The file starts like an old Excel workbook (.xls) but is damaged.")
    _refuse_markup(content[:4096])
    return FileKind.TEXT


def refused(words: str) -> SpreadsheetError:
    ending = "" if ";" in words else f". {SAVE_AS}"
    return SpreadsheetError(f"The file is {words}{ending}.")


def _packed(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = {name.replace("\\", "/") for name in parts.namelist()}
            declared = parts.open("mimetype").read(200) if "mimetype" in names else b""
            listed = parts.open(_LIST).read(1 << 20) if _LIST in names else b""
    except Exception:  # a torn or hostile list of parts fails in many ways
        raise SpreadsheetError("The file starts like a workbook but is damaged.") from None
    if b"encryption-data" in listed:
        raise refused(LOCKED)
    if declared.startswith(_ODS):
        return FileKind.ODS
    for part, kind in _PARTS.items():
        if part in names:
            if isinstance(kind, FileKind):
                return kind
            raise refused(kind)
    if declared.startswith(b"application/vnd.oasis.opendocument"):
        raise refused("an OpenDocument file, but no spreadsheet")
    if any(name.startswith("xl/") for name in names) or "[Content_Types].xml" in names:
        return FileKind.XLSX
    raise refused("a packed folder (.zip) and not a workbook; unpack it first")


def _ole(content: bytes) -> FileKind:
    """By the streams in the directory: entries of 128 bytes that begin with the name."""
    for stream, kind in _OLE_STREAMS.items():
        name = stream.encode("utf-16-le") + b"\0\0"
        start = content.find(name)
        while start >= 0:
            if start % 128 == 0 and content[start + 64 : start + 66] == bytes([len(name), 0]):
                if isinstance(kind, FileKind):
                    return kind
                raise refused(kind)
            start = content.find(name, start + 1)
    raise refused("an old Office file, but no workbook")


def _refuse_markup(head: bytes) -> None:
    """HTML and XML come out of many HR systems under the name .xls; JSON under any."""
    start = _as_text(head).lstrip("\ufeff \t\r\n\0")
    if _JSON.match(start):
        raise refused("JSON")
    if _MIME.match(start):
        raise refused("a web archive or a message (MIME)")
    if not _MARKUP.match(start) or _HEADERS_IN_BRACKETS.match(start):
        return
    lower = start.lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in lower or "<workbook" in lower:
        raise refused("an XML spreadsheet of 2003")
    if "office:document" in lower:
        raise refused("a flat OpenDocument file (.fods)")
    if "<?xml" in lower and "<html" not in lower:
        raise refused("XML")
    raise refused("a web page (HTML), whatever its name ends with")


def _as_text(head: bytes) -> str:
    """The beginning in the encoding that its first bytes show."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if head[:2] == b"<\0":
        return head.decode("utf-16-le", "replace")
    if head[:2] == b"\0<":
        return head.decode("utf-16-be", "replace")
    return head.decode("latin-1").removeprefix("ï»¿")
