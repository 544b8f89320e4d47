"""Find and replace: which places are found, what a preview shows, and which drafts it makes."""

import json
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from editions.change_sets import replacing
from editions.change_sets.proposing import document_now
from editions.change_sets.replacing import GROUPS, Replacement, Where, places_of, proposal_of
from editions.history.recording import recorded
from editions.models import ChangeSet, Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile
from tests import factories
from tests.published import publish_drafts
from tests.test_admin_drafts import save

pytestmark = pytest.mark.django_db
ALL = Where(("profile",), tuple(GROUPS))


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3"))
        Profile.objects.filter(pk=rungs[1].pk).update(summary="Vendor lists; our vendors’ vendor.")
    return Profile.objects.get(pk=rungs[1].pk)


ASKED = {
    "find": "vendor",
    "by": "supplier",
    "whole_words": "on",
    "kinds": ["profile"],
    "groups": list(GROUPS),
    "function": "",
}


def tokens_of(page):
    return re.findall(r'name="place" value="(\w+)"', page.content.decode())


@pytest.mark.parametrize(
    ("options", "text", "after"),
    [
        ((True, False), "Vendor, vendors: VENDOR vendor", "Supplier, vendors: Supplier supplier"),
        ((False, False), "subvendors", "subsuppliers"),
        ((True, True), "Vendor vendor", "Vendor supplier"),
    ],
)
def test_words_and_case(options, text, after):
    assert Replacement("vendor", "supplier", *options).in_text(text) == after


def test_signs_of_patterns_are_plain_signs():
    assert Replacement("C++ (a.b)", r"\1", False).in_text("In C++ (a.b).") == r"In \1."


def test_the_preview_marks_each_place_and_saves_nothing(ann, role):
    page = ann.get("/admin/replace/", ASKED)
    said = page.content.decode()
    assert "1 place in 1 thing" in said
    assert "<del>Vendor</del> lists; our vendors’ <del>vendor</del>." in said
    assert "<ins>Supplier</ins> lists; our vendors’ <ins>supplier</ins>." in said
    assert not Draft.objects.exists()


def test_ticked_places_become_drafts_of_one_set(ann, role):
    ASKED_ALL = ASKED | {"find": "districts", "by": "boroughs"}
    tokens = tokens_of(ann.get("/admin/replace/", ASKED_ALL))
    assert len(tokens) > 4
    answer = ann.post("/admin/replace/", ASKED_ALL | {"place": tokens[:3], "_set": "new"})
    made = ChangeSet.objects.unfinished().get()
    assert answer["Location"] == f"/admin/history/{made.pk}/"
    changed = json.dumps([draft.document for draft in made.drafts.all()])
    assert changed.count("boroughs") == 3
    assert "districts" in changed
    publish_drafts()
    assert len(tokens_of(ann.get("/admin/replace/", ASKED_ALL))) == len(tokens) - 3


def test_a_text_saved_meanwhile_is_left_out(ann, role):
    tokens = tokens_of(ann.get("/admin/replace/", ASKED))
    save(ann, role, summary="A vendor.")
    answer = ann.post("/admin/replace/", ASKED | {"place": tokens})
    assert "its text was saved anew" in answer.content.decode()


def test_a_drafted_thing_is_searched_as_its_draft_and_saved_into_its_set(ann, role):
    save(ann, role, summary="The vendor of vendors.", _set="new", _set_title="Drafted")
    page = ann.get("/admin/replace/", ASKED)
    assert "The <del>vendor</del> of vendors." in page.content.decode()
    (token,) = tokens_of(page)
    elsewhere = ann.post("/admin/replace/", ASKED | {"place": [token], "_set": "new"})
    assert "in the set “Drafted”" in elsewhere.content.decode()
    made = ChangeSet.objects.unfinished().get()
    ann.post("/admin/replace/", ASKED | {"place": [token], "_set": str(made.pk)})
    assert made.drafts.get().document["summary"] == "The supplier of vendors."


