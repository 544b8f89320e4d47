"""A form of a draft, filled from its document, is the form that writing the draft would make; it
opens in fewer than 15 queries, of whatever size.
"""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editions.admin import form_drafts
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Focus, Market, Profile, ProfileSkill, Responsibility, Synonym
from tests import factories
from tests.framework_samples import load_wells
from tests.published import publish_drafts
from tests.test_admin import form_of, messages_of
from tests.test_admin_drafts import save
from tests.test_admin_guards import change_of, more_rows

pytestmark = pytest.mark.django_db
MOST = 14


@pytest.fixture
def role(tmp_path):
    load_wells(tmp_path)
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
        for market in ("NO", "AU"):
            factories.MarketFactory(code=market)
            factories.PayBandFactory(profile=rungs[1], where=market)
        for title in ("Étang Reader", "apprentice", "Zone Keeper"):
            factories.TitleAliasFactory(profile=rungs[1], title=title)
        factories.ClassificationMappingFactory(profile=rungs[1])
        for code in ("expert", "awareness"):
            factories.SkillProficiencyFactory(
                skill=rungs[1].required_skills.first().skill,
                proficiency=factories.ProficiencyFactory(code=code),
                text=f"Does {code}.",
            )
    return Profile.objects.get(pk=rungs[1].pk)


@pytest.fixture
def editor(db):
    """An account of the group Editor, whose permissions are asked for as well."""
    import_module("editions.migrations.0002_groups").make_groups(apps, None)
    import_module("editions.migrations.0005_editors_use_forms").let_editors_use_forms(apps, None)
    made = User.objects.create_user("editor", is_staff=True)
    made.groups.add(Group.objects.get(name="Editor"))
    client = Client()
    client.force_login(made)
    return client


@pytest.fixture
def both_ways(monkeypatch):
    """The form as it is filled, and as it is when the draft is written and taken back."""

    def forms(client, address):
        filled = client.get(address)
        monkeypatch.setattr(form_drafts, "filled_from", lambda *args: None)
        written = client.get(address)
        monkeypatch.undo()
        return without_numbers(form_of(filled)), without_numbers(form_of(written))

    return forms


def without_numbers(form):
    """Rows go by their place; an amount is written with as many decimals as it needs."""
    return {
        name: f"{float(value):g}" if name.startswith("pay_bands") and _is_number(value) else value
        for name, value in form.items()
        if not name.endswith("-id")
    }


def _is_number(value):
    return value.replace(".", "").isdecimal()


def row_of(role, kind):
    return {
        "function": role.function,
        "focus": role.focus,
        "level": role.level,
        "track": role.level.track,
        "skill": role.required_skills.first().skill,
        "proficiency": role.required_skills.first().proficiency,
        "market": Market.objects.first(),
        "profile": role,
    }[kind]


@pytest.mark.parametrize(
    "kind", ["function", "focus", "level", "track", "skill", "proficiency", "market", "profile"]
)
def test_it_is_the_form_that_writing_makes(ann, role, kind, both_ways):
    row = row_of(role, kind)
    save(ann, row, **{"title" if kind == "profile" else "name": "Another name"})
    filled, written = both_ways(ann, change_of(row))
    assert "Another name" in filled.values()
    assert filled == written


def test_a_role_shows_what_else_its_set_has(ann, role, both_ways):
    """A renamed area, skill and market, a new market, a link, a successor: each is a draft."""
    skill = role.required_skills.first().skill
    save(ann, skill, name="Sea reading")
    save(ann, role.focus, **{"areas-0-name": "The sea"})
    save(ann, Market.objects.get(code="AU"), name="The south")
    add = reverse("admin:taxonomy_market_add")
    answer = ann.post(add, form_of(ann.get(add)) | {"code": "NZ", "name": "The far south"})
    assert answer.status_code == 302, messages_of(answer)
    save(ann, role, title="Keeper of Tides", replaced_by=str(_other(role).pk))
    form = more_rows(
        form_of(ann.get(change_of(role))),
        "framework_links",
        {"entry": str(_entry().pk), "kind": "close", "note": "Both dig."},
    )
    assert ann.post(change_of(role), form).status_code == 302
    kinds = set(Draft.objects.values_list("kind", flat=True))
    assert {"skill", "focus", "market", "profile", "link"} <= kinds
    filled, written = both_ways(ann, change_of(role))
    assert filled == written
    assert filled["framework_links-0-note"] == "Both dig."
    page = ann.get(change_of(role)).text
    for words in ("Sea reading", "The sea</option>", "The far south (NZ)</option>"):
        assert words in page


def _other(role):
    return Profile.objects.exclude(pk=role.pk).get()


def _entry():
    from frameworks.models import Entry

    return Entry.objects.get(code="dig01")


def test_a_new_role_chooses_the_areas_of_a_new_focus(ann, role, both_ways):
    add = reverse("admin:taxonomy_focus_add")
    form = form_of(ann.get(add)) | {"function": role.function_id, "name": "Tides"}
    form = more_rows(form, "areas", {"name": "High water"}, {"name": "Low water"})
    assert ann.post(add, form).status_code == 302
    number = Draft.objects.get(kind="focus").row
    add = reverse("admin:taxonomy_profile_add")
    asked = form_of(ann.get(add)) | {"focus": number, "level": "P3", "title": "Tide reader"}
    answer = ann.post(add, asked | {"_continue": "yes"})
    assert answer.status_code == 302, messages_of(answer)
    address = answer["Location"]
    filled, written = both_ways(ann, address)
    assert filled == written
    duty = {"area": "Low water", "kind": "jfm", "text": "Reads the shore."}
    form = more_rows(form_of(ann.get(address)), "responsibilities", duty)
    answer = ann.post(address, form)
    assert answer.status_code == 302, messages_of(answer)
    publish_drafts()
    assert Responsibility.objects.get(text="Reads the shore.").area.name == "Low water"
    assert Focus.objects.get(name="Tides").areas.count() == 2
    assert deviations() == []


