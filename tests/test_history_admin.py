"""The history in the admin: every edit is in it, by whom, with what changed; review and restore."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.models import ChangeSet, Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Level, Profile, Synonym
from tests.factories import ladder
from tests.published import publish_drafts
from tests.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = ladder(levels=("P2", "P3"))
    return rungs[0]


@pytest.fixture
def people():
    made = {}
    # A test that empties the tables before this one empties this table too.
    import_module("editions.migrations.0002_groups").make_groups(apps, None)
    for name in ("Editor", "Reviewer", "Publisher"):
        user = User.objects.create_user(name.lower(), is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        made[name] = user
    made["stranger"] = User.objects.create_user("stranger", is_staff=True)
    return made


def test_a_saved_form_is_a_set_by_its_editor(admin_client, admin_user, role):
    level = Level.objects.get(code="P2")
    address = f"/admin/taxonomy/level/{level.pk}/change/"
    data = form_of(admin_client.get(address)) | {"name": "Apprentice"}
    assert admin_client.post(address, data).status_code == 302
    made = ChangeSet.objects.latest("pk")
    assert (made.origin, made.opened_by) == ("admin", admin_user)
    assert made.title == str(level).replace(level.name, "Apprentice")
    publish_drafts()
    assert made.editions.get().paths == ["name"]
    page = admin_client.get("/admin/history/level/P2/").content.decode()
    assert "Apprentice" in page
    assert "<ins" in page


def test_a_form_that_changes_nothing_makes_no_set(admin_client, role):
    level = Level.objects.get(code="P2")
    address = f"/admin/taxonomy/level/{level.pk}/change/"
    assert admin_client.post(address, form_of(admin_client.get(address))).status_code == 302
    assert ChangeSet.objects.count() == 1


def test_what_is_added_and_deleted_is_in_the_history(admin_client, role):
    data = {"term": "sr", "meaning": "senior"}
    admin_client.post("/admin/taxonomy/synonym/add/", data)
    publish_drafts()
    synonym = Synonym.objects.get()
    admin_client.post(f"/admin/taxonomy/synonym/{synonym.pk}/delete/", {"post": "yes"})
    publish_drafts()
    page = admin_client.get("/admin/history/synonym/sr → senior/").content.decode()
    assert "taken out" in page
    assert ChangeSet.objects.count() == 3


def test_the_history_lists_loads_and_finds_things(admin_client, role):
    page = admin_client.get("/admin/history/?q=" + role.key.lower()).content.decode()
    assert "canon load" in page
    assert f"/admin/history/profile/{role.key}/" in page
    published = admin_client.get(f"/admin/history/{ChangeSet.objects.get().pk}/")
    assert role.key in published.content.decode()


def test_djangos_history_of_a_row_leads_to_its_editions(admin_client, role):
    page = admin_client.get(f"/admin/taxonomy/profile/{role.pk}/history/").content.decode()
    assert f"/admin/history/profile/{role.key}/" in page


def test_a_life_by_three_people(client, people, role):
    """Restore an earlier edition: propose, review, publish, each by the one who may."""
    with recorded(Origin("A load", "canon load")):
        Profile.objects.filter(pk=role.pk).update(title="Loaded title")
    client.force_login(people["Editor"])
    answer = client.post(f"/admin/history/profile/{role.key}/restore/", {"number": 1}, follow=True)
    made = ChangeSet.objects.latest("pk")
    page = answer.content.decode()
    assert "Loaded" in page
    assert ">Approve" not in page
    do = f"/admin/history/{made.pk}/do/"
    client.post(do, {"do": "submit"})
    client.force_login(people["Reviewer"])
    page = client.get(f"/admin/history/{made.pk}/").content.decode()
    assert ">Approve" in page
    assert ">Publish" not in page
    client.post(do, {"do": "return", "digest": publishing.drafts_digest(made), "comment": "Why?"})
    client.force_login(people["Editor"])
    assert "Why?" in client.get(f"/admin/history/{made.pk}/").content.decode()
    client.post(do, {"do": "submit"})
    client.force_login(people["Reviewer"])
    client.post(do, {"do": "approve", "digest": publishing.drafts_digest(made)})
    client.force_login(people["Publisher"])
    assert ">Publish" in client.get(f"/admin/history/{made.pk}/").content.decode()
    client.post(do, {"do": "publish"})
    assert Profile.objects.get(pk=role.pk).title == role.title
    assert ChangeSet.objects.get(pk=made.pk).published_by == people["Publisher"]


# Action → who may do it, of the groups.
MATRIX = {
    "submit": {"Editor"},
    "drop": {"Editor"},
    "undo": {"Editor"},
    "approve": {"Reviewer"},
    "return": {"Reviewer"},
    "publish": {"Publisher"},
    "nonsense": set(),
}


@pytest.mark.parametrize("action", MATRIX)
def test_each_action_is_for_one_group_alone(client, people, role, action):
    made = publishing.restore(Edition.objects.get(kind="profile", key=role.key), people["Editor"])
    for name, user in people.items():
        client.force_login(user)
        answer = client.post(f"/admin/history/{made.pk}/do/", {"do": action})
        assert answer.status_code == (302 if name in MATRIX[action] else 403), name


def test_pages_of_the_history_are_for_those_who_may_see_the_canon(client, people, role):
    pages = [
        "/admin/history/",
        f"/admin/history/{ChangeSet.objects.get().pk}/",
        f"/admin/history/profile/{role.key}/",
    ]
    for name, user in people.items():
        client.force_login(user)
        for page in pages:
            assert client.get(page).status_code == (403 if name == "stranger" else 200)
        answer = client.post(f"/admin/history/profile/{role.key}/restore/", {"number": 1})
        assert answer.status_code == (302 if name == "Editor" else 403)
    client.logout()
    for page in pages:
        assert client.get(page).status_code == 302


def test_history_asks_few_queries(admin_client, role, django_assert_max_num_queries):
    with recorded(Origin("A load", "canon load")):
        Profile.objects.filter(pk=role.pk).update(title="Loaded title")
    for address in ("", f"{ChangeSet.objects.latest('pk').pk}/", f"profile/{role.key}/"):
        with django_assert_max_num_queries(15):
            admin_client.get(f"/admin/history/{address}")


def test_an_unknown_thing_is_not_found(admin_client):
    assert admin_client.get("/admin/history/profile/NO.SUCH.P3/").status_code == 404
