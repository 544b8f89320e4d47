"""Whatever is typed into a form of the admin is saved or refused beside it, and is no server error:
rows twice in all spellings, values that no row can have.
"""

import re
import unicodedata

import pytest
from django.contrib import admin

from taxonomy.models import Profile, Synonym
from tests import factories
from tests.framework_samples import load_ferries, load_wells
from tests.test_admin import form_of
from tests.test_admin_guards import TABLES, change_of, editor

pytestmark = pytest.mark.django_db

SPELLINGS = {
    "the same": lambda text: text,
    "other case": str.swapcase,
    "other signs": lambda text: f"  {unicodedata.normalize('NFD', text)}\u200b\u00a0",
}
VALUES = {
    "nothing": "",
    "a NUL": "a\0b",
    "very long": "x" * 33_000,
    "many digits": "9" * 400,
    "no number": "NaN",
    "odd letters": "ΟΔΥΣΣΕΥΣ ς İ ǅ ß ﬁ \u202e<script>{{ 7*7 }}\n\n- b",
}


@pytest.fixture
def rich(db, tmp_path):
    """A profile, and everything else, with at least a row of each list."""
    profile = Profile.objects.get(pk=factories.ladder(levels=("P2", "P3"))[1].pk)
    load_wells(tmp_path)
    load_ferries(tmp_path)
    factories.TitleAliasFactory(profile=profile, title="Straße Finder é")
    factories.AreaFactory(focus=profile.focus, name="Straße é")
    Synonym.objects.create(term="jr", meaning="junior")
    return profile


@pytest.fixture
def ada(db):
    return editor("ada")


def answered(client, address, form):
    """Saved, or shown again with the reason. Whether it was saved."""
    answer = client.post(address, form)
    assert answer.status_code in (200, 302), (answer.status_code, answer.content[:500])
    if answer.status_code == 200:
        assert "errorlist" in answer.text or "errornote" in answer.text
    return answer.status_code == 302


def doubled(form, prefix, spell):
    """The form with the list's first row once more, its texts spelled another way."""
    total = int(form[f"{prefix}-TOTAL_FORMS"])
    first = {n: v for n, v in form.items() if n.startswith(f"{prefix}-0-")}
    again = {n.replace("-0-", f"-{total}-", 1): v for n, v in first.items()}
    for name, value in again.items():
        is_text = not value.isdecimal() and value not in ("True", "False", "None")
        again[name] = "" if name.endswith("-id") else spell(value) if is_text else value
    return form | again | {f"{prefix}-TOTAL_FORMS": str(total + 1)}


@pytest.mark.parametrize("table", TABLES)
def test_a_row_twice_in_any_spelling(ada, rich, table):
    row = TABLES[table][0](rich)
    address = change_of(row)
    form = form_of(ada.get(address))
    lists = [
        name.removesuffix("-INITIAL_FORMS")
        for name, count in form.items()
        if name.endswith("-INITIAL_FORMS") and int(count)
    ]
    for prefix in lists:
        for spell in SPELLINGS.values():
            if answered(ada, address, doubled(form, prefix, spell)):
                form = form_of(ada.get(address))


@pytest.mark.parametrize("table", TABLES)
def test_values_that_no_row_can_have(ada, rich, table):
    """In the form's own fields and in the first row of each list, one after the other."""
    address = change_of(TABLES[table][0](rich))
    form = form_of(ada.get(address))
    parts = {}
    for name in form:
        if not name.startswith("_") and not name.endswith(("_FORMS", "-id", "-DELETE")):
            prefix, row = re.fullmatch(r"(?:(.*?)-(\d+)-)?.*", name).groups()
            if row in (None, "0"):
                parts.setdefault(prefix, []).append(name)
    for names in parts.values():
        for value in VALUES.values():
            if answered(ada, address, form | dict.fromkeys(names, value)):
                form = form_of(ada.get(address))


QUERIES = (
    "q=%00",
    "q=" + "a%20" * 500,
    "q=%F0%9F%A6%A9%E2%80%AE'%22%5C%25",
    "p=-1",
    "p=99999999999999999999999",
    "o=x.-99.1e9",
    "id__in=x",
    "pk__exact=%00",
    "status__exact=%00",
    "function__id__exact=99999999999999999999999999",
    "level__track__exact=%C3%9F",
    "_facets=x",
    "all=",
    "_to_field=id&_popup=x",
    "e=1",
    "is_null__isnull=maybe",
)
ROWS = ("x", "0", "-1", "%00", "1e3", "9" * 40, "_00", "..", "1_2F..", "%C3%9F")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_addresses_that_nobody_means(ada, rich, model):
    """The list with odd parameters, a form of a row that there is not, choices for odd words."""
    start = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    asked = [f"{start}?{query}" for query in QUERIES]
    asked += [f"{start}{row}/{page}/" for row in ROWS for page in ("change", "history", "delete")]
    asked += [f"{start}add/?{query}" for query in ("focus=x", "function=%00", "level=9e9", "x=y")]
    for address in asked:
        assert ada.get(address).status_code < 500, address


def test_choices_for_words_that_nobody_types(ada, rich):
    fields = [
        (model, name)
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.autocomplete_fields
    ]
    assert fields
    for model, name in fields:
        where = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
        for term in ("%00", "a%20" * 300, "%F0%9F%A6%A9", "'", "%5C"):
            address = f"/admin/autocomplete/?{where}&field_name={name}&term={term}&page=-1"
            assert ada.get(address).status_code < 500, address
            assert ada.get(address.replace("page=-1", "page=1")).status_code < 500, address
