"""The canon's prose as HTML, as one line of it, as plain text and as Markdown.

A text is plain but for a small subset of Markdown: paragraphs, lists, `**bold**` and links to
http, https and mailto addresses. A heading becomes a bold paragraph. Everything else, HTML
included, is shown as it is written. Most texts have no markup at all and never meet the parser.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

__all__ = ["inline_prose", "markdown_prose", "plain_prose", "prose", "tight_prose"]

_MARKUP = re.compile(
    r"\n|\*\*|\]\(|\\[-*\[\]()#+.<>]|<\S+[:@]\S+>"
    r"|\A[ \t]*(?:#{1,6}(?:[ \t]|\Z)|(?:[-+*]|\d{1,9}[.)])(?:[ \t]|\Z))"
)
_ESCAPABLE = frozenset("-*[]()#+.<>")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_ENDS_A_CLAUSE = (".", ",", ";", ":", "!", "?", "…", "。", "：")
_KEPT = 1024  # texts with markup whose forms are kept


def prose(text: str) -> Markup:
    """Paragraphs and lists, for the inside of a div."""
    if _MARKUP.search(text):
        return _blocks(text)
    plain = text.strip()
    return Markup(f"<p>{escape(plain)}</p>") if plain else Markup("")


def tight_prose(text: str) -> Markup:
    """The same for a list item or a cell: a single paragraph comes without its <p>."""
    return _tight(text) if _MARKUP.search(text) else escape(text.strip())


def inline_prose(text: str) -> Markup:
    """One line of HTML: bold and links stay, paragraphs and list items follow each other."""
    return _inline(text) if _MARKUP.search(text) else escape(text.strip())


def plain_prose(text: str) -> str:
    """One line without any markup: for goals, descriptions of pages, snippets of a search."""
    return _plain(text) if _MARKUP.search(text) else text.strip()


def markdown_prose(text: str) -> str:
    """Markdown that any reader of Markdown shows as our pages show the text."""
    return "\n".join(_lines(_pieces(_parsed(text)), _as_markdown))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return bool(_ADDRESS.match(url))


def _parser() -> MarkdownIt:
    parser = _Parser("zero").enable(["list", "heading", "emphasis", "link", "autolink", "escape"])
    parser.disable("text_join")  # would hide which signs were escaped
    return parser


_PARSER = _parser()


# The protocol of renderers does not name it; the renderer of HTML has it.
_inline_html = cast(RendererHTML, _PARSER.renderer).renderInline


def _parsed(text: str) -> list[Token]:
    """Block tokens of our subset alone; each inline token's children are text, strong and link."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            token.attrSet("class", "points")
        elif token.type in ("heading_open", "heading_close"):
            token.type, token.tag = f"paragraph_{token.type.partition('_')[2]}", "p"
        if token.type == "inline":
            token.children = list(_of_subset(token.children or []))
    for opening, inline in pairwise(tokens):
        if opening.markup.startswith("#") and inline.type == "inline" and inline.children:
            inline.children = [_BOLD, *_without_bold(inline.children), _END_OF_BOLD]
    return tokens


_BOLD = Token("strong_open", "strong", 1, markup="**")
_END_OF_BOLD = Token("strong_close", "strong", -1, markup="**")


def _without_bold(children: list[Token]) -> list[Token]:
    return [child for child in children if child.tag != "strong"]


def _of_subset(children: list[Token]) -> Iterator[Token]:
    """Text as it was written where the subset has no such markup; no link without words."""
    address = ""
    for token in children:
        if token.type in ("em_open", "em_close") or token.markup == "__":
            token = _text(token.markup)
        elif token.type == "text_special":
            token = _text(token.content if token.content in _ESCAPABLE else token.markup)
        elif token.type == "hardbreak":
            token = _text("\\\n")
        elif token.type == "link_open":
            address = str(token.attrs["href"])
            token.attrs = {"href": address, "rel": "noreferrer"}
        elif token.type == "link_close" and address:
            yield _text(address)
        yield token
        address = address if token.type == "link_open" else ""


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


# The renderer escapes every text and attribute; our tokens have no HTML among them.
def _html(tokens: list[Token]) -> Markup:
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}).strip())


