"""SFIA: a saved skill page, the workbook of licence holders, and what is refused of both."""

import zipfile

import pytest
from openpyxl import Workbook

from frameworks.escm.reading_report import Report
from frameworks.exchange.load import load
from frameworks.exchange.sources import texts
from frameworks.models import Entry, Framework
from frameworks.sfia import saved_page, workbook
from taxonomy.canon.problems import CanonError
from tests.framework_samples import FERRY_PAGE

SEED = "003_336d5e4384c151b8.txt"


class TestPage:
    def test_reads_what_belongs_to_the_skill_alone(self):
        report = Report()
        skill = saved_page.read(FERRY_PAGE, report)["entries"][0]
        assert (skill["code"], skill["title"]) == ("FCRR", "Ferry crew rostering")
        assert skill["statement"] == "Deciding which crew sails which boat on which day."
        assert (skill["change"], skill["guidance_change"]) == ("modified", "new")
        assert skill["guidance"] == [
            "Crews are people with sleep to catch up on.",
            "Among what they do:\n• counting hours of rest\n• swapping a sick deckhand",
        ]
        assert skill["levels"] == [
            {
                "number": 2,
                "change": "unchanged",
                "text": ["Copies the roster to the notice board.", "Tells the crew about swaps."],
            },
            {"number": 4, "change": "new", "text": ["Writes the roster of one boat."]},
        ]
        assert not report.doubts

    def test_reads_all_seven_levels_with_label_and_essence(self):
        levels = saved_page.read(FERRY_PAGE, Report())["levels"]
        assert [level["number"] for level in levels] == [1, 2, 3, 4, 5, 6, 7]
        assert levels[6]["label"] == "Set strategy, inspire, mobilise"
        assert levels[0]["essence"] == "Coils ropes when told to."

    def test_reads_a_page_without_marks_and_with_a_footer(self):
        plain = FERRY_PAGE.replace("(modified)\n\n", "").replace("(new)\n\n", "")
        report = Report()
        skill = saved_page.read(plain + "\nRelated skills\n\nFerry cleaning\n", report)["entries"][
            0
        ]
        assert "change" not in skill
        assert skill["levels"][1]["text"] == ["Writes the roster of one boat."]

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ("Ferry crew rostering FCRR", "Ferry crew rostering", "four-letter code"),
            ("Level 3 - Apply: Essence of the level: Sails by the book.", "", "level 3"),
            ("Writes the roster of one boat.", "", "level 4, but its text is missing"),
            ("these levels: 2 4", "these levels: 2", "level 4 has a text"),
            ("these levels: 2 4", "these levels: 2 4 9", "level 9 is not one"),
            ("Deciding which crew sails which boat on which day.", "", "description is missing"),
        ],
    )
    def test_damaged_page_names_what_is_wrong(self, old, new, reason):
        assert old in FERRY_PAGE
        with pytest.raises(saved_page.DamagedPage, match=reason):
            saved_page.read(FERRY_PAGE.replace(old, new, 1), Report())

    def test_every_beginning_of_a_page_is_refused_or_read(self):
        """A torn file never crashes the reader; short of its last level it is never taken."""
        torn = [FERRY_PAGE[:end] for end in range(0, len(FERRY_PAGE) - 40, 7)]
        for text in filter(saved_page.recognises, torn):
            with pytest.raises(saved_page.DamagedPage):
                saved_page.read(text, Report())


class TestSeedPage:
    @pytest.fixture
    def skill(self, seeds):
        return saved_page.read((seeds / SEED).read_text(), Report())["entries"][0]

    def test_facts(self, skill):
        assert (skill["code"], skill["title"]) == ("ITMG", "Technology service management")
        assert (skill["change"], skill["guidance_change"]) == ("unchanged", "modified")
        levels = [(level["number"], level["change"]) for level in skill["levels"]]
        assert levels == [(5, "unchanged"), (6, "modified"), (7, "unchanged")]
        assert [len(level["text"]) for level in skill["levels"]] == [4, 4, 4]
        assert len(skill["guidance"]) == 2
        assert skill["guidance"][1].count("\n• ") == 5

    def test_every_word_stands_on_the_page_and_no_boilerplate_enters(self, skill, seeds):
        lines = {" ".join(line.split()) for line in (seeds / SEED).read_text().splitlines()}
        told = [skill["statement"], *(p for level in skill["levels"] for p in level["text"])]
        assert all(paragraph in lines for paragraph in told)
        everything = str(skill).lower()
        for foreign in ("beta", "show/hide", "not defined", "essence", "developing your", "sfia"):
            assert foreign not in everything

    def test_levels(self, seeds):
        levels = saved_page.read((seeds / SEED).read_text(), Report())["levels"]
        assert [level["label"] for level in levels] == [
            "Follow",
            "Assist",
            "Apply",
            "Enable",
            "Ensure, advise",
            "Initiate, influence",
            "Set strategy, inspire, mobilise",
        ]
        assert all(level["essence"].endswith(".") for level in levels)


