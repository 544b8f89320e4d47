"""What a profile's page tells, as two documents: stored functions, planned once a session.

`taxonomy/profile/reading.py` makes the models' instances of the first. Whole rows go in, so a new
column of a table arrives without a change here. The second is for
`taxonomy/adjacency/near_roles.py`.
"""

from django.db import migrations

SHEET = """
CREATE FUNCTION taxonomy_sheet(wanted text) RETURNS json
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    own taxonomy_profile;
    ladder bigint[];  -- the roles of the focus on the role's own track
BEGIN
    SELECT * INTO own FROM taxonomy_profile WHERE key = wanted;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    ladder := ARRAY(
        SELECT id FROM taxonomy_profile
        WHERE focus_id = own.focus_id AND left(level_id, 1) = left(own.level_id, 1)
    );
    RETURN json_build_object(
        'profile', own.id,
        'replaced_by', (SELECT row_to_json(profile) FROM taxonomy_profile profile
            WHERE profile.id = own.replaced_by_id),
        'function', (SELECT row_to_json(function) FROM taxonomy_function function
            WHERE function.id = own.function_id),
        'focus', (SELECT row_to_json(focus) FROM taxonomy_focus focus
            WHERE focus.id = own.focus_id),
        'profiles', (SELECT json_agg(profile) FROM taxonomy_profile profile
            WHERE profile.focus_id = own.focus_id),
        'levels', (SELECT json_agg(level) FROM taxonomy_profile profile
            JOIN taxonomy_level level ON level.code = profile.level_id
            WHERE profile.focus_id = own.focus_id),
        'responsibilities', (SELECT json_agg(duty ORDER BY duty."order")
            FROM taxonomy_responsibility duty WHERE duty.profile_id = ANY (ladder)),
        'guidelines', (SELECT json_agg(guideline) FROM taxonomy_guideline guideline
            WHERE guideline.profile_id = ANY (ladder)),
        'pay_bands', (SELECT json_agg(band ORDER BY band.market, band.currency)
            FROM taxonomy_payband band WHERE band.profile_id = ANY (ladder)),
        'applied_skills', (SELECT json_agg(applied ORDER BY applied."order")
            FROM taxonomy_focusskill applied WHERE applied.focus_id = own.focus_id),
        'skills', (SELECT json_agg(skill) FROM taxonomy_focusskill applied
            JOIN taxonomy_skill skill ON skill.id = applied.skill_id
            WHERE applied.focus_id = own.focus_id),
        'scores', (SELECT json_agg(given) FROM taxonomy_provenancescore given
            WHERE given.focus_id = own.focus_id),
        'sources', (SELECT json_agg(source ORDER BY source."order")
            FROM taxonomy_source source WHERE source.focus_id = own.focus_id),
        'aliases', (SELECT json_agg(alias ORDER BY alias.title)
            FROM taxonomy_titlealias alias WHERE alias.profile_id = own.id),
        'mappings', (SELECT json_agg(mapping ORDER BY mapping.scheme, mapping.code)
            FROM taxonomy_classificationmapping mapping WHERE mapping.profile_id = own.id)
    );
END $$;
"""
NO_SHEET = "DROP FUNCTION taxonomy_sheet;"

# What other focuses share with one, and the roles in use of those that a picture draws.
SURROUNDINGS = """
CREATE FUNCTION taxonomy_surroundings(own bigint, near bigint[], drawn bigint[]) RETURNS json
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN json_build_object(
        'shared', (SELECT json_agg(json_build_array(theirs.focus_id, skill.name)
                ORDER BY lower(skill.name), theirs.id)
            FROM taxonomy_focusskill ours
            JOIN taxonomy_focusskill theirs ON theirs.skill_id = ours.skill_id
                AND theirs.focus_id = ANY (near)
            JOIN taxonomy_skill skill ON skill.id = ours.skill_id
            WHERE ours.focus_id = own),
        'roles', (SELECT json_agg(json_build_array(
                profile.id, profile.key, profile.title, profile.level_id, profile.focus_id))
            FROM taxonomy_profile profile
            WHERE profile.focus_id = ANY (drawn) AND profile.status <> 'retired')
    );
END $$;
"""
NO_SURROUNDINGS = "DROP FUNCTION taxonomy_surroundings;"


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0006_search_text")]

    operations = [
        migrations.RunSQL(SHEET, NO_SHEET),
        migrations.RunSQL(SURROUNDINGS, NO_SURROUNDINGS),
    ]
