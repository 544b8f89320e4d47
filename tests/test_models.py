"""What the database refuses and what it does by itself, from wherever rows come."""

import pytest
from django.db import IntegrityError, connection, transaction

from taxonomy.models import Level, Profile, Revision
from tests import factories

pytestmark = pytest.mark.django_db


def refused(model, **fields) -> str:
    """The name of the constraint that refuses this update of the model's one row."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        model.objects.update(**fields)
    return str(caught.value)


@pytest.mark.parametrize(
    ("factory", "fields", "constraint"),
    [
        (factories.LevelFactory, {"equivalent": "X9"}, "level_equivalent_known"),
        (factories.LevelFactory, {"step": 0}, "level_step_within_1_99"),
        (factories.TrackFactory, {"name": ""}, "track_has_a_name"),
        (factories.LevelFactory, {"years_min": 9, "years_max": 3}, "level_years_in_order"),
        (factories.FunctionFactory, {"name": ""}, "function_has_a_name"),
        (factories.FocusFactory, {"differential": "luck"}, "focus_differential_known"),
        (factories.ProfileFactory, {"title": ""}, "profile_has_a_title"),
        (factories.ProfileFactory, {"status": "draft"}, "profile_status_known"),
        (factories.ProfileFactory, {"confidence": "1.01"}, "profile_confidence_within_0_1"),
        (factories.ResponsibilityFactory, {"text": ""}, "responsibility_has_text"),
        (factories.ResponsibilityFactory, {"kind": "wish"}, "responsibility_kind_known"),
        (factories.PayBandFactory, {"median": 1}, "pay_band_low_median_high"),
        (factories.PayBandFactory, {"currency": "usd"}, "pay_band_currency_form"),
        (factories.PayBandFactory, {"basis": "guess"}, "pay_band_basis_known"),
        (factories.SourceFactory, {"url": "ftp://old.example"}, "source_url_is_a_web_address"),
        (factories.SourceFactory, {"published": "spring"}, "source_published_form"),
        (factories.ProvenanceScoreFactory, {"score": "5.5"}, "score_within_1_5"),
        (factories.ProvenanceScoreFactory, {"score": "4.2"}, "score_in_halves"),
    ],
)
def test_the_database_refuses(factory, fields, constraint):
    row = factory()
    assert constraint in refused(type(row), **fields)


@pytest.mark.parametrize(
    ("code", "rank", "constraint"),
    [("g7", 3, "level_code_form"), ("GRADE-7", 3, "level_code_form"), ("P0", 0, "rank_from_one")],
)
def test_the_database_refuses_a_level(code, rank, constraint):
    track = factories.TrackFactory()
    with pytest.raises(IntegrityError, match=constraint):
        Level.objects.bulk_create([Level(code=code, track=track, rank=rank, step=1, name="Odd")])


def level_refused(**fields) -> str:
    def write():
        Level.objects.bulk_create([Level(**fields)])
        connection.check_constraints()

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return str(caught.value)


def test_a_level_is_on_a_track_that_exists_and_has_its_rank_alone():
    factories.LevelFactory(code="P3")
    assert "is not present" in level_refused(code="X3", track_id="X", rank=3, step=3)
    refusal = level_refused(code="G3", track_id="P", rank=3, step=3)
    assert "level_once_a_track_and_rank" in refusal


def test_one_profile_for_a_focus_and_level():
    profile = factories.ProfileFactory()
    with pytest.raises(IntegrityError, match="already exists"):
        Profile.objects.bulk_create(
            [
                Profile(
                    focus=profile.focus,
                    function=profile.function,
                    level=profile.level,
                    key="",
                    title="x",
                )
            ]
        )


def test_a_key_follows_from_the_codes_whatever_the_door():
    profile = factories.ProfileFactory(level__code="P3")
    level = factories.LevelFactory(code="P4")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO taxonomy_profile (key, function_id, focus_id, level_id, title,"
            " folded_title, title_key, summary, status, scope, updated_at)"
            " VALUES ('WRONG.KEY.P1', NULL, %s, %s, 'By hand', 'by hand', 'by hand', '',"
            " 'approved', '', now()) RETURNING key, function_id",
            [profile.focus_id, level.code],
        )
        key, function_id = cursor.fetchone()
    assert key == f"{profile.function.code}.{profile.focus.code}.P4"
    assert function_id == profile.function_id


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (factories.FunctionFactory, {"code": "OTHER"}),
        (factories.FocusFactory, {"code": "OTHER"}),
        (factories.ProfileFactory, {"key": "A.B.P1"}),
    ],
)
def test_a_code_never_changes(factory, fields):
    row = factory()
    assert "a code never changes" in refused(type(row), **fields)


class TestRevision:
    @pytest.mark.django_db(transaction=True)
    def test_every_committed_change_raises_it_once(self):
        profile = factories.ProfileFactory()
        before = Revision.objects.current().number
        with transaction.atomic():
            Profile.objects.update(title="Read anew")
            profile.aliases.create(title="Reader")
        assert Revision.objects.current().number == before + 1

    @pytest.mark.django_db(transaction=True)
    def test_a_change_that_is_rolled_back_does_not_raise_it(self):
        factories.ProfileFactory()
        before = Revision.objects.current()
        with transaction.atomic():
            Profile.objects.update(title="Never said")
            transaction.set_rollback(True)
        assert Revision.objects.current() == before

    def test_it_is_zero_before_anything_was_written(self):
        Revision.objects.all().delete()
        assert Revision.objects.current().number == 0


def test_confidence_is_a_word_by_its_edges():
    words = {
        value: Profile(confidence=value).confidence_word
        for value in (None, *(factories.Decimal(n) for n in ("0.80", "0.79", "0.60", "0.59")))
    }
    assert list(words.values()) == ["", "high", "medium", "medium", "low"]
