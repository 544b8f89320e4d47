"""Whatever the admin's forms accept dumps, checks and loads back to the same digest: each page that
edits the canon is filled in at random, new rows and deletions included, and saved.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st

from frameworks.models import CanonLink
from taxonomy.canon import dump
from taxonomy.canon.dump_folder import dump_into
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.models import (
    Focus,
    Function,
    Level,
    Market,
    Proficiency,
    Profile,
    Skill,
    Synonym,
    Track,
)
from tests import factories
from tests.published import publishing
from tests.test_admin import form_of, messages_of
from tests.test_restore import empty_the_canon, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(admin_client):
    return publishing(admin_client)


@pytest.fixture
def canon(tmp_path_factory):
    """With a focus and a level that have no profile yet."""
    everything(tmp_path_factory.mktemp("ferries"))
    factories.FocusFactory(name="Sewer Survey")
    factories.LevelFactory(code="P4")


LAYOUT = ["One. Two. ", "\r\n", "\r\n\r\n", "• ", "o\t", "- ", "\u200b", "\u00a0", "_x000D_"]
SIGNS = ["null", "~", "#", ": ", "'", '"', "|", "é", "ß", "Σ", "İ", "漢", "😀", "1", "2021", "\x07"]
PIECES = st.text(max_size=8) | st.sampled_from([*LAYOUT, *SIGNS])
WORDS = st.lists(PIECES, min_size=1, max_size=8).map("".join)
NUMBERS = st.sampled_from(["", "0", "1", "1.5", "4.5", "40", "81", "500", "99999", "0.55", "-1"])
DATES = st.sampled_from(["", "2026-02-28", "1999-12-31", "0001-01-01", "2026-02-30", "soon"])
ADDRESSES = st.sampled_from(["", "https://example.org/a b", "http://x.example/?q=é", "ftp://x.y"])
CODES = st.text("ABZ019", min_size=1, max_size=13)
MODELS = (Profile, Focus, Function, Level, Track, Skill, Proficiency, Market, Synonym, CanonLink)
TARGETS = ("profile", "focus", "function", "skill")
MOST_TRIES = 5
NOT_TYPED = ("-id", "opened_at", "csrf", "_FORMS", "-place")

Bound = tuple[str, forms.Field]


def page_of(model: type, row: object | None) -> str:
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{page}_change", args=[row.pk]) if row else reverse(f"{page}_add")


def with_new_rows(response, form: dict[str, str]) -> list[Bound]:
    """Adds an empty row to each list of the page; returns the name and field of all there is."""
    bound = [(f.html_name, f.field) for f in response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        bound += [(f.html_name, f.field) for row in formset.forms for f in row]
        if formset.max_num <= len(formset.forms) or not inline.has_add_permission:
            continue
        place = len(formset.forms)
        form[f"{formset.prefix}-TOTAL_FORMS"] = str(place + 1)
        for field in formset.empty_form:
            name = field.html_name.replace("__prefix__", str(place))
            form[name] = "" if field.value() is None else str(field.value())
            bound.append((name, field.field))
    return [
        (name, field)
        for name, field in bound
        if not (name.endswith(NOT_TYPED) or isinstance(field, forms.models.InlineForeignKeyField))
    ]


def typed(name: str, field: forms.Field) -> st.SearchStrategy[str]:
    """What an editor can choose or type in such a field."""
    if isinstance(field, forms.ModelChoiceField):
        return st.sampled_from(["", *(str(row.pk) for row in field.queryset[:20])])
    if isinstance(field, forms.ChoiceField):
        return st.sampled_from([str(value) for value, _ in field.choices])
    if isinstance(field, forms.BooleanField):
        return st.sampled_from(["", "on"]) if name.endswith("-DELETE") else st.just("on")
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return NUMBERS
    if isinstance(field, forms.DateField):
        return DATES
    if isinstance(field, forms.URLField):
        return ADDRESSES
    return CODES | WORDS if name == "code" else WORDS


def rows_of(bound: list[Bound]) -> Iterator[list[Bound]]:
    """The fields of the page's own row, then of each row of a list."""
    by_row: dict[str, list[Bound]] = {}
    for name, field in bound:
        by_row.setdefault(name.rpartition("-")[0], []).append((name, field))
    yield from by_row.values()


def plain(field: forms.Field) -> str:
    """What such a field surely takes."""
    if isinstance(field, forms.ChoiceField):
        return next((str(value) for value, _ in field.choices if value), "")
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return "1"
    return {forms.DateField: "2026-02-28", forms.URLField: "https://example.org"}.get(
        type(field), "Ab1"
    )


def mend(response, form: dict[str, str], opened: dict[str, str], fields: dict) -> None:
    """Does what the page asks: what a field refuses is typed plainly, a refused row is undone."""
    lists = [each.formset for each in response.context["inline_admin_formsets"]]
    pages = [response.context["adminform"].form, *(each for rows in lists for each in rows.forms)]
    for page in pages:
        undo = "__all__" in page.errors or any(page.add_prefix(n) not in form for n in page.errors)
        for bound in page:
            name = bound.html_name
            if name in fields and (undo or bound.name in page.errors):
                is_again = undo or form[name] == plain(fields[name])
                form[name] = opened[name] if is_again else plain(fields[name])
    for rows in lists:
        if rows.non_form_errors():
            form |= {name: value for name, value in opened.items() if name.startswith(rows.prefix)}


@pytest.mark.parametrize("is_new", [False, True], ids=["change", "add"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(data=st.data())
def test_whatever_is_saved_comes_back(
    admin_client,
    canon,
    tmp_path,
    model,
    is_new,
    data,
):
    row = None if is_new else model._default_manager.first()
    address = page_of(model, row)
    with transaction.atomic():
        page = admin_client.get(address)
        form = form_of(page)
        fields = with_new_rows(page, form)
        opened = dict(form)
        rows = list(rows_of(fields))
        if model is CanonLink:  # with several targets at once, or none, nothing is saved
            target = data.draw(st.sampled_from(TARGETS))
            rows[0] = [(n, f) for n, f in rows[0] if n == target or n not in TARGETS]
        chosen = data.draw(st.sets(st.sampled_from(range(len(rows))), min_size=1, max_size=3))
        for place in sorted({0, *chosen} if is_new else chosen):
            few = st.lists(st.sampled_from(rows[place]), min_size=1, max_size=4, unique=True)
            for name, field in rows[place] if is_new and not place else data.draw(few):
                form[name] = data.draw(typed(name, field), label=name)
        for _ in range(MOST_TRIES):
            response = admin_client.post(address, form)
            if response.status_code == 302:
                break
            assert messages_of(response)
            mend(response, form, opened, dict(fields))
        event(f"status {response.status_code}")
        assume(response.status_code == 302)
        comes_back(tmp_path)
        transaction.set_rollback(True)


def comes_back(folder: Path) -> None:
    before = dump.canon_digest()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    dump_into(folder)
    report = load(read([folder]), dry_run=True)
    assert report.is_empty, report.lines
    assert not report.unlisted
    empty_the_canon()
    load(read([folder]))
    assert dump.canon_digest() == before
