"""Editing in the admin: what an editor can do, what is refused in readable words, and that readers
see it at once.
"""

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from taxonomy.models import PayBand, Profile, Revision, Synonym
from tests import factories
from tests.published import publishing

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(admin_client):
    return publishing(admin_client)


@pytest.fixture
def profile():
    profile = factories.ladder(levels=("P2", "P3"))[1]
    return Profile.objects.get(pk=profile.pk)


@pytest.fixture
def address(profile):
    return reverse("admin:taxonomy_profile_change", args=[profile.pk])


def form_of(response) -> dict[str, str]:
    """What a browser would send back if the editor saved the page untouched."""
    context = response.context
    forms = [
        context["adminform"].form,
        *(s.formset.management_form for s in context["inline_admin_formsets"]),
    ]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
    values = {}
    hidden = {"saved_state": "", "opened": "", "beginning": "_opened_document"}
    for name, field in hidden.items():  # which the template writes into hidden fields
        if name in context:
            values[field or f"_{name}"] = context[name]
    for form in forms:
        for field in form:
            value = field.value()
            values[field.html_name] = "" if value is None else str(value)
    return values


def messages_of(response) -> str:
    errors = re.findall(
        r'<ul class="errorlist[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL
    )
    return " ".join(errors)


@pytest.mark.django_db(transaction=True)  # the revision rises once a transaction
def test_saving_a_profile_shows_to_readers_at_once(admin_client, client, profile, address):
    page = profile.get_absolute_url()
    etag = client.get(page)["ETag"]
    assert client.get(page, headers={"If-None-Match": etag}).status_code == 304
    form = form_of(admin_client.get(address)) | {"title": "Keeper of the Tide Tables"}
    assert admin_client.post(address, form).status_code == 302
    shown = client.get(page, headers={"If-None-Match": etag})
    assert shown.status_code == 200
    assert "Keeper of the Tide Tables" in shown.content.decode()


def test_saving_a_page_untouched_keeps_every_row(admin_client, profile, address):
    before = list(profile.responsibilities.values_list("order", "text"))
    assert admin_client.post(address, form_of(admin_client.get(address))).status_code == 302
    assert list(profile.responsibilities.values_list("order", "text")) == before
    assert Profile.objects.get(pk=profile.pk).guideline.knowledge == profile.guideline.knowledge


def test_pay_is_shown_as_people_write_it(admin_client, profile, address):
    """The column keeps three decimals, for currencies that have them."""
    band = profile.pay_bands.get()
    PayBand.objects.filter(pk=band.pk).update(low=60800, median=Decimal("77710.5"), high=100820)
    answer = admin_client.get(address)
    page = answer.content.decode()
    for name, shown in (("low", "60800"), ("median", "77710.5"), ("high", "100820")):
        assert f'name="pay_bands-0-{name}" value="{shown}"' in page
    assert 'id="add_id_pay_bands-0-market"' not in page
    form = form_of(answer) | {"pay_bands-0-median": "77710.5"}
    assert admin_client.post(address, form).status_code == 302
    assert profile.pay_bands.get().median == Decimal("77710.5")


def test_two_responsibilities_swap_places(admin_client, profile, address):
    form = form_of(admin_client.get(address))
    first, second = "responsibilities-0-place", "responsibilities-1-place"
    form[first], form[second] = form[second], form[first]
    texts = [duty.text for duty in profile.responsibilities.all()]
    assert admin_client.post(address, form).status_code == 302
    swapped = [duty.text for duty in profile.responsibilities.all()]
    assert swapped == [texts[1], texts[0], *texts[2:]]
    assert [d.order for d in profile.responsibilities.all()] == list(range(1, len(texts) + 1))


