"""Parses texts (YAML, JSON, JSON Lines) into documents, naming file, line, path and reason.

Which documents there are is said by the `shapes` that are given; nothing here asks the database.
"""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BufferedReader, IncrementalNewlineDecoder
from os import SEEK_END
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

import yaml
from pydantic import ValidationError

from taxonomy.exchange.document import PATH, Document
from taxonomy.exchange.files import suffix_of
from taxonomy.exchange.problems import Problem, path_of
from taxonomy.exchange.yaml_reasons import reason_and_line

DEEPEST = 50  # brackets or indents within each other; documents need six
NULLS = frozenset(("null", "Null", "NULL", "~"))
# A line that begins with many spaces, or with many signs that each open a list or a mapping.
_DEEP_INDENT = re.compile(r"(?:^|[\r\x85\u2028\u2029])(?: {50}|(?: *[-?:][ \t]+){20})", re.M)
LONGEST_LINE = 5 * 1024 * 1024  # characters of one JSON line

Location = tuple[str | int, ...]
Lines = dict[Location, int]
Shapes = Callable[[Any], type[Document]]  # what a piece of plain data is meant to be


Shape = TypeVar("Shape", bound=Document)


class Read(NamedTuple, Generic[Shape]):
    """A document and where it was read."""

    document: Shape
    file: str
    line: int
    lines: Lines
    of_lines: int = 0  # documents of JSON Lines know how many lines there are

    @property
    def place(self) -> str:
        """Where in all that is read this document is, for people who wait."""
        name = Path(self.file).name
        return f"{name} line {self.line:,} of {self.of_lines:,}" if self.of_lines else name

    def at(self, path: Location = ()) -> str:
        """`file:line` of what is at this path."""
        return f"{self.file}:{_line_of(path, self.lines, self.line)}"

    def problem(self, path: Location, reason: str) -> Problem:
        return Problem(self.file, path_of(path), reason, _line_of(path, self.lines, self.line))


def parse_file(path: Path, text: str, shapes: Shapes) -> Iterator[Read | Problem]:
    """The documents of a file that is read whole."""
    parse = parse_json if suffix_of(path) == ".json" else parse_yaml
    yield from parse(text, str(path), shapes)


def parse_yaml(text: str, file: str, shapes: Shapes) -> Iterator[Read | Problem]:
    """The documents of a YAML text; scalars stay text, so `NO` is a country and 2018 a year."""
    try:
        _refuse_deep_nesting(text)
        nodes = list(yaml.compose_all(text, Loader=yaml.CBaseLoader))
    except yaml.YAMLError as error:
        reason, line = reason_and_line(error, text)
        yield Problem(file, "", f"not YAML: {reason}", line)
        return
    except (RecursionError, ValueError) as error:
        yield Problem(file, "", f"not YAML: {error}")
        return
    if not nodes:
        yield Problem(file, "", "the file is empty")
    for node in nodes:
        lines: Lines = {}
        try:
            data = _plain(node, (), lines, set())
        except _NotPlainError as error:
            yield Problem(file, path_of(error.path), error.reason, error.line)
            continue
        yield from validated(data, file, node.start_mark.line + 1, lines, shapes)


def _refuse_deep_nesting(text: str) -> None:
    """Composing follows the nesting on the machine's own stack, where 200,000 brackets end the
    process: the events of a text that could be so deep are counted first.
    """
    if sum(map(text.count, "[{")) <= DEEPEST and not _DEEP_INDENT.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = cast(yaml.Mark, event.start_mark).line + 1
            raise ValueError(f"nested more than {DEEPEST} deep at line {line}")


class _NotPlainError(Exception):
    def __init__(self, path: Location, reason: str, node: yaml.Node) -> None:
        self.path, self.reason, self.line = path, reason, node.start_mark.line + 1


def _plain(node: yaml.Node, path: Location, lines: Lines, seen: set[int]) -> dict | list | str:
    if id(node) in seen:
        raise _NotPlainError(path, "anchors and aliases are not read", node)
    if len(path) > 20:
        raise _NotPlainError(path, "nested too deeply", node)
    seen.add(id(node))
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        if not node.style and node.value in NULLS:
            raise _NotPlainError(path, f"{node.value} is text here; leave the line out", node)
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, n), lines, seen) for n, item in enumerate(node.value)]
    found: dict = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        if key is None or key in found:
            reason = "a key must be plain text" if key is None else f"{key!r} is there twice"
            raise _NotPlainError(path, reason, key_node)
        found[key] = _plain(value_node, (*path, key), lines, seen)
    return found


