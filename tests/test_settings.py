"""Settings read from the environment: what a wrong value says, what a right one switches."""

import ast
import json
import os
import re
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from tests import measure

ROOT = settings.BASE_DIR
PRODUCTION = {
    "HTTPS": "1",
    "SECRET_KEY": "k3y-" * 15,
    "ALLOWED_HOSTS": "rolebook.example, www.rolebook.example",
}


@pytest.fixture
def start(tmp_path):
    """Read the settings in a fresh process; gives back that process and the value asked for."""

    def run(expression="None", **environment):
        ask = "import json; from config import settings as s; "
        ask += f"print(json.dumps({expression}, default=str))"
        clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
        clean |= measure.variables() | environment
        done = subprocess.run(
            [sys.executable, "-c", ask], cwd=ROOT, env=clean, capture_output=True, text=True
        )
        return done, json.loads(done.stdout) if done.returncode == 0 else None

    return run


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DEBUG", "maybe", "say 1, true, yes or on"),
        ("HTTPS", "2", "say 1, true, yes or on"),
        ("PORT", "eighty", "a whole number from 1 to 65535"),
        ("PORT", "70000", "a whole number from 1 to 65535"),
        ("PORT", "-1", "a whole number from 1 to 65535"),
        ("WORKERS", "0", "a whole number from 1 to 64"),
        ("THREADS", "1.5", "a whole number from 1 to 64"),
        ("TEST_DB", 'x"; drop', "letters, digits, _ and -"),
        ("TRUSTED_PROXIES", "10.0.0.0/99", "addresses or networks"),
        ("ALLOWED_HOSTS", "https://rolebook.example/", "host names alone"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line(start, name, value, allowed):
    done, _ = start(**{name: value})
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith(f"{name}={value!r} cannot be used: ")
    assert allowed in lines[0]


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hidden@h/db",
        "postgresql://u:hidden@h:port/db",
        "postgresql://u:hidden@h",
        "nonsense",
    ],
)
def test_a_wrong_database_url_is_refused_without_showing_its_password(start, url):
    done, _ = start(DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stderr.startswith("DATABASE_URL cannot be used: give postgresql://")
    assert len(done.stderr.splitlines()) == 1
    assert "hidden" not in done.stderr


def test_without_a_database_url_the_database_comes_along(start):
    _, database = start("s.DATABASES['default']")
    assert database["ENGINE"] == "config.embedded"


def test_a_database_url_switches_to_that_database(start):
    url = "postgres://rb:p%40ss@db.example:6432/roles?sslmode=require"
    _, database = start("s.DATABASES['default']", DATABASE_URL=url)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    named = [database[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert named == ["rb", "p@ss", "db.example", "6432", "roles"]
    assert database["OPTIONS"]["sslmode"] == "require"


def test_each_thread_has_a_connection_of_its_own(start):
    _, pool = start("s.DATABASES['default']['OPTIONS']['pool']", THREADS="7")
    assert pool["max_size"] == 7


def test_the_secret_key_is_made_once_and_kept_for_its_owner_alone(start, tmp_path):
    (_, first), (_, second) = start("s.SECRET_KEY"), start("s.SECRET_KEY")
    assert first == second
    assert len(first) >= 50
    mode = (tmp_path / "var" / "secret_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_asks_for_what_it_cannot_make(start, missing):
    done, _ = start(**{**PRODUCTION, missing: ""})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{missing}='' cannot be used: with HTTPS=1 ")


def test_production_wants_a_long_secret_key(start):
    done, _ = start(**{**PRODUCTION, "SECRET_KEY": "short"})
    assert "SECRET_KEY cannot be used" in done.stderr
    assert "short" not in done.stderr.replace("SECRET_KEY", "")


def test_production_turns_on_what_tls_needs(start):
    asked = (
        "[s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ALLOWED_HOSTS]"
    )
    _, production = start(asked, **PRODUCTION)
    assert production == [True, True, True, ["rolebook.example", "www.rolebook.example"]]
    _, local = start(asked)
    assert local[:3] == [False, False, False]


def test_env_example_lists_every_variable():
    tree = ast.parse((ROOT / "config" / "settings.py").read_text())
    read = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "")
        in {"text", "flag", "whole", "share", "names", "folder", "refuse"}
        and call.args
        and re.fullmatch("[A-Z_]+", str(getattr(call.args[0], "value", "")))
    }
    # refuse names the same variables as the readers do.
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert len(read) > 10
    assert sorted(read) == sorted(listed)


def test_nobody_else_reads_the_environment():
    allowed = {
        "config/environment.py",
        "config/dotenv.py",
        "config/wsgi.py",
        "config/embedded/keep_programs.py",
        "config/embedded/programs.py",
    }
    folders = ("config", "taxonomy", "goals", "frameworks")
    readers = {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bos\.environ\b|\bgetenv\b", path.read_text())
    }
    assert readers <= allowed


class TestDotEnv:
    def read(self, text, tmp_path, **environment):
        path = tmp_path / ".env"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        show = "import os, sys; from pathlib import Path; from config import dotenv; "
        show += "dotenv.read_dotenv(Path(sys.argv[1])); "
        show += "print(os.environ.get('A'), os.environ.get('B'))"
        return subprocess.run(
            [sys.executable, "-c", show, str(path)],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **measure.variables(), **environment},
            capture_output=True,
            text=True,
        )

    def test_values_comments_and_quotes(self, tmp_path):
        done = self.read("# a note\n\nA = 'one two'\nexport B=x=y#z\n", tmp_path)
        assert done.stdout == "one two x=y#z\n"

    def test_the_environment_wins(self, tmp_path):
        assert self.read("A=file\nB=file\n", tmp_path, A="shell").stdout == "shell file\n"

    def test_a_byte_order_mark_is_no_part_of_a_name(self, tmp_path):
        assert self.read("\ufeffA=1\r\nB=2\r\n", tmp_path).stdout == "1 2\n"

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"A=1\nB=M\xfcller\n", "line 2: not UTF-8"),
            ("A=1\n".encode("utf-16"), "line 1: not UTF-8"),
            ("A=1\n".encode("utf-16-le"), "line 1: a NUL character"),
        ],
    )
    def test_another_encoding_is_said_in_one_line(self, tmp_path, content, said):
        done = self.read(content, tmp_path)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        assert said in done.stderr

    def test_a_line_that_says_nothing_is_named(self, tmp_path):
        done = self.read("A=1\nsome words\n", tmp_path)
        assert done.returncode == 1
        assert "line 2: write NAME=value" in done.stderr
