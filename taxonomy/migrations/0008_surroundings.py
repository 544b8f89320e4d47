"""What stands around a role in one document: the search for its nearest roles goes in.

`taxonomy/adjacency/near_roles.py` reads it. The columns of `seen` are in the order of
`taxonomy/adjacency/nearest_query.py`'s SHOWN.
"""

from importlib import import_module

from django.db import migrations

PARAMETERS = """
    own_profile bigint, own_focus bigint, own_function bigint, own_super text, own_family text,
    own_track text, own_step int, level_weight numeric, track_weight numeric, farthest numeric,
    tracks text[], steps_above_rank int[], tiers text[], tier_weights numeric[], wanted int
"""
SURROUNDINGS = f"""
CREATE FUNCTION taxonomy_surroundings({PARAMETERS}) RETURNS json
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    seen json;
    focuses bigint[];
BEGIN
    SELECT json_agg(json_build_array(
            (near.profile).id, (near.profile).key, (near.profile).function_id,
            (near.profile).focus_id, (near.profile).level_id, (near.profile).title,
            (near.profile).status,
            (near.function).id, (near.function).code, (near.function).name,
            (near.function).super_function, (near.function).family,
            (near.focus).id, (near.focus).function_id, (near.focus).code, (near.focus).name
        ) ORDER BY near.place), array_agg(DISTINCT (near.profile).focus_id)
    INTO seen, focuses
    FROM taxonomy_nearest(
        own_profile, own_focus, own_function, own_super, own_family, own_track, own_step,
        level_weight, track_weight, farthest, tracks, steps_above_rank, tiers, tier_weights, wanted
    ) WITH ORDINALITY AS near (profile, function, focus, level, place);
    RETURN json_build_object(
        'seen', seen,
        'shared', (SELECT json_agg(json_build_array(theirs.focus_id, skill.name)
                ORDER BY lower(skill.name), theirs.id)
            FROM taxonomy_focusskill ours
            JOIN taxonomy_focusskill theirs ON theirs.skill_id = ours.skill_id
                AND theirs.focus_id = ANY (focuses) AND theirs.focus_id <> own_focus
            JOIN taxonomy_skill skill ON skill.id = ours.skill_id
            WHERE ours.focus_id = own_focus),
        'roles', (SELECT json_agg(json_build_array(
                role.id, role.key, role.title, role.level_id, role.focus_id))
            FROM taxonomy_profile role
            WHERE role.focus_id = ANY (own_focus || focuses) AND role.status <> 'retired')
    );
END $$;
"""
NO_SURROUNDINGS = f"DROP FUNCTION taxonomy_surroundings({PARAMETERS});"
BEFORE = import_module("taxonomy.migrations.0007_documents")


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0007_documents")]

    operations = [
        migrations.RunSQL(BEFORE.NO_SURROUNDINGS, BEFORE.SURROUNDINGS),
        migrations.RunSQL(SURROUNDINGS, NO_SURROUNDINGS),
    ]
