"""What a catalogue of an earlier version becomes: its data and addresses stay."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from taxonomy import stored_sql
from taxonomy.models import (
    Focus,
    Function,
    Level,
    PayBand,
    Profile,
    Skill,
    SkillAlias,
    TitleAlias,
    Track,
)

BEFORE_TRACKS = [("taxonomy", "0012_limits")]
ROWS = """
INSERT INTO taxonomy_level (code, track, rank, name, description, years_min, years_max, scope,
    autonomy, complexity, impact, decision_rights, leadership)
SELECT code, left(code, 1), substr(code, 2)::int, 'Level ' || code, '', 3, 5, '', '', '', '', '', ''
FROM unnest(ARRAY['S2', 'M2', 'P4', 'P12']) code;
INSERT INTO taxonomy_function (id, code, name, summary, super_function, family)
VALUES (1, 'WATERD', 'Water', '', '', '');
INSERT INTO taxonomy_focus (id, function_id, code, name, summary, differential, updated_at)
VALUES (1, 1, 'GEN', 'General', '', '', now());
INSERT INTO taxonomy_profile (id, key, function_id, focus_id, level_id, title, summary, status,
    scope, version, updated_at)
SELECT row_number() OVER (), 'WATERD.GEN.' || code, 1, 1, code, 'Role ' || code, '', 'approved', '',
    1, now()
FROM taxonomy_level;
"""


@pytest.fixture
def earlier(transactional_db, request):
    """The tables as they were after some migrations, and the way back to today's."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    with connection.schema_editor() as editor:
        stored_sql.DropStored().database_forwards("taxonomy", editor, None, None)
    MigrationExecutor(connection).migrate(getattr(request, "param", BEFORE_TRACKS))
    yield lambda: MigrationExecutor(connection).migrate(latest)
    MigrationExecutor(connection).migrate(latest)
    stored_sql.install(connection)


