"""SFIA: a saved skill page, the workbook of licence holders, and what is refused of both."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from bench.attack import workbooks
from frameworks.escm.reading_report import ReadingReport
from frameworks.exchange.dump import document
from frameworks.exchange.load import load_frameworks
from frameworks.exchange.sources import files, texts
from frameworks.models import Entry, Framework, FrameworkLevel
from frameworks.sfia import saved_page, workbook
from frameworks.sfia.paragraphs import of_cell
from taxonomy.exchange.problems import LoadError
from taxonomy.exchange.yaml_text import as_yaml
from tests.framework_samples import FERRY_PAGE

CASES = Path(__file__).parent / "cases"
SEED = "003_336d5e4384c151b8.txt"


class TestPage:
    def test_reads_what_belongs_to_the_skill_alone(self):
        report = ReadingReport()
        skill = saved_page.read_skill_page(FERRY_PAGE, report)["entries"][0]
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
        levels = saved_page.read_skill_page(FERRY_PAGE, ReadingReport())["levels"]
        assert [level["number"] for level in levels] == [1, 2, 3, 4, 5, 6, 7]
        assert levels[6]["label"] == "Set strategy, inspire, mobilise"
        assert levels[0]["essence"] == "Coils ropes when told to."

    def test_reads_a_page_without_marks_and_with_a_footer(self):
        plain = FERRY_PAGE.replace("(modified)\n\n", "").replace("(new)\n\n", "")
        report = ReadingReport()
        skill = saved_page.read_skill_page(plain + "\nRelated skills\n\nFerry cleaning\n", report)[
            "entries"
        ][0]
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
        with pytest.raises(saved_page.DamagedPageError, match=reason):
            saved_page.read_skill_page(FERRY_PAGE.replace(old, new, 1), ReadingReport())

    def test_every_beginning_of_a_page_is_refused_or_read(self):
        """A torn file never crashes the reader; short of its last level it is never taken."""
        torn = [FERRY_PAGE[:end] for end in range(0, len(FERRY_PAGE) - 40, 7)]
        for text in filter(saved_page.is_skill_page, torn):
            with pytest.raises(saved_page.DamagedPageError):
                saved_page.read_skill_page(text, ReadingReport())


class TestSeedPage:
    @pytest.fixture
    def skill(self, seeds):
        return saved_page.read_skill_page((seeds / SEED).read_text(), ReadingReport())["entries"][0]

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
        paragraphs = [skill["statement"], *(p for level in skill["levels"] for p in level["text"])]
        assert all(paragraph in lines for paragraph in paragraphs)
        everything = str(skill).lower()
        for foreign in ("beta", "show/hide", "not defined", "essence", "developing your", "sfia"):
            assert foreign not in everything

    def test_levels(self, seeds):
        levels = saved_page.read_skill_page((seeds / SEED).read_text(), ReadingReport())["levels"]
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


TEXTS = ["Overall description", "Guidance notes", *(f"Level {n} description" for n in range(1, 8))]
CREWS = {
    "#": 1,
    "2": 2,
    "4": 4,
    "Code": "FCRR",
    "URL": "https://example.org/fcrr",
    "Skill": "Ferry crew rostering",
    "Category": "People and skills",
    "Subcategory": "Crews",
    "Overall description": "Deciding who sails.",
    "Guidance notes": "Mind the rest hours.\nCount them.",
    "Level 2 description": "Copies the roster.\nTells the crew.",
    "Level 4 description": "Writes the roster.",
}
BELLS = {"#": 2, "1": 1, "Code": "BELL", "Skill": "Bell ringing", "Category": "Sound"}
AUTONOMY = {
    "Code": "AUTO",
    "Attribute": "Autonomy",
    "Type": "Attributes",
    "Overall description": "How freely one sails.",
    **{f"Level {n} description": f"Sails so freely {n}." for n in range(1, 8)},
}


def skills_sheet(made, *skills, shuffled=False):
    header = ["#", *"1234567", "Code", "URL", "Skill", "Category", "Subcategory"]
    columns = [*TEXTS, *header] if shuffled else [*header, *TEXTS]
    sheet = made.create_sheet("Skills")
    if shuffled:
        sheet.append(["", "All skills"])
    sheet.append(columns)
    for skill in skills:
        sheet.append([skill.get(column) for column in columns])
    return sheet


def attributes_sheet(made, name="Attribute", *attributes):
    columns = ["Code", "Attribute", "Type", *TEXTS]
    sheet = made.create_sheet("Attributes")
    sheet.append([name if column == "Attribute" else column for column in columns])
    for attribute in attributes or (AUTONOMY,):
        sheet.append([attribute.get(column) for column in columns])
    return sheet


def levels_sheet(made, on_its_side=False):
    rows = [["Level", "Guiding phrase", "Essence"]]
    rows += [[n, f"Phrase {n}", f"Essence {n}."] for n in range(1, 8)]
    sheet = made.create_sheet("Levels")
    for row in zip(*rows, strict=True) if on_its_side else rows:
        sheet.append(list(row))
    return sheet


def merge_flags(sheet, first):
    """The publisher's header: one cell over the seven flags."""
    for column in range(first, first + 7):
        sheet.cell(1, column).value = None
    sheet.cell(1, first).value = "Levels"
    sheet.merge_cells(start_row=1, end_row=1, start_column=first, end_column=first + 6)


