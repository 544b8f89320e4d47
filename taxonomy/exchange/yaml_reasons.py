"""Why a text is not YAML, in words that say what to write instead.

libyaml names what it met; who keeps a canon meets mostly a colon, a tab, an indent or a quote.
"""

import yaml

QUOTES = "a text that contains “: ” is put into quotes, and keys of one mapping begin in one column"
INDENT = (
    "a line begins in another column than its neighbours, or a quoted text goes on after its end"
)
BRACKET = "a text with a comma, a colon or a bracket in it is put into quotes there"
# What libyaml says → what to do. The last words of a reason that names several characters decide.
ADVICE = {
    "mapping values are not allowed in this context": QUOTES,
    "could not find expected ':'": "a key is followed by a colon and a space",
    "did not find expected key": INDENT,
    "did not find expected '-' indicator": INDENT,
    "did not find expected ',' or ']'": BRACKET,
    "did not find expected ',' or '}'": BRACKET,
    "block sequence entries are not allowed in this context": "a list begins on a line of its own",
    "found unexpected end of stream": "a quote is not closed",
    "found undefined alias": "a text that begins with * is put into quotes",
    "found a tab character that violates indentation": "spaces are wanted instead of the tab",
}
NO_TOKEN = "found character that cannot start any token"
# What was opened somewhere above and is missed here: where it was opened says more.
LEFT_OPEN = (
    "found unexpected end of stream",
    *(f"did not find expected ',' or '{end}'" for end in "]}"),
)


def reason_and_line(error: yaml.YAMLError, text: str) -> tuple[str, int | None]:
    """What is wrong, with advice and where it began, and the line (from 1) where it was met."""
    found = getattr(error, "problem", None)
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if found is None or mark is None:
        at = getattr(error, "position", None)
        return str(error).splitlines()[0], None if at is None else text.count("\n", 0, at) + 1
    advice = _of_character(text, mark) if found == NO_TOKEN else ADVICE.get(found)
    if found in LEFT_OPEN and began and began.line != mark.line:
        advice = f"{advice}; it begins in line {began.line + 1}"
    return f"{found} ({advice})" if advice else found, mark.line + 1


def _of_character(text: str, mark: yaml.Mark) -> str:
    lines = text.splitlines()
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    if rest.startswith("\t"):
        return ADVICE["found a tab character that violates indentation"]
    return f"a text that begins with {rest[:1]} is put into quotes"
