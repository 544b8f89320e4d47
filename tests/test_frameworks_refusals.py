"""Framework files, links and assessments that contradict themselves: each is refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frameworks.models import Framework, Relation
from frameworks.models.limits import LONGEST_PARAGRAPHS
from taxonomy.spreadsheets.reader_slots import ReadersBusyError
from tests.factories import FunctionFactory
from tests.framework_samples import WELLS, load_wells
from tests.test_frameworks_load import refuse, run, written

pytestmark = pytest.mark.django_db

FERRIES = """
framework: {slug: ferries-1, kind: skills, name: Ferries}
levels: [{number: 1, label: One}]
categories: [{code: boats, name: Boats}]
entries:
- code: CREW
  title: Crews
  category: boats
  levels: [{number: 1, text: [Rows.]}]
  relations: [{kind: progression, entry: BELL}]
- {code: BELL, title: Bells, category: boats}
"""
LINKED = "links:\n- {entry: kee01, function: WATER}\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "[Ropes rot from inside.]",
            f"[{', '.join(['x' * 9000] * (LONGEST_PARAGRAPHS // 9000 + 1))}]",
            f"at most {LONGEST_PARAGRAPHS:,} are kept",
        ),
        ("{label: a2, text: Lend", "{label: a1, text: Lend", "activity a1 is there twice"),
        (
            "  title: Rope & Bucket",
            "  title: Rope & Bucket\n  attribute: true",
            "kee01 is a practice, so it is no generic attribute",
        ),
        ("  name: Model of Well Keeping\n", "", "'wells-1' is new here and has no name"),
        ("related: [kee02]", "related: [dig01]", "dig01 names itself"),
        ("related: [kee02]", "related: [dig99]", "there is no entry dig99"),
        ("glossary:", f"{LINKED[:-2]}, skill: ropes}}\nglossary:", "names exactly one of"),
        ("glossary:", "links: [{entry: dig99, function: WATER}]\nglossary:", "no entry dig99"),
        ("glossary:", f"{LINKED}{LINKED[7:]}glossary:", "kee01 to WATER is there twice"),
    ],
)
def test_a_file_that_contradicts_itself(tmp_path, old, new, words):
    FunctionFactory(code="WATER")
    assert WELLS.count(old) == 1
    assert words in refuse("load", written(tmp_path, WELLS.replace(old, new)))
    assert not Framework.objects.exists()


def test_a_level_that_the_scale_lacks(tmp_path):
    text = FERRIES.replace("[{number: 1, text", "[{number: 2, text")
    assert "the framework's scale has no level 2" in refuse("load", written(tmp_path, text))


def test_skills_that_lead_to_others_come_back_in_a_dump(tmp_path):
    run("load", written(tmp_path, FERRIES))
    assert Relation.objects.get().kind == "progression"
    dumped = run("dump", "ferries-1")
    assert "kind: progression" in dumped
    assert "0 added, 0 changed, 0 removed" in run("load", written(tmp_path, dumped))
    without = FERRIES.replace("[{kind: progression, entry: BELL}]", "[]")
    assert "0 added, 0 changed, 1 removed" in run("load", written(tmp_path, without))


def test_what_a_file_lacks_stays_and_is_counted(tmp_path):
    run("load", written(tmp_path, FERRIES))
    shorter = FERRIES.replace("- {code: BELL, title: Bells, category: boats}\n", "")
    assert "1 entries stored but not here: left as they are" in run(
        "load", written(tmp_path, shorter)
    )


def test_links_come_with_their_file_and_say_which_framework_is_missing(tmp_path):
    FunctionFactory(code="WATER")
    run("load", written(tmp_path, f"{WELLS}{LINKED}"))
    assert "function: WATER" in run("dump", "wells-1")


class TestCheckOfAFile:
    def send(self, client, content):
        file = SimpleUploadedFile("assessment.csv", content)
        return client.post("/frameworks/wells-1/check/file/", {"assessment": file})

    def test_busy_readers_ask_to_come_again(self, client, tmp_path, monkeypatch):
        def busy(content, practices):
            raise ReadersBusyError("2 other files are being read: try again in a moment.")

        load_wells(tmp_path)
        monkeypatch.setattr("frameworks.assessment.read_answers", busy)
        answer = self.send(client, b"practice,answer\n")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "2 other files are being read" in answer.content.decode()

    def test_too_large_a_file_is_refused(self, client, tmp_path):
        load_wells(tmp_path)
        answer = self.send(client, b"x" * (10 * 1024 * 1024 + 1))
        assert answer.status_code == 400
        assert "The file is larger than 10 MB." in answer.content.decode()

    def test_a_practice_in_two_rows_is_named_and_empty_rows_are_left_out(self, client, tmp_path):
        load_wells(tmp_path)
        answer = self.send(client, b"practice,answer\ndig01,yes\n,no\ndig01,no\n")
        assert answer.status_code == 400
        assert "Row 4: dig01 was in a row before." in answer.content.decode()

    def test_a_framework_of_skills_has_no_check(self, client, tmp_path):
        run("load", written(tmp_path, FERRIES))
        answer = client.get("/frameworks/ferries-1/check/")
        assert answer.status_code == 404
        assert "Ferries has no practices to check." in answer.content.decode()