def test_levels_keep_codes_and_get_tracks_and_steps(earlier, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
    earlier()
    stored_sql.install(connection)
    tracks = Track.objects.in_order().values_list("code", "name")
    assert list(tracks) == [("P", "Professional"), ("M", "Management"), ("S", "Support")]
    places = Level.objects.in_order().values_list("code", "track", "rank", "step")
    assert list(places) == [
        ("P4", "P", 4, 4),
        ("P12", "P", 12, 12),
        ("M2", "M", 2, 4),
        ("S2", "S", 2, 2),
    ]
    for profile in Profile.objects.all():
        assert Client().get(f"/profiles/{profile.key}/").status_code == 200
    assert Client().get("/levels/M2/").status_code == 200


BEFORE_NAME_KEYS = [("taxonomy", "0016_requirements_in_search")]
SPELT_TWICE = """
INSERT INTO taxonomy_skill (id, slug, name, kind, description)
VALUES (1, 'strasse', 'Straße', 'skill', ''), (2, 'strasse-2', 'STRASSE', 'skill', '');
INSERT INTO taxonomy_skillalias (id, skill_id, slug, name) VALUES (1, 2, 'strasse-3', 'StraSSe');
INSERT INTO taxonomy_market (code, name) VALUES ('us', 'Us'), ('US', 'United States');
INSERT INTO taxonomy_track (code, name, "order") VALUES ('P', 'Professional', 1);
INSERT INTO taxonomy_level (code, track_id, rank, step, name, label, equivalent, description, scope,
    autonomy, complexity, impact, decision_rights, leadership)
VALUES ('P4', 'P', 4, 4, 'Level', '', '', '', '', '', '', '', '', '');
INSERT INTO taxonomy_function (id, code, name, summary, super_function, family)
VALUES (1, 'WATERD', 'Élan', '', '', '');
INSERT INTO taxonomy_focus (id, function_id, code, name, summary, differential, updated_at)
VALUES (1, 1, 'GEN', 'General', '', '', now()), (2, 1, 'GEN2', 'GENERAL', '', '', now());
INSERT INTO taxonomy_profile (id, key, function_id, focus_id, level_id, title, summary, status,
    scope, version, updated_at)
VALUES (1, 'WATERD.GEN.P4', 1, 1, 'P4', 'Öfner', '', 'approved', '', 1, now());
INSERT INTO taxonomy_titlealias (id, profile_id, title)
VALUES (1, 1, 'Straßenbauer'), (2, 1, 'STRASSENBAUER'), (3, 1, 'Baker');
INSERT INTO taxonomy_payband (id, profile_id, market_id, currency, period, low, median, high, basis,
    source)
VALUES (1, 1, 'us', 'USD', 'year', 1, 2, 3, '', ''), (2, 1, 'US', 'USD', 'year', 4, 5, 6, '', '');
"""


@pytest.mark.parametrize("earlier", [BEFORE_NAME_KEYS], indirect=True)
def test_names_get_keys_and_what_is_one_name_now_is_told_apart(earlier, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute(SPELT_TWICE)
    earlier()
    stored_sql.install(connection)
    skills = Skill.objects.order_by("pk").values_list("name", "slug", "folded_name")
    assert list(skills) == [
        ("Straße", "strasse", "strasse"),
        ("STRASSE (2)", "strasse-2", "strasse (2)"),
    ]
    assert SkillAlias.objects.get().name == "StraSSe (3)"
    aliases = TitleAlias.objects.values_list("title", "title_key")
    assert list(aliases) == [("Baker", "baker"), ("Straßenbauer", "strassenbauer")]
    assert list(Focus.objects.order_by("pk").values_list("code", "name")) == [
        ("GEN", "General"),
        ("GEN2", "GENERAL (2)"),
    ]
    assert Function.objects.get().name_key == "elan"
    assert Profile.objects.get().title_key == "ofner"
    medians = dict(PayBand.objects.values_list("market__name", "median"))
    assert medians == {"Us": 2, "United States": 5}
    assert Client().get("/profiles/WATERD.GEN.P4/").status_code == 200


BEFORE_PUBLISHED = [("taxonomy", "0019_names_once_by_key")]


@pytest.mark.parametrize("earlier", [BEFORE_PUBLISHED], indirect=True)
def test_what_was_draft_or_in_review_is_approved_and_answers(earlier, settings):
    settings.ALLOWED_HOSTS = ["*"]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO taxonomy_track (code, name, "order") VALUES ('P', 'Professional', 1);
            INSERT INTO taxonomy_level (code, track_id, rank, step, name, label, equivalent,
                description, scope, autonomy, complexity, impact, decision_rights, leadership)
            SELECT 'P' || n, 'P', n, n, 'Level', '', '', '', '', '', '', '', '', ''
            FROM generate_series(1, 4) n;
            INSERT INTO taxonomy_function (id, code, name, name_key, summary, super_function,
                super_function_key, family, family_key)
            VALUES (1, 'WATERD', 'Water', 'water', '', '', '', '', '');
            INSERT INTO taxonomy_focus (id, function_id, code, name, folded_name, name_key,
                summary, differential, updated_at)
            VALUES (1, 1, 'GEN', 'General', 'general', 'general', '', '', now());
            INSERT INTO taxonomy_profile (id, key, function_id, focus_id, level_id, title,
                folded_title, title_key, summary, status, scope, version, updated_at)
            SELECT n, 'WATERD.GEN.P' || n, 1, 1, 'P' || n, 'Role', 'role', 'role', '',
                (ARRAY['draft', 'in_review', 'approved', 'retired'])[n], '', n, now()
            FROM generate_series(1, 4) n;
            """
        )
    earlier()
    stored_sql.install(connection)
    statuses = Profile.objects.order_by("key").values_list("status", flat=True)
    assert list(statuses) == ["approved", "approved", "approved", "retired"]
    for number in range(1, 5):
        assert Client().get(f"/profiles/WATERD.GEN.P{number}/").status_code == 200
