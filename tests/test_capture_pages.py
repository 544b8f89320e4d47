"""Captured pages: what a profile page and a goal page become in the catalogue, whichever way they
were saved and in whatever order they come. Damaged pages are in test_capture_damage.py.
"""

import itertools
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from taxonomy.canon.capture.reader import read_captures
from taxonomy.canon.dump import documents
from taxonomy.exchange.yaml_text import as_yaml
from taxonomy.models import Focus, Level, Profile, Skill
from tests import factories

SAMPLES = Path(__file__).parent / "captures"
WAYS = ["lines", "markdown"]
OUTSOURCING = "ITOPER.ITOUTSOU493C"


def capture(*args) -> str:
    out = StringIO()
    call_command("canon", "capture", *map(str, args), stdout=out)
    return out.getvalue()


def refusal(*args) -> str:
    err = StringIO()
    with pytest.raises(CommandError, match="the canon is unchanged"):
        call_command("canon", "capture", *map(str, args), stderr=err)
    return err.getvalue()


def whole_canon() -> str:
    return "---\n".join(as_yaml(document) for _, document in documents())


def stated(*paths) -> list[dict]:
    """The documents of some pages as plain data; a problem would have no document."""
    reads = list(read_captures(paths))
    return [read.document.model_dump(exclude_unset=True) for read in reads]


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


