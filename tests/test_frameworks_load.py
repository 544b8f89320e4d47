"""Framework files and texts: what ships, loading twice, round trips, damage. No page here."""

import json
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet
from frameworks.escm.errata import Errata
from frameworks.escm.reader import read_model as read_escm
from frameworks.exchange import sources
from frameworks.models import Activity, CanonLink, Entry, Framework, LoadReport, Relation
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Revision
from taxonomy.text import sort_key
from tests.factories import FocusFactory, FunctionFactory
from tests.framework_samples import FERRY_PAGE, WELLS
from tests.test_load_drafts import publish

SHIPPED = settings.BASE_DIR / "fixtures" / "frameworks"
ESCM = "004_3ba41abab493fbe3.txt"

pytestmark = pytest.mark.django_db


def run(*arguments):
    said = StringIO()
    call_command("frameworks", *map(str, arguments), stdout=said, stderr=said)
    return said.getvalue()


def refuse(*arguments):
    """What is said when a load is refused; nothing may have been written."""
    before = Revision.objects.current()
    said = StringIO()
    with pytest.raises(CommandError, match="unchanged"):
        call_command("frameworks", *map(str, arguments), stdout=said, stderr=said)
    assert Revision.objects.current() == before
    return said.getvalue()


def written(folder, text, name="file.yaml"):
    path = folder / name
    path.write_text(text)
    return path


@pytest.fixture
def wells(tmp_path):
    run("load", written(tmp_path, WELLS))
    return Framework.objects.get(slug="wells-1")


class TestShipped:
    def test_holds_the_facts_of_the_model(self):
        run("load", SHIPPED)
        practices = Entry.objects.filter(framework__slug="escm-sp-2")
        by = lambda field: {  # noqa: E731
            value: practices.filter(**{f"practice__{field}": value}).count()
            for value in practices.values_list(f"practice__{field}", flat=True).distinct()
        }
        assert by("level__number") == {2: 48, 3: 26, 4: 10}
        assert by("lifecycle") == {"Ongoing": 51, "Initiation": 21, "Delivery": 8, "Completion": 4}
        assert by("practice_type") == {
            "Policy": 4,
            "Procedure": 41,
            "Guideline": 3,
            "Program": 3,
            "Plan": 3,
            "Other": 30,
        }
        assert practices.filter(practice__is_support=True).count() == 13
        activities = Activity.objects.filter(entry__in=practices)
        kinds = {kind: activities.filter(kind=kind).count() for kind in Activity.Kind.values}
        assert kinds == {"major": 252, "required": 1234, "recommended": 456}
        lost = activities.get(text=None)
        assert (lost.entry.code, lost.label) == ("prf09", "b4")
        whole = Relation.objects.filter(kind="supports", source__code="knw02")
        assert whole.filter(activity__label="c2").values("target").distinct().count() == 84
        assert activities.filter(supplements__isnull=False).values("supplements").count() == 433

    def test_holds_no_sentence_of_the_model(self):
        run("load", SHIPPED)
        assert not Entry.objects.exclude(statement="", description="", guidance="").exists()
        assert not Activity.objects.exclude(text="").exclude(text=None).exists()

    def test_shares_no_eight_words_with_the_texts(self, seeds):
        files = [p.read_text() for p in SHIPPED.glob("*.yaml")]
        ours = {run for text in files for run in _runs_of_eight(text)}
        for seed in seeds.glob("00*.txt"):
            assert not ours & set(_runs_of_eight(seed.read_text())), seed.name

    def test_skill_with_its_levels(self):
        run("load", SHIPPED)
        skill = Entry.objects.get(code="ITMG")
        levels = skill.level_descriptions.values_list("level__number", flat=True)
        assert list(levels) == [5, 6, 7]
        assert skill.framework.levels.count() == 7

    def test_links_without_the_canon_are_left_out_and_said(self):
        said = run("load", SHIPPED)
        assert "the canon has no focus ITOPER.ITOUTSOU493C" in said
        assert not CanonLink.objects.exists()

    def test_links_outsourcing_management(self):
        function = FunctionFactory(code="ITOPER", name="IT Operations & Support")
        focus = FocusFactory(function=function, code="ITOUTSOU493C", name="IT Outsourcing")
        run("load", SHIPPED)
        links = CanonLink.objects.filter(focus=focus)
        assert 12 <= links.filter(entry__framework__slug="escm-sp-2").count() <= 20
        assert links.get(entry__code="ITMG").note
        assert not links.filter(note="").exists()


def _runs_of_eight(text):
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return (" ".join(words[n : n + 8]) for n in range(len(words) - 7))


