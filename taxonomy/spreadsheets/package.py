"""Opens the packed XML of a workbook (.xlsx, .xlsm, .xlsb, .ods) and refuses hostile packing.

Sizes, names, the encoding and the beginning of each part are looked at before anything is parsed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from taxonomy.spreadsheets.book import SpreadsheetError
from taxonomy.spreadsheets.limits import (
    MOST_PARTS,
    MOST_UNPACKED,
    MOST_UNPACKED_TOGETHER,
)

CHUNK = 1 << 20
PROLOG = 4096  # bytes in which the root element of a part must begin
# A byte order mark, the XML declaration, comments and instructions, then the root element.
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<!--.*?-->|<\?.*?\?>)*+<[A-Za-z_]", re.S)
_ENCODING = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Nobody reads these, and other programs put parts of their own there, in any encoding.
_UNREAD = ("customxml/", "docprops/")


class Package:
    """The parts of a packed workbook, found in any spelling of their names."""

    def __init__(self, content: bytes) -> None:
        with _damage_named():
            self._zip = zipfile.ZipFile(BytesIO(content))
            self._parts: dict[str, zipfile.ZipInfo] = {}
            for part in self._zip.infolist():
                name = _key(part.filename)
                if name in self._parts:
                    raise SpreadsheetError(f"The workbook has two parts named {_named(part)}.")
                self._parts[name] = part
        listed = self._parts.values()
        if len(listed) > MOST_PARTS:
            raise SpreadsheetError(f"The workbook has more than {MOST_PARTS:,} parts.")
        if sum(part.file_size for part in listed) > MOST_UNPACKED_TOGETHER:
            limit = MOST_UNPACKED_TOGETHER >> 20
            raise SpreadsheetError(f"The workbook unpacks to more than {limit} MB.")
        for part in listed:
            if part.compress_type not in _METHODS:
                raise SpreadsheetError(
                    "The workbook is packed in an unusual way. Save it again as an "
                    "Excel workbook (.xlsx) or as CSV."
                )
            if part.filename.lower().endswith((".xml", ".rels")):
                self._refuse_prolog(part)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def refuse_large(self, *names: str) -> None:
        """For parts that the library reads whole, be they needed here or not."""
        for name in names:
            part = self._parts.get(_key(name))
            if part and part.file_size > MOST_UNPACKED:
                raise _too_large(part)

    def read(self, name: str, most: int) -> bytes:
        """A small part, whole."""
        part = self._part(name)
        if part.file_size > most:
            raise SpreadsheetError(f"{_named(part)} in the workbook is too large to be true.")
        with _damage_named(), self._zip.open(part) as stream:
            return stream.read(most + 1)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece, cut where a tag begins; declarations in it are refused."""
        part = self._part(name)
        if part.file_size > MOST_UNPACKED:
            raise _too_large(part)
        rest = b""
        with _damage_named(), self._zip.open(part) as stream:
            while read := stream.read(CHUNK):
                piece = rest + read
                if _DECLARATION.search(piece):
                    raise _declares(part)
                cut = piece.rfind(b"<")
                if cut > 0:
                    yield piece[:cut]
                    rest = piece[cut:]
                else:
                    rest = piece
        yield rest

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part that is no XML, piece by piece."""
        part = self._part(name)
        if part.file_size > MOST_UNPACKED:
            raise _too_large(part)
        with _damage_named(), self._zip.open(part) as stream:
            while read := stream.read(CHUNK):
                yield read

    def _part(self, name: str) -> zipfile.ZipInfo:
        if part := self._parts.get(_key(name)):
            return part
        raise SpreadsheetError(f"The workbook is damaged: {name[:80]} is missing.")

    def _refuse_prolog(self, part: zipfile.ZipInfo) -> None:
        if part.file_size == 0:
            return
        with _damage_named(), self._zip.open(part) as stream:
            head = stream.read(PROLOG)
        begins = _PROLOG.match(head)
        if _DECLARATION.search(head.replace(b"\0", b""), 0, begins.end() if begins else PROLOG):
            raise _declares(part)
        if _key(part.filename).startswith(_UNREAD):
            return
        encoding = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf").lstrip())
        said = encoding[1].lower() if encoding else b"utf-8"
        if b"\0" in head or said not in (b"utf-8", b"us-ascii", b"ascii"):
            raise SpreadsheetError(f"{_named(part)} in the workbook is not written in UTF-8.")
        if not begins:
            raise SpreadsheetError(f"{_named(part)} in the workbook does not begin as XML does.")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _named(part: zipfile.ZipInfo) -> str:
    return f"“{part.filename[:80]}”"


def _too_large(part: zipfile.ZipInfo) -> SpreadsheetError:
    limit = MOST_UNPACKED >> 20
    return SpreadsheetError(f"{_named(part)} in the workbook unpacks to more than {limit} MB.")


def _declares(part: zipfile.ZipInfo) -> SpreadsheetError:
    reason = "declares a document type or entities, which no spreadsheet program writes"
    return SpreadsheetError(f"{_named(part)} in the workbook {reason}; it is not read.")


@contextmanager
def _damage_named() -> Iterator[None]:
    """What `zipfile` says of torn, locked and lying packages, in words."""
    try:
        yield
    except RuntimeError:  # what zipfile raises for a part that needs a password
        raise SpreadsheetError(
            "The workbook is locked with a password; save it without one."
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        if isinstance(error, SpreadsheetError):
            raise
        raise SpreadsheetError("The file starts like a workbook but is damaged.") from None
    except zlib.error:
        raise SpreadsheetError("The file starts like a workbook but is damaged.") from None
