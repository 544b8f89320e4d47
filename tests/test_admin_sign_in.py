"""A sign-in that expired while somebody typed: the form is kept and goes on after the sign-in."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from editions.history.recording import recorded
from editions.models import Draft
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile
from tests import factories
from tests.published import publish_drafts
from tests.test_admin import form_of
from tests.test_admin_guards import change_of

pytestmark = pytest.mark.django_db
WHO = {"username": "ada", "password": "a long way round"}
AGAIN = {f"_sign_in-{name}": value for name, value in WHO.items()}
TYPED = 'Listens.\r\n\r\n- at night <b>\r\n- "by day" & in rain'


@pytest.fixture
def profile(db):
    User.objects.create_superuser(**WHO)
    return Profile.objects.get(pk=factories.ladder(levels=("P3",))[0].pk)


@pytest.fixture
def browser():
    """One that is asked for its CSRF token, as real ones are."""
    return Client(enforce_csrf_checks=True)


def token_of(response):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.content.decode())[1]


@pytest.fixture
def form(browser, profile):
    """Opened when signed in; the session ends before it is sent."""
    browser.force_login(
        User.objects.get(username="ada"), "django.contrib.auth.backends.ModelBackend"
    )
    opened = browser.get(change_of(profile))
    form = form_of(opened) | {"summary": TYPED, "csrfmiddlewaretoken": token_of(opened)}
    browser.cookies.pop("sessionid")
    return form | {"_continue": "Save and continue editing"}


def kept(response):
    """What the answer would send along."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.text)
    return {unescape(name): unescape(value) for name, value in fields}


def test_what_was_typed_is_saved_after_the_sign_in(browser, form, profile):
    address = change_of(profile)
    asked = browser.post(address, form)
    assert asked.status_code == 403
    assert "What you typed is kept" in asked.text
    assert Profile.objects.get(pk=profile.pk).summary != TYPED
    fields = kept(asked)
    assert fields.pop("csrfmiddlewaretoken")
    assert fields == {n: v for n, v in form.items() if n != "csrfmiddlewaretoken"}

    done = browser.post(address, fields | AGAIN | {"csrfmiddlewaretoken": token_of(asked)})
    assert done.status_code == 302
    assert done["Location"] == address, "the button that was pressed counts"
    publish_drafts()
    assert Profile.objects.get(pk=profile.pk).summary == TYPED.replace("\r\n", "\n")
    assert browser.get(address).status_code == 200


def test_a_wrong_password_keeps_it_too(browser, form, profile):
    asked = browser.post(change_of(profile), form)
    wrong = AGAIN | {"_sign_in-password": "guess", "csrfmiddlewaretoken": token_of(asked)}
    again = browser.post(change_of(profile), kept(asked) | wrong)
    assert again.status_code == 403
    assert "Please enter the correct" in again.text
    assert kept(again)["summary"] == TYPED
    assert "guess" not in again.text


def test_passwords_are_limited_as_at_the_sign_in(browser, form, profile):
    address = change_of(profile)
    asked = browser.post(address, form)
    fields = kept(asked) | AGAIN | {"csrfmiddlewaretoken": token_of(asked)}
    for _ in range(6):
        last = browser.post(address, fields | {"_sign_in-password": "guess"})
    assert last.status_code == 429
    assert browser.post(address, fields).status_code == 429
    assert Profile.objects.get(pk=profile.pk).summary != TYPED


def test_a_form_from_elsewhere_is_refused(browser, form, profile):
    forged = form | AGAIN | {"csrfmiddlewaretoken": "x" * 64}
    response = browser.post(change_of(profile), forged)
    assert response.status_code == 403
    assert "What you typed is kept" not in response.text
    assert Profile.objects.get(pk=profile.pk).summary != TYPED


def test_an_account_without_the_right_changes_nothing(browser, form, profile):
    viewer = User.objects.create_user("viewer", password="x", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_profile"))
    asked = browser.post(change_of(profile), form)
    who = {"_sign_in-username": "viewer", "_sign_in-password": "x"}
    fields = kept(asked) | who | {"csrfmiddlewaretoken": token_of(asked)}
    assert browser.post(change_of(profile), fields).status_code == 403
    assert Profile.objects.get(pk=profile.pk).summary != TYPED


def test_what_somebody_else_saved_meanwhile_is_kept_too(browser, form, profile):
    with recorded(Origin("Hers", "test")):
        Profile.objects.filter(pk=profile.pk).update(title="Hers")
    asked = browser.post(change_of(profile), form)
    fields = kept(asked) | AGAIN | {"csrfmiddlewaretoken": token_of(asked)}
    assert browser.post(change_of(profile), fields).status_code == 302
    document = Draft.objects.get().document
    assert (document["title"], document["summary"]) == ("Hers", TYPED.replace("\r\n", "\n"))
