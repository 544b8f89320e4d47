"""Lets a roster travel with the page that answers it, so that nothing is stored on the server.

The page's form sends it back when a person changes how it is read, or has chosen candidates.
"""

import base64
import binascii
import zlib

from taxonomy.matching.columns import RosterError
from taxonomy.spreadsheets.limits import MOST_BYTES

MOST_SENT = 1_500_000  # bytes, packed: what a form may carry beside files is 2.5 MB
_PACKED = (b"PK\x03\x04",)  # kinds that would not become smaller


def packed(content: bytes) -> str:
    """The file as a form's field; empty when it is too large, and must be chosen again."""
    mark = b"0" if content.startswith(_PACKED) else b"z"
    body = content if mark == b"0" else zlib.compress(content, 6)
    return base64.b64encode(mark + body).decode() if len(body) <= MOST_SENT else ""


def unpacked(field: str) -> bytes:
    """RosterError when it is not what a page of ours sent."""
    try:
        sent = base64.b64decode(field, validate=True)
        if sent[:1] == b"0":
            return sent[1:]
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(sent[1:], MOST_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise RosterError("The roster did not come back whole: choose the file again.") from None
    if not unpacking.eof:
        raise RosterError("The roster did not come back whole: choose the file again.")
    return content
