"""Canon files: what loading does to the catalogue, what it says when something is wrong,
what a dump gives back. The shipped content itself is judged in test_shipped_canon.py.
"""

import gc
import json
import os
import threading
import time
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import IntegrityError, transaction

from taxonomy.canon.constraint_checks import Checks
from taxonomy.canon.copying import Copying
from taxonomy.canon.focus_rows import FocusRows
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.exchange.progress import Progress
from taxonomy.models import Focus, Function, Level, Profile, Revision, Skill
from tests import factories

pytestmark = pytest.mark.django_db

LEVELS = """
levels:
- code: P2
  name: Second rung
  years: [1, 3]
  scope: A whole task
- code: P3
  name: Third rung
"""
BEES = """
function:
  code: BEEKEE
  name: Beekeeping
focus:
  code: QUEENREA1A2B
  name: Queen Rearing
  summary: Raises queens from chosen colonies.
  differential: skill
skills:
- name: Grafting
  text: Moves larvae a day old into cups.
- name: Incubator
  kind: tool
sources:
- title: Notes of a bee inspector
  published: 2021
scores:
  concreteness: 4.5
profiles:
- level: P2
  title: Queen Rearer
  status: approved
  confidence: 0.80
  responsibilities:
  - Grafts forty larvae a session
  - component: Cleans the grafting bench
  guideline:
    knowledge: Knows the calendar of a queen cell.
  pay:
  - {market: NO, currency: NOK, low: 1, median: 2, high: 3, basis: survey, as_of: 2026-01-31}
  aliases: [Queen breeder]
  mappings:
  - {scheme: ISCO-08, code: '6123', source: house}
- level: P3
"""