def saved(made):
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def plain_book(**options):
    """A workbook with invented skills, its sheets and columns in a plain order."""
    made = Workbook()
    made.active.append(["Ferry skills, first edition"])
    skills_sheet(made, CREWS, BELLS, **options)
    attributes_sheet(made)
    levels_sheet(made)
    return saved(made)


def publishers_book():
    """The same in the layout of the publisher's own file."""
    made = Workbook()
    merge_flags(skills_sheet(made, CREWS, BELLS), 2)
    attributes_sheet(made, "Attribute name")
    levels_sheet(made, on_its_side=True)
    return saved(made)


BOOKS = {
    "plain": plain_book,
    "shuffled": lambda: plain_book(shuffled=True),
    "publisher": publishers_book,
}


@pytest.fixture
def ferries(tmp_path):
    path = tmp_path / "ferries.xlsx"
    path.write_bytes(publishers_book())
    return path


class TestWorkbook:
    def test_the_case_in_the_publishers_layout(self):
        (path,) = CASES.glob("real-01*/ferries.xlsx")
        report = ReadingReport()
        read = workbook.read_workbook(path.read_bytes(), report)
        assert not report.doubts
        skill, attribute = read["entries"]
        assert (skill["code"], [level["number"] for level in skill["levels"]]) == ("FCRR", [2, 4])
        assert "attribute" not in skill
        assert skill["guidance"] == [
            "Among what they do:\n• counting hours of rest\n• swapping a sick deckhand"
        ]
        assert (attribute["code"], attribute["title"]) == ("AUTO", "Autonomy")
        assert attribute["attribute"] is True
        assert [level["text"] for level in attribute["levels"]] == [
            [f"Sails so freely {n}."] for n in range(1, 8)
        ]
        assert read["levels"] == [
            {"number": n, "label": f"Phrase {n}", "essence": f"Essence {n}."} for n in range(1, 8)
        ]

    @pytest.mark.parametrize("layout", BOOKS)
    def test_every_layout_says_the_same(self, layout):
        report = ReadingReport()
        read = workbook.read_workbook(BOOKS[layout](), report)
        crews, bells, autonomy = read["entries"]
        assert (crews["code"], crews["title"]) == ("FCRR", "Ferry crew rostering")
        assert crews["guidance"] == ["Mind the rest hours.", "Count them."]
        assert crews["levels"] == [
            {"number": 2, "text": ["Copies the roster.", "Tells the crew."]},
            {"number": 4, "text": ["Writes the roster."]},
        ]
        assert bells["levels"] == [], "an empty cell is an undefined level"
        assert [str(doubt) for doubt in report.doubts] == [
            "BELL: level 1 is flagged, but has no text"
        ]
        assert autonomy["levels"][0] == {"number": 1, "text": ["Sails so freely 1."]}
        assert read["levels"][6] == {"number": 7, "label": "Phrase 7", "essence": "Essence 7."}
        names = [(each["name"], each.get("parent")) for each in read["categories"]]
        assert names == [
            ("People and skills", None),
            ("Crews", "people-and-skills"),
            ("Sound", None),
            ("Generic attributes", None),
            ("Attributes", "generic-attributes"),
        ]

    @pytest.mark.parametrize(
        ("missing", "said"),
        [
            (attributes_sheet, "generic attributes: no sheet has the columns Code and Attribute"),
            (levels_sheet, "levels: no sheet has Level and Guiding phrase; no essence is read"),
        ],
    )
    def test_a_missing_sheet_is_said(self, missing, said):
        made = Workbook()
        skills_sheet(made, CREWS)
        for sheet in {attributes_sheet, levels_sheet} - {missing}:
            sheet(made)
        report = ReadingReport()
        assert workbook.read_workbook(saved(made), report)["entries"]
        assert [str(doubt) for doubt in report.doubts if said in str(doubt)]

    def test_a_missing_essence_is_said(self):
        made = Workbook()
        skills_sheet(made, CREWS)
        attributes_sheet(made)
        levels_sheet(made)["C4"].value = None
        report = ReadingReport()
        workbook.read_workbook(saved(made), report)
        assert [str(doubt) for doubt in report.doubts] == ["levels: level 3 has no essence"]

    def test_formulas_and_rows_that_are_left_out_are_said(self):
        made = Workbook()
        sheet = skills_sheet(made, CREWS, BELLS | {"Code": "fcrr"}, BELLS | {"Code": ""})
        column = [cell.value for cell in sheet[1]].index("Level 4 description") + 1
        sheet.cell(2, column).value = '=HYPERLINK("https://example.org";"x")'
        attributes_sheet(made)
        levels_sheet(made)
        report = ReadingReport()
        entries = workbook.read_workbook(saved(made), report)["entries"]
        assert [entry["code"] for entry in entries] == ["FCRR", "AUTO"]
        said = " ".join(map(str, report.doubts))
        assert "FCRR: a formula without a saved value in level 4 description" in said
        assert "FCRR: row 3 has it a second time; the first row counts" in said
        assert "Bell ringing: row 4 has no code; it is left out" in said

    def test_categories_that_begin_alike_stay_two(self):
        made = Workbook()
        long = "Systems and software development"
        skills_sheet(
            made,
            CREWS | {"Category": f"{long} at sea", "Subcategory": "Ö"},
            BELLS | {"Category": f"{long} on land"},
        )
        read = workbook.read_workbook(saved(made), ReadingReport())
        codes = [each["code"] for each in read["categories"]]
        assert len(set(codes)) == len(codes) == 3
        assert all(len(code) <= 40 for code in codes)

    @pytest.mark.django_db
    def test_loads_and_dumps_and_loads_again(self, ferries):
        load_frameworks(texts([ferries]))
        crews, autonomy = Entry.objects.get(code="FCRR"), Entry.objects.get(code="AUTO")
        assert crews.category.path == "People and skills · Crews"
        assert (crews.is_attribute, autonomy.is_attribute) == (False, True)
        report = load_frameworks(texts([ferries]))
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
        dumped = ferries.with_name("dumped.yaml")
        dumped.write_text(as_yaml(document(crews.framework)))
        report = load_frameworks(files([dumped]))
        assert (report.added, report.changed, report.removed) == (0, 0, 0)

    @pytest.mark.django_db
    def test_the_command_says_what_is_missing(self, tmp_path):
        made = Workbook()
        skills_sheet(made, CREWS)
        (tmp_path / "skills.xlsx").write_bytes(saved(made))
        out = io.StringIO()
        call_command("frameworks", "read", str(tmp_path / "skills.xlsx"), "--dry-run", stdout=out)
        assert "no sheet has the columns Code and Attribute name" in out.getvalue()
        assert not Framework.objects.exists()

    def test_other_workbooks_are_refused(self):
        made = Workbook()
        made.active.append(["Name", "Price"])
        with pytest.raises(workbook.DamagedWorkbookError, match="columns Code and Skill"):
            workbook.read_workbook(saved(made), ReadingReport())

    @pytest.mark.django_db
    def test_what_is_no_workbook_or_a_bomb_is_refused(self, tmp_path):
        torn = publishers_book()
        for name, content, reason in (
            ("bomb.xlsx", bomb(), "unpacks to more than 80 MB"),
            ("torn.xlsx", torn[:3000], "damaged"),
            ("letter.docx", workbooks.packed({"word/document.xml": "<x/>"}), "a Word document"),
            ("locked.xlsx", next(CASES.glob("*/80-*")).read_bytes(), "locked with a password"),
        ):
            (tmp_path / name).write_bytes(content)
            with pytest.raises(LoadError, match=reason):
                load_frameworks(texts([tmp_path / name]))
        assert not Framework.objects.exists()

    def test_torn_parts_inside_are_named(self):
        spoilt = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(publishers_book())) as old,
            zipfile.ZipFile(spoilt, "w") as new,
        ):
            for name in old.namelist():
                data = old.read(name)
                new.writestr(name, data[: len(data) // 2] if "sheet2" in name else data)
        with pytest.raises(workbook.DamagedWorkbookError):
            workbook.read_workbook(spoilt.getvalue(), ReadingReport())


def bomb():
    parts = workbooks.xlsx_parts(workbooks.sheet(workbooks.TABLE))
    return workbooks.packed(parts | {workbooks.SHEET: b"<a>" + b" " * (81 << 20)})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("One.\nTwo.", ["One.", "Two."]),
        ("Among them:\n\na thing\nanother", ["Among them:\n• a thing\n• another"]),
        (
            "Such as:\nJava\nPython 3\nAll of them count.",
            ["Such as:\n• Java\n• Python 3", "All of them count."],
        ),
        ("• one\n• two", ["• one\n• two"]),
        ("Do:\n- this\n- that.\nThen rest.", ["Do:\n• this\n• that.", "Then rest."]),
        ("First:\na\nSecond:\nb", ["First:\n• a", "Second:\n• b"]),
        ("", []),
    ],
)
def test_lists_in_cells(cell, expected):
    assert of_cell(cell) == expected


