"""How distance works, and a role among its neighbours, as pages and as data."""

import pytest
from django.urls import reverse

from taxonomy.adjacency.near_roles import SEEN, NearRoles
from taxonomy.adjacency.picture import MOST_ROWS
from taxonomy.models import Function, Profile
from tests.factories import (
    FocusFactory,
    FocusSkillFactory,
    FunctionFactory,
    ProfileFactory,
    SkillFactory,
    ladder,
    whole_profile,
)
from tests.large_canon import generate

pytestmark = pytest.mark.django_db
COORDINATES = "/coordinates/"


@pytest.fixture
def rungs():
    return ladder(levels=("P2", "P3", "P4", "M1"))


def by_key(key):
    rows = Profile.objects.select_related("function", "focus__function", "level__track")
    return rows.get(key=key)


class TestCoordinates:
    def test_tells_weights_edges_and_alignment(self, client, settings, rungs):
        settings.ADJACENT_CONFIDENT = 0.25
        html = client.get(COORDINATES).content.decode()
        for figure in ("0.05", "0.03", "0.08", "0.14", "0.35", "0.65", "0.25", "structural@1"):
            assert figure in html
        steps = dict(client.get(COORDINATES).context["steps"])
        assert [[level.code for level in on_step] for on_step in steps[3]] == [
            ["P3"],
            ["M1"],
        ]

    def test_takes_a_pair_apart(self, client, rungs, django_assert_max_num_queries):
        lower, upper = rungs[0].key, rungs[3].key
        with django_assert_max_num_queries(4):
            response = client.get(COORDINATES, {"a": lower.lower(), "b": f" {upper} "})
        assert response.status_code == 200
        found = response.context["found"]
        assert [(part.words, str(part.amount)) for part in found.parts] == [
            ("same focus", "0"),
            ("one level up", "0.05"),
            ("management track", "0.03"),
        ]
        html = response.content.decode()
        assert "distance: close in structure" in html
        assert "0.08" in html
        assert f"/compare/?keys={lower},{upper}" in html

    def test_one_key_waits_for_the_other(self, client, rungs):
        response = client.get(COORDINATES, {"a": rungs[0].key})
        assert response.status_code == 200
        assert "Name the other role" in response.content.decode()

    def test_an_unknown_key_names_its_field_and_the_nearest(self, client, rungs):
        response = client.get(COORDINATES, {"a": rungs[0].key, "b": rungs[0].key[:-1] + "9"})
        assert response.status_code == 404
        html = response.content.decode()
        assert "To: No profile has the key" in html
        assert f"?b={rungs[0].key}&amp;a={rungs[0].key}" in html
        assert response.context["found"] is None

    @pytest.mark.parametrize("key", ["nonsense", "A.B", "x" * 10_000, "A\0.B.P1", "<b>.B.P1", "م"])
    def test_what_is_no_key_is_refused_in_words(self, client, key):
        response = client.get(COORDINATES, {"a": key, "b": ""})
        assert response.status_code == 400
        assert "No role is called" in response.content.decode()
        assert b"<b>." not in response.content

    def test_an_empty_canon_has_an_explanation_too(self, client):
        response = client.get(COORDINATES)
        assert response.status_code == 200
        assert "The canon has no levels yet." in response.content.decode()


