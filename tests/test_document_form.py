"""Forms built from documents: every kind, lists as lines, and two editors of one thing."""

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from editions.change_sets import publishing
from editions.documents.form import DocumentForm
from editions.documents.kinds import KINDS
from editions.documents.line_lists import COLUMNS, OPTIONAL, as_entries, as_text
from editions.history.recording import record_all, recorded
from editions.models import ChangeSet, Draft, Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Profile
from tests.factories import SkillProficiencyFactory, ladder
from tests.test_editions import load_text

WORDS = st.text("ab|", min_size=1, max_size=6)


@pytest.mark.parametrize("name", COLUMNS)
@given(data=st.data())
def test_a_list_as_lines_reads_back(name, data):
    first, *others = COLUMNS[name]
    cells = {
        column: st.none() | WORDS if column in OPTIONAL else st.just("") | WORDS
        for column in others
    }
    entry = st.fixed_dictionaries({first: WORDS, **cells})
    entries = data.draw(st.lists(entry, max_size=4))
    assert as_entries("profile", name, as_text("profile", name, entries)) == entries


SENTENCES = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.text("ab.\n", min_size=1, max_size=12)
            .map(str.strip)
            .filter(lambda text: text and "\n\n" not in text),
            "kind": st.sampled_from(["jfm", "component"]),
            "area": st.sampled_from(["Detection", "Permits"]),
        }
    ),
    max_size=6,
)


@given(SENTENCES)
def test_sentences_by_area_read_back(entries):
    text = as_text("profile", "responsibilities", entries)
    assert as_entries("profile", "responsibilities", text) == entries


def test_a_list_pasted_from_a_word_processor_loses_its_bullets():
    pasted = "Detection:\n• Walks the mains.\n\n2. Logs each sound.\r\n- Reports.\n"
    found = as_entries("profile", "responsibilities", pasted)
    assert [each["text"] for each in found] == ["Walks the mains.", "Logs each sound.", "Reports."]
    assert {each["area"] for each in found} == {"Detection"}


@pytest.fixture
def role(db):
    with recorded(Origin("First", "canon load")):
        rungs = ladder(levels=("P2", "P3"))
        SkillProficiencyFactory(skill=rungs[0].required_skills.first().skill)
    return rungs[0]


@pytest.fixture
def editors(db):
    return [User.objects.create_superuser(name) for name in ("ann", "bob")]


def data_of(form):
    return {
        name: value
        for name, field in form.fields.items()
        if (value := form.get_initial_for_field(field, name)) not in (None, False)
    }


def test_every_document_comes_back_from_its_form_unchanged(role):
    load_text("synonyms: [{term: sr, meaning: senior, both_ways: true}]")
    record_all(Origin("All", "test"))
    kinds = set()
    for edition in Edition.objects.current().exclude(kind="link"):
        form = DocumentForm(KINDS[edition.kind], edition.document)
        sent = DocumentForm(KINDS[edition.kind], edition.document, data_of(form))
        text = sent.accept()
        assert text is not None, (edition, sent.errors)
        kind = KINDS[edition.kind]
        assert text == kind.text(kind.document(edition.document)), edition
        kinds.add(edition.kind)
    assert kinds == KINDS.keys() - {"link"}


def test_fields_come_in_the_order_of_the_shape(role):
    document = publishing.current("profile", role.key).document
    names = list(DocumentForm(KINDS["profile"], document).fields)
    assert names[:3] == ["title", "summary", "status"]
    assert names.index("responsibilities") < names.index("pay")


def test_what_is_wrong_is_beside_its_field(role):
    document = publishing.current("profile", role.key).document
    form = DocumentForm(KINDS["profile"], document)
    bad = data_of(form) | {"pay": "US | USD | year | 9 | 2 | 3", "title": "x" * 300}
    sent = DocumentForm(KINDS["profile"], document, bad)
    assert sent.accept() is None
    assert "Line 1" in sent.errors["pay"][0]
    assert sent.errors["title"]


def post(client, role, response=None, **changes):
    address = f"/admin/history/profile/{role.key}/edit/"
    response = response or client.get(address)
    context = response.context
    data = data_of(context["form"]) | {"opened": context["opened"]}
    return client.post(address, data | changes, follow=True)


def test_an_edit_is_a_draft_in_a_new_set_and_live_once_published(client, editors, role):
    client.force_login(editors[0])
    answer = post(client, role, title="Another title", set_title="Titles")
    assert "Another" in answer.content.decode()
    assert Profile.objects.get(pk=role.pk).title == role.title
    made = ChangeSet.objects.latest("pk")
    assert (made.title, made.state) == ("Titles", "open")
    do = f"/admin/history/{made.pk}/do/"
    client.post(do, {"do": "submit"})
    client.force_login(editors[1])
    client.post(do, {"do": "approve", "digest": publishing.drafts_digest(made)})
    client.post(do, {"do": "publish"})
    assert Profile.objects.get(pk=role.pk).title == "Another title"


def test_two_editors_who_opened_the_same_page_both_keep_what_they_typed(client, editors, role):
    client.force_login(editors[0])
    opened = client.get(f"/admin/history/profile/{role.key}/edit/")
    client.force_login(editors[1])
    post(client, role, summary="Bob's summary.")
    client.force_login(editors[0])
    post(client, role, opened, title="Ann's title")
    document = Draft.objects.get().document
    assert (document["title"], document["summary"]) == ("Ann's title", "Bob's summary.")


def test_a_clash_shows_both_and_the_next_save_decides(client, editors, role):
    client.force_login(editors[0])
    opened = client.get(f"/admin/history/profile/{role.key}/edit/")
    client.force_login(editors[1])
    post(client, role, title="Bob's title", summary="Bob's summary.")
    client.force_login(editors[0])
    answer = post(client, role, opened, title="Ann's title")
    page = answer.content.decode()
    assert "bob saved this draft" in page
    assert "Bob&#x27;s title" in page
    assert Draft.objects.get().document["title"] == "Bob's title"
    post(client, role, answer)
    document = Draft.objects.get().document
    assert (document["title"], document["summary"]) == ("Ann's title", "Bob's summary.")


def test_who_may_not_change_sets_may_not_edit(client, role):
    client.force_login(User.objects.create_user("looker", is_staff=True))
    assert client.get(f"/admin/history/profile/{role.key}/edit/").status_code == 403


def test_a_role_of_any_size_is_one_form_of_few_fields(client, editors, role):
    client.force_login(editors[0])
    many = "\n".join(f"- Digs hole {n}." for n in range(200))
    answer = post(client, role, responsibilities=f"Leak detection:\n{many}")
    assert answer.status_code == 200
    assert len(Draft.objects.get().document["responsibilities"]) == 200
