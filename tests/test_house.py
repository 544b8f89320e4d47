"""The rules of the source itself: who may import whom, one word for one thing, sizes, methods.

The rules are in tests/house_rules.py; the first test below breaks each of them.
"""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from config import methods
from tests import house_rules as rules
from tests.house_rules import APPS
from tests.test_methods import ROUTES

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "services.py", "core.py"}
FRAGMENT = 'htmx.render(request, "taxonomy/search.html", context, FRAGMENTS)'

# A rule, a text that keeps it, and one that breaks it.
TRIED = [
    (lambda t: rules.wrong_imports("goals/x.py", t), "import taxonomy.keys", "import frameworks"),
    (lambda t: rules.wrong_imports("taxonomy/x.py", t), "import re", "def f():\n import goals.x"),
    (lambda t: rules.wrong_imports("taxonomy/x.py", t), "import re", "import config.settings"),
    (lambda t: rules.wrong_imports("goals/x.py", t), "import re", "from . import derive"),
    (lambda t: rules.wrong_imports("config/x.py", t), "import re", "import taxonomy.keys"),
    (lambda t: rules.wrong_imports("config/urls.py", t), "import re", "from goals import frames"),
    (rules.offered_fragments, FRAGMENT[:-11] + ")", 'FRAGMENTS = {"results"}\n' + FRAGMENT),
    (rules.offered_fragments, "render(1)", 'htmx.render(r, "a/b.html", {}, fragments={"c"})'),
    (rules.reads_htmx_headers, '"HTTP_HOST"', 'request.META["HTTP_HX_REQUEST"]'),
    (rules.reads_htmx_headers, "'''About HX-Target here.'''", 'headers.get("hx-target")'),
    (lambda t: rules.too_large(t, (2, 20)), "a\nb", "a\n" * 3),
    (lambda t: rules.too_large(t, (2, 20)), "a" * 20, "a" * 21),
    (lambda t: rules.long_lines(t, 20), "a" * 20, "a\n" + "a" * 21),
    (rules.large_functions, "def f():\n  pass", "def f():\n" + "  pass\n" * 43),
    (rules.large_functions, "def f(): ...", f"def f():\n  return '{'a' * 2200}'"),
    (rules.untyped, "def f(a: int, *b: int) -> int: ...", "def f(a) -> int: ..."),
    (rules.untyped, "class A:\n def f(self) -> int: ...", "def f(*a) -> int: ..."),
    (rules.untyped, "class A:\n def __init__(self): ...", "def f(a: int): ..."),
    (rules.inline_code, '<script src="x"></script>', "<script>x</script>"),
    (rules.inline_code, '<p class="style">', '<p style="color: red">'),
    (rules.inline_code, "<button>", '<button onclick="x">'),
    (rules.torn_tags, "{# a #}{{ b }}\n<p>", "{# a\n b #}"),
    (rules.torn_tags, "{% a %}<p\n>", "<p>{% a\n b %}"),
    (rules.root_of, "{# a #}<p>", '{# a #}\n{% if x %}<p id="results">'),
]


@pytest.mark.parametrize(("rule", "kept", "broken"), TRIED)
def test_each_rule_can_fail(rule, kept, broken):
    assert not rule(kept)
    assert rule(broken)


def modules(*folders):
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def own_modules():
    return [path for path in modules("config", *APPS) if "migrations" not in path.parts]


def templates_of_the_admin():
    """Django's; those of pages are of Jinja2."""
    return sorted(path for app in APPS for path in (ROOT / app / "templates").rglob("*.html"))


def templates():
    return sorted((ROOT / "templates").rglob("*.html")) + templates_of_the_admin()


def name(path):
    return str(path.relative_to(ROOT))


def complaints(paths, rule):
    found = {name(path): rule(path.read_text()) for path in paths}
    return {path: what for path, what in found.items() if what}


def test_imports_follow_one_direction():
    paths = modules("config", *APPS)
    wrong = {name(path): rules.wrong_imports(name(path), path.read_text()) for path in paths}
    assert not {path: found for path, found in wrong.items() if found}


def test_the_table_of_wiring_names_what_is_imported_and_no_more():
    for path, allowed in rules.WIRING.items():
        assert allowed <= rules.imported_modules((ROOT / path).read_text()), path


def public_routes():
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace in APPS:
            for route in pattern.url_patterns:
                assert isinstance(route, URLPattern)
                yield pattern.namespace, route


def test_view_and_address_share_one_word():
    wrong = [
        (app, route.name, route.callback.__name__)
        for app, route in public_routes()
        if route.callback.__name__ != route.name
    ]
    assert not wrong


def test_every_page_has_a_template_of_its_name_or_answers_data():
    for app, route in public_routes():
        view = route.callback
        while hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        source = inspect.getsource(view)
        if f'"{app}/{route.name}.html"' in source:
            assert (ROOT / f"templates/{app}/{route.name}.html").exists(), route.name
        else:
            data = re.search(r"_(data|json|csv|md|text|txt|yaml|xlsx|docx)$", route.name)
            moved = "redirect" in source.lower() or "lead_on" in source
            assert data or moved, f"{route.name} neither renders its template nor answers data"


@pytest.mark.parametrize("path", [path for path, route in ROUTES.items() if route.name])
def test_every_view_itself_refuses_a_post_that_the_table_does_not_name(path):
    """Called without the middleware, which refuses it too, and without a database."""
    if methods.body_limit(path) is not None or path.startswith("/sitemap"):
        return
    found = get_resolver().resolve(path)
    answer = found.func(RequestFactory().post(path), *found.args, **found.kwargs)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def test_offered_fragments_exist_and_their_root_has_their_name():
    calls = [call for path in modules(*APPS) for call in rules.offered_fragments(path.read_text())]
    assert {call.template for call in calls} == {"taxonomy/search.html"}
    for call in calls:
        for fragment in call.fragments:
            folder = call.template.rpartition("/")[0]
            template = ROOT / f"templates/{folder}/_{fragment}.html"
            assert rules.root_of(template.read_text()) == fragment, name(template)