def test_saving_it_untouched_changes_nothing(ann, role):
    """Rows of lists are matched with those that are written, whatever their order there."""
    for row in (role, role.focus, row_of(role, "skill")):
        name = "title" if row == role else "name"
        save(ann, row, **{name: f"Another {name} of {row.pk}"})
    drafted = Draft.objects.get(kind="profile").document
    assert drafted["skills"][0]["name"].startswith("Another name of")
    before = dict(Draft.objects.values_list("key", "document"))
    for row in (role, row_of(role, "skill"), role.focus):
        answer = ann.post(change_of(row), form_of(ann.get(change_of(row))))
        assert answer.status_code == 302, messages_of(answer)
    assert dict(Draft.objects.values_list("key", "document")) == before


def test_rows_of_lists_are_added_taken_out_and_moved_in_a_draft(ann, role):
    save(ann, role, title="Keeper of Tides")
    form = form_of(ann.get(change_of(role)))
    form |= {"responsibilities-0-place": "2", "aliases-1-DELETE": "on", "pay_bands-2-DELETE": "on"}
    form = more_rows(form, "aliases", {"title": "Bailiff"})
    before = Draft.objects.get(kind="profile").document
    answer = ann.post(change_of(role), form)
    assert answer.status_code == 302, messages_of(answer)
    after = Draft.objects.get(kind="profile").document
    texts = [each["text"] for each in before["responsibilities"]]
    assert [each["text"] for each in after["responsibilities"]] == [
        texts[1],
        texts[0],
        *texts[2:],
    ]
    assert set(before["aliases"]) - set(after["aliases"]) == {"Étang Reader"}
    assert set(after["aliases"]) - set(before["aliases"]) == {"Bailiff"}
    assert len(after["pay"]) == len(before["pay"]) - 1


def test_a_synonym_and_a_link_open_too(ann, role, both_ways):
    with recorded(Origin("First", "test")):
        synonym = Synonym.objects.create(term="sr", meaning="senior")
        link = role.framework_links.create(entry=_entry(), kind="close")
    save(ann, synonym, both_ways="on")
    save(ann, link, note="Both dig.")
    for row in (synonym, link):
        filled, written = both_ways(ann, change_of(row))
        assert filled == written


def test_what_does_not_fit_any_more_is_shown_as_text(ann, role):
    save(ann, role, title="Keeper of Tides")
    draft = Draft.objects.get(kind="profile")
    draft.document["replaced_by"] = "NOBODY.GEN.P3"
    draft.save()
    answer = ann.get(change_of(role), follow=True)
    assert answer.redirect_chain[0][0].endswith("/edit/")
    assert "The draft does not fit the canon as it is now" in answer.text
    assert "Keeper of Tides" in answer.text


def test_a_form_that_began_with_what_does_not_fit_is_shown_again(ann, role):
    save(ann, role, title="Keeper of Tides")
    form = form_of(ann.get(change_of(role)))
    began = json.loads(form["_opened_document"])
    began["shown"]["replaced_by"] = "NOBODY.GEN.P3"
    form |= {"_opened_document": json.dumps(began), "title": "Typed"}
    answer = ann.post(change_of(role), form)
    assert "does not fit the canon as it is now" in messages_of(answer)
    assert form_of(answer)["title"] == "Typed"
    assert Draft.objects.get(kind="profile").document["title"] == "Keeper of Tides"


def asked_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def grow(role, size):
    """Gives the role and its focus so many responsibilities, skills and bands of pay."""
    with recorded(Origin("More", "test")):
        start = role.responsibilities.count() + 1
        Responsibility.objects.bulk_create(
            Responsibility(profile=role, order=n, text=f"Does {n}.", area=role.focus.areas.first())
            for n in range(start, size + 1)
        )
        for n in range(role.required_skills.count() + 1, size // 5 + 1):
            skill = factories.SkillFactory(name=f"Skill {n}")
            ProfileSkill.objects.create(profile=role, skill=skill, order=n)


@pytest.mark.parametrize("kind", ["function", "focus", "level", "skill", "market", "profile"])
def test_it_opens_in_as_few_queries_at_any_size(editor, ann, role, kind):
    row = row_of(role, kind)
    asked = []
    for size in (5, 100):
        grow(role, size)
        save(ann, row, **{"title" if kind == "profile" else "name": f"Name {size}"})
        asked.append(asked_of(editor, change_of(row)))
        Draft.objects.all().delete()
    assert asked[0] == asked[1] <= MOST


def test_a_drafted_new_role_opens_in_as_few(editor, ann, role):
    factories.LevelFactory(code="P4")
    add = reverse("admin:taxonomy_profile_add")
    form = form_of(ann.get(add)) | {"focus": role.focus_id, "level": "P4", "title": "Tide reader"}
    address = ann.post(add, form | {"_continue": "yes"})["Location"]
    assert asked_of(editor, address) <= MOST
    assert json.loads(form_of(ann.get(address))["_opened_document"])["shown"]["level"] == "P4"
