"""What a catalogue of an earlier version becomes: its data and addresses stay."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from taxonomy import stored_sql
from taxonomy.models import Level, Profile, Track

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
def earlier(transactional_db):
    """The tables as they were before tracks had one, and the way back to today's."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    with connection.schema_editor() as editor:
        stored_sql.DropStored().database_forwards("taxonomy", editor, None, None)
    MigrationExecutor(connection).migrate(BEFORE_TRACKS)
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