class TestPages:
    """Attributes are no skills: neither in the grid, nor A to Z, nor in the counts."""

    pytestmark = pytest.mark.django_db

    @pytest.fixture(autouse=True)
    def _loaded(self, ferries):
        load_frameworks(texts([ferries]))

    def test_counts(self, client):
        text = client.get("/frameworks/sfia-9/").text
        words = " ".join(re.sub("<[^>]+>", "", text).split())
        assert "2 skills and 1 generic attribute; the sentences of 2 of them" in words
        Entry.objects.filter(code="BELL").delete()
        words = " ".join(re.sub("<[^>]+>", "", client.get("/frameworks/").text).split())
        assert "1 skill and 1 generic attribute with all sentences" in words
        FrameworkLevel.objects.filter(number=3).update(essence="")
        words = " ".join(re.sub("<[^>]+>", "", client.get("/frameworks/").text).split())
        assert "with all sentences, but not the essence of every level" in words

    def test_grid_groups_and_a_to_z(self, client):
        response = client.get("/frameworks/sfia-9/")
        assert [entry.code for entry in response.context["entries"]] == ["BELL", "FCRR"]
        headings = re.findall(r'scope="rowgroup"[^>]*>([^<]+)<', response.text)
        assert headings == ["People and skills · Crews", "Sound", "Generic attributes · Attributes"]
        a_to_z = response.text[response.text.index('id="a-z"') :]
        assert "Autonomy" not in a_to_z
        assert 'id="pick-AUTO"' not in response.text

    def test_facets(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(6):
            response = client.get("/frameworks/sfia-9/", {"category": "people-and-skills"})
        assert [entry.code for entry in response.context["chosen"]] == ["FCRR"]
        names = [facet.name for facet in response.context["facets"]]
        assert names == ["category", "subcategory", "level"]
        labels = [each.label for each in response.context["facets"][0].choices]
        assert labels == ["People and skills", "Sound"]
        assert client.get("/frameworks/sfia-9/?level=4&q=crew").context["chosen"]
        assert "No skill has all of this" in client.get("/frameworks/sfia-9/?q=anchor").text
        assert client.get("/frameworks/sfia-9/?category=generic-attributes").status_code == 404
        picked = client.get("/frameworks/sfia-9/?category=sound&pick=BELL").text
        assert '<input type="hidden" name="category" value="sound">' in picked

    def test_a_level_and_an_attribute_of_its_own(self, client):
        response = client.get("/frameworks/sfia-9/levels/4/")
        assert [entry.code for entry in response.context["skills"]] == ["FCRR"]
        assert [entry.code for entry in response.context["attributes"]] == ["AUTO"]
        assert "generic attribute" in client.get("/frameworks/sfia-9/AUTO/").text

    def test_data(self, client):
        document = client.get("/frameworks/sfia-9.json").json()
        assert [skill["code"] for skill in document["skills"]] == ["FCRR", "BELL"]
        assert [each["code"] for each in document["attributes"]] == ["AUTO"]
