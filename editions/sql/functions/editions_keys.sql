CREATE OR REPLACE FUNCTION editions_keys(place text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
-- How the keys of things are found from the rows `t` of a table: an expression and its joins.
SELECT CASE place
    WHEN 'code' THEN 't.code FROM %I t'
    WHEN 'key' THEN 't.key FROM %I t'
    WHEN 'slug' THEN 't.slug FROM %I t'
    WHEN 'synonym' THEN $$t.term || ' → ' || t.meaning FROM %I t$$
    WHEN 'focus' THEN
        $$f.code || '.' || t.code FROM %I t JOIN taxonomy_function f ON f.id = t.function_id$$
    WHEN 'focus_id' THEN
        $$f.code || '.' || o.code FROM %I t JOIN taxonomy_focus o ON o.id = t.focus_id
        JOIN taxonomy_function f ON f.id = o.function_id$$
    WHEN 'profile_id' THEN 'p.key FROM %I t JOIN taxonomy_profile p ON p.id = t.profile_id'
    WHEN 'profiles of focus_id' THEN
        'p.key FROM %I t JOIN taxonomy_profile p ON p.focus_id = t.focus_id'
    WHEN 'skill_id' THEN 's.slug FROM %I t JOIN taxonomy_skill s ON s.id = t.skill_id'
    WHEN 'link' THEN
        $$concat_ws(' ', w.slug, e.code, CASE WHEN t.function_id IS NOT NULL THEN 'function'
            WHEN t.focus_id IS NOT NULL THEN 'focus' WHEN t.skill_id IS NOT NULL THEN 'skill'
            ELSE 'profile' END,
            coalesce(f.code, g.code || '.' || o.code, s.slug, p.key))
        FROM %I t JOIN frameworks_entry e ON e.id = t.entry_id
        JOIN frameworks_framework w ON w.id = e.framework_id
        LEFT JOIN taxonomy_function f ON f.id = t.function_id
        LEFT JOIN taxonomy_focus o ON o.id = t.focus_id
        LEFT JOIN taxonomy_function g ON g.id = o.function_id
        LEFT JOIN taxonomy_skill s ON s.id = t.skill_id
        LEFT JOIN taxonomy_profile p ON p.id = t.profile_id$$
END
$function$;
