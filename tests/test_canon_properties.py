"""Canon files under damage: whatever a file contains, it loads whole or leaves the canon as it was.

Particular mistakes and their messages are in test_canon_files.py.
"""

import json
import os
import signal
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.canon.dump import as_json_line, documents
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.exchange.problems import LoadError
from taxonomy.exchange.yaml_text import as_yaml
from taxonomy.models import Focus, Profile, Revision
from tests import factories
from tests.test_canon_files import BEES, LEVELS

FILE = f"{LEVELS}---{BEES}"
DATA = list(yaml.load_all(FILE, Loader=yaml.BaseLoader))


def whole_canon() -> str:
    return "---\n".join(as_yaml(document) for _, document in documents())


def load_or_leave(path: Path) -> bool:
    """Loads the file into an empty canon and takes it out again; whether it could be loaded.

    A refusal must have its reasons and change nothing; what was loaded must be stable.
    """
    with transaction.atomic():
        before = whole_canon()
        refusal = None
        try:
            load(read([path]))
        except LoadError as error:
            refusal = error
        connection.check_constraints()
        after = whole_canon()
        if refusal:
            assert refusal.problems
            assert all(problem.reason for problem in refusal.problems)
            assert after == before
        else:
            again = load(read([path]))
            assert again.is_empty
            assert whole_canon() == after
        transaction.set_rollback(True)
    return refusal is None


