"""The one statement behind a profile's page gives what the models' own queries give."""

import pytest
from django.db.models import Prefetch

from taxonomy.models import FocusSkill, Profile
from taxonomy.profile.as_json import facts
from taxonomy.profile.page import ProfilePage
from taxonomy.profile.reading import profile_with_everything
from taxonomy.profile.records import model_of
from tests import factories

pytestmark = pytest.mark.django_db


def fields(instance):
    """All columns of a row; a Decimal has 4 and 4.0 apart by its digits, so types count too."""
    return instance and {
        field.attname: (type(value := getattr(instance, field.attname)), value)
        for field in model_of(instance)._meta.concrete_fields
    }


def rows(found):
    return [fields(row) for row in (found if isinstance(found, list) else found.all())]


def by_the_models(key):
    skills = Prefetch("focus__applied_skills", FocusSkill.objects.select_related("skill"))
    found = Profile.objects.select_related("function", "focus__function", "level", "replaced_by")
    return found.prefetch_related(skills).get(key=key)


def assert_the_same(key):
    ours, theirs = profile_with_everything(key), by_the_models(key)
    assert fields(ours) == fields(theirs)
    assert fields(ours.replaced_by) == fields(theirs.replaced_by)
    for part in ("function", "focus", "level"):
        assert fields(getattr(ours, part)) == fields(getattr(theirs, part))
    for relation in ("aliases", "mappings"):
        assert rows(getattr(ours, relation)) == rows(getattr(theirs, relation)), relation
    for relation in ("applied_skills", "sources"):
        given, wanted = getattr(ours.focus, relation), getattr(theirs.focus, relation)
        assert rows(given) == rows(wanted), relation
    scores = sorted(ours.focus.scores, key=by_id)  # in no order of their own
    assert rows(scores) == rows(theirs.focus.scores.order_by("pk"))
    assert [fields(each.skill) for each in ours.focus.applied_skills] == [
        fields(each.skill) for each in theirs.focus.applied_skills.all()
    ]
    siblings = {each.pk: each for each in ours.focus.profiles}
    assert set(siblings) == set(theirs.focus.profiles.values_list("pk", flat=True))
    ladder = theirs.focus.profiles.filter(level__track=theirs.level.track)
    for rung in ladder.select_related("level", "guideline"):
        same = siblings[rung.pk]
        assert fields(same.level) == fields(rung.level)
        assert fields(same.guideline) == fields(getattr(rung, "guideline", None))
        for relation in ("responsibilities", "pay_bands"):
            assert rows(getattr(same, relation)) == rows(getattr(rung, relation)), relation


def by_id(row):
    return row.pk


class TestGathered:
    def test_equals_the_models_own_queries(self):
        lower, middle, upper, *_ = factories.ladder()
        manager = factories.whole_profile(middle.focus, "M1")
        factories.ProfileFactory(focus=middle.focus, level=factories.LevelFactory(code="P6"))
        for profile in (lower, middle, upper, manager):
            assert_the_same(profile.key)

    def test_of_a_bare_profile(self):
        assert_the_same(factories.ProfileFactory().key)

    def test_of_a_retired_profile_with_its_successor(self):
        lower, middle, *_ = factories.ladder()
        Profile.objects.filter(pk=lower.pk).update(status="retired", replaced_by=middle)
        assert_the_same(lower.key)

    def test_of_every_kind_of_letter_and_figure(self):
        profile, *_ = factories.ladder()
        odd = '"quoted" back\\slash {brace} \u2028 \x7f 😀 <b>&amp;</b>\nline\ttab'
        profile.responsibilities.update(text=odd)
        profile.pay_bands.update(as_of=None, high=2_147_483_647)
        profile.focus.scores.update(score="4.5")
        Profile.objects.filter(pk=profile.pk).update(title=odd, confidence="1.00", summary="")
        assert_the_same(profile.key)

    def test_asks_once(self, django_assert_num_queries):
        profile = factories.ladder()[1]
        with django_assert_num_queries(1):
            page = ProfilePage.of(profile.key)
            facts(page)
            assert page.step
            assert page.matrix.rows
            assert page.pay

    @pytest.mark.parametrize("key", ["", "NOPE.NOPE.P1", "\0", "a'b", "💥" * 60])
    def test_of_a_key_that_nobody_has(self, key):
        assert profile_with_everything(key) is None