@lru_cache(_KEPT)
def _blocks(text: str) -> Markup:
    return _html(_parsed(text))


@lru_cache(_KEPT)
def _tight(text: str) -> Markup:
    tokens = _parsed(text)
    if tokens and tokens[0].type == "paragraph_open":
        is_alone = len(tokens) == 3
        if is_alone or tokens[3].type.endswith("list_open"):
            tokens[0].hidden = tokens[2].hidden = True
    return _html(tokens)


@lru_cache(_KEPT)
def _inline(text: str) -> Markup:
    def as_html(token: Token) -> str:
        html = _inline_html(token.children or [], _PARSER.options, {})
        return _unbroken(html).strip()

    return Markup(_one_line(_pieces(_parsed(text)), as_html))


@lru_cache(_KEPT)
def _plain(text: str) -> str:
    return _one_line(_pieces(_parsed(text)), _as_text)


class _Piece(NamedTuple):
    """One paragraph; `marker` where a list item begins with it."""

    inline: Token
    marker: str
    indent: int
    is_tight: bool

    @property
    def is_heading(self) -> bool:
        return next(iter(self.inline.children or ()), None) is _BOLD

    @property
    def is_in_list(self) -> bool:
        return bool(self.indent or self.marker)


def _pieces(tokens: list[Token]) -> Iterator[_Piece]:
    numbers: list[int | None] = []  # of the next item, a list; None in one without numbers
    markers: list[str] = []  # of the open items
    marker, is_tight = "", False
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                marker = "- " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
                markers.append(marker)
            case "list_item_close":
                markers.pop()
            case "paragraph_open":
                is_tight = token.hidden
            case "inline":
                indent = sum(map(len, markers)) - len(marker)
                yield _Piece(token, marker, indent, is_tight)
                marker = ""


def _one_line(pieces: Iterator[_Piece], written: Callable[[Token], str]) -> str:
    """Paragraphs follow after a space, what a heading or an introduction announces after a colon;
    items of a list are parted by semicolons.
    """
    line, before = "", None
    for piece in pieces:
        if before is not None:
            if not _as_text(before.inline).endswith(_ENDS_A_CLAUSE):
                if piece.marker:
                    line += ";" if before.is_in_list else ":"
                elif before.is_in_list:
                    line += "."
                elif before.is_heading:
                    line += ":"
            line += " "
        line += piece.marker.removeprefix("- ") + written(piece.inline)
        before = piece
    return line


def _lines(pieces: Iterator[_Piece], written: Callable[[Token], str]) -> Iterator[str]:
    """A line a paragraph, with an empty one between those that do not share a tight list."""
    before = None
    for piece in pieces:
        if before is not None and not (piece.is_tight and before.is_tight):
            yield ""
        yield " " * piece.indent + piece.marker + written(piece.inline)
        before = piece


def _as_text(inline: Token) -> str:
    children = inline.children or []
    return _unbroken("".join(child.content for child in children)).strip()


def _unbroken(text: str) -> str:
    return _LINE_BREAK.sub(" ", text)


_LINE_BREAK = re.compile(r"\s*\n\s*")
_SIGNS = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|~(?=~)")
_FIRST_SIGN = re.compile(r"\A(?:[#>+=~-]|(\d{1,9})(?=[.)](?:\s|\Z)))")


def _as_markdown(inline: Token) -> str:
    children = inline.children or []
    parts, address = [], ""
    for kind, run in groupby(children, lambda child: child.type):
        match kind:
            case "text":
                text = _unbroken("".join(child.content for child in run))
                parts.append(_SIGNS.sub(r"\\\g<0>", text))
            case "link_open":
                address = str(next(run).attrs["href"])
                parts.append("[")
            case "link_close":
                parts.append(f"](<{address}>)")
            case _:
                parts.append("**" * len(list(run)))
    line = "".join(parts).strip()
    if children and children[0].type == "text":
        line = _FIRST_SIGN.sub(_escaped_start, line)
    return line


def _escaped_start(found: re.Match) -> str:
    return f"{found[1]}\\" if found[1] else f"\\{found[0]}"
