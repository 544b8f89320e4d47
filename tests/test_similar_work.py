"""Roles of other focuses whose work is similar: the score, who is found and why, at any size."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.adjacency import work_similarity
from taxonomy.adjacency.near_roles import NearRoles
from taxonomy.adjacency.similar_roles import between, similar_to
from taxonomy.adjacency.work_similarity import (
    Weighed,
    Work,
    minor_group,
    rarity,
    similarity,
    strength,
)
from taxonomy.models import ClassificationMapping, Proficiency, Profile, ProfileSkill, Skill
from tests.factories import (
    FocusFactory,
    FocusSkillFactory,
    FunctionFactory,
    LevelFactory,
    ProfileFactory,
    SkillFactory,
)
from tests.large_canon import generate

WEIGHTS = st.floats(0.01, 1)
CODES = st.tuples(
    st.sampled_from(["SOC 2018", "ISCO-08"]),
    st.sampled_from(["13-1020", "13-1023", "13-1199", "11-3061", "2512", "2511", "x/1"]),
)
# A skill has the same broader one in every role.
SKILLS = st.dictionaries(st.integers(1, 9), WEIGHTS, max_size=6).map(
    lambda weights: {
        str(skill): Weighed(f"broader {skill % 3}", weight) for skill, weight in weights.items()
    }
)
WORKS = st.builds(
    Work,
    SKILLS,
    st.frozensets(CODES, max_size=3),
    st.dictionaries(st.sampled_from(["contract", "tender", "vendor", "ward"]), WEIGHTS),
)


class TestScore:
    @given(WORKS, WORKS)
    def test_is_the_same_both_ways_and_from_0_to_1(self, a, b):
        found, back = similarity(a, b), similarity(b, a)
        assert found == back
        assert 0 <= found.total <= 1
        assert all(0 <= part.share <= 1 for part in found.parts)
        assert found.total == pytest.approx(sum(part.amount for part in found.parts), abs=0.001)

    @given(WORKS)
    def test_is_whole_with_itself(self, work):
        found = similarity(work, work)
        assert found.skills == pytest.approx(1 if work.skills else 0)
        assert found.words == pytest.approx(1 if work.words else 0)
        assert found.shared_broader == ()

    @given(WORKS, WORKS)
    def test_says_what_it_counts_and_nothing_else(self, a, b):
        found = similarity(a, b)
        assert bool(found.skills) == bool(found.shared_skills or found.shared_broader)
        assert set(found.shared_skills) == set(a.skills) & set(b.skills)
        assert bool(found.codes) == bool(found.shared_code or found.shared_group)
        assert bool(found.words) == bool(found.shared_words)

    @given(WORKS, WORKS, st.sampled_from(["new", "newer"]), WEIGHTS)
    def test_grows_with_another_shared_skill(self, a, b, skill, weight):
        more = {skill: Weighed(skill, weight)}
        with_it = similarity(
            Work({**a.skills, **more}, a.codes, a.words),
            Work({**b.skills, **more}, b.codes, b.words),
        )
        assert with_it.skills >= similarity(a, b).skills - 1e-9

    def test_weights_make_one(self):
        assert work_similarity.SKILLS + work_similarity.CODES + work_similarity.WORDS == 1

    def test_what_is_rare_says_more_until_a_hundred(self):
        assert rarity(1) == 1 > rarity(2) > rarity(99) > rarity(100) == rarity(5_000)

    def test_a_higher_proficiency_weighs_more(self):
        assert [strength(place, 4) for place in (1, 2, 3, 4)] == [0.25, 0.5, 0.75, 1]
        assert strength(None, 4) == work_similarity.NOT_STATED

    @pytest.mark.parametrize(
        ("code", "group"),
        [
            ("13-1020", "13-1000"),
            ("15-1252.00", "15-1000"),
            ("2512", "251"),
            ("251", "251"),
            ("25", ""),
            ("http://data.europa.eu/esco/occupation/1", ""),
        ],
    )
    def test_a_minor_group_is_written_as_its_classification_does(self, code, group):
        assert minor_group(code) == group

    def test_two_that_a_classification_leaves_over_share_its_group_alone(self):
        managers = Work(codes=frozenset({("SOC 2018", "11-9199")}))
        found = similarity(managers, managers)
        assert (found.shared_code, found.shared_group) == (None, ("SOC 2018", "11-9000"))
        assert found.codes == work_similarity.SAME_MINOR_GROUP


@pytest.fixture
def scale(db):
    names = ("awareness", "working", "practitioner", "expert")
    return [
        Proficiency.objects.create(code=name, name=name, order=order)
        for order, name in enumerate(names, 1)
    ]


def role(title, level="P3", focus=None, requires=(), code="", place=None, **fields):
    focus = focus or FocusFactory(function=FunctionFactory(name=f"{title} trade"), name=title)
    made = ProfileFactory(focus=focus, level=LevelFactory(code=level), title=title, **fields)
    for order, name in enumerate(requires, 1):
        skill = Skill.objects.filter(name=name).first() or SkillFactory(name=name)
        ProfileSkill.objects.create(profile=made, skill=skill, order=order, proficiency=place)
    if code:
        ClassificationMapping.objects.create(profile=made, scheme="SOC 2018", code=code)
    return made


def titles(subject):
    subject = Profile.objects.with_coordinates().get(pk=subject.pk)
    return [near.profile.title for near in similar_to(subject)]


TENDERS = ("Tender management", "Contract negotiation", "Spend analysis")


@pytest.mark.django_db
class TestSimilarRoles:
    def test_another_function_with_the_same_skills_is_found_with_the_reason(self, scale):
        vendor = role("Vendor Manager", requires=TENDERS, code="13-1020", place=scale[2])
        role("Sourcing Specialist", requires=TENDERS[:2], code="13-1020", place=scale[2])
        role("Ward Nurse", requires=("Wound care",), code="29-1141", place=scale[2])
        (found,) = similar_to(vendor)
        assert found.profile.title == "Sourcing Specialist"
        assert found.words == (
            "both require Contract negotiation, Tender management; "
            "both are mapped to SOC 2018 13-1020"
        )
        assert found.similarity.is_shown

    def test_a_skill_below_the_same_broader_one_is_a_reason_of_its_own(self, scale):
        broader = SkillFactory(name="Negotiation")
        for name in ("Contract negotiation", "Supplier negotiation"):
            SkillFactory(name=name, broader=broader)
        subject = role("Vendor Manager", requires=["Contract negotiation"], code="13-1023")
        role("Buyer", requires=["Supplier negotiation"], code="13-1020")
        (found,) = similar_to(subject)
        assert found.reasons == (
            "related skills in Negotiation",
            "both in minor group 13-1000 of SOC 2018",
        )

    def test_of_a_ladder_the_role_nearest_in_level_is_shown(self):
        subject = role("Vendor Manager", level="P4", requires=TENDERS)
        other = FocusFactory(function=FunctionFactory(), name="Sourcing")
        for level in ("P2", "P4", "P6"):
            role(f"Sourcing {level}", level, other, TENDERS)
        assert titles(subject) == ["Sourcing P4"]

    def test_its_own_ladder_and_focus_and_retired_roles_are_not_shown(self):
        subject = role("Vendor Manager", requires=TENDERS)
        for level in ("P4", "M1"):
            role(f"Own {level}", level, subject.focus, TENDERS)
        role("Gone", requires=TENDERS, status=Profile.Status.RETIRED)
        assert titles(subject) == []

    def test_a_role_near_in_structure_without_a_shared_skill_is_not_shown(self, client):
        function = FunctionFactory()
        subject = role("Vendor Manager", focus=FocusFactory(function=function, name="Vendors"),
                       requires=TENDERS, code="13-1020")  # fmt: skip
        role("Systems Administrator", focus=FocusFactory(function=function, name="Systems"),
             requires=["Scripting"], code="15-1244")  # fmt: skip
        near_roles = NearRoles.of(Profile.objects.with_coordinates().get(pk=subject.pk))
        assert [near.profile.title for near in near_roles.nearest] == ["Systems Administrator"]
        assert near_roles.nearest[0].distance.band == "close in structure"
        assert near_roles.similar == []
        evidence = client.get(f"{subject.get_absolute_url()}evidence/").content.decode()
        assert "No role of another focus shares enough" in evidence
        assert "confident" not in evidence

    def test_a_skill_that_a_focus_applies_counts_where_no_level_requires_it(self):
        subject, other = role("Planner"), role("Scheduler")
        for name in ("Rostering", "Forecasting"):
            skill = SkillFactory(name=name)
            for each in (subject, other):
                FocusSkillFactory(focus=each.focus, skill=skill)
        (found,) = similar_to(subject)
        assert found.words == "both use Forecasting, Rostering"

    def test_ties_are_in_the_order_of_keys(self):
        subject = role("Vendor Manager", requires=TENDERS)
        others = [role(f"{letter} Buyer", requires=TENDERS) for letter in "DBCA"]
        found = [near.profile.key for near in similar_to(subject)]
        assert found == sorted(each.key for each in others)

    def test_is_as_similar_the_other_way_round(self, scale):
        a = role("Vendor Manager", requires=TENDERS, code="13-1020", place=scale[3])
        b = role("Sourcing Specialist", requires=TENDERS[1:], code="13-1023", place=scale[1])
        there, back = between(a, b), between(b, a)
        assert there.similarity == back.similarity
        assert there.similarity == similar_to(a)[0].similarity


@pytest.mark.django_db
class TestEdits:
    """Nothing is stored, so every write shows at once: a test for each kind of it."""

    def test_what_an_editor_adds_changes_and_removes_shows_at_once(self):
        subject, other = role("Vendor Manager", requires=TENDERS), role("Buyer")
        assert titles(subject) == []
        tie = ProfileSkill.objects.create(
            profile=other, skill=Skill.objects.get(name=TENDERS[0]), order=1
        )
        assert titles(subject) == ["Buyer"]
        Skill.objects.filter(pk=tie.skill_id).update(name="Running tenders")
        assert similar_to(subject)[0].words == "both require Running tenders"
        tie.delete()
        assert titles(subject) == []

    def test_a_page_shows_an_edit(self, client):
        subject, other = role("Vendor Manager", requires=TENDERS), role("Buyer", requires=TENDERS)
        address = subject.get_absolute_url()
        assert "Elsewhere, similar work" in client.get(address).content.decode()
        ProfileSkill.objects.filter(profile=other).delete()
        assert "Elsewhere, similar work" not in client.get(address).content.decode()


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def pair(self, scale):
        vendor = role("Vendor Manager", requires=TENDERS, code="13-1020", place=scale[2])
        sourcing = role("Sourcing Specialist", requires=TENDERS, code="13-1020", place=scale[2])
        return vendor, sourcing

    def test_profile_and_evidence_name_the_role_and_the_reason(self, client, pair):
        for page in ("", "evidence/"):
            html = client.get(f"{pair[0].get_absolute_url()}{page}").content.decode()
            section = html.split("Elsewhere, similar work", 1)[1]
            assert pair[1].get_absolute_url() in section
            assert "both require Contract negotiation, Spend analysis" in section

    def test_data_have_similarity_parts_and_reasons(self, client, pair):
        (near,) = client.get(f"/profiles/{pair[0].key}.json").json()["similar_work"]
        assert near["key"] == pair[1].key
        assert near["title"] == "Sourcing Specialist"
        assert near["similarity"] == pytest.approx(0.75, abs=0.001)
        assert [part["name"] for part in near["parts"]] == ["skills", "classification", "words"]
        assert near["reasons"][-1] == "both are mapped to SOC 2018 13-1020"

    def test_coordinates_state_the_formula_and_take_a_pair_apart(self, client, pair, monkeypatch):
        monkeypatch.setattr(work_similarity, "LEAST", 0.234)
        asked = {"a": pair[0].key, "b": pair[1].key}
        html = client.get("/coordinates/", asked).content.decode()
        for shown in ("work@1", "0.234", "1 / √n", "similarity of the work", "0.75"):
            assert shown in html
        assert "Similar work: both require Contract negotiation" in html


@pytest.mark.django_db
class TestSize:
    def test_a_large_canon_costs_what_a_small_one_does(self, django_assert_num_queries):
        """Skills of ten thousand roles, some of them everywhere: few rows are read, by index."""
        generate(functions=40, focuses=2_000)
        with connection.cursor() as cursor:
            cursor.execute(REQUIREMENTS)
        subjects = Profile.objects.in_use().with_coordinates()
        for subject in subjects.filter(focus__in=(7, 700, 1900)).distinct("focus"):
            before = reads()
            with django_assert_num_queries(1):
                found = similar_to(subject)
            after = reads()
            assert found
            for table in after:
                (scans, rows), (scans_before, rows_before) = after[table], before[table]
                assert scans == scans_before, table
                assert rows - rows_before < 2_500, table


# Four skills a role: one that all have, one of a hundred roles each, one of the focus, one of six.
REQUIREMENTS = """
INSERT INTO taxonomy_skill (slug, name, folded_name, name_key, kind, description)
SELECT 's' || i, 'Skill ' || i, 'skill ' || i, 'skill ' || i, 'skill', ''
FROM generate_series(1, 3000) i;
INSERT INTO taxonomy_profileskill (profile_id, skill_id, "order", text)
SELECT profile.id, skill.id, row_number() OVER (PARTITION BY profile.id), ''
FROM taxonomy_profile profile CROSS JOIN LATERAL (
    SELECT DISTINCT unnest(ARRAY[1, 2 + profile.focus_id % 120, 200 + profile.focus_id % 1000,
        1300 + profile.focus_id % 700]) AS number) each
JOIN taxonomy_skill skill ON skill.slug = 's' || each.number;
ANALYZE taxonomy_skill, taxonomy_profileskill
"""
READS = """
SELECT relname, seq_scan, coalesce(idx_tup_fetch, 0) + seq_tup_read
FROM pg_stat_xact_user_tables
WHERE relname IN ('taxonomy_profile', 'taxonomy_profileskill', 'taxonomy_skill')
"""


def reads():
    """How this transaction has read the large tables so far."""
    with connection.cursor() as cursor:
        cursor.execute(READS)
        return {table: counts for table, *counts in cursor.fetchall()}