@pytest.mark.django_db
def test_a_fragment_is_the_same_element_alone_and_in_its_page(client):
    asked = {"HX-Request": "true", "HX-Target": "results"}
    page = client.get("/search/?q=network").content.decode()
    part = client.get("/search/?q=network", headers=asked).content.decode()
    assert part.lstrip().startswith('<div id="results"')
    assert page.count('id="results"') == 1
    assert part.strip() in page


def test_fragments_extend_nothing_and_pages_say_who_renders_them():
    for template in templates():
        text = template.read_text()
        if template.name.startswith("_"):
            assert "{% extends" not in text, name(template)
        else:
            assert text.startswith("{#"), f"{name(template)} does not open with a line on itself"


def test_tags_of_the_admins_templates_are_in_one_line():
    assert len(templates_of_the_admin()) > 20
    assert not complaints(templates_of_the_admin(), rules.torn_tags)


def test_templates_carry_no_inline_style_or_script():
    assert not complaints(templates(), rules.inline_code)


def test_htmx_headers_have_one_reader():
    """The gateway writes them into the environ of a page that the cache renders."""
    readers = complaints(own_modules(), rules.reads_htmx_headers)
    assert set(readers) == {"taxonomy/web/htmx.py", "config/server/gateway.py"} | APPLICATION


# Asks whether the header is there at all, before it calls htmx.fragment_asked.
APPLICATION = {"config/server/application.py"}


def test_only_commands_raise_the_error_of_commands():
    """What is used by others as well raises an error of its own, and the command says it."""
    raising = [name(p) for p in own_modules() if re.search(r"\bCommandError\b", p.read_text())]
    assert len(raising) > 5
    assert all("/management/commands/" in path for path in raising)


def test_every_module_says_what_lives_there():
    silent = [
        name(path)
        for path in own_modules()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_names_have_meaning():
    assert not [name(path) for path in own_modules() if path.name in FORBIDDEN_NAMES]


def test_what_is_imported_exists():
    """A name that moved is found here, wherever it is imported, before any test of it runs."""
    defined = {}
    for path in modules("config", *APPS, "tests", "bench"):
        place = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        defined[place.removesuffix(".__init__")] = names_in(ast.parse(path.read_text()))
    missing = []
    for path in modules("config", *APPS, "tests", "bench"):
        for node in ast.walk(ast.parse(path.read_text())):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if not module or module.partition(".")[0] not in {"config", *APPS, "tests", "bench"}:
                continue
            for alias in node.names:
                is_module = f"{module}.{alias.name}" in defined
                if not is_module and alias.name not in defined.get(module, ()):
                    missing.append(f"{name(path)}:{node.lineno} {module}.{alias.name}")
    assert missing == []


def names_in(tree):
    """All that statements at the top of a module bind, those in branches too."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(each.asname or each.name).partition(".")[0] for each in node.names}
    return found


# Names that Django or a command line asks for, whichever module has them.
NAMED_BY_OTHERS = {"Command", "DatabaseWrapper", "main"}


def public_names(path):
    """Classes, functions and names of types at the top of a module; a view is named as its address
    is, which differs in its namespace.
    """
    is_views = "views" in path.parts
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not (is_views and node.decorator_list):
                yield node.name
        elif isinstance(node, ast.Assign):
            yield from (
                target.id
                for target in node.targets
                if isinstance(target, ast.Name) and re.fullmatch(r"[A-Z]\w*[a-z]\w*", target.id)
            )


def test_one_name_has_one_meaning():
    places = {}
    for path in own_modules():
        for each in set(public_names(path)):
            if not each.startswith("_") and each not in NAMED_BY_OTHERS:
                places.setdefault(each, []).append(name(path))
    assert len(places) > 900
    assert {each: found for each, found in places.items() if len(found) > 1} == {}


def test_every_signature_is_typed():
    assert not complaints(own_modules(), rules.untyped)


def test_modules_and_functions_stay_readable():
    assert not complaints(own_modules(), lambda text: rules.too_large(text, rules.MODULE))
    assert not complaints(own_modules(), rules.large_functions)


def test_templates_and_assets_stay_readable():
    assert not complaints(templates(), lambda text: rules.too_large(text, rules.TEMPLATE))
    assert not complaints(
        templates(), lambda text: rules.long_lines(text, rules.LINE_OF_A_TEMPLATE)
    )
    assets = {name(path) for path in (ROOT / "static").iterdir() if path.suffix in {".css", ".js"}}
    assert assets == set(rules.ASSETS)
    for asset, ceiling in rules.ASSETS.items():
        text = (ROOT / asset).read_text()
        assert not rules.too_large(text, ceiling), asset
        assert not rules.long_lines(text, rules.LINE_OF_AN_ASSET), asset


def test_every_setting_from_the_environment_is_in_the_example():
    source = (ROOT / "config/settings.py").read_text()
    asked = set(re.findall(r'\b(?:text|flag|whole|share|names)\(\s*"([A-Z_]+)"', source))
    listed = set(re.findall(r"^#?\s*([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.M))
    assert asked
    assert asked <= listed


def test_every_fixture_is_described():
    readme = ROOT / "fixtures/README.md"
    text = readme.read_text()
    for path in sorted((ROOT / "fixtures").rglob("*")):
        if path.is_file() and path != readme:
            described = [path.name, *(f"{folder.name}/" for folder in path.parents)]
            assert any(each in text for each in described), f"{name(path)} is not described"
