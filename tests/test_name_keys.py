"""Names are compared and ordered by keys that Python makes and the tables store, whatever the
locale of the database.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from taxonomy import text
from taxonomy.canon.companions import canon_shape
from taxonomy.canon.load import load
from taxonomy.exchange.parser import parse_yaml
from taxonomy.exchange.problems import LoadError
from taxonomy.models import Area, Focus, Market, Profile, Skill, SkillAlias, TitleAlias
from tests import factories
from tests.test_admin import form_of, messages_of

pytestmark = pytest.mark.django_db

ONE_NAME = [
    ("Straße", "STRASSE"),
    ("ΛΌΓΟΣ", "λόγος"),
    ("Élan", "e\u0301LAN"),
    ("Ǆ", "ǆ"),
    ("Ωm", "ωM"),
]
IN_ORDER = [
    *("Elan", "Élan II", "elan iii", "İstanbul", "iOS", "Istria", "C", "C++", ".NET", "Net weight"),
    *(
        "Łódź",
        "Lyon",
        "Österreich",
        "Oslo",
        "Straße",
        "Strasse 2",
        "Strata",
        "zebra",
        "Ærø",
        "Aerob",
    ),
    *(
        "Йога",
        "Ирис",
        "Ия",
        "Коса",
        "Ωmega",
        "Άλφα",
        "가방",
        "나무",
        "カメラ",
        "きもの",
        "桥",
        "3D",
    ),
]


def stated(document: str):
    return load(parse_yaml(document, "a.yaml", canon_shape))


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_spellings_of_one_name_are_folded_to_one(one, other):
    assert text.folded(one) == text.folded(other)


def test_letters_that_only_look_alike_stay_two():
    assert len({text.folded(name) for name in ("ısı", "isi", "İsi", "иси")}) == 4


def test_names_are_listed_where_a_reader_looks():
    assert sorted(IN_ORDER, key=lambda name: (text.sort_key(name), name)) == [
        *("3D", "Ærø", "Aerob", "C", "C++", "Elan", "Élan II", "elan iii", "iOS", "İstanbul"),
        *("Istria", "Łódź", "Lyon", ".NET", "Net weight", "Oslo", "Österreich", "Straße"),
        *("Strasse 2", "Strata", "zebra", "Άλφα", "Ωmega", "Ирис", "Ия", "Йога", "Коса"),
        *("가방", "나무", "カメラ", "きもの", "桥"),
    ]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_a_name_is_once_in_files_forms_and_tables(one, other, admin_client):
    skill = factories.SkillFactory(name=one, slug="one")
    assert stated(f"skills: [{{name: '{other}', kind: tool}}]").changed == 1
    assert Skill.objects.count() == 1
    form = form_of(admin_client.get(reverse("admin:taxonomy_skill_add"))) | {"name": other}
    refused = admin_client.post(reverse("admin:taxonomy_skill_add"), form)
    assert "A skill of this name exists." in messages_of(refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        Skill.objects.create(name=other, slug="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        SkillAlias.objects.create(skill=skill, name=other, slug="other")
    with pytest.raises(ValidationError, match="skill's own name"):
        SkillAlias(skill=skill, name=other).full_clean()


def test_aliases_that_differ_in_case_alone_are_refused_with_their_place():
    focus = "function: {name: Roads}\nfocus: {name: Paving}\nprofiles:\n"
    factories.LevelFactory(code="P2")
    with pytest.raises(LoadError, match=r"a\.yaml:5.*'strasse' is there twice"):
        stated(focus + "- level: P2\n  aliases: [Straße, STRASSE]")


def test_a_focus_is_found_whatever_its_case():
    focus = factories.FocusFactory(name="Straßenbau")
    stated(f"function: {focus.function.code}\nfocus: {{name: STRASSENBAU}}")
    assert [each.name for each in Focus.objects.all()] == ["STRASSENBAU"]


def test_markets_and_areas_too():
    Market.objects.create(code="Île", name="Île de France")
    with pytest.raises(IntegrityError), transaction.atomic():
        Market.objects.create(code="ÎLE", name="Another")
    area = factories.AreaFactory(name="Maße")
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(focus=area.focus, name="MASSE", order=9)


def test_keys_follow_their_name_by_every_way_of_writing():
    profile = factories.ProfileFactory(title="Éclair Baker")
    alias = factories.TitleAliasFactory(profile=profile, title="Öfner")
    assert (alias.folded_title, alias.title_key) == ("öfner", "ofner")
    Profile.objects.filter(pk=profile.pk).update(title="Straßenbauer")
    profile.refresh_from_db()
    assert (profile.folded_title, profile.title_key) == ("strassenbauer", "strassenbauer")
    profile.title = "Chef"
    profile.save(update_fields=["title"])
    assert Profile.objects.filter(folded_title="chef", title_key="chef").exists()
    alias.title = "Ärztin"
    TitleAlias.objects.bulk_update([alias], ["title"])
    assert TitleAlias.objects.filter(folded_title="ärztin", title_key="arztin").exists()
    profile.aliases.update(title="Zar")
    assert TitleAlias.objects.filter(folded_title="zar", title_key="zar").exists()


def test_a_load_writes_the_keys_of_lists_too():
    factories.LevelFactory(code="P2")
    stated(
        "function: {name: Roads}\nfocus: {name: Paving}\n"
        "profiles: [{level: P2, aliases: [Étaleur], skills: [Élan]}]"
    )
    assert TitleAlias.objects.get().folded_title == "étaleur"
    assert Skill.objects.get().name_key == "elan"


def test_every_stored_key_is_in_byte_order():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name LIKE"
            r" 'taxonomy\_%' AND (column_name LIKE 'folded%' OR column_name LIKE '%\_key')"
            " AND collation_name IS DISTINCT FROM 'C' AND data_type = 'text'"
        )
        assert cursor.fetchall() == []


class TestPages:
    def test_skills_stand_below_the_letter_that_a_reader_looks_under(self, client):
        for name in ("Élan", "iOS", "Ermine", "+++", "Икра"):
            factories.SkillFactory(name=name, slug=f"s{ord(name[0])}")
        page = client.get("/skills/").context
        assert [letter for letter, _ in page["letters"]] == ["#", "E", "I", "И"]
        assert [line.name for line in page["lines"]] == ["+++", "Élan", "Ermine", "iOS", "Икра"]
        for letter, found in (("E", ["Élan", "Ermine"]), ("#", ["+++"]), ("И", ["Икра"])):
            lines = client.get("/skills/", {"letter": letter}).context["lines"]
            assert [line.name for line in lines] == found

    def test_titles_too(self, client):
        for title in ("Zookeeper", "Écrivain", "Editor", "ßigner"):
            factories.ProfileFactory(title=title, focus__name=f"On {title}")
        rows = client.get("/titles/").context["page"]
        assert [row["name"] for row in rows] == ["Écrivain", "Editor", "ßigner", "Zookeeper"]
        rows = client.get("/titles/", {"letter": "E"}).context["page"]
        assert [row["name"] for row in rows] == ["Écrivain", "Editor"]

    def test_a_title_is_found_in_any_case(self, client):
        role = factories.ProfileFactory(title="Straßenbauer")
        page = client.get("/compare/", {"keys": "STRASSENBAUER"}, follow=True).content.decode()
        assert role.key in page
