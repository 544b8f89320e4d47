"""The map of docs/architecture.md names what exists, and every package is on it."""

import re
from pathlib import Path

import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docs/architecture.md").read_text()
DOCS = [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), ROOT / "fixtures/README.md"]


def test_every_place_on_the_map_exists():
    table = TEXT.split("## Where things are")[1].split("\n## ")[0]
    places = re.findall(r"`([a-z_./]+)`", "\n".join(re.findall(r"^\| (.*?) \|", table, re.M)))
    assert len(places) > 20
    assert [place for place in places if not (ROOT / place).exists()] == []


# Packages that every app has; the map names the first two where an app has more than one module.
APART = {"models", "views", "admin", "migrations", "management", "templatetags"}


def test_every_package_is_on_the_map():
    packages = [
        path.parent
        for app in ("config", "taxonomy", "frameworks", "editions")
        for path in (ROOT / app).glob("*/__init__.py")
        if path.parent.name not in APART
    ]
    missing = [
        str(each.relative_to(ROOT))
        for each in packages
        if f"`{each.relative_to(ROOT)}/`" not in TEXT
    ]
    assert missing == []


def test_modules_that_docs_name_exist():
    named = {
        (document.name, place)
        for document in DOCS
        for place in re.findall(
            r"`((?:config|taxonomy|goals|frameworks|tests|bench)/[\w./]+\.\w+)`",
            document.read_text(),
        )
    }
    assert [each for each in named if not (ROOT / each[1]).exists()] == []


def test_files_of_containers_name_settings_that_exist():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    known = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert set(compose["services"]["site"]["environment"]) <= known
    assert "USER rolebook" in (ROOT / "Dockerfile").read_text()
