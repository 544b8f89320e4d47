"""Writes plain data as YAML that people read and version control compares: a sentence a line.

A text of several sentences is a folded block, one of several lines a literal block; nothing is
wrapped, and what is empty has nothing after its key.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

# Where one sentence ends and the next begins; in its place while the block is written, so that the
# line can be broken there and nowhere else. No text has it: it is no character.
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]%’”\"'][.!?]) (?=[A-Z“\"‘(])")
_BREAK = "\ufdd0"
_BROKEN = re.compile(rf"^( *)(.*{_BREAK}.*)$", re.MULTILINE)
# The emitter quotes what is not of these, and a quoted text cannot be broken.
_PLAIN = re.compile(r"[ -~\u00a1-\u02ff\u0370-\u1fff\u2010-\u2027\u2030-\ud7ff]+")
LONG = 80  # characters of a text whose sentences are worth a line each


class OnOneLine(list):
    """A short list that is written on one line."""


class MappingOnOneLine(dict):
    """A short mapping that is written on one line."""


def as_yaml(document: Any) -> str:
    text = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6, line_break="\n"
    )
    return _BROKEN.sub(lambda line: line[1] + line[2].replace(_BREAK, "\n" + line[1]), text)


class _Dumper(yaml.CSafeDumper):
    pass


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.Node:
    if not text:
        return dumper.represent_scalar("tag:yaml.org,2002:null", "")
    style = None
    if "\n" in text:
        style = "|"
    elif len(text) > LONG and _PLAIN.fullmatch(text) and _SENTENCE_END.search(text):
        style, text = ">", _SENTENCE_END.sub(_BREAK, text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(type(None), lambda dumper, _: _text(dumper, ""))
_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value))
)
_Dumper.add_representer(
    date, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(value))
)
_Dumper.add_representer(
    OnOneLine,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=True
    ),
)
_Dumper.add_representer(
    MappingOnOneLine,
    lambda dumper, value: dumper.represent_mapping(
        "tag:yaml.org,2002:map", value.items(), flow_style=True
    ),
)