def test_keys_and_codes_are_never_found(role):
    codes = ("P3", role.function.code, role.focus.code, "USD", "SOC 2018", "US", "approved")
    for code in codes:
        found = places_of(
            Replacement(code, "X", whole_words=False, match_case=True),
            Where(tuple(replacing.TEXTS), tuple(GROUPS)),
        )
        texts = [place for place in found.places if place.path[-1] not in ("title", "name", 0)]
        assert not [place for place in texts if place.text == code], code


def test_whatever_is_replaced_each_key_stays(role):
    """The fixed fields of every kind are those before, wherever a letter is replaced."""
    where = Where(tuple(replacing.TEXTS), tuple(GROUPS))
    replacement = Replacement("e", "ë", whole_words=False)
    found = places_of(replacement, where)
    made = proposal_of(found, replacement, {place.token for place in found.places})
    assert {kind for kind, _ in made.documents} == set(replacing.TEXTS)
    fixed = ("code", "level", "slug", "function", "status", "replaced_by", "mappings", "pay",
             "track", "kind", "scores", "sources")  # fmt: skip
    for thing, document in made.documents.items():
        before = document_now(*thing)
        for name in fixed:
            assert document.get(name) == before.get(name), (thing, name)
        if thing[0] == "focus":
            assert document["focus"]["code"] == before["focus"]["code"]


def test_one_search_is_bounded_and_says_so(ann, role, monkeypatch):
    monkeypatch.setattr(replacing, "MOST_DRAFTS", 1)
    page = ann.get("/admin/replace/", ASKED | {"find": "districts"})
    assert "There are more" in page.content.decode()
    assert len(page.context["found"].documents) == 1


def test_a_function_narrows_it(ann, role):
    with recorded(Origin("Another", "canon load")):
        focus = factories.FocusFactory(
            function=factories.FunctionFactory(name="Rail Operations"), name="Signal Control"
        )
        other = factories.ProfileFactory(focus=focus, level=role.level, summary="A vendor.")
    asked = ASKED | {"function": other.function.code}
    found = ann.get("/admin/replace/", asked).context["found"]
    assert list(found.documents) == [("profile", other.key)]


def test_a_result_that_the_canon_refuses_is_named(ann, role):
    asked = ASKED | {"find": role.title, "by": "", "groups": ["names"], "whole_words": ""}
    tokens = tokens_of(ann.get("/admin/replace/", asked))
    said = ann.post("/admin/replace/", asked | {"place": tokens}).content.decode()
    assert "This cannot be proposed." in said
    assert role.key in said
    assert not ChangeSet.objects.unfinished().exists()


def test_a_renamed_skill_is_named_anew_in_drafts_of_the_same_set(ann, role):
    name = role.required_skills.first().skill.name
    with recorded(Origin("Said of it", "test")):
        role.required_skills.update(text=f"Uses {name} alone.")
    asked = ASKED | {"find": name, "by": "Quiet listening", "kinds": ["profile", "skill"]}
    tokens = tokens_of(ann.get("/admin/replace/", asked))
    ann.post("/admin/replace/", asked | {"place": tokens})
    assert {draft.kind for draft in Draft.objects.all()} == {"profile", "skill"}
    publish_drafts()
    names = list(role.required_skills.values_list("skill__name", flat=True))
    assert "Quiet listening" in names
    assert name not in names


def test_an_account_searches_what_it_may_change(role):
    user = User.objects.create_user("levels", is_staff=True)
    client = Client()
    client.force_login(user)
    answer = client.get("/admin/replace/")
    assert answer.status_code == 403
    assert "Can change profile" in answer.content.decode()
    user.user_permissions.set(Permission.objects.filter(codename="change_level"))
    page = client.get("/admin/replace/")
    assert [kind for kind, _ in page.context["form"].fields["kinds"].choices] == ["level"]
    refused = client.get("/admin/replace/", ASKED)
    assert "Select a valid choice" in refused.content.decode()