@pytest.fixture
def page(tmp_path):
    def write(text: str | bytes, name: str = "page.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def seed_pages(seeds):
    return seeds / "001_643cbc6baece3483.txt", seeds / "000_906e737029571fb2.txt"


@pytest.mark.django_db
class TestSeeds:
    def test_every_fact_of_the_profile_page_arrives(self, seed_pages):
        capture(*seed_pages)
        profile = Profile.objects.get(key=f"{OUTSOURCING}.P3")
        assert profile.title == "IT Outsourcing Management — P3"
        assert (profile.status, profile.confidence) == ("approved", Decimal("0.80"))
        assert profile.scope == "global"
        assert profile.summary
        assert profile.summary == profile.focus.summary
        focus = profile.focus
        assert (focus.name, focus.function.name) == (
            "IT Outsourcing Management",
            "IT Operations & Support",
        )
        assert (focus.differential, focus.sources_stated) == ("skill", 10)
        (band,) = profile.pay_bands.all()
        assert (band.low, band.median, band.high) == (65_000, 82_000, 105_000)
        assert (band.currency, band.market, band.basis) == ("USD", None, "")
        (mapping,) = profile.mappings.all()
        assert (mapping.scheme, mapping.code) == ("O*NET / SOC", "15-1199")
        assert mapping.source == "jfm-factory.resolve"

    def test_the_whole_ladder_arrives_word_for_word(self, seed_pages):
        capture(*seed_pages)
        page = seed_pages[0].read_text(encoding="utf-8")
        ladder = Profile.objects.filter(focus__code="ITOUTSOU493C").up_the_ladder()
        assert [profile.level_id for profile in ladder] == ["P2", "P3", "P4", "P5", "P6"]
        cells = []
        for profile in ladder:
            duties = list(profile.responsibilities.all())
            assert [duty.kind for duty in duties] == ["jfm"] * 5
            assert all(f"  • {duty.text}\n" in page for duty in duties)
            row = [text for _, text in profile.guideline.cells]
            assert profile.level_id + "".join(row) in page
            cells += row
        assert len(set(filter(None, cells))) == 20

    def test_skills_scores_and_the_level_arrive(self, seed_pages):
        capture(*seed_pages)
        focus = Focus.objects.get(code="ITOUTSOU493C")
        assert focus.applied_skills.count() == 13
        assert sorted(Skill.objects.filter(kind="tool").values_list("name", flat=True)) == [
            "Contract management systems",
            "ServiceNow",
            "Vendor management systems (VMS)",
        ]
        assert sorted(focus.scores.values_list("score", flat=True)) == [
            Decimal(score) for score in ("4.0", "4.5", "4.5", "4.5", "4.5")
        ]
        level = Level.objects.get(code="P3")
        assert (level.name, level.years) == ("Mid-Level Professional", "3–5 yrs")
        assert level.description
        assert len(level.dimensions) == 6

    def test_the_goal_page_tells_its_level(self, seed_pages):
        capture(*seed_pages)
        level = Level.objects.get(code="P4")
        assert level.name == "Senior Professional"
        page = seed_pages[1].read_text(encoding="utf-8")
        assert len(level.dimensions) == 6
        for label, value in level.dimensions:
            assert f'Meets the {label.lower()} bar: "{value}"' in page

    @pytest.mark.parametrize("turn", [slice(None), slice(None, None, -1)])
    def test_the_order_of_the_pages_does_not_matter(self, seed_pages, turn):
        for path in seed_pages[turn]:
            capture(path)
        one_by_one = whole_canon()
        factories.let_codes_return()
        Profile.objects.all().delete()
        Focus.objects.all().delete()
        capture(*seed_pages[turn])
        assert whole_canon() == one_by_one
        assert capture(*seed_pages).startswith("0 added, 0 changed")

    def test_the_goal_page_that_comes_out_is_the_one_that_went_in(self, seed_pages, client):
        capture(*seed_pages)
        shown = client.get(f"/profiles/{OUTSOURCING}.P4/goals.txt").content.decode()
        page = seed_pages[1].read_text(encoding="utf-8")
        blocks = page.split("Copy / print as textshow ▾\n")[1:]
        names = ["OKRs", "MBO areas", "Scorecard", None]
        assert len(blocks) == 4
        for block, following in zip(blocks, names, strict=True):
            text = block.split(f"\n{following}\n")[0] if following else block
            assert f"\n{text.strip()}\n" in shown

    def test_the_profile_page_shows_every_fact(self, seed_pages, client):
        capture(*seed_pages)
        address = f"/profiles/{OUTSOURCING}.P3/"
        focus = Profile.objects.get(key=f"{OUTSOURCING}.P3").focus
        pages = [address, f"{address}evidence/", focus.get_absolute_url()]
        shown = " ".join(shown_text(client.get(page)) for page in pages)
        profile = Profile.objects.get(key=f"{OUTSOURCING}.P3")
        ladder = profile.focus.profiles.filter(level__track=profile.level.track)
        facts = [profile.title, profile.summary, profile.focus.summary, profile.key]
        for rung in ladder:
            facts += [duty.text for duty in rung.responsibilities.all()]
            facts += [text for _, text in rung.guideline.cells]
        for applied in profile.focus.applied_skills.all():
            facts += [applied.skill.name, applied.text]
        facts += [value for _, value in profile.level.dimensions]
        facts += [profile.level.description, "3–5 yrs", "0.80", "global", "version 1"]
        facts += ["$82k", "$65k", "$105k", "O*NET / SOC", "15-1199", "jfm-factory.resolve"]
        facts += ["4.5", "4.0", "10 sources"]
        for fact in facts:
            assert fact in shown, fact


def shown_text(response) -> str:
    """What a reader sees of a page, as one line."""
    from html import unescape
    from re import sub

    return " ".join(unescape(sub(r"<[^>]*>", "", response.content.decode())).split())


class TestSavedBothWays:
    @pytest.mark.parametrize("way", WAYS)
    def test_the_pages_together(self, way):
        *levels, ladder, goals = stated(
            SAMPLES / f"profile_{way}.txt", SAMPLES / f"goals_{way}.txt"
        )
        by_code = {level["code"]: level for document in levels for level in document["levels"]}
        assert set(by_code) == {"P2", "P3", "P4"}
        assert by_code["P3"]["years"] == [3, 5]
        assert by_code["P4"]["decision_rights"] == "Settles method and sequence in own specialty"
        assert ladder["function"] == {"code": "MUSEUM", "name": "Museum Services"}
        assert ladder["focus"]["sources_stated"] == 6
        assert ladder["focus"]["differential"] == "pay"
        assert [skill["kind"] for skill in ladder["skills"]] == ["skill"] * 3 + ["tool"] * 2
        assert ladder["scores"]["real_world_coverage"] == Decimal("3.5")
        rungs = {profile["level"]: profile for profile in ladder["profiles"]}
        assert [len(rung["responsibilities"]) for rung in rungs.values()] == [2, 3, 3]
        assert rungs["P3"]["status"] == "in_review"
        assert rungs["P3"]["pay"] == [
            {"currency": "GBP", "low": 33_500, "median": 38_000, "high": 45_000}
        ]
        assert rungs["P3"]["aliases"] == ["Collections Technician", "Art Handler"]
        assert [m["scheme"] for m in rungs["P3"]["mappings"]] == ["O*NET / SOC", "ISCO-08"]
        assert rungs["P2"]["guideline"]["experience"].startswith("1–3 years")
        assert goals["profiles"][0]["title"] == "Collections Care — P4"

    @pytest.mark.parametrize("page", ["profile", "goals"])
    def test_they_say_the_same(self, page):
        lines, markdown = (stated(SAMPLES / f"{page}_{way}.txt") for way in WAYS)
        assert lines == markdown

    def test_a_component_of_the_goal_page_joins_the_ladder(self):
        *_, ladder, goals = stated(SAMPLES / "profile_lines.txt", SAMPLES / "goals_lines.txt")
        top = ladder["profiles"][-1]["responsibilities"]
        assert top == goals["profiles"][0]["responsibilities"]
        assert [duty["kind"] for duty in top] == ["jfm", "jfm", "component"]

    def test_the_invented_page_beside_the_seeds(self, seeds):
        levels, focus = stated(seeds / "sample_markdown_goals.txt")
        assert set(levels["levels"][0]) == {"code", "name", "scope", "autonomy"}
        assert focus["function"] == {"name": "Facilities & Workplace"}
        (profile,) = focus["profiles"]
        assert set(profile["guideline"]) == {"knowledge", "complexity"}
        assert len(profile["responsibilities"]) == 1

    def test_the_profile_seed_saved_the_other_way(self, seed_pages, page):
        """Blank lines gone, bullets and fields behind hyphens, rows between bars."""
        as_it_lies = stated(seed_pages[0])
        rows = {}
        for profile in as_it_lies[-1]["profiles"]:
            cells = list(profile["guideline"].values())
            rows[profile["level"] + "".join(cells)] = (
                f"| {' | '.join([profile['level'], *cells])} |"
            )
        text = "\n".join(
            rows.get(line, line).replace("  • ", "- ", 1)
            for line in seed_pages[0].read_text(encoding="utf-8").split("\n")
            if line
        )
        assert stated(page(text)) == as_it_lies


SAVERS = {
    "windows": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "notepad": lambda text: text.encode("utf-16"),
    "old mac": lambda text: text.replace("\n", "\r").encode(),
    "trailing spaces": lambda text: text.replace("\n", " \t \n").replace(" \t ", "  ").encode(),
    "hard spaces": lambda text: text.replace(" ", "\u00a0").encode(),
    "other dashes": lambda text: text.replace("—", "–").encode(),
    "curly apostrophes": lambda text: text.replace("level's", "level’s").encode(),
    "no blank lines": lambda text: text.replace("\n\n", "\n").encode(),
}


@pytest.mark.parametrize("saver", SAVERS)
@pytest.mark.parametrize("name", [f"{p}_{way}.txt" for p in ("profile", "goals") for way in WAYS])
def test_what_a_saver_changes_does_not_matter(saver, name, page):
    changed = stated(page(SAVERS[saver](sample(name))))
    assert str(changed).replace("—", "–") == str(stated(SAMPLES / name)).replace("—", "–")


@pytest.mark.django_db
class TestCommand:
    def test_dry_run_writes_nothing(self):
        report = capture(SAMPLES / "profile_lines.txt", "--dry-run")
        assert "+ profile MUSEUM.COLLECTI5DB2.P3" in report
        assert not Profile.objects.exists()

    def test_neighbours_on_the_ladder_become_profiles(self):
        capture(SAMPLES / "profile_markdown.txt")
        titles = Profile.objects.up_the_ladder().values_list("title", flat=True)
        assert list(titles) == [f"Collections Care — P{rank}" for rank in (2, 3, 4)]

    @pytest.mark.parametrize("turn", list(itertools.permutations(["profile", "goals"])))
    def test_pages_of_one_focus_meet_whichever_comes_first(self, turn):
        for name in turn:
            capture(SAMPLES / f"{name}_lines.txt")
        assert Focus.objects.get().code == "COLLECTI5DB2"
        assert Profile.objects.count() == 3

    def test_what_the_page_does_not_say_stays(self):
        capture(SAMPLES / "profile_lines.txt")
        Level.objects.filter(code="P4").update(description="An editor wrote this.")
        capture(SAMPLES / "goals_lines.txt")
        level = Level.objects.get(code="P4")
        assert (level.description, level.name) == ("An editor wrote this.", "Senior Professional")

    def test_a_folder_of_pages(self):
        assert "+ focus MUSEUM.COLLECTI5DB2" in capture(SAMPLES)

    def test_one_bad_page_keeps_all_out(self, page):
        bad = page("A page about nothing\n")
        problems = refusal(SAMPLES / "profile_lines.txt", bad)
        assert f"{bad}:1: not a profile page or goal page" in problems
        assert not Profile.objects.exists()