HEADER = ["#", *"1234567", "Code", "URL", "Skill", "Category", "Subcategory"]
TEXTS = ["Overall description", "Guidance notes", *(f"Level {n} description" for n in range(1, 8))]


def book(folder, shuffled=False):
    """A workbook as licence holders download it, with invented skills."""
    made = Workbook()
    made.active.title = "Read me"
    made.active.append(["Ferry skills, first edition"])
    skills = made.create_sheet("Skills")
    roster = {
        "#": 1,
        "2": "2",
        "4": "4",
        "Code": "FCRR",
        "URL": "https://example.org/fcrr",
        "Skill": "Ferry crew rostering",
        "Category": "People and skills",
        "Subcategory": "Crews",
        "Overall description": "Deciding who sails.",
        "Guidance notes": "Mind the rest hours.\nCount them.",
        "Level 2 description": "Copies the roster.\nTells the crew.",
        "Level 4 description": '=HYPERLINK("https://example.org";"x")',
    }
    bells = {"#": 2, "1": "1", "Code": "BELL", "Skill": "Bell ringing", "Category": "Sound"}
    columns = [*TEXTS, *HEADER] if shuffled else [*HEADER, *TEXTS]
    skills.append(["", "All skills"] if shuffled else columns)
    if shuffled:
        skills.append(columns)
    for row in (roster, bells):
        skills.append([row.get(column) for column in columns])
    attributes = made.create_sheet("Attributes")
    attributes.append(["Code", "Attribute", "Type", "Overall description", "Level 1 description"])
    attributes.append(["AUTO", "Autonomy", "Attributes", "How freely one sails.", "On a leash."])
    levels = made.create_sheet("Levels")
    levels.append(["Level", "Guiding phrase", "Essence"])
    for n in range(1, 8):
        levels.append([n, f"Phrase {n}", f"Essence {n}."])
    path = folder / "ferries.xlsx"
    made.save(path)
    return path


class TestWorkbook:
    @pytest.mark.parametrize("shuffled", [False, True])
    def test_finds_columns_by_name(self, tmp_path, shuffled):
        report = Report()
        told = workbook.read(book(tmp_path, shuffled), report)
        roster, bells, autonomy = told["entries"]
        assert (roster["code"], roster["title"]) == ("FCRR", "Ferry crew rostering")
        assert roster["guidance"] == ["Mind the rest hours.", "Count them."]
        assert roster["levels"][0] == {
            "number": 2,
            "text": ["Copies the roster.", "Tells the crew."],
        }
        assert bells["levels"] == [], "an empty cell is an undefined level"
        assert any("level 1 is flagged" in str(doubt) for doubt in report.doubts)
        assert autonomy["levels"] == [{"number": 1, "text": ["On a leash."]}]
        assert told["levels"][6] == {"number": 7, "label": "Phrase 7", "essence": "Essence 7."}
        names = [category["name"] for category in told["categories"]]
        assert names == ["People and skills", "Crews", "Sound", "Generic attributes", "Attributes"]

    def test_a_formula_is_text(self, tmp_path):
        roster = workbook.read(book(tmp_path), Report())["entries"][0]
        assert roster["levels"][1]["text"] == ['=HYPERLINK("https://example.org";"x")']

    @pytest.mark.django_db
    def test_loads_through_the_same_door(self, tmp_path):
        load(texts([book(tmp_path)]))
        roster = Entry.objects.get(code="FCRR")
        assert str(roster.category.parent) == "People and skills"
        report = load(texts([tmp_path / "ferries.xlsx"]))
        assert (report.added, report.changed, report.removed) == (0, 0, 0)

    def test_other_workbooks_are_refused(self, tmp_path):
        made = Workbook()
        made.active.append(["Name", "Price"])
        made.save(tmp_path / "prices.xlsx")
        with pytest.raises(workbook.DamagedWorkbook, match="columns Code and Skill"):
            workbook.read(tmp_path / "prices.xlsx", Report())

    @pytest.mark.django_db
    def test_what_is_no_workbook_or_a_bomb_is_refused(self, tmp_path):
        bomb = tmp_path / "bomb.xlsx"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("[Content_Types].xml", "<Types/>")
            packed.writestr("xl/sharedStrings.xml", b"\0" * 60_000_000)
        torn = tmp_path / "torn.xlsx"
        torn.write_bytes(book(tmp_path).read_bytes()[:3000])
        letter = tmp_path / "letter.docx"
        with zipfile.ZipFile(letter, "w") as packed:
            packed.writestr("word/document.xml", "<x/>")
        for path, reason in (
            (bomb, "too densely"),
            (torn, "cannot be|can be read"),
            (letter, "not a workbook"),
        ):
            with pytest.raises(CanonError, match=reason):
                load(texts([path]))
        assert not Framework.objects.exists()

    def test_torn_parts_inside_are_named(self, tmp_path):
        whole = book(tmp_path)
        spoilt = tmp_path / "spoilt.xlsx"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(spoilt, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, data[: len(data) // 2] if "sheet2" in name else data)
        with pytest.raises(workbook.DamagedWorkbook):
            workbook.read(spoilt, Report())
