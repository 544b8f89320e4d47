"""Normalises text that comes in from files and forms, before anything is compared or stored.

One rule for all: composed characters (NFC), one kind of line end, plain spaces and hyphens, `- `
for a list, and no characters that nobody can see. Case is folded and names are sorted here too, so
that no database decides about either.
"""

import re
import unicodedata
from decimal import Decimal
from textwrap import dedent

# Vertical tabs and form feeds are how word processors end a line within a paragraph or a page.
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ESCAPE_LENGTH = len("_x000D_")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Bullets of word processors; the last three are those of their fonts of signs. Signs that begin a
# sentence too need a space after them.
_SIGN_OF_A_LIST = r"[•‣⁃◦●○▪▫■□◆◇►▸✓✔\uf0b7\uf0a7\uf0d8][ \t]*|[–—·*][ \t]+|o\t+"
_BULLET = re.compile(rf"^([ \t]*)(?:{_SIGN_OF_A_LIST})(?=\S)", re.MULTILINE)
_ENTRY = re.compile(
    rf"[ \t]*(?:{_SIGN_OF_A_LIST}|-[ \t]+|\(?\d{{1,2}}[.)][ \t]+|[a-zA-Z]\)[ \t]+)(?=\S)"
)
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_GAP = re.compile(r"\n{3,}")


class _Plain(dict[int, str]):
    """Code point → what replaces it; each is decided when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        category = unicodedata.category(sign)
        if category == "Cf":  # zero-width spaces, joiners, marks of direction, soft hyphens, BOM
            sign = ""
        elif category in ("Zs", "Cs") or (category == "Cc" and sign not in "\n\t"):
            sign = " "
        elif sign in "\u2010\u2011":
            sign = "-"
        self[code] = sign
        return sign


_PLAIN = _Plain()


def is_plain(text: str) -> bool:
    """Whether normalising a line or a sentence leaves it as it is: true of nearly all, and soon
    asked.
    """
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and "_x" not in text
        and not text.startswith((" ", "*"))
        and not text.endswith(" ")
    )


def normalised(text: str) -> str:
    """The text as it is compared and stored; line breaks stay."""
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text
    text = _visible(text)
    return _visible(_unescaped(text)) if "_x" in text else text


def _visible(text: str) -> str:
    text = _LINE_END.sub("\n", text).translate(_PLAIN)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """The normalised text with single spaces and no line break, as titles and names have it."""
    return " ".join(normalised(text).split())


def paragraphs_text(text: str) -> str:
    """The normalised text of one or more paragraphs, with an empty line between two."""
    text = normalised(text)
    if text.isascii() and text.isprintable():
        return text.strip()
    text = dedent(text.strip("\n")).strip().replace("\t", "    ")
    return _GAP.sub("\n\n", _TRAILING.sub("", text))


def prose_text(text: str) -> str:
    """Paragraphs with whatever bullets they have as `- `, the one form of a list."""
    text = normalised(text)
    if text.isascii() and text.isprintable() and not text.lstrip().startswith("*"):
        return text.strip()
    return paragraphs_text(_BULLET.sub(r"\1- ", text))


def without_list_sign(line: str) -> str:
    """A line of a list without its bullet or number: `• Leads` and `1) Leads` are `Leads`."""
    return _ENTRY.sub("", line, count=1) if _ENTRY.match(line) else line


def unprintable(text: str) -> str:
    """What is wrong with a text that has control characters: sign and place, or nothing.

    They come from damage, and what was meant cannot be known.
    """
    found = _UNPRINTABLE.search(text)
    if found is None:
        return ""
    before = text[max(found.start() - 20, 0) : found.start()].split()
    after = f" after {before[-1]!r}" if before else ""
    what = "half a character," if found[0] >= "\ud800" else "the unprintable character"
    return f"has {what} U+{ord(found[0]):04X}{after}"


_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


def straight_quotes(text: str) -> str:
    return text.translate(_STRAIGHT)


def without_accents(text: str) -> str:
    """Folded letters without their marks: `Zürich` is `zurich`, as search and matching compare."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def folded(text: str) -> str:
    """What two spellings of one name have in common when case does not count: Python's folding,
    which makes `ß` and `ss` one and knows no language.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


# Letters of the Latin alphabet that are not a letter and a mark.
_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i"})
_LATIN |= str.maketrans({"æ": "ae", "œ": "oe", "ĳ": "ij", "þ": "th", "ŋ": "n"})
# Letters of Cyrillic alphabets that decompose although they are no accented ones: each comes after
# all that begins with the letter below its mark.
_OWN_LETTERS = str.maketrans({letter: f"{below}\U0010ffff" for letter, below in ("йи", "ўу", "їі")})
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}  # beside Hiragana of one sound
NO_LETTER = "#"  # heading of names that have neither letters nor digits
LONGEST_KEY = 200  # signs, so that an index takes every key


def sort_key(text: str) -> str:
    """Where a reader looks for the name in an alphabet: no case, no accents, no signs; Latin
    letters first, then those of other alphabets in their order.

    Stored and compared by code point, so that every database sorts alike.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).casefold().translate(_OWN_LETTERS)
        text = unicodedata.normalize("NFKD", text).casefold().translate(_LATIN)
        text = text.translate(_KATAKANA)
    return " ".join(text.lower().translate(_SORTED).split())[:LONGEST_KEY]


def initial(key: str) -> str:
    """The heading in an alphabet below which a name of this sort key is listed."""
    return key[:1].upper() or NO_LETTER


class _Sorted(dict[int, str]):
    """Code point → what it counts for in an alphabet: letters and digits alone."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        is_kept = category[0] in "LN" or code == 0x10FFFF
        self[code] = chr(code) if is_kept else "" if category[0] == "M" else " "
        return self[code]


_SORTED = _Sorted()


def _unescaped(text: str) -> str:
    """Office Open XML writes a character that XML cannot carry as its number: `_x000D_`.

    What comes out counts for the next escape, so that reading the result again finds nothing more.
    """
    signs: list[str] = []
    for sign in text:
        signs.append(sign)
        while signs and signs[-1] == "_":
            escaped = _ESCAPED.fullmatch("".join(signs[-_ESCAPE_LENGTH:]))
            if escaped is None:
                break
            del signs[-_ESCAPE_LENGTH:]
            _append(signs, int(escaped[1], 16))
    return "".join(signs)


def _append(signs: list[str], code: int) -> None:
    """Two escapes may be the halves of one character; what nobody can see is left out."""
    if 0xDC00 <= code <= 0xDFFF and signs and "\ud800" <= signs[-1] <= "\udbff":
        code = 0x10000 + ((ord(signs.pop()) - 0xD800) << 10) + (code - 0xDC00)
    if unicodedata.category(chr(code)) != "Cf":
        signs.append(chr(code))


def shortest(number: Decimal) -> str:
    """The same text for the same number, whatever zeros it was written or is stored with."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