class TestLoading:
    def test_entries_are_listed_where_a_reader_looks(self, tmp_path, wells):
        entries = Entry.objects.filter(framework=wells)
        first, second = entries.order_by("code")[:2]
        text = WELLS.replace(first.title, "Zoning").replace(second.title, "Écluses")
        run("load", written(tmp_path, text))
        titles = [entry.title for entry in entries.as_skills()]
        assert titles == sorted(titles, key=sort_key)
        assert titles.index("Écluses") < titles.index("Zoning")
        assert entries.get(title="Écluses").title_key == "ecluses"

    def test_twice_changes_nothing(self, tmp_path, wells):
        before = Revision.objects.current()
        assert "0 added, 0 changed, 0 removed" in run("load", tmp_path)
        assert Revision.objects.current() == before
        assert LoadReport.objects.count() == 1

    def test_dry_run_writes_nothing(self, tmp_path):
        said = run("load", written(tmp_path, WELLS), "--dry-run")
        assert "+ 3 practices: dig01, kee01, kee02" in said
        assert not Framework.objects.exists()

    def test_takes_a_bounded_number_of_queries(self):
        with CaptureQueriesContext(
            connection,
        ) as first:
            run("load", SHIPPED / "escm-sp-2.yaml")
        assert len(first) < 40, "\n".join(q["sql"][:80] for q in first)
        touched = [q["sql"] for q in first if "frameworks_activity" in q["sql"]]
        assert len(touched) < 20

    def test_leaves_what_a_file_does_not_state(self, tmp_path, wells):
        facts = run("dump", "wells-1", "--facts")
        assert "divining" not in facts
        run("load", written(tmp_path, facts, "facts.yaml"))
        assert (
            Activity.objects.get(entry__code="dig01", label="a2").text == "Lend the divining rods."
        )

    def test_removes_an_activity_that_left_the_tree(self, tmp_path, wells):
        shorter = WELLS.replace("      - {label: a2, text: Lend the divining rods.}\n", "")
        said = run("load", written(tmp_path, shorter))
        assert "- 1 activities: dig01 a2" in said
        assert not Activity.objects.filter(entry__code="dig01", label="a2").exists()

    def test_report_is_kept(self, wells):
        report = wells.load_reports.get()
        assert (report.file_name, len(report.digest)) == ("file.yaml", 64)
        assert report.added > 20

    @pytest.mark.parametrize(
        ("spoilt", "reason"),
        [
            (("[kee02]", "[kee09]"), "there is no entry kee09"),
            (("category: dig", "category: hole"), "entries[0].category: there is no category hole"),
            (("lifecycle: Delivery", "lifecycle: Winter"), "lifecycle"),
            (("label: b1a", "label: c1a"), "c1a does not belong below b1"),
            (("code: kee02", "code: kee01"), "entry 'kee01' is there twice"),
            (("level: 3", "level: 8"), "there is no level 8"),
            (("lost: true", "lost: true, text: Here"), "has a text, so it is not lost"),
            (("statement: Keep", "statment: Keep"), "no such key"),
            (
                (
                    "supports: [kee01]}\n      - {label: a2, lost",
                    "supports: [x]}\n      - {label: a2, lost",
                ),
                "is not a code",
            ),
        ],
    )
    def test_bad_file_is_named_and_changes_nothing(self, tmp_path, spoilt, reason):
        assert spoilt[0] in WELLS
        said = refuse("load", written(tmp_path, WELLS.replace(*spoilt, 1)))
        assert reason in said
        assert "file.yaml:" in said

    def test_kind_of_a_framework_is_fixed(self, tmp_path, wells):
        said = refuse("load", written(tmp_path, WELLS.replace("kind: practices", "kind: skills")))
        assert "stored as a framework of practices" in said

    def test_one_bad_file_stops_the_good_ones(self, tmp_path):
        written(tmp_path, WELLS, "a.yaml")
        written(tmp_path, "framework: [", "b.yaml")
        assert "not YAML" in refuse("load", tmp_path)
        assert not Framework.objects.exists()


class TestDumping:
    def test_loads_again_to_the_same_bytes(self, tmp_path, wells):
        whole = run("dump", "wells-1")
        wells.delete()
        run("load", written(tmp_path, whole, "again.yaml"))
        assert run("dump", "wells-1") == whole

    def test_json_has_the_agreed_shape(self, wells):
        practices = json.loads(run("dump", "wells-1", "--format", "json"))["practices"]
        assert [practice["code"] for practice in practices] == ["dig01", "kee01", "kee02"]
        assert practices[0]["capability_area"] == {"code": "dig", "name": "Digging"}
        assert practices[0]["related"] == ["kee02"]
        b1 = practices[0]["activities"][1]["required"][0]
        assert b1["recommended"] == [
            {
                "label": "b1a",
                "text": "Leave the hole open overnight.",
                "supplemental": ["Cover it against foxes."],
            }
        ]
        assert practices[1]["activities"][0]["required"][1]["text"] is None

    def test_unknown_framework_names_those_there(self, wells):
        with pytest.raises(CommandError, match="wells-1"):
            run("dump", "wels")


