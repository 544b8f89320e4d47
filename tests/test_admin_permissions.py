"""Who may do what in the admin: every address and button for each of the groups."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from editions.admin.sets import SET_ACTIONS
from editions.admin.succession_actions import SUCCESSION_ACTIONS as SUCCESSION
from editions.change_sets import publishing
from editions.documents.row_keys import KIND_OF, key_of
from editions.history.recording import recorded
from editions.models import ChangeSet, Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Level, Profile, Synonym
from tests import factories
from tests.framework_samples import load_ferries, load_wells
from tests.test_admin_drafts import save
from tests.test_admin_guards import TABLES, change_of

pytestmark = pytest.mark.django_db
GROUPS = ("Editor", "Reviewer", "Publisher")


@pytest.fixture
def role(tmp_path):
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
        load_wells(tmp_path)
        load_ferries(tmp_path)
    return Profile.objects.get(pk=rungs[1].pk)


def make_groups():
    """A test that empties the tables before this one empties those of groups too."""
    import_module("editions.migrations.0002_groups").make_groups(apps, None)
    import_module("editions.migrations.0005_editors_use_forms").let_editors_use_forms(apps, None)
    scale = import_module("editions.migrations.0009_editors_use_the_scale")
    scale.let_editors_use_the_scale(apps, None)


@pytest.fixture
def people():
    """A client of each group, of one who is in none, and of a visitor."""
    make_groups()
    clients = {"visitor": Client()}
    for name in (*GROUPS, "stranger"):
        user = User.objects.create_user(name.lower(), is_staff=True)
        user.groups.set(Group.objects.filter(name=name))
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def statuses(people, address, post=None):
    ask = (lambda client: client.get(address)) if post is None else (
        lambda client: client.post(address, post))  # fmt: skip
    return {name: ask(client).status_code for name, client in people.items()}


def expected(*may, answer=200):
    """302 leads the visitor to the sign-in; a form that was sent is kept there."""
    return {name: answer if name in may else 403 for name in (*GROUPS, "stranger")}


def without_visitor(found):
    assert found.pop("visitor") in (302, 403)
    return found


APPS = ("taxonomy", "frameworks")
OWN = [model for model in admin.site._registry if model._meta.app_label in APPS]


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_lists_are_for_all_groups_and_adding_is_for_editors(people, role, model):
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = without_visitor(statuses(people, reverse(f"{page}_changelist")))
    assert found == expected(*GROUPS)
    may_add = ("Editor",) if model in KIND_OF else ()
    assert without_visitor(statuses(people, reverse(f"{page}_add"))) == expected(*may_add)


@pytest.mark.parametrize("table", TABLES)
def test_a_form_is_seen_by_all_groups_and_saved_by_editors(people, role, table):
    row = TABLES[table][0](role)
    seen = without_visitor(statuses(people, change_of(row)))
    assert seen == expected(*GROUPS)
    found = without_visitor(statuses(people, change_of(row), {}))
    is_drafted = type(row) in KIND_OF
    assert found == expected(*(("Editor",) if is_drafted else ())), "a form of nothing is refused"


DELETABLE = {"skill": "Editor", "synonym": "Editor", "link": "Editor"}


@pytest.mark.parametrize("table", ["function", "focus", "level", "profile", "skill", "synonym"])
def test_deleting_is_a_draft_of_editors_and_never_of_a_code(people, role, table):
    row = factories.SkillFactory(name="Dowsing") if table == "skill" else TABLES[table][0](role)
    page = change_of(row).replace("/change/", "/delete/")
    may = DELETABLE.get(table, "")
    assert without_visitor(statuses(people, page)) == expected(may)
    found = without_visitor(statuses(people, page, {"post": "yes"}))
    assert found == expected(may, answer=302)
    assert type(row).objects.filter(pk=row.pk).exists(), "it is a draft"


def test_pages_of_sets_are_for_those_who_see_the_canon(people, role):
    save(people["Editor"], role, title="Keeper of Tides")
    made = ChangeSet.objects.unfinished().get()
    for address in ("/admin/history/", f"/admin/history/{made.pk}/"):
        assert without_visitor(statuses(people, address)) == expected(*GROUPS)
    thing = f"/admin/history/profile/{role.key}/"
    assert without_visitor(statuses(people, thing)) == expected(*GROUPS)
    assert without_visitor(statuses(people, f"{thing}edit/")) == expected("Editor")
    found = without_visitor(statuses(people, f"{thing}restore/", {"number": "1"}))
    assert found == expected("Editor", answer=302)


def test_a_ladder_is_read_by_all_groups_and_saved_by_editors(people, role):
    page = f"/admin/ladder/{role.key.rpartition('.')[0]}/"
    assert without_visitor(statuses(people, page)) == expected(*GROUPS)
    for action in ("save", "copy:a0:P3", "check", "clean", "paste"):
        assert without_visitor(statuses(people, page, {"_do": action})) == expected("Editor")


MAY = {
    "submit": "Editor", "drop": "Editor", "take_out": "Editor", "undo": "Editor",
    "take_out_succession": "Editor",
    "approve": "Reviewer", "return": "Reviewer", "publish": "Publisher",
}  # fmt: skip


def test_every_button_is_in_the_matrix():
    assert MAY.keys() == SET_ACTIONS.keys()


@pytest.mark.parametrize("button", MAY)
def test_each_button_is_for_one_group(people, role, button):
    editor = User.objects.get(username="editor")
    edition = Edition.objects.get(kind="profile", key=role.key)
    made = publishing.restore(edition, editor)
    follows = {"kind": "profile", "from_key": "A.B.P1", "to_key": "A.B.P2", "relation": "merged"}
    said = made.proposed_successions.create(**follows)
    pressed = {"do": button, "draft": made.drafts.get().pk, "succession": said.pk}
    found = without_visitor(statuses(people, f"/admin/history/{made.pk}/do/", pressed))
    assert found == expected(MAY[button], answer=302)


PAGES = [(kind, action) for action, each in SUCCESSION.items() for kind in each.forms]


@pytest.mark.parametrize(("kind", "action"), PAGES)
def test_retiring_splitting_and_the_like_are_for_editors(people, role, kind, action):
    row = TABLES[kind][0](role)
    address = f"/admin/history/{kind}/{key_of(row)}/{action}/"
    assert without_visitor(statuses(people, address)) == expected("Editor")
    assert without_visitor(statuses(people, address, {})) == expected("Editor")
    assert not ChangeSet.objects.unfinished().exists()


def test_find_and_replace_is_for_editors(people, role):
    assert without_visitor(statuses(people, "/admin/replace/")) == expected("Editor")
    found = {"find": "pipe", "by": "tube", "kinds": ["profile"], "groups": ["summaries"]}
    assert without_visitor(statuses(people, "/admin/replace/", found)) == expected("Editor")


def test_who_may_not_split_a_role_reads_what_is_lacking(role):
    user = User.objects.create_user("changer", is_staff=True)
    names = ("view_profile", "change_profile", "view_changeset")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    answer = client.get(f"/admin/history/profile/{role.key}/split/")
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "Can add profile" in said
    assert "Can change profile" not in said
    shown = client.get(change_of(role)).content.decode()
    assert "/retire/" in shown
    assert "/split/" not in shown


def test_who_may_only_edit_approves_and_publishes_nothing(people, role):
    save(people["Editor"], role, title="Keeper of Tides")
    made = ChangeSet.objects.unfinished().get()
    do = f"/admin/history/{made.pk}/do/"
    people["Editor"].post(do, {"do": "submit"})
    seen = publishing.drafts_digest(made)
    for button in ("approve", "return", "publish"):
        assert people["Editor"].post(do, {"do": button, "digest": seen}).status_code == 403
    made.refresh_from_db()
    assert made.state == "in_review"


def test_an_account_for_one_table_alone_saves_drafts_of_it(role):
    user = User.objects.create_user("levels", is_staff=True)
    names = ("view_level", "change_level")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    level = Level.objects.first()
    assert save(client, level, name="Apprentice").status_code == 302
    assert ChangeSet.objects.unfinished().get().drafts.get().kind == "level"
    assert client.get(change_of(role)).status_code == 403


def test_no_form_writes_the_tables_of_editions_at_once(people, role):
    """Whatever an editor posts, the rows stay as they are until a set is published."""
    synonym = Synonym.objects.create(term="sr", meaning="senior")
    before = [Profile.objects.get(pk=role.pk).title, synonym.meaning]
    save(people["Editor"], role, title="Keeper of Tides")
    save(people["Editor"], synonym, meaning="older")
    synonym.refresh_from_db()
    assert [Profile.objects.get(pk=role.pk).title, synonym.meaning] == before