def _json(text: str) -> Any:
    """ValueError names a key that is there twice, of which JSON would keep the last."""
    return json.loads(text, object_pairs_hook=_once_each)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = _first_again(key for key, _ in pairs)
        raise ValueError(f"the key {twice[:60]!r} is there twice")
    return found


def _first_again(keys: Iterable[str]) -> str:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return ""


def parse_json(text: str, file: str, shapes: Shapes) -> Iterator[Read | Problem]:
    """The document, or the list of documents, of a JSON text."""
    try:
        data = _json(text)
    except (ValueError, RecursionError) as error:
        yield Problem(file, "", f"not JSON: {error}", getattr(error, "lineno", None))
        return
    for item in data if isinstance(data, list) else [data]:
        yield from validated(item, file, 1, {}, shapes)


def parse_lines(path: Path, shapes: Shapes) -> Iterator[Read | Problem]:
    """The documents of JSON Lines, read as they are asked for: their size does not matter."""
    try:
        of_lines = _count_lines(path)
        with path.open("rb") as stream:
            number = 0
            for number, line in enumerate(_lines(stream), 1):
                if len(line) > LONGEST_LINE:
                    yield Problem(str(path), "", "the line is longer than 5 MB", number)
                    return
                if line.strip():
                    for found in _parse_line(line, str(path), number, shapes):
                        if isinstance(found, Read):
                            found = found._replace(of_lines=of_lines)
                        yield found
            if not number:
                yield Problem(str(path), "", "the file is empty")
    except (OSError, UnicodeDecodeError) as error:
        yield Problem(str(path), "", f"cannot be read: {error}")


def _lines(stream: BufferedReader) -> Iterator[str]:
    """As a text file's, whatever ends them; of one that is too long, the beginning, and no more.

    A text file reads 8 KB at a time, and each time another thread may go first.
    """
    decoder = IncrementalNewlineDecoder(getincrementaldecoder("utf-8-sig")(), translate=True)
    rest = ""
    while block := stream.read1(1 << 20):
        *lines, rest = (rest + decoder.decode(block)).split("\n")
        yield from lines
        if len(rest) > LONGEST_LINE:
            yield rest
            return
    rest += decoder.decode(b"", final=True)
    if rest:
        yield rest


def _count_lines(path: Path) -> int:
    """0 for a pipe, which can be read only once."""
    if not path.is_file():
        return 0
    with path.open("rb") as stream:
        whole = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
        stream.seek(-min(1, stream.tell()), SEEK_END)
        return whole + (stream.read() not in (b"", b"\n"))


def _parse_line(line: str, file: str, number: int, shapes: Shapes) -> Iterator[Read | Problem]:
    try:
        data = _json(line)
    except (ValueError, RecursionError) as error:
        yield Problem(file, "", f"not JSON: {error}", number)
        return
    yield from validated(data, file, number, {}, shapes)


def validated(
    data: Any, file: str, line: int, lines: Lines, shapes: Shapes
) -> Iterator[Read | Problem]:
    """The document that `data` has the shape of, or every problem with its shape."""
    try:
        document = shapes(data).model_validate(data)
    except ValidationError as error:
        for location, reason in problems_of(error):
            yield Problem(file, path_of(location), reason, _line_of(location, lines, line))
    except ValueError as error:
        yield Problem(file, "", str(error), line)
    else:
        yield Read(document, file, line, lines)


def problems_of(error: ValidationError) -> Iterator[tuple[Location, str]]:
    """Where in the data each problem is, and what it is, in words of this project."""
    for found in error.errors(include_url=False):
        yield _location(found), _reason(found)


def _location(found: Mapping[str, Any]) -> Location:
    steps = tuple(step for step in found["loc"] if not _is_internal(step))
    return (*steps, *found.get("ctx", {}).get(PATH, ()))


def _is_internal(step: str | int) -> bool:
    """Names that pydantic puts in a location for its own steps, not keys of the file."""
    return isinstance(step, str) and ("[" in step or "-" in step)


def _reason(found: Any) -> str:
    message = found["msg"].removeprefix("Value error, ").removeprefix("Input ")
    if found["type"] == "extra_forbidden":
        return "no such key"
    if found["type"] == "missing":
        return "is missing"
    if found["type"] == "string_too_short":
        return "is empty"
    if found["type"] == "string_too_long":
        length = len(found["input"])
        return f"has {length:,} characters, at most {found['ctx']['max_length']:,} are kept"
    given = found.get("input")
    if isinstance(given, (str, int, float)) and " U+" not in message:
        shown = repr(given)
        return f"{message}, not {shown if len(shown) <= 60 else shown[:57] + '…'}"
    return message


def _line_of(path: Location, lines: Lines, default: int) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, default) if path else default
