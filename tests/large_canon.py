"""A canon of any size for tests of cost, made in seconds. Readable rows come from factories."""

from django.db import connection

from taxonomy.models import Level, Track
from taxonomy.reference_levels import TRACKS, place_of


def codes_of(track):
    return [f"{track}{rank}" for rank in range(1, 7)]


def generate(functions, focuses):
    """A canon of six levels a focus, written by the database itself; every 29th role is retired.

    Its search text stays in the queue.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL taxonomy.search = 'later'")
    Track.objects.bulk_create(
        Track(code=code, name=name, order=order)
        for order, (code, name) in enumerate(TRACKS.items(), 1)
    )
    places = {code: place_of(code) for track in TRACKS for code in codes_of(track)}
    Level.objects.bulk_create(
        Level(code=code, track_id=place.track, rank=place.rank, step=place.step, name=code)
        for code, place in places.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO taxonomy_function (id, code, name, name_key, summary,
                super_function, super_function_key, family, family_key)
            SELECT i, upper(substr(md5(i::text), 1, 4)) || i, 'Function ' || i,
                'function ' || i, '',
                super, lower(super), family, lower(family)
            FROM generate_series(1, %(functions)s) i,
                LATERAL (SELECT CASE WHEN i %% 17 = 0 THEN '' ELSE 'Super ' || i %% 5 END,
                    CASE WHEN i %% 13 = 0 THEN '' ELSE 'Family ' || i %% 5 || i %% 3 END)
                    AS above (super, family);
            INSERT INTO taxonomy_focus
                (id, function_id, code, name, folded_name, name_key, summary, differential,
                    updated_at)
            SELECT i, 1 + i %% %(functions)s, upper(substr(md5('x' || i), 1, 4)) || i,
                'Focus ' || i, 'focus ' || i, 'focus ' || i, '', '', now()
            FROM generate_series(1, %(focuses)s) i;
            ANALYZE taxonomy_function, taxonomy_focus;
            INSERT INTO taxonomy_profile
                (focus_id, level_id, title, folded_title, title_key, summary, status, scope,
                    updated_at)
            SELECT focus.id, level.code, 'Role', 'role', 'role', '',
                CASE WHEN (focus.id + level.rank) %% 29 = 0 THEN 'retired' ELSE 'approved' END,
                '', now()
            FROM taxonomy_focus focus JOIN taxonomy_level level
                ON level.track_id = substr('PPPPPPMMES', 1 + focus.id::int %% 10, 1);
            ANALYZE taxonomy_function, taxonomy_focus, taxonomy_profile, taxonomy_level""",
            {"functions": functions, "focuses": focuses},
        )
