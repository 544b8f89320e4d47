"""Pages of the admin that are our own: what axe finds in a real browser, and on a phone."""

import pytest
from django.db import transaction

from editions.models import ChangeSet
from tests.accessibility import violations
from tests.accounts import client_of
from tests.test_admin_drafts import save
from tests.test_browser_autosave import role
from tests.test_browser_editing import PASSWORD, sign_in

__all__ = ["PASSWORD", "role", "sign_in"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONE = {"width": 375, "height": 800}


@pytest.fixture
def drafted(role):
    """A role, its focus and a skill are drafts of one set."""
    ann = client_of("ann")
    with transaction.atomic():
        save(ann, role, title="Keeper of Tides", **{"responsibilities-0-text": "Reads the sea."})
        save(ann, role.focus, summary="Of tides.")
        save(ann, role.required_skills.first().skill, name="Sea reading")
    return ChangeSet.objects.unfinished().get()


def addresses(role, made):
    thing = f"/admin/history/profile/{role.key}"
    skill = role.required_skills.first().skill
    return [
        f"/admin/history/{made.pk}/",
        f"/admin/ladder/{role.key.rpartition('.')[0]}/",
        f"{thing}/retire/",
        f"{thing}/split/",
        f"/admin/taxonomy/profile/{role.pk}/change/",
        f"/admin/taxonomy/skill/{skill.pk}/change/",
        "/admin/releases/",
    ]


def test_axe_finds_nothing_and_a_phone_is_wide_enough(sign_in, live_server, role, drafted):
    page = sign_in("Editor")
    # Django's links change their colour slowly, and would be looked at halfway.
    page.emulate_media(reduced_motion="reduce")
    found, wide = [], []
    for address in addresses(role, drafted):
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(live_server.url + address).status == 200, address
        found += [(address, *each) for each in violations(page)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide += [(address, width)] if width > 375 else []
    assert found == []
    assert wide == []
