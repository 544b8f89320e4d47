"""The house checks itself: who may import whom, and that one word names one thing everywhere."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
APPS = ("taxonomy", "goals", "frameworks")
MAY_IMPORT = {"taxonomy": set(), "goals": {"taxonomy"}, "frameworks": {"taxonomy"}}
CEILING_OF_A_MODULE = 300  # about 200 is the aim; this many ask for a cut by meaning
CEILING_OF_A_FUNCTION = 45
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "services.py", "core.py"}


def modules(*folders):
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def own_modules():
    return [path for path in modules("config", *APPS) if "migrations" not in path.parts]


def name(path):
    return str(path.relative_to(ROOT))


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("app", APPS)
def test_imports_follow_one_direction(app):
    others = set(APPS) - {app} - MAY_IMPORT[app]
    wrong = {name(path): set(imported(path)) & others for path in modules(app)}
    assert not {path: apps for path, apps in wrong.items() if apps}


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
        source = (ROOT / Path(*view.__module__.split("."))).with_suffix(".py").read_text()
        if f'"{app}/{route.name}.html"' in source:
            assert (ROOT / f"templates/{app}/{route.name}.html").exists(), route.name
        else:
            data = re.search(r"_(data|json|csv|md|text|txt|yaml|xlsx|docx)$", route.name)
            moved = "redirect" in source.lower()
            assert data or moved, f"{route.name} neither renders its template nor answers data"


def test_public_views_allow_safe_methods_alone(client):
    for app, route in public_routes():
        view = route.callback
        assert hasattr(view, "__wrapped__"), f"{app}:{route.name} has no @require_safe"


def test_offered_fragments_exist_and_their_root_has_their_name():
    offered = []
    for path in modules(*APPS):
        for fragment_set in re.findall(r"fragments=\{([^}]*)\}", path.read_text()):
            app = path.relative_to(ROOT).parts[0]
            offered += [(app, each) for each in re.findall(r'"([\w-]+)"', fragment_set)]
    for app, fragment in offered:
        template = ROOT / f"templates/{app}/_{fragment}.html"
        assert root_of(template)[1] == fragment, name(template)


def root_of(template):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", template.read_text(), flags=re.S)
    opening = re.search(r"<(\w+)([^>]*)>", text)
    found = re.search(r'\bid="([^"]+)"', opening[2]) if opening else None
    return (opening[1] if opening else None, found[1] if found else None)


def test_fragments_extend_nothing_and_pages_say_who_renders_them():
    for template in sorted((ROOT / "templates").rglob("*.html")):
        text = template.read_text()
        if template.name.startswith("_"):
            assert "{% extends" not in text, name(template)
        else:
            assert text.startswith("{#"), f"{name(template)} does not open with a line on itself"


def test_templates_carry_no_inline_style_or_script():
    for template in sorted((ROOT / "templates").rglob("*.html")):
        text = template.read_text()
        assert not re.search(
            r'\sstyle="|<style|\son\w+="|<script(?![^>]*(?:\bsrc=|application/ld\+json))', text
        ), name(template)


def test_htmx_headers_have_one_reader():
    readers = [name(path) for path in modules("config", *APPS) if '"HX-' in path.read_text()]
    assert readers == ["taxonomy/web/htmx.py"]


def test_every_module_says_what_lives_there():
    silent = [
        name(path)
        for path in own_modules()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_names_have_meaning():
    assert not [name(path) for path in own_modules() if path.name in FORBIDDEN_NAMES]


# Names that Django or a command line asks for, whichever module has them.
NAMED_BY_OTHERS = {"Command", "DatabaseWrapper", "main"}


def public_names(path):
    """Classes, functions and names of types at the top of a module; a view is named as its address
    is, which is told apart by its namespace.
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
    bare = []
    for path in own_modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            untyped = [
                a.arg for a in arguments if not a.annotation and a.arg not in {"self", "cls"}
            ]
            if untyped or (node.returns is None and node.name != "__init__"):
                bare.append(f"{name(path)}:{node.lineno} {node.name}")
    assert not bare


def test_sizes_stay_readable():
    long = {}
    for path in own_modules():
        text = path.read_text()
        if text.count("\n") > CEILING_OF_A_MODULE:
            long[name(path)] = text.count("\n")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                size = node.end_lineno - node.lineno + 1
                if size > CEILING_OF_A_FUNCTION:
                    long[f"{name(path)} {node.name}"] = size
    assets = {"static/site.css": 620, "static/print.css": 60, "static/copy.js": 30}
    for asset, ceiling in assets.items():
        if (size := (ROOT / asset).read_text().count("\n")) > ceiling:
            long[asset] = size
    assert not long


def test_every_setting_from_the_environment_is_in_the_example():
    source = (ROOT / "config/settings.py").read_text()
    asked = set(re.findall(r'\b(?:text|flag|whole|share|names)\(\s*"([A-Z_]+)"', source))
    told = set(re.findall(r"^#?\s*([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.M))
    assert asked
    assert asked <= told


def test_every_fixture_is_described():
    readme = ROOT / "fixtures/README.md"
    text = readme.read_text()
    for path in sorted((ROOT / "fixtures").rglob("*")):
        if path.is_file() and path != readme:
            described = [path.name, *(f"{folder.name}/" for folder in path.parents)]
            assert any(each in text for each in described), f"{name(path)} is not described"
