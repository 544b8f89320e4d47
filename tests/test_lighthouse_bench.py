"""The measurement by Lighthouse makes a run again that has no score, and gives up in the end."""

import json
import sys

import pytest

from bench import lighthouse

pytestmark = pytest.mark.quick
PROGRAM = """import json, pathlib, sys
own = pathlib.Path(sys.argv[0])
failures = int(own.with_suffix(".left").read_text())
own.with_suffix(".left").write_text(str(failures - 1))
print(json.dumps(json.loads(own.with_suffix(".json").read_text())[failures > 0]))
"""


def report(score, fault=None):
    audit = {"id": "speed", "score": score, **({"errorMessage": fault} if fault else {})}
    categories = {each: {"score": 1} for each in lighthouse.CATEGORIES}
    return {
        "audits": {"speed": audit},
        "categories": categories | {"performance": {"score": score}},
    }


@pytest.fixture
def failing(tmp_path, monkeypatch):
    """Lighthouse without a score that many times, then with one."""

    def set_up(times):
        program = tmp_path / "program.py"
        program.write_text(PROGRAM)
        program.with_suffix(".left").write_text(str(times))
        answers = [report(0.97), report(None, "NO_NAVSTART")]
        program.with_suffix(".json").write_text(json.dumps(answers))
        monkeypatch.setenv("LIGHTHOUSE", f"{sys.executable} {program}")
        monkeypatch.setenv("BENCH_WAIT", "0")

    return set_up


def test_a_run_without_a_score_is_made_again_and_counted(failing):
    failing(2)
    run = lighthouse._run("http://127.0.0.1/")
    assert run.scores["performance"] == 97
    assert run.lost == 2


def test_a_page_that_never_gets_a_score_ends_the_measurement(failing):
    failing(lighthouse.TRIES)
    with pytest.raises(SystemExit, match="NO_NAVSTART"):
        lighthouse._run("http://127.0.0.1/")
