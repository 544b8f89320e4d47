"""The locked packages: they are what pyproject.toml asks for, each with its hashes; and what the
advisory sources are made to say."""

import json
import os
import re
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = settings.BASE_DIR
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-test.lock": [
        *PROJECT["dependencies"],
        *PROJECT["optional-dependencies"]["test"],
    ],
}


def pins(name):
    """Package → version and number of hashes."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^\s;]+)(.*(?:\n    .*)*)", text, re.M)
    return {name: (version, rest.count("--hash=sha256:")) for name, version, rest in entries}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_is_what_the_project_asks_for(name):
    locked = pins(name)
    for line in LOCKS[name]:
        wanted = Requirement(line)
        version, _ = locked.get(canonicalize_name(wanted.name), (None, 0))
        assert version, f"{wanted.name} is not in {name}: run make lock"
        assert wanted.specifier.contains(version, prereleases=True), f"{line}: run make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_has_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [package for package, (_, hashes) in pins(name).items() if not hashes]
    for compiled in ("psycopg-binary", "pydantic-core", "granian"):  # a wheel for each platform
        assert pins(name)[compiled][1] > 20, compiled


def test_the_tests_run_with_the_packages_of_the_site():
    site, tests = (pins(name) for name in LOCKS)
    assert site.items() <= tests.items()


def audit(tmp_path, answer):
    """The script, with an advisory source that answers so; None cannot be reached."""
    fake = "import sys\nfrom pathlib import Path\n"
    if answer is not None:
        fake += f"Path(sys.argv[sys.argv.index('--output') + 1]).write_text({json.dumps(answer)!r})"
    (tmp_path / "pip_audit.py").write_text(fake)
    return subprocess.run(
        [sys.executable, ".ci/audit.py", "requirements-test.lock"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )


SAFE = {"name": "django", "version": "5.2", "vulns": []}
SKIPPED = {"name": "django", "skip_reason": "not found"}
KNOWN = {
    "name": "django",
    "version": "5.2",
    "vulns": [{"id": "GHSA-0", "fix_versions": ["5.2.9"], "aliases": [], "description": ""}],
}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([SAFE, SAFE], 0, "2 packages asked about, 0 known vulnerabilities"),
        ([SAFE, KNOWN], 1, "django 5.2: GHSA-0, mended in 5.2.9"),
        ([SKIPPED], 0, "no advisory source can be reached from here"),
        (None, 0, "no advisory source can be reached from here"),
    ],
)
def test_what_an_advisory_source_answers_is_said(tmp_path, packages, status, said):
    done = audit(tmp_path, None if packages is None else {"dependencies": packages, "fixes": []})
    assert done.returncode == status, done.stderr
    assert said in done.stdout