def dump_and_load(folder: Path) -> None:
    """What is dumped says of an empty canon what the canon says now, to the byte."""
    canon = whole_canon()
    for name, text in (
        ("canon.yaml", canon),
        ("canon.jsonl", "".join(as_json_line(document) for _, document in documents())),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        if canon:
            assert load(read([path])).is_empty
        with transaction.atomic():
            factories.let_codes_return()
            Profile.objects.update(replaced_by=None)  # a successor is protected
            Profile.objects.all().delete()
            Focus.objects.all().delete()
            if canon:
                load(read([path]))
            assert whole_canon() == canon
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("canon")


@st.composite
def damaged_data(draw) -> list:
    """The good documents with a few values replaced, taken out or said twice."""
    data = deepcopy(DATA)
    for _ in range(draw(st.integers(1, 4))):
        parent, step = data, draw(st.integers(0, len(data) - 1))
        while isinstance(parent[step], dict | list) and parent[step] and draw(st.booleans()):
            parent = parent[step]
            steps = sorted(parent) if isinstance(parent, dict) else range(len(parent))
            step = draw(st.sampled_from(list(steps)))
        harm = draw(st.sampled_from(["replace", "remove", "repeat", "rename"]))
        if harm == "replace":
            parent[step] = draw(ANYTHING)
        elif harm == "rename" and isinstance(parent, dict):
            parent[draw(st.text(max_size=12))] = parent.pop(step)
        elif harm == "repeat" and isinstance(parent, list):
            parent.append(deepcopy(parent[step]))
        elif harm == "remove" and len(data) > 1:
            del parent[step]
    return data


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=20)
    | st.sampled_from(["P3", "p3", "P0", "9999999999", "0.805", "-1", "NaN", "1e999", "2026-02-30"])
    | st.sampled_from(
        ["a\x00b", "\ud800", "x" * 5000, "\u202e", " ", "=1+1", "١٢", "javascript:x"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@pytest.mark.django_db
class TestDamage:
    @given(where=st.floats(0, 1), length=st.integers(0, 30), put=st.text(max_size=20))
    def test_of_yaml_text(self, folder, where, length, put):
        at = int(where * len(FILE))
        path = folder / "damaged.yaml"
        text = FILE[:at] + put + FILE[at + length :]
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        load_or_leave(path)

    @given(where=st.floats(0, 1), put=st.binary(min_size=1, max_size=8))
    def test_of_bytes(self, folder, where, put):
        data = FILE.encode()
        at = int(where * len(data))
        for suffix in (".yaml", ".json", ".jsonl"):
            path = folder / f"bytes{suffix}"
            path.write_bytes(data[:at] + put + data[at + 1 :])
            loaded = load_or_leave(path)
            assert suffix == ".yaml" or not loaded

    @given(data=damaged_data())
    def test_of_values_in_json(self, folder, data):
        path = folder / "damaged.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        load_or_leave(path)

    @given(data=damaged_data(), where=st.floats(0, 1), cut=st.booleans())
    def test_of_json_lines(self, folder, data, where, cut):
        path = folder / "damaged.jsonl"
        text = "".join(json.dumps(document) + "\n" for document in data)
        path.write_text(text[: int(where * len(text))] if cut else text, encoding="utf-8")
        load_or_leave(path)

    def test_the_undamaged_file_loads(self, folder):
        path = folder / "whole.yaml"
        path.write_text(FILE, encoding="utf-8")
        assert load_or_leave(path)
        cut = folder / "cut.yaml"
        cut.write_text(FILE[: FILE.index("low: 1")], encoding="utf-8")
        assert not load_or_leave(cut)


PROSE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    | st.sampled_from(list("\n\t :#-'\"|>&*!%@`{}[],?…–é漢")),
    min_size=1,
    max_size=60,
)


@st.composite
def focus_document(draw) -> dict:
    """A focus in any words at all: most load, some are refused for a character."""

    def words(longest: int = 60) -> str:
        return draw(PROSE)[:longest]

    levels = draw(st.lists(st.sampled_from(["P2", "P3"]), unique=True))
    return {
        "function": {"code": "BEEKEE", "name": "Beekeeping", "summary": words()},
        "focus": {"code": "QUEENREA1A2B", "name": words(), "summary": words()},
        "skills": [{"name": words(), "text": words()} for _ in range(draw(st.integers(0, 3)))],
        "sources": [{"title": words(), "publisher": words()}],
        "profiles": [
            {
                "level": level,
                "title": words(),
                "confidence": str(draw(st.decimals(0, 1, places=2))),
                "responsibilities": [words(), {"component": words()}],
                "guideline": {"knowledge": words(), "experience": words()},
                "aliases": [words()],
                "mappings": [{"scheme": words(), "code": words()}],
            }
            for level in levels
        ],
    }


@pytest.mark.django_db
class TestRoundTrip:
    @given(document=focus_document())
    def test_any_words_come_out_as_they_went_in(self, folder, document):
        path = folder / "words.jsonl"
        levels = json.dumps(DATA[0])
        path.write_text(f"{levels}\n{json.dumps(document)}\n", encoding="utf-8")
        if load_or_leave(path):
            with transaction.atomic():
                load(read([path]))
                dump_and_load(folder)
                transaction.set_rollback(True)

    def test_the_shipped_canon(self, folder):
        with transaction.atomic():
            load(read([Path(settings.BASE_DIR) / "fixtures" / "canon"]))
            dump_and_load(folder)
            transaction.set_rollback(True)


LOADER = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
call_command("canon", "load", sys.argv[2])
"""


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_a_load_that_is_killed_leaves_the_canon_as_it_was(folder):
    start = folder / "start.yaml"
    start.write_text(FILE, encoding="utf-8")
    load(read([start]))
    before, revision = whole_canon(), Revision.objects.current()
    path = folder / "many.jsonl"
    path.write_text("".join(many_focuses(3000)), encoding="utf-8")
    loader = subprocess.Popen(
        [sys.executable, "-c", LOADER, connection.settings_dict["NAME"], str(path)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: rows_written_by_others() > 0, 60)
        assert loader.poll() is None, "the load ended before it could be killed"
    finally:
        loader.send_signal(signal.SIGKILL)
        loader.wait()
    wait_for(lambda: rows_written_by_others() == 0, 30)
    assert whole_canon() == before
    assert Revision.objects.current() == revision
    assert load(read([start])).is_empty  # and nothing keeps the next load waiting


def many_focuses(count: int) -> list[str]:
    document = deepcopy(DATA[1])
    lines = []
    for number in range(count):
        document["focus"] |= {"code": f"FOCUS{number}", "name": f"Focus {number}"}
        lines.append(json.dumps(document) + "\n")
    return lines


def rows_written_by_others() -> int:
    """How many other sessions have written, uncommitted responsibilities in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND l.pid <> pg_backend_pid()"
            " AND l.mode = 'RowExclusiveLock'"
            " AND l.relation = 'taxonomy_responsibility'::regclass"
        )
        return cursor.fetchone()[0]


def wait_for(condition, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
