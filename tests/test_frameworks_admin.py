"""Frameworks in the admin: correctable, linked from both ends, reports to be read only."""

import pytest
from django.urls import reverse

from frameworks.models import CanonLink, Entry, Framework, LoadReport
from tests.factories import FocusFactory, FocusSkillFactory, ProfileFactory
from tests.framework_samples import load_ferries, load_wells
from tests.published import publish_drafts
from tests.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _held(tmp_path):
    load_wells(tmp_path)
    load_ferries(tmp_path)


def address(row, action="change"):
    return reverse(f"admin:frameworks_{row._meta.model_name}_{action}", args=[row.pk])


def test_every_list_and_page_opens(admin_client):
    for model in ("framework", "entry", "category", "canonlink", "term", "loadreport"):
        response = admin_client.get(reverse(f"admin:frameworks_{model}_changelist"))
        assert response.status_code == 200, model
    rows = [*Framework.objects.all(), *Entry.objects.all(), LoadReport.objects.first()]
    rows += [Entry.objects.get(code="dig01").activities.get(label="b1")]
    for row in rows:
        assert admin_client.get(address(row)).status_code == 200, row


def test_a_correction_shows_on_the_page(admin_client, client):
    entry = Entry.objects.get(code="FCRR")
    data = form_of(admin_client.get(address(entry)))
    response = admin_client.post(address(entry), data | {"statement": "Mended."})
    assert response.status_code == 302, response.context["errors"]
    assert "Mended." in client.get(entry.get_absolute_url()).text


def test_links_are_made_from_the_entry_and_from_the_canon(admin_client):
    profile, applied = ProfileFactory(), FocusSkillFactory()
    entry = Entry.objects.get(code="dig01")
    text = admin_client.get(address(entry)).text
    assert "canon_links-TOTAL_FORMS" in text
    assert "admin-autocomplete" in text
    for row in (profile, profile.focus, profile.function, applied.skill):
        page = reverse(f"admin:taxonomy_{row._meta.model_name}_change", args=[row.pk])
        text = admin_client.get(page).text
        assert "framework_links-TOTAL_FORMS" in text, row
    found = admin_client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "frameworks",
            "model_name": "canonlink",
            "field_name": "entry",
            "term": "dig",
        },
    )
    assert [item["text"] for item in found.json()["results"]] == ["dig01 Choose a Place"]


def test_a_link_with_two_targets_is_refused_in_words(admin_client):
    focus, profile = FocusFactory(), ProfileFactory()
    entry = Entry.objects.get(code="dig01")
    data = {"entry": entry.pk, "focus": focus.pk, "profile": profile.pk, "kind": "close"}
    response = admin_client.post(reverse("admin:frameworks_canonlink_add"), data)
    assert "Choose one" in response.text
    del data["profile"]
    assert admin_client.post(reverse("admin:frameworks_canonlink_add"), data).status_code == 302
    publish_drafts()
    assert CanonLink.objects.get().focus == focus


def test_reports_are_read_only(admin_client):
    report = LoadReport.objects.first()
    assert admin_client.post(address(report), {"file_name": "other"}).status_code == 403
    assert admin_client.post(address(report, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse("admin:frameworks_loadreport_add")).status_code == 403


def test_a_framework_can_be_deleted_whole(admin_client):
    framework = Framework.objects.get(slug="wells-1")
    assert admin_client.post(address(framework, "delete"), {"post": "yes"}).status_code == 302
    assert not Entry.objects.filter(code="dig01").exists()
