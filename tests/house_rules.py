"""What tests/test_house.py asks of one source text, each rule a function from text to complaints.

Pure, so that each is also tried on a text that breaks it: a rule that cannot fail guards nothing.
"""

import ast
import re
from typing import NamedTuple

APPS = ("taxonomy", "goals", "frameworks", "editions")
MAY_IMPORT = {
    "taxonomy": set(),
    "goals": {"taxonomy"},
    "frameworks": {"taxonomy"},
    "editions": {"taxonomy", "frameworks"},
}

# `config` wires the apps by name (settings, urls). These modules of it need something from inside
# an app, and no more than this.
WIRING = {
    "config/admin_site.py": {
        "editions.admin.desk",
        "editions.admin.urls",
        "taxonomy.admin.canon_health",
        "taxonomy.web.drafting",
    },
    "config/apps.py": {
        "editions.admin.form_drafts",
        "editions.change_sets.load_drafts",
        "taxonomy.web",
        "editions.history.published_codes",
        "editions.history.recording",
        "editions.succession",
        "editions.succession.successions",
        "editions.history.verifying",
        "editions.views.past",
        "frameworks.exchange",
        "taxonomy.canon",
        "taxonomy.profile",
        "taxonomy",
    },
    "config/database/watch.py": {"taxonomy.models.revision", "taxonomy.pending_migrations"},
    "config/health.py": {"taxonomy.models.revision"},
    "config/command_failures.py": {"taxonomy.models.revision"},
    "config/jinja2.py": {
        "frameworks",
        "taxonomy.web",
        "taxonomy.web.links",
        "taxonomy.web.origin",
    },
    "config/leftovers.py": {"taxonomy.search.indexing"},
    "config/management/commands/setup.py": {"editions.releases"},
    "config/management/commands/restore.py": {"taxonomy.models"},
    "config/server/application.py": {"taxonomy.web"},
    "config/urls.py": {"taxonomy.web.sitemaps"},
}

# (lines, characters) of a file; (characters) of a line.
MODULE = (300, 12_500)  # about 200 lines are the aim; this many ask for a cut by meaning
FUNCTION = (42, 2_200)
ASSETS = {
    "static/site.css": (900, 66_000),
    "static/print.css": (60, 3_000),
    "static/admin.css": (120, 6_200),
    "static/copy.js": (40, 1_500),
    "static/fill.js": (40, 1_500),
    "static/search.js": (40, 1_500),
    "static/autosave.js": (150, 7_800),
    "static/search_box.js": (90, 5_000),
    "static/ladder.css": (60, 4_500),
    "static/ladder.js": (150, 7_500),
    "static/admin_names.js": (30, 1_600),
}
LINE_OF_AN_ASSET = 160
LINE_OF_A_TEMPLATE = 120
TEMPLATE = (120, 9_000)


class Call(NamedTuple):
    """A call of `htmx.render` that offers fragments."""

    template: str
    fragments: tuple[str, ...]


def imported_modules(text: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def wrong_imports(name: str, text: str) -> list[str]:
    """Imports against the one direction; `name` is the module's path from the root."""
    imported = imported_modules(text)
    relative = [each for each in imported if each.startswith(".")]
    own = name.partition("/")[0]
    if own == "config":
        from_apps = {each for each in imported if each.partition(".")[0] in APPS}
        return relative + sorted(from_apps - WIRING.get(name, set()))
    allowed = {own, *MAY_IMPORT[own]}
    others = {"config", *APPS} - allowed
    return relative + sorted(each for each in imported if each.partition(".")[0] in others)


def offered_fragments(text: str) -> list[Call]:
    """Each `htmx.render(request, "app/page.html", context, fragments, …)` that names some."""
    tree = ast.parse(text)
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "htmx.render"):
            continue
        named = {each.arg: each.value for each in node.keywords}
        given = named.get("fragments") or (node.args[3] if len(node.args) > 3 else None)
        if isinstance(given, ast.Name):
            given = constants[given.id]
        if given is not None:
            template = ast.literal_eval(node.args[1])
            calls.append(Call(template, tuple(sorted(ast.literal_eval(given)))))
    return calls


def reads_htmx_headers(text: str) -> bool:
    """By name in any spelling, of HTTP or of WSGI; prose about htmx is not meant."""
    strings = (
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    header = re.compile(r"(HTTP[_-])?HX[_-][A-Z_-]+", re.IGNORECASE)
    return any(header.fullmatch(each) for each in strings)


def too_large(text: str, ceiling: tuple[int, int]) -> str:
    size = (text.count("\n"), len(text))
    over = any(one > most for one, most in zip(size, ceiling, strict=True))
    return f"{size[0]} lines, {size[1]} characters" if over else ""


def long_lines(text: str, most: int) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > most]


def large_functions(text: str) -> list[str]:
    return [
        f"{node.name}: {found}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (found := too_large(ast.get_source_segment(text, node) or "", FUNCTION))
    ]


def untyped(text: str) -> list[str]:
    bare = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            rest = [each for each in (node.args.vararg, node.args.kwarg) if each]
            bare_ones = [a for a in named if not a.annotation and a.arg not in {"self", "cls"}]
            bare_ones += [a for a in rest if not a.annotation]
            if bare_ones or (node.returns is None and node.name != "__init__"):
                bare.append(f"{node.lineno} {node.name}")
    return bare


def inline_code(template: str) -> bool:
    """Whether a template has a style or a script that a strict CSP would refuse."""
    pattern = r'\sstyle="|<style|\son\w+="|<script(?![^>]*(?:\bsrc=|application/ld\+json))'
    return bool(re.search(pattern, template))


def torn_tags(template: str) -> list[int]:
    """Lines with half of a tag or comment, which Django, unlike Jinja2, shows as text."""
    pairs = (("{#", "#}"), ("{%", "%}"), ("{{", "}}"))
    return [
        number
        for number, line in enumerate(template.splitlines(), 1)
        if any(line.count(opens) != line.count(closes) for opens, closes in pairs)
    ]


def root_of(template: str) -> str | None:
    """The id of a fragment's outermost element."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", template, flags=re.S)
    opening = re.search(r"<\w+([^>]*)>", text)
    found = re.search(r'\bid="([^"]+)"', opening[1]) if opening else None
    return found[1] if found else None
