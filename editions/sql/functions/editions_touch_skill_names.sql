CREATE OR REPLACE FUNCTION editions_touch_skill_names()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- Documents name skills: those that use or are below a renamed one are written anew.
DECLARE
    named text = left(current_setting('editions.change_set', true), 200);
BEGIN
    WITH renamed AS (
        SELECT t.id FROM touched t JOIN before b ON b.id = t.id WHERE b.name <> t.name
    )
    INSERT INTO editions_touched (change_set, kind, key)
    SELECT named, 'skill', s.slug FROM renamed JOIN taxonomy_skill s ON s.broader_id = renamed.id
    UNION
    SELECT named, 'focus', f.code || '.' || o.code FROM renamed
        JOIN taxonomy_focusskill u ON u.skill_id = renamed.id
        JOIN taxonomy_focus o ON o.id = u.focus_id JOIN taxonomy_function f ON f.id = o.function_id
    UNION
    SELECT named, 'profile', p.key FROM renamed
        JOIN taxonomy_profileskill u ON u.skill_id = renamed.id
        JOIN taxonomy_profile p ON p.id = u.profile_id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $function$;
