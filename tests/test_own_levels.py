"""An organisation's own tracks and levels, from its files to every page that shows them."""

from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from taxonomy.models import Level, Profile, Track
from taxonomy.search import indexing
from tests import factories
from tests.published import publish_drafts
from tests.test_canon_files import canon, refusal

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "own_levels"
CODES = {level: None for level in ("IC1", "IC4", "M8A", "G7", "SENIOR", "JUNIOR", "32", "40")}
SENIOR = "TECH.PLATFORM.IC4"
LEAD = "TECH.POLICY.G7"
CLERK = "TECH.POLICY.32"


@pytest.fixture
def own():
    canon("load", FOLDER)


def text(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.getvalue().decode()


class TestFiles:
    def test_all_is_as_stated(self, own):
        tracks = Track.objects.in_order().values_list("code", flat=True)
        assert list(tracks) == ["IC", "M", "GRADE", "T", "BANDS"]
        level = Level.objects.get(code="G7")
        place = (level.track_id, level.rank, level.step)
        assert (place, level.label, level.name) == (("GRADE", 2, 5), "Grade 7", "Policy lead")
        assert (level.reference, level.years, level.dimensions) == ("P5", "", [])
        assert Level.objects.get(code="M4").reference == "M2", "what the canon says, not the code"
        assert Level.objects.get(code="M3").reference == "", "no reference level by its place"

    def test_a_dump_loads_back_to_the_same(self, own, tmp_path):
        canon("dump", tmp_path / "one")
        assert "0 added, 0 changed" in canon("load", tmp_path / "one")
        factories.let_codes_return()
        Profile.objects.all().delete()
        Level.objects.all().delete()
        Track.objects.all().delete()
        canon("load", tmp_path / "one")
        canon("dump", tmp_path / "two")
        for path in (tmp_path / "one").rglob("*.yaml"):
            again = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert again.read_bytes() == path.read_bytes()

    def test_levels_may_change_places(self, own, tmp_path):
        path = tmp_path / "levels.yaml"
        path.write_text("levels: [{code: G6, rank: 2, step: 5}, {code: G7, rank: 1, step: 4}]")
        canon("load", path)
        assert list(Level.objects.filter(track="GRADE").order_by("rank").values_list("pk")) == [
            ("G7",),
            ("G6",),
            ("SENIOR",),
        ]

    @pytest.mark.parametrize(
        ("stated", "path", "reason"),
        [
            ("{code: G8, track: GRADE}", "levels[0]", "level 'G8' needs its rank, step"),
            ("{code: G8}", "levels[0]", "level 'G8' needs its track, rank, step"),
            (
                "{code: G8, track: X, rank: 1, step: 1}",
                "levels[0].track",
                "the track 'X' is neither",
            ),
            (
                "{code: G8, track: GRADE, rank: 2, step: 5}",
                "levels[0]",
                "G7 and G8 are both of rank",
            ),
            ("{code: g8, track: GRADE}", "levels[0].code", "is not a level's code"),
            ("{code: G7, equivalent: P9}", "levels[0].equivalent", "is not a reference level: P1"),
            ("{code: G7, step: 100}", "levels[0].step", "less than or equal to 99"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_place(self, own, tmp_path, stated, path, reason):
        file = tmp_path / "levels.yaml"
        file.write_text(f"levels: [{stated}]\n")
        [line] = refusal("load", file)
        assert line.startswith(f"{file}:1: {path}: ")
        assert reason in line

    def test_a_level_without_a_place_is_refused_where_tracks_are_listed_too(self, tmp_path):
        file = tmp_path / "levels.yaml"
        file.write_text("tracks: [{code: IC, name: Own}]\nlevels: [{code: P3}]\n")
        [line] = refusal("load", file)
        assert "the track 'P' is neither in this file nor in the canon" in line

    def test_a_file_of_before_brings_its_tracks(self, tmp_path):
        file = tmp_path / "levels.yaml"
        file.write_text("levels: [{code: S1}, {code: E2}, {code: P9}, {code: M1}]\n")
        canon("load", file)
        places = Level.objects.in_order().values_list("code", "track__name", "rank", "step")
        assert list(places) == [
            ("P9", "Professional", 9, 9),
            ("M1", "Management", 1, 3),
            ("E2", "Executive", 2, 7),
            ("S1", "Support", 1, 1),
        ]

    def test_forty_levels_in_ten_tracks(self, tmp_path, client):
        tracks = ", ".join(f"{{code: T{n}, name: Track {n}}}" for n in range(10))
        levels = ", ".join(
            f"{{code: L{n}, track: T{n % 10}, rank: {1 + n // 10}, step: {1 + n % 14}}}"
            for n in range(40)
        )
        profiles = ", ".join(
            f"{{level: L{n}, title: Role {n}, status: approved}}" for n in range(40)
        )
        focus = f"function: {{name: All}}\nfocus: {{name: Every}}\nprofiles: [{profiles}]\n"
        (tmp_path / "levels.yaml").write_text(f"tracks: [{tracks}]\nlevels: [{levels}]\n")
        (tmp_path / "all.yaml").write_text(focus)
        canon("load", tmp_path)
        for path in ("/", "/levels/", "/functions/ALL/", "/coordinates/", "/search/?q=role"):
            html = text(client, path)
            assert all(f">L{n}<" in html or f">L{n} " in html for n in (0, 39)), path
        for profile in Profile.objects.all():
            text(client, profile.get_absolute_url())


class TestPages:
    def test_every_page_of_a_profile(self, own, client):
        for profile in Profile.objects.all():
            base = profile.get_absolute_url()
            for path in (base, f"{base}evidence/", f"{base}goals/", f"{base[:-1]}.json"):
                text(client, path)
            assert client.get(f"{base}next/").status_code in (200, 404)
            assert client.get(base.lower()).status_code == 301

    @pytest.mark.parametrize("path", ["{}", "{}evidence/", "{}goals/", "{}next/"])
    def test_the_label_is_what_is_read(self, own, client, path):
        html = text(client, path.format(f"/profiles/{LEAD}/"))
        assert "Grade 7" in html
        assert ">G7<" not in html
        assert "yrs" not in html

    def test_the_other_tracks_of_a_focus(self, own, client):
        html = text(client, f"/profiles/{SENIOR}/")
        for said in ("Management", "IT trainees", ">junior<", ">M8A<"):
            assert said in html

    def test_goals(self, own, client):
        html = text(client, f"/profiles/{LEAD}/goals.txt")
        assert "mandate for a Grade 7 — Policy lead." in html
        assert "JFM responsibility (Grade 7)" in html
        assert "mandate for a 3.2." in text(client, f"/profiles/{CLERK}/goals.txt")

    def test_levels(self, own, client):
        html = text(client, "/levels/")
        assert [html.index(each) for each in ("Individual contributor", "Civil", "Pay bands")] == (
            sorted(html.index(each) for each in ("Individual contributor", "Civil", "Pay bands"))
        )
        assert html.count("yrs") == 1
        assert html.count("dimension by dimension") == 1, "of the one track that has any"
        for code in CODES:
            assert client.get(f"/levels/{code}/").status_code == 200
            assert client.get(f"/levels/{code.lower()}/").status_code in (200, 301)
        html = text(client, "/levels/G7/")
        assert "<h1>Grade 7 — Policy lead</h1>" in html
        assert "Typical experience" not in html
        assert "Civil service grades" in html
        assert "<h1>senior</h1>" in text(client, "/levels/SENIOR/")

    def test_grids_are_in_the_order_of_tracks(self, own, client):
        html = text(client, "/functions/TECH/")
        heads = [html.index(f">{name}<") for name in ("Individual contributor", "Management")]
        assert heads == sorted(heads)
        html = text(client, "/functions/TECH/POLICY/")
        assert html.index("Civil service grades") < html.index("Pay bands")

    def test_home_titles_skills_and_files(self, own, client):
        assert ">Grade 7<" in text(client, "/")
        assert "Grade 7" in text(client, "/titles/")
        assert "IC4" in text(client, "/skills/continuous-integration/")
        row = next(r for r in text(client, "/levels.csv").splitlines() if r.startswith("G7,"))
        assert row.startswith("G7,Grade 7,Civil service grades,2,5,Policy lead,P5,")
        assert "Grade 7" in text(client, "/profiles.csv")
        facts = client.get(f"/profiles/{LEAD}.json").json()["level"]
        assert facts == {
            "code": "G7",
            "label": "Grade 7",
            "name": "Policy lead",
            "track": {"code": "GRADE", "name": "Civil service grades"},
            "rank": 2,
            "step": 5,
            "equivalent": "P5",
        }

    def test_compare_and_distance(self, own, client):
        html = text(client, f"/compare/?keys={SENIOR},{LEAD},{CLERK}")
        assert "Grade 7 — Policy lead" in html
        assert "other focus of the function, one level up, civil service grades track" in html
        html = text(client, f"/coordinates/?a={SENIOR}&b=TECH.PLATFORM.M4")
        assert "management track" in html
        assert "same level" in html

    def test_near_roles_show_labels(self, own, client):
        html = text(client, f"/profiles/{SENIOR}/evidence/")
        assert "Grade 7" in html


class TestSearch:
    @pytest.fixture
    def found(self, own, client):
        indexing.catch_up()
        return lambda query: text(client, f"/search/?{query}")

    @pytest.mark.parametrize("code", CODES)
    def test_every_level_is_a_filter(self, found, code):
        expected = Profile.objects.filter(level=code).values_list("title", flat=True)
        html = found(f"level={code}")
        assert f"{len(expected)} role" in html
        assert all(title in html for title in expected)

    def test_facets_have_names_and_order(self, found):
        html = found("q=policy")
        assert "Civil service grades" in html
        places = [html.index(f"<span>{each}</span>") for each in ("Grade 6", "Grade 7 Policy lead")]
        assert places == sorted(places)
        assert found("track=GRADE").count("data-hit") == 1

    @pytest.mark.parametrize("said", ["grade 7", "policy grade 7", "3.2 clerk", "policy.g7"])
    def test_a_label_and_a_part_of_a_key_find(self, found, said):
        html = found(f"q={quote(said)}")
        assert (CLERK if "3.2" in said else LEAD) in html

    def test_a_whole_key_leads_to_its_profile(self, own, client):
        response = client.get(f"/search/?q={LEAD.lower()}")
        assert response["Location"] == f"/profiles/{LEAD}/"

    def test_a_new_label_is_found_at_once(self, own, client):
        level = Level.objects.get(code="40")
        level.label = "Zebra"
        level.save()
        indexing.catch_up()
        assert "Records Manager" in text(client, "/search/?q=zebra")


class TestAdmin:
    @pytest.fixture
    def editor(self, client):
        client.force_login(get_user_model().objects.create_superuser("ed", password="x"))
        return client

    def test_tracks_and_levels_are_edited(self, own, editor):
        for path in ("track/", "level/", "level/G7/change/", "track/GRADE/change/", "level/add/"):
            assert editor.get(f"/admin/taxonomy/{path}").status_code == 200
        form = {"track": "GRADE", "rank": 9, "step": 9, "label": "Grade 9", "code": "G9"}
        answer = editor.post("/admin/taxonomy/level/add/", form)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        publish_drafts()
        assert str(Level.objects.get(code="G9")) == "Grade 9"
        answer = editor.post("/admin/taxonomy/level/add/", form | {"code": "g 10", "rank": 10})
        assert "A code has 1 to 12 letters" in answer.content.decode()
        answer = editor.post("/admin/taxonomy/level/add/", form | {"code": "G11"})
        assert "This track has a level of this rank." in answer.content.decode()
        canon("dump", "--format", "jsonl")


class TestMatching:
    def test_a_level_column_is_read_by_labels_and_codes(self, own, client):
        for level, title in (("Grade 7", "Policy Lead"), ("IC4", "Senior Platform Engineer")):
            html = text(client, f"/match/?title={quote(title)}&level={quote(level)}")
            assert f"own level ‘{level}’ → {level}" in html

    def test_no_level_is_called_what_it_is_not(self, own, client):
        html = text(client, "/match/?title=Policy+Lead&level=L7")
        assert "is none of the canon" in html


def test_an_unknown_level_says_so(own, tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text("function: TECH\nfocus: {code: POLICY}\nprofiles: [{level: G9}]\n")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("canon", "load", str(file), stdout=out, stderr=out)
    assert "level G9 is not in the canon" in out.getvalue()
