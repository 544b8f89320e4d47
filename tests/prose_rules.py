"""Rules of prose: no metaphors that a reader would have to learn, no reference to a missing file.

Prose is comments and docstrings of Python, comments of templates and SQL, and documents in
Markdown; names, messages and data are not.
"""

import ast
import io
import re
import tokenize
from collections.abc import Container
from pathlib import Path

# A word → what to say instead.
METAPHORS = {
    r"tells?|told|telling": "says, states, knows, distinguishes",
    r"doors?": "form, file, command, view",
    r"rooms?": "page of the admin, module, space",
    r"houses?": "project, site",
    r"keepers?": "editor, cache, whoever runs the site",
    r"stands?|stood": "is",
    r"holds?|held(?!-out| out)|holding": "has, stores, keeps, checks",
    r"walk(?:s|ed|ing)?": "goes through, reads",
    r"lives?(?= (?:in|on|beside|below|here|there)\b)": "is",
    r"name cards?": "configuration",
}
_METAPHOR = re.compile(rf"\b({'|'.join(METAPHORS)})\b", re.IGNORECASE)
_PLACE = re.compile(
    r"(?<![\w/.])(?:config|taxonomy|goals|frameworks|editions|tests|bench|templates|static|docs)"
    r"(?:/[a-zA-Z0-9][\w-]*(?:\.\w+)*|/_[a-z][\w-]*\.\w+)+"
)
# A place as it is, a module without its ending, a template as views name it.
WAYS = (("", ""), ("", ".py"), ("templates/", ""))
DEFINES = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

# What a module's first sentences name besides modules beside it and its own names: a program, a
# method of Django or of a queryset, an app.
NAMED_ANYWHERE = {"bulk_create", "config", "make", "npx", "shown_to"}
_NAME_ALONE = re.compile(r"`([a-z_]+)`")

# Parts of names, which say nothing of what they name.
METAPHORS_IN_NAMES = {"told", "tell", "tells", "telling", "held", "room", "rooms", "door", "doors"}

Prose = list[tuple[int, str]]


def of_python(text: str) -> Prose:
    """(line, text) of each comment and of each line of a docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    found = [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DEFINES) and (docstring := ast.get_docstring(node, clean=False)):
            first = node.body[0].lineno
            found += [(first + n, line) for n, line in enumerate(docstring.splitlines())]
    return found


def of_template(text: str) -> Prose:
    comments = re.finditer(r"\{#.*?#\}", text, re.DOTALL)
    return [(text[: each.start()].count("\n") + 1, each[0]) for each in comments]


def of_sql(text: str) -> Prose:
    return [
        (number, line.partition("--")[2])
        for number, line in enumerate(text.splitlines(), 1)
        if "--" in line
    ]


def of_markdown(text: str) -> Prose:
    without = re.sub(r"```.*?```", lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
    return list(enumerate(without.splitlines(), 1))


READERS = {".py": of_python, ".html": of_template, ".sql": of_sql, ".md": of_markdown}


def metaphors(prose: Prose) -> list[str]:
    """Code in backticks is left out: its names are what they are."""
    return [
        f"{line}: {word[0]}"
        for line, text in prose
        for word in _METAPHOR.finditer(re.sub(r"`[^`\n]*`", "", text))
    ]


def metaphors_in_names(text: str) -> list[str]:
    """Names of Python that a module defines or binds, in whose parts a metaphor is left."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return sorted(name for name in found if METAPHORS_IN_NAMES & set(_parts(name)))


def _parts(name: str) -> list[str]:
    """`may_tell` and `MayTell` → may, tell."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")


def missing_files(prose: Prose, root: Path) -> list[str]:
    """Places of the repository that the prose names and that do not exist, a module by its name."""
    return [
        f"{line}: {place[0]}"
        for line, text in prose
        for place in _PLACE.finditer(text)
        if not any((root / f"{start}{place[0]}{end}").exists() for start, end in WAYS)
    ]


def missing_modules(text: str, folder: Path, stored: Container[str] = ()) -> list[str]:
    """Names in the docstring of a module that are neither modules beside it nor used in it nor
    those of stored functions and triggers.
    """
    docstring = ast.get_docstring(ast.parse(text)) if text else None
    if not docstring:
        return []
    kept = (tokenize.NAME, tokenize.STRING)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    code = " ".join(each.string for each in tokens if each.type in kept and each.start[0] > 1)
    used = set(re.findall(r"[a-z_]+", code)) | NAMED_ANYWHERE
    beside = {path.stem for path in folder.iterdir()}
    return [
        name
        for name in _NAME_ALONE.findall(docstring)
        if name not in used | beside and name not in stored
    ]
