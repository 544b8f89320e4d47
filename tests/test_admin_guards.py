"""Guards of every form of the admin: nobody saves over somebody else without saying so, and what
the database refuses comes back as a sentence beside what was typed.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from frameworks.models import CanonLink, Category, Entry, Framework, Term
from taxonomy.admin.guard import GuardedAdmin
from taxonomy.models import FocusSkill, Profile, Synonym
from tests import factories
from tests.framework_samples import load_ferries, load_wells
from tests.published import publishing
from tests.test_admin import form_of, messages_of

pytestmark = pytest.mark.django_db


def change_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def editor(username, **names):
    user = User.objects.create_superuser(username, password="x", **names)
    client = Client()
    client.force_login(user)
    return publishing(client)


@pytest.fixture
def ada(db):
    return editor("ada", first_name="Ada", last_name="Lovelace")


@pytest.fixture
def ben(db):
    return editor("ben")


@pytest.fixture
def profile(db):
    return Profile.objects.get(pk=factories.ladder(levels=("P2", "P3"))[1].pk)


def skill():
    return factories.SkillFactory(name="Dowsing")


def category():
    return Category.objects.exclude(code="").first()


def link(profile):
    entry = Entry.objects.get(code="dig01")
    return CanonLink.objects.create(entry=entry, profile=profile, kind="close")


# The table, how to get a row of it, a field, and what two editors write into it.
TABLES = {
    "function": (lambda p: p.function, "name", "Water"),
    "focus": (lambda p: p.focus, "summary", "Listens."),
    "level": (lambda p: p.level, "description", "Works alone."),
    "profile": (lambda p: p, "summary", "Finds leaks."),
    "skill": (lambda p: skill(), "name", "Divining"),
    "proficiency": (lambda p: factories.ProficiencyFactory(), "description", "Knows of it."),
    "market": (lambda p: factories.MarketFactory(), "name", "Elsewhere"),
    "synonym": (lambda p: Synonym.objects.create(term="sr", meaning="senior"), "meaning", "older"),
    "framework": (lambda p: Framework.objects.get(slug="wells-1"), "summary", "About wells."),
    "entry": (lambda p: Entry.objects.get(code="FCRR"), "statement", "Mended."),
    "category": (lambda p: category(), "name", "Digging deep"),
    "activity": (
        lambda p: Entry.objects.get(code="dig01").activities.get(label="b1"),
        "text",
        "Dig a small hole.",
    ),
    "link": (link, "note", "Nearly the same."),
    "term": (
        lambda p: Term.objects.create(
            framework=Framework.objects.first(), term="Well", definition="A hole."
        ),
        "term",
        "Shaft",
    ),
}


# Rows that are saved at once, not as drafts; for those see test_admin_drafts.py.
SAVED_AT_ONCE = ("framework", "entry", "category", "activity", "term")


@pytest.mark.parametrize("table", SAVED_AT_ONCE)
def test_the_second_editor_is_told_who_saved_and_may_save_over(ada, ben, profile, tmp_path, table):
    load_wells(tmp_path)
    load_ferries(tmp_path)
    get, field, text = TABLES[table]
    row = get(profile)
    address = change_of(row)
    mine = form_of(ben.get(address)) | {field: f"{text} Mine"}
    theirs = form_of(ada.get(address)) | {field: f"{text} Theirs"}
    assert ada.post(address, theirs).status_code == 302
    refused = ben.post(address, mine)
    assert refused.status_code == 200
    label = str(row._meta.get_field(field).verbose_name)
    said = messages_of(refused)
    assert "Ada Lovelace saved this at " in said
    assert label in said.partition("Changed there: ")[2].partition(".")[0].split(", ")
    assert form_of(refused)[field] == f"{text} Mine", "what was typed is gone"
    row.refresh_from_db()
    saved = getattr(row, field)
    assert "heirs" in saved
    assert ben.post(address, form_of(refused)).status_code == 200, "it was not said once more"

    over = form_of(refused) | {"_save_over": str(refused.context["conflict"].state)}
    assert 'name="_save_over"' in refused.content.decode()
    assert ben.post(address, over).status_code == 302
    row.refresh_from_db()
    assert "ine" in getattr(row, field)
    assert getattr(row, field) != saved


def test_every_form_that_changes_the_canon_has_the_guards(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    bare = [
        model.__name__
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label in ("taxonomy", "frameworks")
        and not isinstance(model_admin, GuardedAdmin)
        and model_admin.has_change_permission(request)
    ]
    assert bare == []


@pytest.fixture
def entry(tmp_path):
    load_wells(tmp_path)
    load_ferries(tmp_path)
    return Entry.objects.get(code="FCRR")


def test_two_editors_of_different_rows_do_not_meet(ada, ben, entry, tmp_path):
    load_wells(tmp_path)
    other = Entry.objects.exclude(pk=entry.pk).first()
    forms = [form_of(client.get(change_of(row))) for client, row in ((ada, entry), (ben, other))]
    assert ada.post(change_of(entry), forms[0] | {"title": "One"}).status_code == 302
    assert ben.post(change_of(other), forms[1] | {"title": "Two"}).status_code == 302


def test_saving_without_a_change_is_no_conflict_for_the_other(ada, ben, entry):
    address = change_of(entry)
    mine, theirs = form_of(ben.get(address)), form_of(ada.get(address))
    assert ada.post(address, theirs).status_code == 302
    assert ben.post(address, mine | {"title": "Mine"}).status_code == 302


def test_a_third_editor_in_between_is_told_of_too(ada, ben, entry):
    address = change_of(entry)
    mine = form_of(ben.get(address)) | {"title": "Mine"}
    assert ada.post(address, form_of(ada.get(address)) | {"title": "Hers"}).status_code == 302
    refused = ben.post(address, mine)
    over = form_of(refused) | {"_save_over": str(refused.context["conflict"].state)}
    assert ada.post(address, form_of(ada.get(address)) | {"statement": "Hers."}).status_code == 302
    again = ben.post(address, over)
    assert "Changed there: statement." in messages_of(again)
    assert Entry.objects.get(pk=entry.pk).title == "Hers"


def test_a_list_below_the_row_counts_too(ada, ben, entry):
    address = change_of(entry)
    mine = form_of(ben.get(address)) | {"title": "Mine"}
    theirs = form_of(ada.get(address)) | {"level_descriptions-0-text": "Sails."}
    assert "level_descriptions-0-id" in theirs
    assert ada.post(address, theirs).status_code == 302
    assert "Changed there: level descriptions" in messages_of(ben.post(address, mine))


def test_what_a_load_changed_is_said_without_a_name(ben, entry):
    address = change_of(entry)
    mine = form_of(ben.get(address)) | {"title": "Mine"}
    Entry.objects.filter(pk=entry.pk).update(statement="Loaded anew.")
    said = messages_of(ben.post(address, mine))
    assert "Something other than this form, such as a load of files, changed this" in said


def test_a_row_deleted_by_another_is_kept_when_mine_is_saved_over(ada, ben, entry):
    address = change_of(entry)
    mine = form_of(ben.get(address)) | {"level_descriptions-1-text": "I keep this one."}
    count = entry.level_descriptions.count()
    theirs = form_of(ada.get(address)) | {"level_descriptions-1-DELETE": "on"}
    assert ada.post(address, theirs).status_code == 302
    refused = ben.post(address, mine)
    assert refused.status_code == 200
    over = mine | {"_save_over": str(refused.context["conflict"].state)}
    assert ben.post(address, over).status_code == 302
    assert entry.level_descriptions.count() == count
    assert entry.level_descriptions.filter(text="I keep this one.").exists()


def test_a_form_that_was_not_opened_here_is_not_saved(ben, entry, profile):
    for row, field in ((entry, "_saved_state"), (profile, "_opened_document")):
        form = form_of(ben.get(change_of(row))) | {field: "nonsense"}
        refused = messages_of(ben.post(change_of(row), form))
        assert "It is not known what this form was opened with" in refused


def more_rows(form, prefix, *rows):
    """The form with new rows below those that are there."""
    total = int(form[f"{prefix}-TOTAL_FORMS"])
    form = form | {f"{prefix}-TOTAL_FORMS": str(total + len(rows))}
    for index, row in enumerate(rows, total):
        form |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return form


class TestRefusedByTheDatabase:
    """What was a server error: the kind is whatever validation cannot see before it is written."""

    def refused(self, client, address, form, said):
        response = client.post(address, form)
        assert response.status_code == 200
        assert said in messages_of(response)
        assert "was changed successfully" not in response.content.decode()
        return response

    @pytest.mark.parametrize("in_one_form", [True, False])
    def test_an_alias_that_differs_in_case(self, ada, profile, in_one_form):
        address = change_of(profile)
        titles = ["QUEEN BREEDER", "Queen Breeder"]
        if not in_one_form:
            factories.TitleAliasFactory(profile=profile, title=titles.pop(0))
        rows = [{"title": title} for title in titles]
        form = more_rows(form_of(ada.get(address)), "aliases", *rows) | {"title": "Kept"}
        response = self.refused(ada, address, form, "This profile has this alias.")
        assert form_of(response)["title"] == "Kept"
        shown = response.context["inline_admin_formsets"]
        aliases = next(each.formset for each in shown if each.formset.prefix == "aliases")
        assert [bool(form.errors) for form in aliases.forms][-1]

    @pytest.mark.parametrize("kind", ["function", "focus", "skill", "profile"])
    def test_the_same_framework_entry_twice(self, ada, profile, tmp_path, kind):
        load_wells(tmp_path)
        row = TABLES[kind][0](profile)
        entry = Entry.objects.get(code="dig01").pk
        form = form_of(ada.get(change_of(row)))
        prefix = next(name for name in form if name.endswith("links-TOTAL_FORMS"))
        rows = [{"entry": entry, "kind": "close"}] * 2
        form = more_rows(form, prefix.removesuffix("-TOTAL_FORMS"), *rows)
        self.refused(ada, change_of(row), form, "This link exists.")
        assert CanonLink.objects.count() == 0

    def test_the_same_target_twice_from_the_entry(self, ada, profile, tmp_path):
        load_wells(tmp_path)
        address = change_of(Entry.objects.get(code="dig01"))
        rows = [{"profile": profile.pk, "kind": "close"}] * 2
        form = more_rows(form_of(ada.get(address)), "canon_links", *rows)
        self.refused(ada, address, form, "This link exists.")

    def test_two_areas_of_one_name(self, ada, profile):
        address = change_of(profile.focus)
        rows = [{"name": "Leak Watch"}, {"name": "LEAK WATCH"}]
        form = more_rows(form_of(ada.get(address)), "areas", *rows)
        self.refused(ada, address, form, "This focus has an area of this name.")

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            (("Sr.", "senior"), ("sr", "Senior"), "This term has this meaning already."),
            (None, ("!!!", "???"), "have letters or digits"),
            (None, ("boss", "?"), "have letters or digits"),
            (None, ("boss", "Boss!"), "no synonym of itself"),
        ],
    )
    def test_a_synonym_that_the_database_rewrites(self, ada, first, second, said):
        if first:
            Synonym.objects.create(term=first[0], meaning=first[1])
        before = Synonym.objects.count()
        form = {"term": second[0], "meaning": second[1]}
        self.refused(ada, reverse("admin:taxonomy_synonym_add"), form, said)
        assert Synonym.objects.count() == before

    def test_two_faults_are_shown_one_after_the_other_not_as_an_error(self, ada, profile):
        address = change_of(profile)
        rows = [{"title": "Bee"}, {"title": "BEE"}, {"title": "Wasp"}, {"title": "WASP"}]
        form = more_rows(form_of(ada.get(address)), "aliases", *rows)
        self.refused(ada, address, form, "This profile has this alias.")

    def test_a_name_moves_from_a_deleted_row_to_a_new_one(self, ada, profile):
        factories.TitleAliasFactory(profile=profile, title="Water Finder")
        address = change_of(profile)
        form = form_of(ada.get(address))
        index = profile.aliases.count() - 1
        form |= {f"aliases-{n}-DELETE": "on" for n in range(index + 1)}
        form = more_rows(form, "aliases", {"title": "WATER FINDER"})
        assert ada.post(address, form).status_code == 302
        assert [alias.title for alias in profile.aliases.all()] == ["WATER FINDER"]


class TestPlaces:
    @pytest.mark.parametrize(
        ("typed", "order"),
        [
            ({2: 1}, [2, 0, 1, 3]),  # the third row lands first
            ({0: 3}, [1, 2, 0, 3]),
            ({3: 1}, [3, 0, 1, 2]),
            ({0: 4}, [1, 2, 3, 0]),
            ({0: 2, 1: 1}, [1, 0, 2, 3]),
            ({0: 99}, [1, 2, 3, 0]),
            ({1: ""}, [0, 2, 3, 1]),
        ],
    )
    def test_a_row_lands_at_the_place_that_was_typed(self, ada, profile, typed, order):
        texts = list(profile.responsibilities.values_list("text", flat=True))[:4]
        assert len(texts) == profile.responsibilities.count() == 4
        address = change_of(profile)
        places = {f"responsibilities-{index}-place": str(p) for index, p in typed.items()}
        assert ada.post(address, form_of(ada.get(address)) | places).status_code == 302
        found = list(profile.responsibilities.values_list("text", "order"))
        assert found == [(texts[index], n) for n, index in enumerate(order, 1)]


class TestThousandsOfFields:
    def test_a_role_with_320_aliases_is_saved(self, ada, profile):
        for number in range(320):
            factories.TitleAliasFactory(profile=profile, title=f"Manager title {number}")
        address = change_of(profile)
        form = form_of(ada.get(address))
        assert len(form) > 1000
        assert ada.post(address, form).status_code == 302
        assert profile.aliases.count() >= 320

    def test_a_focus_with_320_skills_is_saved(self, ada, profile):
        focus = profile.focus
        for number in range(320):
            named = factories.SkillFactory(name=f"Many skill {number}")
            factories.FocusSkillFactory(focus=focus, skill=named, order=number + 100)
        address = change_of(focus)
        assert ada.post(address, form_of(ada.get(address))).status_code == 302
        assert FocusSkill.objects.filter(focus=focus).count() >= 320