class TestSurroundings:
    def test_sort_the_nearest_into_four_kinds(self, rungs):
        other = FocusFactory(name="Sewer Survey")
        for code in ("P3", "P4"):
            whole_profile(other, code)
        kinds = NearRoles.of(by_key(rungs[1].key)).kinds
        by_kind = {
            kind.kind.value: [near.profile.key for near in kind.neighbours] for kind in kinds
        }
        focus = f"{other.function.code}.{other.code}"
        assert by_kind == {
            "advance": [rungs[2].key],
            "lateral advance": [f"{focus}.P4"],
            "similar": [rungs[3].key, rungs[0].key],
            "lateral": [f"{focus}.P3"],
        }

    def test_name_what_another_focus_shares(self, rungs):
        other = FocusFactory(name="Sewer Survey")
        ProfileFactory(focus=other)
        for name in ("Pipe mapping", "Sewer brick"):
            FocusSkillFactory(focus=other, skill=SkillFactory(name=name))
        kinds = {kind.kind: kind.neighbours for kind in NearRoles.of(by_key(rungs[1].key)).kinds}
        assert kinds["lateral"][0].shared == ["Pipe mapping"]

    def test_put_the_subject_in_the_middle_of_its_row(self, rungs):
        picture = NearRoles.of(by_key(rungs[1].key), SEEN).picture
        own = picture.rows[0]
        assert own.is_own_focus
        boxes = [[box.role.level_label for box in cell] for cell in own.cells]
        assert boxes == [[], [], ["P2"], ["M1", "P3"], ["P4"], [], []]
        assert [box.is_subject for box in own.cells[3]] == [False, True]

    def test_draw_no_box_over_another_or_outside(self, rungs):
        for name in ("Sewer Survey", "Reservoir Safety"):
            for code in ("P1", "P3", "M1", "M2", "S3"):
                whole_profile(FocusFactory(name=name), code)
        picture = NearRoles.of(by_key(rungs[1].key), SEEN).picture
        half = picture.box_width // 2
        spots = [(box.middle - half, box.y) for row in picture.rows for box in row.boxes]
        assert len(spots) == len(set(spots)) > 10
        for x, y in spots:
            assert 0 <= x <= picture.width - picture.box_width
            assert 0 <= y <= picture.height - picture.box_height
            assert all(abs(x - u) >= 56 or abs(y - v) >= 34 for u, v in spots if (u, v) != (x, y))

    def test_stay_small_in_a_family_of_thousands_of_focuses(self, django_assert_max_num_queries):
        generate(functions=4, focuses=10_000)
        Function.objects.update(super_function="Works", family="Pipes")
        subject = Profile.objects.select_related("function", "focus__function", "level__track")[0]
        with django_assert_max_num_queries(1):
            near_roles = NearRoles.of(subject, SEEN)
        assert len(near_roles.picture.rows) == MOST_ROWS
        assert len(near_roles.nearest) == 8


class TestProfilePage:
    def test_calls_no_role_near_whose_function_has_nothing_in_common(self, client, db):
        subject = ProfileFactory()
        ProfileFactory(
            title="Somebody Elsewhere",
            focus=FocusFactory(function=FunctionFactory(name="Archives")),
        )
        Function.objects.update(super_function="", family="")
        page = client.get(subject.get_absolute_url()).content.decode()
        assert "Somebody Elsewhere" not in page
        assert "No other role of its function, or of a function that has something in" in page
        evidence = client.get(f"{subject.get_absolute_url()}evidence/").content.decode()
        assert "Somebody Elsewhere" in evidence
        assert "nearest</a>" not in page + evidence

    def test_tells_the_nearest_in_words_with_ways_to_compare(self, client, rungs):
        html = client.get(rungs[1].get_absolute_url()).content.decode()
        assert "same focus, one level up" in html
        assert f"/compare/?keys={rungs[1].key},{rungs[2].key}" in html
        closest = ",".join(rungs[place].key for place in (3, 0, 2))
        assert f"/compare/?keys={rungs[1].key},{closest}" in html
        evidence = client.get(f"{rungs[1].get_absolute_url()}evidence/").content.decode()
        assert f"{reverse('taxonomy:coordinates')}?a={rungs[1].key}" in evidence

    def test_alone_says_so(self, client):
        html = client.get(ProfileFactory().get_absolute_url()).content.decode()
        assert "The canon has no other role in use" in html

    def test_data_lists_the_adjacent_in_order(self, client, rungs):
        FunctionFactory(name="Library Services")
        data = client.get(f"/profiles/{rungs[1].key}.json").json()["adjacent"]
        assert [near["key"] for near in data] == [rungs[place].key for place in (3, 0, 2)]
        assert data[0] == {
            "key": rungs[3].key,
            "distance": 0.03,
            "band": "close in structure",
            "parts": [
                {"words": "same focus", "amount": 0},
                {"words": "same level", "amount": 0},
                {"words": "management track", "amount": 0.03},
            ],
        }
