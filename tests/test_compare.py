"""Roles side by side: what the address asks for, what the table says, what a wrong key does."""

import re
from html import unescape

import pytest

from taxonomy.comparison import columns
from taxonomy.models import Level, PayBand, Profile, Skill
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = 2  # the revision, the profiles with everything


@pytest.fixture
def rungs():
    return factories.ladder()


@pytest.fixture
def librarian():
    focus = factories.FocusFactory(
        function=factories.FunctionFactory(name="Library Services"), name="Rare Books"
    )
    return factories.whole_profile(focus, "P4")


def address(*profiles, extra=""):
    keys = [getattr(profile, "key", profile) for profile in profiles]
    return f"/compare/?keys={','.join(keys)}{extra}"


def text_of(response):
    """The page's words as they are read, tags gone."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def heads(response):
    return [column.profile.key for column in response.context["columns"]]


def rows(response):
    return {row.label: row for group in response.context["groups"] for row in group.rows}


class TestReadKeys:
    def test_order_is_kept_and_case_is_raised(self):
        assert columns.read_keys(["b.b.p2, A.A.P1"]).keys == ("B.B.P2", "A.A.P1")

    def test_twice_given_is_said_and_kept_once(self):
        asked = columns.read_keys(["A.A.P1,a.a.p1,B.B.P2"])
        assert asked.keys == ("A.A.P1", "B.B.P2")
        assert asked.problems == ("A.A.P1 was given twice; it is shown once.",)

    def test_what_is_no_key_is_a_title_with_its_place(self):
        asked = columns.read_keys(["A.A.P1,Leak  Finder, B.B.P2"])
        assert asked.keys == ("A.A.P1", "B.B.P2")
        assert asked.titles == ((1, "Leak Finder"),)

    def test_blanks_are_nothing(self):
        assert columns.read_keys([" , ,", ""]) == columns.AskedKeys((), (), ())


class TestCompare:
    def test_without_keys_explains_itself(self, client):
        response = client.get("/compare/")
        assert response.status_code == 200
        assert "up to four roles side by side" in text_of(response)
        assert b"<table" not in response.content

    @pytest.mark.parametrize("count", [1, 2, 3, 4])
    def test_shows_the_columns_in_the_order_given(self, client, rungs, count):
        asked = [rungs[n] for n in (3, 0, 4, 1)[:count]]
        response = client.get(address(*asked))
        assert response.status_code == 200
        assert heads(response) == [profile.key for profile in asked]
        assert all(len(row.cells) in (count, 1) for row in rows(response).values())

    def test_every_row_that_a_comparison_promises(self, client, rungs, librarian):
        response = client.get(address(rungs[1], librarian))
        words = text_of(response)
        for label in rows(response):
            assert label in words
        assert list(rows(response)) == [
            *("Pay, US", "Median against P3, US", "Level", "Function", "Focus", "Typical years"),
            *("Scope", "Autonomy", "Complexity", "Impact", "Decision rights", "Leadership"),
            *("Knowledge & Application", "Complexity & Problem Solving"),
            *("Collaboration & Interaction", "Typical Degree & Years"),
            *("Leak detection", "Permits", "Leak records", "Residents"),
            *("Pressure logging", "Night-flow analysis", "Acoustic listening"),
            *("Only here", "Distance"),
        ]
        for fact in (
            [
                "$82k ($70k–$100k)",
                "Water & Drainage",
                "Rare Books",
                "4–9 yrs",
                "Work in 3 districts",
            ]
            + [duty.text for duty in rungs[1].responsibilities.all()]
            + ["Agrees closures with 4 road offices.", "Correlator"]
        ):
            assert fact in words
        assert 'scope="row">Scope</th>' in response.content.decode()

    def test_lower_case_is_accepted(self, client, rungs):
        assert heads(client.get(address(rungs[0].key.lower()))) == [rungs[0].key]

    def test_missing_pay_is_a_dash_and_inherited_pay_is_marked(self, client, rungs):
        rungs[0].pay_bands.all().delete()
        rungs[1].pay_bands.update(basis=PayBand.Basis.INHERITED)
        response = client.get(address(rungs[0], rungs[1]))
        cells = re.search(r'"row">Pay, US</th>(.*?)</tr>', response.content.decode(), re.S)[1]
        first, second = re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S)
        assert "—" in first
        assert "inherited" in second
        assert "inherited" not in first

    def test_without_any_pay_the_row_still_says_so(self, client, rungs):
        PayBand.objects.all().delete()
        assert rows(client.get(address(rungs[0], rungs[1])))["Pay"].cells == (None, None)

    def test_each_market_is_a_row_of_its_own(self, client, rungs):
        factories.PayBandFactory(profile=rungs[1], where="DE", currency="EUR")
        found = rows(client.get(address(rungs[0], rungs[1])))
        assert found["Pay, DE"].cells[0] is None
        assert found["Pay, DE"].cells[1].currency == "EUR"

    def test_what_one_lacks_is_a_dash_and_what_all_lack_is_left_out(self, client, rungs):
        rungs[0].guideline.delete()
        Level.objects.filter(pk=rungs[0].level_id).update(years_min=None, years_max=None, scope="")
        alone = rows(client.get(address(rungs[0])))
        left_out = {"Typical years", "Scope", "Knowledge & Application", "Typical Degree & Years"}
        assert not left_out & alone.keys()
        both = client.get(address(rungs[0], rungs[1]))
        assert left_out <= rows(both).keys()
        assert both.content.decode().count("nothing stated") == 4 + 2

    def test_two_currencies_of_a_market_are_named(self, client, rungs):
        factories.PayBandFactory(profile=rungs[1], where="DE", currency="EUR")
        factories.PayBandFactory(profile=rungs[1], where="DE", currency="CHF")
        found = rows(client.get(address(rungs[0], rungs[1])))
        assert {"Pay, US", "Pay, DE (EUR)", "Pay, DE (CHF)"} <= found.keys()

    def test_a_skill_of_one_role_is_shown_where_the_others_have_none_of_their_own(
        self, client, rungs, librarian
    ):
        permits = factories.SkillFactory(name="Permit writing")
        factories.FocusSkillFactory(focus=librarian.focus, skill=permits)
        found = rows(client.get(address(rungs[0], librarian, extra="&only=differences")))
        own, none = found["Only here"].cells
        assert "Crew briefing" in [skill.name for skill in own]
        assert none == ()

    def test_of_three_roles_a_skill_of_two_is_not_shared_by_all(self, client, rungs, librarian):
        found = rows(client.get(address(rungs[0], rungs[1], librarian)))
        assert "Only here" not in found
        cells = [[skill.name for skill in cell] for cell in found["Not shared by all"].cells]
        assert "Crew briefing" in cells[0]
        assert cells[0] == cells[1]
        assert cells[2] == []

    def test_skills_that_all_apply_leave_no_empty_row(self, client, rungs):
        found = rows(client.get(address(rungs[0], rungs[1])))
        assert "Shared by all" in found
        assert "Only here" not in found

    def test_skills_are_shared_or_own(self, client, rungs, librarian):
        for name in ("Permit writing", "Vellum mending"):
            skill = factories.SkillFactory(name=name)
            factories.FocusSkillFactory(focus=librarian.focus, skill=skill)
        found = rows(client.get(address(rungs[0], librarian)))
        assert [skill.name for skill in found["Shared by all"].cells[0]] == ["Permit writing"]
        own = [[skill.name for skill in cell] for cell in found["Only here"].cells]
        assert own[1] == ["Vellum mending"]
        assert "Crew briefing" in own[0]
        assert "Permit writing" not in own[0]

    def test_distance_stands_between_all_columns(self, client, rungs, librarian):
        found = rows(client.get(address(rungs[0], rungs[1], librarian)))["Distance"].cells
        near, far = found[0]
        assert (near.profile.key, far.profile.key) == (rungs[1].key, librarian.key)
        assert near.distance.total < far.distance.total
        assert [away.profile.key for away in found[2]] == [rungs[0].key, rungs[1].key]
        assert "Distance" not in rows(client.get(address(rungs[0])))

    def test_differences_only_leaves_out_what_is_alike(self, client, rungs):
        response = client.get(address(rungs[0], rungs[1], extra="&only=differences"))
        found = rows(response)
        assert {"Pay, US", "Median against P2, US", "Level", "Scope"} <= set(found)
        assert {"Permits", "Distance"} <= set(found)
        assert not {"Function", "Focus", "Shared by all", "Only here"} & set(found)
        assert f'href="{address(rungs[0], rungs[1])}"' in unescape(response.content.decode())

    def test_the_basis_of_pay_alone_is_a_difference(self, client, rungs):
        """Two equal figures, one surveyed and one taken over, are not the same statement."""
        figures = {"low": 50_000, "median": 60_000, "high": 70_000}
        for rung, basis in ((rungs[0], "survey"), (rungs[1], "inherited")):
            rung.pay_bands.update(basis=basis, **figures)
        only = rows(client.get(address(rungs[0], rungs[1], extra="&only=differences")))
        assert [band.basis for band in only["Pay, US"].cells] == ["survey", "inherited"]
        PayBand.objects.update(basis="survey", source="", as_of=None)
        alike = rows(client.get(address(rungs[0], rungs[1], extra="&only=differences")))
        assert "Pay, US" not in alike

    @pytest.mark.parametrize("amount", ["low", "median", "high"])
    def test_one_amount_of_pay_is_a_difference(self, client, rungs, amount):
        figures = {"low": 50_000, "median": 60_000, "high": 70_000}
        PayBand.objects.update(**figures)
        PayBand.objects.filter(profile=rungs[1]).update(**{amount: figures[amount] + 500})
        only = rows(client.get(address(rungs[0], rungs[1], extra="&only=differences")))
        assert "Pay, US" in only

    def test_one_column_has_no_differences_to_leave(self, client, rungs):
        assert "Function" in rows(client.get(address(rungs[0], extra="&only=differences")))


class TestSteps:
    """Every change of the comparison is a plain link or form."""

    def links(self, client, response):
        html = unescape(response.content.decode())
        return re.findall(r'href="(/compare/[^"]*)"', html)

    def test_columns_move_and_go(self, client, rungs):
        a, b, c = rungs[:3]
        found = self.links(client, client.get(address(a, b, c)))
        for steps in ([b, a, c], [a, c, b], [b, c], [a, c], [a, b]):
            assert address(*steps) in found
            assert heads(client.get(address(*steps))) == [profile.key for profile in steps]

    def test_the_switch_survives_a_step(self, client, rungs):
        response = client.get(address(rungs[0], rungs[1], rungs[2], extra="&only=differences"))
        found = self.links(client, response)
        assert address(rungs[0], rungs[2], extra="&only=differences") in found
        assert all("only=differences" in link for link in found if link.count(",") == 1)

    def test_the_last_column_goes_to_the_empty_page(self, client, rungs):
        found = self.links(client, client.get(address(rungs[0])))
        assert "/compare/" in found

    def test_the_form_leads_to_the_one_address(self, client, rungs):
        sent = {"keys": [rungs[0].key, f" {rungs[1].key.lower()} "], "only": "differences"}
        response = client.get("/compare/", sent)
        assert response.status_code == 302
        assert heads(client.get(response["Location"])) == [rungs[0].key, rungs[1].key]
        assert response["Location"].endswith("&only=differences")

    def test_a_wrong_key_in_the_form_is_still_named(self, client, rungs):
        response = client.get("/compare/", {"keys": [rungs[0].key, "häuser & mehr"]}, follow=True)
        assert heads(response) == [rungs[0].key]
        assert "häuser" in text_of(response)

    def test_the_ladder_is_offered(self, client, rungs):
        found = self.links(client, client.get(address(rungs[0], rungs[1])))
        for other in rungs[2:]:
            assert address(rungs[0], rungs[1], other) in found

    def test_a_full_table_offers_no_form(self, client, rungs):
        response = client.get(address(*rungs[:4]))
        assert b'name="keys"' not in response.content
        assert "Remove one to add another" in text_of(response)


class TestWrongKeys:
    def test_a_fifth_is_left_out_by_name(self, client, rungs):
        response = client.get(address(*rungs))
        assert response.status_code == 200
        assert heads(response) == [profile.key for profile in rungs[:4]]
        assert f"left out: {rungs[4].key}" in text_of(response)

    def test_an_unknown_one_names_the_nearest_and_the_rest_shows(self, client, rungs):
        wrong = rungs[0].key.replace("P2", "P9")
        response = client.get(address(rungs[1], wrong))
        assert response.status_code == 200
        assert heads(response) == [rungs[1].key]
        assert f"No profile has the key {wrong}" in text_of(response)
        assert address(rungs[1], rungs[0]) in unescape(response.content.decode())

    def test_an_unknown_one_takes_no_place(self, client, rungs):
        response = client.get(address("A.A.P1", *rungs[:4]))
        assert heads(response) == [profile.key for profile in rungs[:4]]

    @pytest.mark.parametrize(
        "key", ["nonsense", "A.A.P-9", "<b>", "%00", "%F0%9F%94%A5", "." * 3000]
    )
    def test_a_malformed_one_is_named_and_the_rest_shows(self, client, rungs, key):
        response = client.get(address(key, rungs[1]))
        assert response.status_code == 200
        assert heads(response) == [rungs[1].key]
        assert "No role is called" in text_of(response)
        assert b"<b>" not in response.content

    def test_a_duplicate_is_said(self, client, rungs):
        response = client.get(address(rungs[1], rungs[1]))
        assert heads(response) == [rungs[1].key]
        assert "given twice" in text_of(response)

    def test_nothing_that_exists_is_not_found(self, client, rungs):
        for keys in (["A.A.P1", "B.B.P2"], ["nonsense"]):
            response = client.get(address(*keys))
            assert response.status_code == 404
            assert keys[0] in text_of(response)
            assert b'name="keys"' in response.content

    def test_what_was_typed_stays_in_the_box_to_be_mended(self, client, rungs):
        assert b'value="nonsense,&lt;b&gt;"' in client.get(address("nonsense", "<b>")).content
        assert b'value="nonsense' not in client.get(address("nonsense", rungs[1])).content

    def test_hundreds_of_keys_cost_no_more(self, client, rungs, django_assert_max_num_queries):
        keys = [f"NOFUNC.N{n}.P1" for n in range(200)]
        with django_assert_max_num_queries(QUERIES + 4 * 3):
            response = client.get(address(rungs[0], *keys))
        assert "NOFUNC.N199.P1" in text_of(response)

    def test_a_retired_role_is_marked(self, client, rungs):
        Profile.objects.filter(pk=rungs[0].pk).update(status=Profile.Status.RETIRED)
        html = client.get(address(rungs[0], rungs[1])).content.decode()
        assert html.count('<span class="mark">retired</span>') == 1


class TestCost:
    def test_queries_are_the_same_for_two_and_four_columns_in_any_catalogue(
        self, client, rungs, librarian, django_assert_max_num_queries
    ):
        counts = []
        for size, start in ((10, 0), (10_000, 10)):
            factories.catalogue(size, start=start, searchable=False)
            for profiles in (rungs[:2], [rungs[0], librarian], rungs[:3], [*rungs[:3], librarian]):
                with django_assert_max_num_queries(QUERIES) as queries:
                    client.get(address(*profiles))
                counts.append(len(queries))
        assert counts == [QUERIES] * 8

    def test_repeat_visit_is_not_modified_and_carries_no_cookie(self, client, rungs):
        first = client.get(address(rungs[0], rungs[1]))
        assert not first.cookies
        again = client.get(address(rungs[0], rungs[1]), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304

    def test_posting_is_refused(self, client):
        assert client.post("/compare/").status_code == 405


class TestTitles:
    def test_a_title_leads_to_the_address_with_keys(self, client, rungs):
        alias = rungs[1].aliases.get().title
        response = client.get("/compare/", {"keys": f"{rungs[0].key},{alias}"})
        assert response.status_code == 302
        assert response["Location"] == f"/compare/?keys={rungs[0].key},{rungs[1].key}"

    def test_a_title_keeps_its_place_among_keys(self, client, rungs):
        given = f"{rungs[1].title},{rungs[0].key}"
        response = client.get("/compare/", {"keys": given})
        assert response["Location"] == f"/compare/?keys={rungs[1].key},{rungs[0].key}"

    def test_several_hits_are_a_list_to_choose_from(self, client, rungs):
        response = client.get("/compare/", {"keys": f"Leakage Technician,{rungs[0].key}"})
        content = response.content.decode()
        assert "Several roles are meant by “Leakage Technician”: choose one." in content
        assert f'href="/compare/?keys={rungs[1].key},{rungs[0].key}"' in content
        assert heads(response) == [rungs[0].key]

    def test_no_hit_is_said_with_a_link_to_search(self, client, rungs):
        response = client.get("/compare/", {"keys": "Zeppelin Pilot"})
        assert response.status_code == 404
        assert "No role is called" in text_of(response)
        assert "/search/?q=Zeppelin%20Pilot" in response.content.decode()

    def test_hundreds_of_titles_cost_no_more(self, client, rungs, django_assert_max_num_queries):
        titles = ",".join(f"Role {n} of nobody" for n in range(300))
        with django_assert_max_num_queries(12):
            assert client.get("/compare/", {"keys": titles}).status_code == 404

    def test_the_page_title_names_the_roles(self, client, rungs):
        content = client.get(address(*rungs[:2])).content.decode()
        assert f"<title>{rungs[0].title}, {rungs[1].title}" in content


class TestAreas:
    def test_responsibilities_stand_area_by_area(self, client, rungs):
        response = client.get(address(*rungs[:2]))
        for area in rungs[0].focus.areas.all():
            assert f'<th scope="row">{area.name}</th>' in response.content.decode()

    def test_areas_of_two_focuses_meet_by_name(self, client, rungs):
        other = factories.whole_profile(factories.FocusFactory(name="Pump Care"), "P3")
        other.focus.areas.filter(name="Permits").update(name="PERMITS")
        content = client.get(address(rungs[0], other)).content.decode().lower()
        assert content.count('<th scope="row">permits</th>') == 1

    def test_areas_of_one_role_only_share_a_row(self, client, rungs):
        other = factories.whole_profile(factories.FocusFactory(name="Pump Care"), "P3")
        other.focus.areas.filter(name="Permits").update(name="Pumps")
        for area in other.focus.areas.exclude(name="Pumps"):
            area.name += " of pumps"
            area.save()
        shown = rows(client.get(address(rungs[0], other)))
        assert "Permits" not in shown
        own, others = shown["Areas of one role only"].cells
        assert [area.name for area in own] == [a.name for a in rungs[0].focus.areas.all()]
        assert "Pumps" in [area.name for area in others]
        data = client.get(f"/compare.csv?keys={rungs[0].key},{other.key}").getvalue().decode()
        assert "Permits: " in data
        only = rows(client.get(address(rungs[0], other, extra="&only=differences")))
        assert "Areas of one role only" in only

    def test_an_area_that_one_role_lacks_keeps_its_row(self, client, rungs):
        rungs[0].responsibilities.filter(area__name="Permits").delete()
        shown = rows(client.get(address(*rungs[:2])))
        assert shown["Permits"].cells[0] == ()
        assert "Areas of one role only" not in shown

    def test_duties_without_an_area_come_last_in_a_row_of_their_own(self, client, rungs):
        factories.ResponsibilityFactory(profile=rungs[1], area=None, text="Reads the gauges.")
        shown = rows(client.get(address(*rungs[:2])))
        assert shown["Other duties"].cells == ((), ("Reads the gauges.",))
        assert "Other duties" not in rows(client.get(address(rungs[0], rungs[2])))
        rungs[0].responsibilities.all().delete()
        rungs[1].responsibilities.exclude(area=None).delete()
        shown = rows(client.get(address(*rungs[:2])))
        assert shown["Responsibilities"].cells == ((), ("Reads the gauges.",))

    def test_roles_without_any_duty_have_a_row_that_says_so(self, client, rungs):
        for rung in rungs[:2]:
            rung.responsibilities.all().delete()
        assert rows(client.get(address(*rungs[:2])))["Responsibilities"].cells == ((), ())

    def test_pay_of_a_third_role_is_set_against_the_first_where_the_second_has_none(
        self, client, rungs
    ):
        rungs[1].pay_bands.all().delete()
        against = rows(client.get(address(*rungs[:3])))["Median against P2, US"]
        assert against.cells[:2] == ("reference", None)
        assert against.cells[2].amount == 20_000

    def test_the_role_that_others_are_set_against_is_called_the_reference(self, client, rungs):
        shown = client.get(address(*rungs[:2])).content.decode()
        cells = re.search(r'"row">Median against P2, US</th>(.*?)</tr>', shown, re.S)[1]
        first = re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S)[0]
        assert "reference" in first
        assert "nothing stated" not in first
        file = client.get(f"/compare.csv?keys={rungs[0].key},{rungs[1].key}")
        lines = b"".join(file.streaming_content).decode().splitlines()
        assert any(line.startswith('"Median against P2, US",reference,') for line in lines)

    def test_whose_ladder_is_offered_is_said(self, client, rungs):
        words = text_of(client.get(address(rungs[0], rungs[1])))
        assert f"Same ladder as {rungs[1].title}:" in words

    def test_nothing_ticked_is_said_and_one_tick_has_the_usual_address(self, client, rungs):
        assert "No role was ticked" in text_of(client.get("/compare/?ticked=1"))
        assert "No role was ticked" not in text_of(client.get("/compare/"))
        answer = client.get(f"/compare/?keys={rungs[0].key}&ticked=1")
        assert (answer.status_code, answer["Location"]) == (302, address(rungs[0]))
        page = client.get(rungs[0].function.get_absolute_url()).content.decode()
        assert '<button name="ticked" value="1">' in page

    def test_pay_against_the_first_role(self, client, rungs):
        assert "Median against P" in text_of(client.get(address(*rungs[:2])))
        assert re.search(r"\+\$\d+k \(\+\d+%\)", text_of(client.get(address(*rungs[:2]))))


class TestRequiredSkills:
    def test_skills_of_one_role_only_share_a_row(self, client, rungs):
        other = factories.whole_profile(factories.FocusFactory(name="Pump Care"), "P3")
        other.required_skills.all().delete()
        for role, name in ((rungs[0], "Sounding"), (other, "Greasing"), (rungs[0], "Driving")):
            place = factories.ProficiencyFactory(code="working")
            skill = factories.SkillFactory(name=name)
            factories.ProfileSkillFactory(profile=role, skill=skill, proficiency=place)
        place = factories.ProficiencyFactory(code="working")
        shared = Skill.objects.get(name="Driving")
        factories.ProfileSkillFactory(profile=other, skill=shared, proficiency=place)
        shown = rows(client.get(address(rungs[0], other)))
        own, others = shown["Skills required of one role only"].cells
        assert "Sounding" in [each.skill.name for each in own]
        assert [each.skill.name for each in others] == ["Greasing"]
        assert "Driving" in shown
        only = rows(client.get(address(rungs[0], other, extra="&only=differences")))
        assert "Skills required of one role only" in only
        data = client.get(f"/compare.csv?keys={rungs[0].key},{other.key}").getvalue().decode()
        assert "Greasing: Working" in data

    def test_a_row_a_skill_has_the_proficiency_of_each_role(self, client, rungs):
        factories.ProfileSkillFactory(
            profile=rungs[3],
            skill=factories.SkillFactory(name="Permit writing"),
            proficiency=factories.ProficiencyFactory(code="expert"),
            text="Settles the form of permits.",
        )
        response = client.get(address(rungs[0], rungs[3]))
        row = rows(response)["Pressure logging"]
        assert [cell.word for cell in row.cells] == ["Working", "Practitioner"]
        assert row.differs
        row = rows(response)["Permit writing"]
        assert row.cells[0] is None
        assert "Settles the form of permits." in text_of(response)
        assert "Practitioner , 2 of 3" in text_of(response)

    def test_what_both_require_alike_is_no_difference(self, client, rungs):
        response = client.get(address(rungs[0], rungs[1], extra="&only=differences"))
        assert "Pressure logging" not in rows(response)

    def test_without_requirements_there_is_no_such_group(self, client, rungs):
        for rung in rungs:
            rung.required_skills.all().delete()
        response = client.get(address(rungs[0], rungs[1]))
        assert "Required skills" not in [group.heading for group in response.context["groups"]]


class TestTicks:
    @pytest.mark.parametrize("page", ["focus", "function", "level"])
    def test_lists_of_roles_have_boxes_for_the_comparison(self, client, rungs, page):
        focus = rungs[0].focus
        address = {
            "focus": focus.get_absolute_url(),
            "function": focus.function.get_absolute_url(),
            "level": rungs[0].level.get_absolute_url(),
        }[page]
        content = client.get(address).content.decode()
        assert 'form="compare-ticked" name="keys"' in content
        assert content.count('<form id="compare-ticked"') == 1
