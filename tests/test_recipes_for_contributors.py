"""The recipes of CONTRIBUTING.md are followed to the letter, two in a copy of the source."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from frameworks.exchange.documents import framework_shape
from frameworks.exchange.load import load_frameworks
from frameworks.exchange.sources import FrameworkSource
from frameworks.models import Entry
from taxonomy.canon.documents import shape_of
from taxonomy.canon.load import load
from taxonomy.exchange.parser import parse_yaml, validated
from taxonomy.exchange.problems import LoadError
from taxonomy.models import Level, Profile
from tests import factories

ROOT = Path(settings.BASE_DIR)
COPY_DB = f"{settings.TEST_DB}_copy"
RECIPES = (ROOT / "CONTRIBUTING.md").read_text()

# File → (what is there, what is put in its place).
FIELD = {
    "taxonomy/models/profiles.py": (
        "    replaced_by = models.ForeignKey(",
        "    notice = LineField(max_length=60, blank=True)\n    replaced_by = models.ForeignKey(",
    ),
    "taxonomy/canon/focus_documents.py": (
        '    scope: Word = ""\n',
        '    scope: Word = ""\n    notice: Word = ""\n',
    ),
    "taxonomy/admin/profiles.py": (
        '("confidence", "scope")',
        '("confidence", "scope", "notice")',
    ),
    "templates/taxonomy/_head.html": (
        "{%- if profile.scope %}",
        "{%- if profile.notice %}; notice: {{ profile.notice }}{% endif %}{%- if profile.scope %}",
    ),
    "taxonomy/profile/as_json.py": (
        '            "scope": profile.scope,\n',
        '            "scope": profile.scope,\n            "notice": profile.notice,\n',
    ),
}
PAGE = {
    "taxonomy/urls.py": (
        "urlpatterns = [\n",
        'urlpatterns = [\n    path("about-notices/", about.about_notices, name="about_notices"),\n',
    ),
    "taxonomy/views/about.py": (
        "@require_safe\n@revalidated\ndef about(",
        "@require_safe\n@revalidated\ndef about_notices(request: HttpRequest) -> HttpResponse:\n"
        '    return htmx.render(request, "taxonomy/about_notices.html", {})\n\n\n'
        "@require_safe\n@revalidated\ndef about(",
    ),
}
TEMPLATE = """{# Rendered by views/about.py: nothing. #}
{% extends "base.html" %}
{% block title %}Notices{% endblock %}
{% block content %}<h1>Notices</h1>{% endblock %}
"""
# What an editor, a reader, a program and a restore notice of the field and of the page.
TESTS = """
from taxonomy.canon.dump import documents
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from tests import factories


def test_the_field(admin_client, client, tmp_path):
    profile = factories.ladder()[1]
    focus = profile.focus
    (tmp_path / "canon.yaml").write_text(
        f"function: {focus.function.code}\\nfocus: {{code: {focus.code}}}\\n"
        f"profiles: [{{level: {profile.level_id}, notice: three  months}}]\\n"
    )
    load(read([tmp_path]))
    address = profile.get_absolute_url()
    assert "notice: three months" in client.get(address).content.decode()
    assert client.get(address.rstrip("/") + ".json").json()["notice"] == "three months"
    change = f"/admin/taxonomy/profile/{profile.pk}/change/"
    assert 'name="notice"' in admin_client.get(change).content.decode()
    dumped = [each for _, document in documents() for each in document.get("profiles", [])]
    assert "three months" in [each.get("notice") for each in dumped]


def test_the_page(client, db):
    assert "<h1>Notices</h1>" in client.get("/about-notices/").content.decode()
    assert client.post("/about-notices/").status_code == 405
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The source as it is here, with the recipes of a field and of a page followed."""
    folder = tmp_path_factory.mktemp("copy")
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    for name in subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines():
        if (ROOT / name).is_file() and not name.startswith(("fixtures/", "tests/captures/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for name, (before, after) in (*FIELD.items(), *PAGE.items()):
        text = (folder / name).read_text()
        assert text.count(before) == 1, name
        (folder / name).write_text(text.replace(before, after))
    (folder / "templates/taxonomy/about_notices.html").write_text(TEMPLATE)
    (folder / "tests/test_followed.py").write_text(TESTS)
    return folder


def run(folder, *command):
    environment = {
        **os.environ,
        "VAR_DIR": str(settings.VAR_DIR),
        "TEST_DB": f"{settings.TEST_DB}_copy",
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_field_and_a_page_by_the_recipes(copy):
    made = run(copy, "manage.py", "makemigrations", "taxonomy")
    assert "Add field notice to profile" in made
    run(copy, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/test_followed.py")
    of_the_house = "view_and_address or template_of_its_name or 405 or safe"
    run(
        copy,
        "-m",
        "pytest",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "tests/test_house.py",
        "-k",
        of_the_house,
    )


def test_the_recipe_of_a_field_names_these_places_and_no_more():
    recipe = RECIPES.split("**A field of a profile.**")[1].split("Whole rows")[0]
    assert re.findall(r"^\d\. `([\w./]+)`", recipe, re.M) == list(FIELD)
    assert len(FIELD) <= 5


@pytest.mark.django_db
def test_an_import_format_by_the_recipe():
    """One line a role: key; title. What is wrong has its file and line."""
    profile = factories.ladder()[1]

    def read_lines(text, file):
        for number, line in enumerate(text.splitlines(), 1):
            (function, focus, level), title = line.split(";")[0].split("."), line.split(";")[1]
            data = {
                "function": function,
                "focus": {"code": focus},
                "profiles": [{"level": level, "title": title}],
            }
            yield from validated(data, file, number, {}, shape_of)

    load(read_lines(f"{profile.key};Keeper of the  Sluice", "roles.txt"))
    assert Profile.objects.get(pk=profile.pk).title == "Keeper of the Sluice"
    with pytest.raises(LoadError, match=r"roles\.txt:1: profiles\[0\]\.title"):
        load(read_lines(f"{profile.key};{'x' * 300}", "roles.txt"))


@pytest.mark.django_db
def test_a_framework_by_the_recipe():
    data = {
        "framework": {"slug": "lamps", "kind": "skills", "name": "Model of Lamps"},
        "levels": [{"number": 1, "label": "Light"}],
        "entries": [{"code": "LAMP", "title": "Lamps", "levels": [{"number": 1}]}],
    }
    [read] = validated(data, "lamps.pdf", 1, {}, framework_shape)
    load_frameworks([FrameworkSource(read, "lamps.pdf", "digest")])
    assert Entry.objects.get().title == "Lamps"


@pytest.mark.django_db
def test_a_track_by_the_recipe(client):
    text = "tracks: [{code: X, name: Expert track}]\nlevels: [{code: X1, name: Expert}]\n"
    text = text.replace("name: Expert}", "name: Expert, track: X, rank: 1, step: 5}")
    load(parse_yaml(text, "levels.yaml", shape_of))
    assert Level.objects.get(code="X1").track.name == "Expert track"
    assert "Expert track" in client.get("/levels/").content.decode()
