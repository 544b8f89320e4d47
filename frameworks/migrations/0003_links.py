"""The entries linked to a thing of the canon, as a stored function: planned once a session, it
costs a page of the canon a fifth of what the models' own queries would.

`frameworks/template_functions.py` reads it.
"""

from django.db import migrations

LINKS = """
CREATE FUNCTION frameworks_links(
    own_profile bigint, own_focus bigint, own_function bigint, own_skill bigint, everything boolean
) RETURNS json
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_object(
            'framework', json_build_object('id', framework.id, 'slug', framework.slug,
                'name', framework.name, 'short_name', framework.short_name,
                'edition', framework.edition),
            'code', entry.code, 'title', entry.title, 'kind', link.kind, 'note', link.note,
            'level', (SELECT level.number FROM frameworks_practice practice
                JOIN frameworks_frameworklevel level ON level.id = practice.level_id
                WHERE practice.entry_id = entry.id),
            'defined', CASE framework.kind WHEN 'skills' THEN (
                SELECT json_agg(json_build_array(level.number, level.label, description.text))
                FROM frameworks_leveldescription description
                JOIN frameworks_frameworklevel level ON level.id = description.level_id
                WHERE description.entry_id = entry.id) END
        ) ORDER BY framework.name, category."order", entry.code)
        FROM frameworks_canonlink link
        JOIN frameworks_entry entry ON entry.id = link.entry_id
        JOIN frameworks_framework framework ON framework.id = entry.framework_id
        LEFT JOIN frameworks_category category ON category.id = entry.category_id
        WHERE (link.profile_id = own_profile OR link.focus_id = own_focus
                OR link.function_id = own_function OR link.skill_id = own_skill)
            AND (everything OR framework.visibility = 'public')
    );
END $$;
"""
NO_LINKS = "DROP FUNCTION frameworks_links;"


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0002_rules")]
    # The first that drops the stored functions on which the triggers of these tables are made.
    run_before = [("taxonomy", "0011_skill_addresses")]

    operations = [migrations.RunSQL(LINKS, NO_LINKS)]