@pytest.fixture
def files(tmp_path):
    def write(**texts: str):
        for name, text in texts.items():
            (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def canon(*args) -> str:
    out = StringIO()
    call_command("canon", *map(str, args), stdout=out)
    return out.getvalue()


def refusal(*args) -> list[str]:
    """The lines on standard error of a command that must refuse."""
    errors = StringIO()
    before = Revision.objects.current()
    with pytest.raises(CommandError, match="the canon is unchanged"):
        call_command("canon", *map(str, args), stdout=StringIO(), stderr=errors)
    assert Revision.objects.current() == before
    return errors.getvalue().splitlines()


class TestLoad:
    def test_everything_a_file_states_is_in_the_catalogue(self, files):
        # bees sorts before levels: the reader must still take levels first
        assert canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS)).endswith(
            "8 added, 0 changed, 0 unchanged\n"
        )
        profile = Profile.objects.get(key="BEEKEE.QUEENREA1A2B.P2")
        assert profile.title == "Queen Rearer"
        assert (profile.status, profile.confidence) == ("approved", Decimal("0.80"))
        assert [(r.kind, r.text) for r in profile.responsibilities.all()] == [
            ("jfm", "Grafts forty larvae a session"),
            ("component", "Cleans the grafting bench"),
        ]
        assert profile.guideline.knowledge == "Knows the calendar of a queen cell."
        band = profile.pay_bands.get()
        assert (band.market_id, band.currency, band.median) == ("NO", "NOK", 2)
        assert band.as_of == date(2026, 1, 31)
        assert [alias.title for alias in profile.aliases.all()] == ["Queen breeder"]
        assert str(profile.mappings.get()) == "ISCO-08 6123"
        focus = profile.focus
        assert focus.sources.get().published == "2021"
        assert focus.scores.get().score == Decimal("4.5")
        assert Skill.objects.get(name="Incubator").kind == "tool"
        assert Level.objects.get(code="P2").years == "1–3 yrs"

    def test_a_profile_without_a_title_takes_focus_and_level(self, files):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        assert Profile.objects.get(level="P3").title == "Queen Rearing — P3"

    def test_loading_twice_changes_nothing(self, files):
        folder = files(bees_yaml=BEES, levels_yaml=LEVELS)
        canon("load", folder)
        before = Revision.objects.current()
        assert canon("load", folder).endswith("0 added, 0 changed, 5 unchanged\n")
        assert Revision.objects.current() == before

    def test_what_a_file_leaves_out_stays_as_it_is(self, files):
        folder = files(bees_yaml=BEES, levels_yaml=LEVELS)
        canon("load", folder)
        shorter = (
            "function: BEEKEE\nfocus: {code: QUEENREA1A2B}\n"
            "profiles:\n- level: P2\n  guideline: {complexity: Counts losses.}\n  aliases: []\n"
        )
        printed = canon("load", files(bees_yaml=shorter))
        assert "~ profile BEEKEE.QUEENREA1A2B.P2: guideline, aliases" in printed
        assert "BEEKEE.QUEENREA1A2B.P3" in printed  # in the canon, but not in the files
        profile = Profile.objects.get(level="P2")
        assert profile.responsibilities.count() == 2
        assert profile.guideline.knowledge == "Knows the calendar of a queen cell."
        assert profile.guideline.complexity == "Counts losses."
        assert not profile.aliases.exists()

    def test_what_a_file_does_not_state_is_listed_by_name(self, files):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        head = "function: BEEKEE\nfocus: {code: QUEENREA1A2B}\n"
        shorter = "profiles:\n- {level: P2, guideline: {complexity: Counts.}}\n- level: P3\n"
        left = canon("load", files(bees_yaml=head + shorter)).partition("left as they are")[2]
        lists = "name, summary, differential, skills (2), sources (1), scores (1)\n"
        assert f"  focus BEEKEE.QUEENREA1A2B: {lists}" in left
        lists = "title, confidence, responsibilities (2), pay (1), aliases (1), mappings (1)\n"
        assert f"  profile BEEKEE.QUEENREA1A2B.P2: {lists}" in left
        assert "P3" not in left  # its title is the one that a file without a title gives
        whole = canon("load", files(bees_yaml=BEES))
        assert "QUEENREA1A2B" not in whole.partition("left as they are")[2]

    def test_skills_of_another_kind_are_named(self, files):
        printed = canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        new = "; skills new or of another kind: Grafting, Incubator\n"
        assert f"+ focus BEEKEE.QUEENREA1A2B{new}" in printed
        printed = canon("load", files(bees_yaml=BEES.replace("kind: tool", "kind: skill")))
        turned = "; skills new or of another kind: Incubator\n"
        assert f"~ focus BEEKEE.QUEENREA1A2B{turned}" in printed

    def test_dry_run_and_check_write_nothing(self, files):
        folder = files(bees_yaml=BEES, levels_yaml=LEVELS)
        for command in (["load", folder, "--dry-run"], ["check", folder]):
            assert canon(*command).endswith("8 would be added, 0 would be changed, 0 unchanged\n")
        assert not Function.objects.exists()

    def test_codes_are_minted_for_names_alone(self, files):
        named = "function: {name: Beekeeping}\nfocus: {name: Queen Rearing}\n"
        canon("load", files(bees_yaml=named))
        focus = Focus.objects.get()
        assert focus.function.code == "BEEKEE"
        assert focus.code.startswith("QUEENREA")
        assert canon("load", files(bees_yaml=named)).endswith("0 added, 0 changed, 1 unchanged\n")

    def test_a_rename_keeps_the_code(self, files):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        canon("load", files(bees_yaml=BEES.replace("Queen Rearing", "Queens and Nuclei")))
        assert Focus.objects.get().name == "Queens and Nuclei"
        assert Focus.objects.get().code == "QUEENREA1A2B"

    def test_json_and_json_lines_say_the_same(self, files, tmp_path):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        lines = canon("dump", "--format", "jsonl")
        documents = [json.loads(line) for line in lines.splitlines()]
        assert canon("load", files(all_jsonl=lines) / "all.jsonl").endswith(
            "0 changed, 10 unchanged\n"
        )
        whole = files(all_json=json.dumps(documents)) / "all.json"
        assert canon("load", whole).endswith("0 added, 0 changed, 10 unchanged\n")

    def test_a_retired_profile_points_at_its_replacement_in_another_file(self, files):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        moved = (
            "function: BEEKEE\nfocus: {code: QUEENREA1A2B}\nprofiles:\n"
            "- {level: P2, status: retired, replaced_by: BEEKEE.QUEENREA1A2B.P3}\n"
        )
        folder = files(bees_yaml=moved)
        canon("load", folder)
        assert Profile.objects.get(level="P2").replaced_by.level_id == "P3"
        assert canon("load", folder / "bees.yaml").endswith("0 changed, 2 unchanged\n")


