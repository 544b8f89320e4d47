"""What the database refuses about frameworks, and that their changes raise the revision."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from frameworks.models import (
    Activity,
    CanonLink,
    Category,
    Entry,
    Framework,
    FrameworkLevel,
    LevelDescription,
    Relation,
)
from taxonomy.models import Revision
from tests.factories import FocusFactory, ProfileFactory
from tests.framework_samples import load_wells

pytestmark = pytest.mark.django_db


@pytest.fixture
def wells(tmp_path):
    load_wells(tmp_path)
    return Framework.objects.get()


@pytest.fixture
def other():
    framework = Framework.objects.create(slug="ferries", kind="skills", name="Ferries")
    FrameworkLevel.objects.create(framework=framework, number=1, label="Deck")
    Category.objects.create(framework=framework, code="sea", name="Sea")
    return framework


def refused(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        action()


def test_codes_levels_and_kinds_have_a_form(wells):
    refused(lambda: Entry.objects.create(framework=wells, code="1x", title="Bad code"))
    refused(lambda: Entry.objects.create(framework=wells, code="dig01", title="Twice"))
    refused(lambda: Framework.objects.create(slug="Bad Slug", kind="skills", name="X"))
    refused(lambda: Framework.objects.create(slug="x", kind="wishes", name="X"))
    refused(lambda: Framework.objects.filter(pk=wells.pk).update(visibility="friends"))
    refused(lambda: FrameworkLevel.objects.create(framework=wells, number=0))


def test_rows_of_two_frameworks_do_not_mix(wells, other):
    entry = Entry.objects.get(code="dig01")
    level, sea = other.levels.get(), other.categories.get()
    refused(lambda: LevelDescription.objects.create(entry=entry, level=level))
    refused(lambda: Entry.objects.filter(pk=entry.pk).update(category=sea))
    refused(lambda: type(entry.practice).objects.update(level=level))
    entry.category = sea
    with pytest.raises(ValidationError, match="another framework"):
        entry.full_clean()


def test_activities_stand_in_their_own_tree(wells):
    dig, kee = Entry.objects.get(code="dig01"), Entry.objects.get(code="kee01")
    root = Activity.objects.get(entry=dig, label="a")
    elsewhere = {"entry": kee, "kind": "required", "order": 9}
    refused(lambda: Activity.objects.create(label="a9", parent=root, **elsewhere))
    refused(lambda: Activity.objects.create(label="a9", parent=None, **elsewhere))
    refused(lambda: Activity.objects.filter(pk=root.pk).update(label="a1b2"))


def test_only_support_goes_to_an_activity_and_of_its_own_target(wells):
    dig, kee = Entry.objects.get(code="dig01"), Entry.objects.get(code="kee01")
    of_dig = Activity.objects.get(entry=dig, label="b1")
    make = Relation.objects.create
    refused(lambda: make(source=dig, target=kee, kind="supports", activity=of_dig))
    refused(lambda: make(source=kee, target=dig, kind="related", activity=of_dig))
    refused(lambda: make(source=dig, target=dig, kind="related"))
    refused(lambda: make(source=dig, target=Entry.objects.get(code="kee02"), kind="related"))


def test_a_link_has_exactly_one_target_once(wells):
    entry, focus, profile = Entry.objects.get(code="dig01"), FocusFactory(), ProfileFactory()
    refused(lambda: CanonLink.objects.create(entry=entry))
    refused(lambda: CanonLink.objects.create(entry=entry, focus=focus, profile=profile))
    CanonLink.objects.create(entry=entry, focus=focus)
    refused(lambda: CanonLink.objects.create(entry=entry, focus=focus, kind="broad"))
    with pytest.raises(ValidationError, match="Choose one"):
        CanonLink(entry=entry).full_clean()


@pytest.mark.django_db(transaction=True)
def test_every_table_raises_the_revision(wells):
    actions = [
        lambda: Framework.objects.update(summary="Anew"),
        lambda: FrameworkLevel.objects.update(essence="Anew"),
        lambda: Category.objects.update(order=3),
        lambda: Entry.objects.update(statement="Anew"),
        lambda: Activity.objects.update(order=3),
        lambda: wells.terms.update(definition="Anew"),
        lambda: type(Entry.objects.get(code="dig01").practice).objects.update(is_support=True),
        lambda: Relation.objects.filter(kind="related").delete(),
        lambda: Activity.objects.get(label="b1").supplements.update(text="Anew"),
        lambda: wells.delete(),
    ]
    for action in actions:
        before = Revision.objects.current().number
        action()
        assert Revision.objects.current().number > before
