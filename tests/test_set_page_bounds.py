"""The pages of a change set ask the database as often for 240 drafts as for a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editions.history.recording import recorded
from editions.models import ChangeSet, Draft, Edition
from taxonomy.canon.change_sets import Origin
from taxonomy.models.profiles import GUIDELINE_CELLS
from tests import factories

pytestmark = pytest.mark.django_db

# A set is tried by publishing it and taking that back; it writes rows of a kind at a time. Twelve
# more where a statement has too many rows for one.
OF_MORE_ROWS = 12
# Of one role's draft: the account and the draft 5, the drafts of its set applied and taken back 41
# (what documents name 6, the parts of the role and its focus 15, the rest turns, marks and writes),
# the page 4. A set is applied as it is published, with its editions.
MOST_OF_A_PREVIEW = 50
MOST_OF_A_SET = 80
SCORED = dict.fromkeys(
    (
        "level_differentiation",
        "focus_specificity",
        "concreteness",
        "factual_accuracy",
        "real_world_coverage",
    ),
    "5",
)


def changed(edition):
    """The document of an edition with another text, complete enough to be published."""
    document = dict(edition.document)
    if edition.kind == "profile":
        cells = dict.fromkeys(GUIDELINE_CELLS, "Knows the tides.")
        return document | {"responsibilities": [], "guideline": cells, "summary": "Of tides."}
    if edition.kind == "focus":
        focus = document["focus"] | {"summary": "Of tides."}
        return document | {"focus": focus, "sources": [{"title": "A book"}], "scores": SCORED}
    return document | {"description" if edition.kind == "skill" else "summary": "Of tides."}


def drafted(title, editions):
    made = ChangeSet.objects.create(title=title, origin="admin")
    Draft.objects.bulk_create(
        Draft(change_set=made, kind=each.kind, key=each.key, base=each, document=changed(each))
        for each in editions
    )
    return made


def asked_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked), answer


def test_they_ask_as_often_for_240_drafts_as_for_four(ann):
    with recorded(Origin("First", "canon load")):
        factories.catalogue(200, searchable=False)
        for number in range(40):
            factories.SkillFactory(name=f"Skill {number}")
    of_kind = {kind: list(Edition.objects.current().filter(kind=kind))
               for kind in ("profile", "focus", "skill", "function")}  # fmt: skip
    small = drafted("Small", [found[0] for found in of_kind.values()])
    large = drafted("Large", [each for found in of_kind.values() for each in found[1:]])
    assert large.drafts.count() > 240
    few, answer = asked_of(ann, f"/admin/history/{small.pk}/")
    many, page = asked_of(ann, f"/admin/history/{large.pk}/")
    assert answer.context["faults"] == page.context["faults"] == []
    assert many <= few + OF_MORE_ROWS
    one, other = (f"/admin/preview/{each.key}/" for each in of_kind["profile"][:2])
    assert asked_of(ann, other)[0] <= asked_of(ann, one)[0] + OF_MORE_ROWS
    key = of_kind["profile"][0].key
    for address in ("/admin/", f"/admin/history/profile/{key}/", "/admin/history/?q=BULK"):
        assert asked_of(ann, address)[0] <= 14


def test_a_draft_of_one_role_asks_for_nothing_else_of_the_catalogue(ann):
    with recorded(Origin("First", "canon load")):
        factories.catalogue(20, searchable=False)
    role = Edition.objects.current().filter(kind="profile").first()
    made = drafted("Small", [role])
    assert asked_of(ann, f"/admin/preview/{role.key}/")[0] <= MOST_OF_A_PREVIEW
    assert asked_of(ann, f"/admin/history/{made.pk}/")[0] <= MOST_OF_A_SET