class TestRefusals:
    """Each names file, line, path and reason, and nothing is written."""

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            (
                "level: P3",
                "level: P7",
                "bees.yaml:35: profiles[1].level: level P7 is not in the canon",
            ),
            ("level: P3", "level: Q3", "bees.yaml:35: profiles[1].level"),
            ("confidence: 0.80", "confidence: 1.5", "bees.yaml:24: profiles[0].confidence"),
            (
                "concreteness: 4.5",
                "concreteness: 4.2",
                "bees.yaml:19: scores.concreteness: goes in",
            ),
            (
                "low: 1,",
                "low: 9,",
                "bees.yaml:31: profiles[0].pay[0]: a band runs low ≤ median ≤ high",
            ),
            ("aliases: [", "nicknames: [", "bees.yaml:32: profiles[0].nicknames: no such key"),
            ("level: P3", "level: P2", "the level 'P2' is there twice"),
            ("[Queen breeder]", "[Breeder, breeder]", "the alias 'breeder' is there twice"),
            ("  name: Beekeeping", "  title: x", "bees.yaml:4: function.title: no such key"),
            ("published: 2021", "published: lately", "bees.yaml:17: sources[0].published"),
            ("Grafts forty", "Grafts \x07 forty", "not YAML"),
        ],
    )
    def test_a_broken_line_is_named(self, files, old, new, problem):
        assert old in BEES
        folder = files(bees_yaml=BEES.replace(old, new, 1), levels_yaml=LEVELS)
        assert problem in "\n".join(refusal("load", folder))
        assert not Level.objects.exists()

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "the file is empty"),
            ("just words", "not a canon document"),
            ("- a\n- b", "not a canon document"),
            ("a: &x [1]\nb: *x\nfocus: {}", "anchors and aliases are not read"),
            ("focus: {}\nfocus: {}", "'focus' is there twice"),
            ("function: A\nfocus: {}", "the focus has neither a code nor a name"),
            ("function: NOSUCH\nfocus: {name: x}", "function 'NOSUCH' is not in the canon"),
            ("[" * 5000, "not YAML"),
            ("levels: [{code: P2}, {code: P2}]", "the level 'P2' is there twice"),
            (
                "a:\n\tb: 1",
                "odd.yaml:2: not YAML: found character that cannot start any token (spaces",
            ),
            ("title: Head: Sales", "odd.yaml:1: not YAML: mapping values are not allowed in this"),
            ("title: Head: Sales", "(a text that contains “: ” is put into quotes"),
            ("title: @work", "(a text that begins with @ is put into quotes)"),
            (
                'a:\n  b: "x\n  c: 1',
                "odd.yaml:3: not YAML: found unexpected end of stream (a quote",
            ),
            ('a:\n  b: "x\n  c: 1', "is not closed; it begins in line 2)"),
            ("a: [1, 2\nb: c", "put into quotes there; it begins in line 1)"),
            ("a: b\nc: \x07", "odd.yaml:2: not YAML: unacceptable character #x0007"),
        ],
    )
    def test_odd_files(self, files, text, problem):
        assert problem in "\n".join(refusal("check", files(odd_yaml=text)))

    def test_bytes_that_are_not_text(self, tmp_path):
        (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\x00\x01")
        assert "cannot be read" in "\n".join(refusal("check", tmp_path))

    def test_a_path_that_is_not_there(self, tmp_path):
        assert "no such file" in "\n".join(refusal("check", tmp_path / "gone.yaml"))
        assert "no .yaml" in "\n".join(refusal("check", tmp_path))

    def test_every_problem_is_told_at_once(self, files):
        text = BEES.replace("0.80", "8").replace("level: P3", "level: P9")
        problems = refusal("load", files(bees_yaml=text, more_yaml="x: 1", levels_yaml=LEVELS))
        assert len(problems) == 2
        problems = refusal("load", files(bees_yaml=BEES.replace("level: P3", "level: P9")))
        assert len(problems) == 2

    def test_one_bad_line_among_json_lines(self, files):
        lines = '{"levels": [{"code": "P2", "name": "Two"}]}\n{"levels": [{"code": "P3"}\n'
        problems = refusal("load", files(all_jsonl=lines))
        assert "all.jsonl:2: not JSON" in problems[0]
        assert not Level.objects.exists()

    @pytest.mark.parametrize(
        ("character", "code"),
        [("\x07", "0007"), ("\x1f", "001F"), ("\x7f", "007F"), ("\x92", "0092")],
    )
    def test_an_unprintable_character_is_named(self, files, character, code):
        document = {"levels": [{"code": "P2", "name": f"Second{character}rung"}]}
        problems = refusal("load", files(all_jsonl=json.dumps(document)))
        assert problems[0].endswith(
            f"levels[0].name: has the unprintable character U+{code} after 'Second'"
        )

    def test_text_of_another_kind_is_not_called_unprintable(self, files):
        text = '{"levels": [{"code": "P2", "name": "a\\ud800b"}]}'
        problems = refusal("load", files(all_json=text))
        assert "levels[0].name: has half a character, U+D800 after 'a'" in problems[0]

    def test_a_skill_cannot_be_two_kinds_in_one_load(self, files):
        other = (
            BEES.replace("QUEENREA1A2B", "OTHER")
            .replace("Queen Rearing", "Other")
            .replace("    kind: tool", "")
        ).replace("kind: tool", "kind: skill")
        problems = refusal("load", files(bees_yaml=BEES, other_yaml=other, levels_yaml=LEVELS))
        assert "'Incubator' is a tool in " in problems[0]
        assert "bees.yaml:14, here a skill" in problems[0]

    def test_a_name_that_has_another_code(self, files):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        problems = refusal("load", files(bees_yaml=BEES.replace("QUEENREA1A2B", "OTHER")))
        assert "has the code QUEENREA1A2B in the canon, not OTHER" in problems[0]

    def test_a_replacement_that_is_not_there(self, files):
        text = BEES.replace("level: P3", "level: P3\n  replaced_by: BEEKEE.GONE.P3")
        problems = refusal("load", files(bees_yaml=text, levels_yaml=LEVELS))
        assert len(problems) == 1
        place = "bees.yaml:36: profiles[1].replaced_by: no profile BEEKEE.GONE.P3 in the canon"
        assert problems[0].endswith(place)


class TestChecks:
    """Rows are checked against each other while a load goes on, not only when it ends."""

    def test_a_row_that_may_not_be_is_told_when_it_was_asked_for(self):
        with transaction.atomic(), Checks() as checks:
            Focus.objects.create(function_id=0, code="X", name="x")
            checks.ask()
            with pytest.raises(IntegrityError, match="is not present in table"):
                checks.wait()
            transaction.set_rollback(True)

    def test_leaving_waits_for_the_answer(self):
        def leave():
            with transaction.atomic(), Checks() as checks:
                Focus.objects.create(function_id=0, code="X", name="x")
                checks.ask()

        with pytest.raises(IntegrityError):
            leave()

    def test_a_load_tells_it_as_a_problem(self, files, monkeypatch):
        def write_a_stray(changes):
            for number, change in enumerate(changes, 1):
                change.stored_id = number
            Focus.objects.create(function_id=0, code="X", name="x")
            return FocusRows([], [])

        monkeypatch.setattr("taxonomy.canon.focus_rows.write_focuses", write_a_stray)
        problems = refusal("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        assert problems[0].startswith("database: insert or update on table")
        assert not Focus.objects.exists()

    def test_a_row_that_no_table_takes_is_a_problem(self, files, monkeypatch):
        nameless = Copying("taxonomy_focus", ("function_id", "code", "name"), [(0, "X", "")])
        monkeypatch.setattr("taxonomy.canon.new_documents.new_focuses", lambda changes: [])
        monkeypatch.setattr("taxonomy.canon.new_documents.new_profiles", lambda changes: [])

        def leave_a_row(changes):
            for number, change in enumerate(changes, 1):
                change.stored_id = number
            return FocusRows([], [nameless])

        monkeypatch.setattr("taxonomy.canon.focus_rows.write_focuses", leave_a_row)
        (told,) = refusal("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        assert told.startswith("database: ")
        assert 'relation "taxonomy_focus" violates' in told
        assert not Focus.objects.exists()

    def test_garbage_is_collected_again_after_any_load(self, files):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        assert gc.isenabled()
        refusal("load", files(bees_yaml=BEES.replace("level: P3", "level: P9")))
        assert gc.isenabled()


class Screen(StringIO):
    def isatty(self):
        return True


class TestProgress:
    """Long work says how far it is on standard error; short work says nothing."""

    def progress(self, stream, **options):
        return Progress(OutputWrapper(stream), **options)

    def test_a_short_load_says_nothing(self, files):
        for stream in (StringIO(), Screen()):
            call_command("canon", "load", str(files(bees_yaml=BEES, levels_yaml=LEVELS)),
                         stdout=StringIO(), stderr=stream)  # fmt: skip
            assert stream.getvalue() == ""

    def test_a_log_gets_lines_that_keep_a_distance(self):
        log = StringIO()
        with self.progress(log, pause=0.3) as progress:
            for count in range(5):
                progress(f"{count} profiles planned")
            time.sleep(0.31)
            progress("5 profiles planned")
        assert log.getvalue() == "0 s: 5 profiles planned\n"

    def test_a_terminal_has_one_line_that_goes_away_in_the_end(self):
        screen = Screen()
        with self.progress(screen, pause=0) as progress:
            progress("1 profile planned")
            progress("2 profiles planned")
        said = "\r\x1b[K0 s: 1 profile planned\r\x1b[K0 s: 2 profiles planned\r\x1b[K"
        assert screen.getvalue() == said

    def test_what_a_load_tells(self, files, monkeypatch):
        monkeypatch.setattr("taxonomy.search.indexing.CHUNK", 2)
        folder = files(bees_yaml=BEES, levels_yaml=LEVELS)
        canon("load", folder)
        lines = canon("dump", "--format", "jsonl")
        factories.let_codes_return()
        Profile.objects.all().delete()
        path = files(all_jsonl=lines) / "all.jsonl"
        progress = []
        load(read([path], progress.append), progress=progress.append)
        assert progress[:6] == [
            "reading file 1",
            "profiles planned: 0, all.jsonl line 1 of 5",
            "profiles planned: 0, all.jsonl line 2 of 5",
            "profiles planned: 0, all.jsonl line 3 of 5",
            "profiles planned: 0, all.jsonl line 4 of 5",
            "profiles planned: 2, all.jsonl line 5 of 5",
        ]
        assert progress[-1] == "search entries: 0 changes left to write"

    @pytest.mark.parametrize(("ending", "lines"), [("", 2), ("\n", 2), ("\n\n", 3)])
    def test_lines_are_counted_as_people_count_them(self, files, ending, lines):
        text = '{"levels": []}\n{"levels": []}' + ending
        places = [found.place for found in read([files(all_jsonl=text) / "all.jsonl"])]
        assert places == [f"all.jsonl line {line} of {lines}" for line in (1, 2)]

    def test_a_pipe_is_read_once(self, tmp_path):
        pipe = tmp_path / "all.jsonl"
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_text, args=['{"levels": [{"code": "P2"}]}\n'])
        writer.start()
        assert [found.place for found in read([pipe])] == ["all.jsonl"]
        writer.join()


class TestDump:
    def test_dump_load_dump_gives_the_same_bytes(self, files, tmp_path):
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        first, second = tmp_path / "first", tmp_path / "second"
        canon("dump", first)
        assert canon("load", first).endswith("0 added, 0 changed, 10 unchanged\n")
        canon("dump", second)
        written = sorted(path.relative_to(first) for path in first.rglob("*.yaml"))
        assert [str(path) for path in written] == [
            "beekee/queenrea1a2b.yaml",
            "functions.yaml",
            "levels.yaml",
            "markets.yaml",
            "skills.yaml",
        ]
        assert all((first / p).read_bytes() == (second / p).read_bytes() for p in written)

    def test_an_empty_canon_dumps_nothing(self):
        assert canon("dump") == ""