class TestReading:
    def test_whole_model_gets_in_and_out_unchanged(self, seeds):
        run("read", seeds / ESCM)
        model, _ = read_escm(
            (seeds / ESCM).read_text(), Errata.load(SHIPPED / "escm-sp-2.errata.yaml")
        )
        assert json.loads(run("dump", "escm-sp-2", "--format", "json")) == model.as_json()

    def test_text_fills_the_facts_in_and_facts_do_not_empty_it(self, seeds):
        run("load", SHIPPED)
        said = run("read", seeds / ESCM)
        assert "+ 84" not in said, "the facts were there already"
        assert Entry.objects.exclude(statement="").count() == 84
        first = run("dump", "escm-sp-2", "--format", "json")
        assert "0 added, 0 changed" in run("read", seeds / ESCM)
        assert "0 added, 0 changed, 0 removed" in run("load", SHIPPED)
        assert run("dump", "escm-sp-2", "--format", "json") == first

    def test_report_keeps_repairs_and_doubts(self, seeds):
        run("read", seeds / ESCM)
        report = LoadReport.objects.get()
        assert len(report.repairs) > 20
        assert any("b4 is lost" in doubt for doubt in report.doubts)

    def test_public_texts_are_pointed_out(self, tmp_path):
        said = run("read", written(tmp_path, FERRY_PAGE, "page.txt"))
        assert "is public" in said

    @pytest.mark.parametrize("text", ["", "A letter to the mayor about wells.", "\0\0\0"])
    def test_foreign_text_is_refused(self, tmp_path, text):
        refuse("read", written(tmp_path, text, "letter.txt"))

    def test_binary_is_refused(self, tmp_path):
        path = tmp_path / "picture.txt"
        path.write_bytes(b"\xff\xd8\xff\xe0" * 100)
        assert "not UTF-8" in refuse("read", path)

    def test_truncated_model_is_refused_whole(self, tmp_path, seeds):
        text = (seeds / ESCM).read_text()
        said = refuse("read", written(tmp_path, text[: len(text) // 2], "half.txt"))
        assert "half.txt" in said

    def test_missing_file_is_named(self, tmp_path):
        assert "nowhere.txt" in refuse("read", tmp_path / "nowhere.txt")


def test_every_shipped_file_is_told_of_in_the_readme():
    readme = Path(settings.BASE_DIR / "fixtures" / "README.md").read_text()
    missing = [path.name for path in SHIPPED.glob("*.yaml") if path.name not in readme]
    assert not missing


class TestLeftForReview:
    LINKED = WELLS + "links:\n- {entry: dig01, function: WATER, note: Near.}\n"

    @pytest.fixture
    def water(self):
        with recorded(Origin("First", "test")):
            FunctionFactory(code="WATER", name="Water")

    @pytest.mark.parametrize("action", ["load", "read"])
    def test_links_are_drafts_and_texts_are_written_and_it_says_so(
        self, tmp_path, water, action, monkeypatch
    ):
        if action == "read":  # a text of which a reading makes this document
            data = next(yaml.safe_load_all(self.LINKED))
            monkeypatch.setattr(sources, "_understood", lambda *of: data)
        said = run(action, written(tmp_path, self.LINKED), "--draft", "--title", "Wells")
        made = ChangeSet.objects.unfinished().get()
        written_lines, left = said.split("That is written: texts of frameworks have no drafts.")
        assert "+ 3 practices: dig01, kee01, kee02" in written_lines
        assert "links" not in written_lines
        assert "+ 1 links to the canon" in left
        assert "1 draft in the open set “Wells”, nothing published: /admin/history/" in left
        assert "1 would be added, 0 would be changed" in left
        assert Entry.objects.filter(framework__slug="wells-1").count() == 3
        assert not CanonLink.objects.exists()
        assert (made.origin, made.drafts.get().kind) == (f"frameworks {action}", "link")
        assert deviations() == []
        publish(made)
        assert CanonLink.objects.get().note == "Near."
        again = run("load", written(tmp_path, self.LINKED), "--draft")
        assert "Nothing would change: no set is made." in again

    def test_a_link_with_a_draft_is_in_the_way_and_no_text_is_written(self, tmp_path, water):
        run("load", written(tmp_path, self.LINKED), "--draft", "--title", "First")
        path = written(tmp_path, self.LINKED.replace("Choose a Place", "Choose a Spot"))
        said = refuse("load", path, "--draft")
        assert "There is a draft of link wells-1 dig01 function WATER in the set “First”" in said
        assert not Entry.objects.filter(title="Choose a Spot").exists()

    def test_a_plan_is_no_draft(self, tmp_path):
        with pytest.raises(CommandError, match="not allowed with argument"):
            run("load", written(tmp_path, WELLS), "--draft", "--dry-run")