def test_a_deleted_responsibility_leaves_no_gap(admin_client, profile, address):
    form = form_of(admin_client.get(address)) | {"responsibilities-0-DELETE": "on"}
    count = profile.responsibilities.count()
    assert admin_client.post(address, form).status_code == 302
    assert [d.order for d in profile.responsibilities.all()] == list(range(1, count))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"confidence": "1.2"}, "less than or equal to 1"),
        ({"pay_bands-0-low": "999999"}, "A band runs low ≤ median ≤ high."),
        ({"pay_bands-0-currency": "usd"}, "Select a valid choice"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_the_database_refuses_is_told_in_the_form(
    admin_client, profile, address, change, message
):
    before = Revision.objects.current()
    form = form_of(admin_client.get(address)) | change
    assert change.keys() <= form.keys()
    response = admin_client.post(address, form)
    assert response.status_code == 200
    assert message in messages_of(response)
    assert Revision.objects.current() == before


def test_a_second_profile_at_a_level_is_told_in_the_form(admin_client, profile):
    add = reverse("admin:taxonomy_profile_add")
    form = form_of(admin_client.get(add)) | {
        "focus": str(profile.focus_id),
        "level": profile.level_id,
        "title": "Twice",
    }
    response = admin_client.post(add, form)
    assert "This focus already has a profile at this level." in messages_of(response)


def test_a_new_profile_gets_its_key(admin_client, profile):
    factories.LevelFactory(code="P7")
    add = reverse("admin:taxonomy_profile_add")
    form = form_of(admin_client.get(add)) | {
        "focus": str(profile.focus_id),
        "level": "P7",
        "title": "Fresh",
    }
    assert admin_client.post(add, form).status_code == 302
    key = profile.key.rpartition(".")[0] + ".P7"
    assert Profile.objects.get(title="Fresh").key == key


def test_codes_are_read_only_once_made(admin_client, profile, address):
    form = form_of(admin_client.get(address))
    assert not {"focus", "level", "key"} & form.keys()
    focus = admin_client.get(reverse("admin:taxonomy_focus_change", args=[profile.focus_id]))
    assert not {"function", "code"} & form_of(focus).keys()


def test_a_published_profile_is_retired_not_deleted(admin_client, profile, address):
    delete = reverse("admin:taxonomy_profile_delete", args=[profile.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert Profile.objects.filter(pk=profile.pk).exists()
    assert (
        "it is never deleted. Retire the role instead" in admin_client.get(address).content.decode()
    )


def test_a_focus_is_edited_with_skills_sources_and_scores(admin_client, profile):
    address = reverse("admin:taxonomy_focus_change", args=[profile.focus_id])
    form = form_of(admin_client.get(address))
    kinds = {name.split("-")[0] for name in form}
    assert {"applied_skills", "sources", "scores"} <= kinds
    assert admin_client.post(address, form | {"summary": "Read anew."}).status_code == 302
    response = admin_client.post(
        address, form_of(admin_client.get(address)) | {"scores-0-score": "4.2"}
    )
    assert "Scores go in steps of one half." in messages_of(response)


@pytest.mark.parametrize("model", ["function", "focus", "level", "skill", "profile"])
def test_every_list_and_form_opens_and_leads_back_to_its_page(admin_client, profile, model):
    row = {
        "function": profile.function,
        "focus": profile.focus,
        "level": profile.level,
        "skill": profile.focus.applied_skills.first().skill,
        "profile": profile,
    }[model]
    listing = reverse(f"admin:taxonomy_{model}_changelist")
    assert admin_client.get(listing, {"q": str(row)[:6]}).status_code == 200
    change = admin_client.get(reverse(f"admin:taxonomy_{model}_change", args=[row.pk]))
    assert f'href="{row.get_absolute_url()}"' in change.content.decode()


def test_the_list_says_the_day_each_profile_was_last_saved(admin_client, profile):
    saved = profile.updated_at.strftime("%d %b %Y").lstrip("0")
    listing = admin_client.get(reverse("admin:taxonomy_profile_changelist")).content.decode()
    assert f'<td class="field-last_saved">{saved}</td>' in listing
    assert "sortable column-last_saved" in listing


def test_what_is_fixed_stands_first_on_a_form(admin_client, profile):
    address = reverse("admin:taxonomy_function_change", args=[profile.function.pk])
    form = admin_client.get(address).content.decode()
    assert form.index("field-code") < form.index("field-name")


def test_the_list_of_20000_profiles_opens_in_a_bounded_number_of_queries(
    admin_client, django_assert_max_num_queries
):
    factories.catalogue(20_000, searchable=False)
    listing = reverse("admin:taxonomy_profile_changelist")
    with django_assert_max_num_queries(9):
        response = admin_client.get(listing)
    assert response.status_code == 200
    with django_assert_max_num_queries(9):
        admin_client.get(listing, {"q": "Librarian P3", "status__exact": "approved"})


def test_visitors_are_led_to_the_sign_in(client, address):
    assert client.get(address).status_code == 302


def test_the_front_page_opens_with_the_canon_and_ends_with_accounts(admin_client):
    page = admin_client.get("/admin/")
    assert "Keep the canon" in page.content.decode()
    assert [app["name"] for app in page.context["app_list"]] == [
        "Canon",
        "Frameworks",
        "Authentication and Authorization",
        "Axes",
    ]


def test_an_abbreviation_that_ships_is_switched_off_from_the_list(admin_client):
    """The list links to the filled-in form; once saved, the pair is named as switched off."""
    listed = reverse("admin:taxonomy_synonym_changelist")
    page = admin_client.get(listed).content.decode()
    [address] = re.findall(r'mgr → manager: <a href="([^"]+)"', page)
    form = admin_client.get(html.unescape(address)).context["adminform"].form
    assert form.initial == {"term": "mgr", "meaning": "manager", "is_off": "on"}
    admin_client.post(reverse("admin:taxonomy_synonym_add"), form.initial)
    assert "mgr → manager: switched off" in admin_client.get(listed).content.decode()
    assert str(Synonym.objects.get()) == "mgr ↛ manager"
