CREATE OR REPLACE FUNCTION taxonomy_search_skill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'skill', slug FROM touched;
    PERFORM set_config('taxonomy.search_drained', '', true);
    IF TG_OP = 'UPDATE' THEN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'skill', slug FROM before;
    PERFORM set_config('taxonomy.search_drained', '', true);
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'focus', function.code || '.' || focus.code FROM taxonomy_focus focus JOIN taxonomy_function function ON function.id = focus.function_id WHERE focus.id IN (SELECT focus_id FROM taxonomy_focusskill WHERE skill_id IN (SELECT now.id FROM touched now JOIN before USING (id) WHERE (ROW(now.name, now.slug)) IS DISTINCT FROM (ROW(before.name, before.slug))))
        UNION SELECT 'profile', key FROM taxonomy_profile WHERE focus_id IN (SELECT focus_id FROM taxonomy_focusskill WHERE skill_id IN (SELECT now.id FROM touched now JOIN before USING (id) WHERE (ROW(now.name, now.slug)) IS DISTINCT FROM (ROW(before.name, before.slug))))
        UNION SELECT 'profile', key FROM taxonomy_profile WHERE id IN (SELECT profile_id FROM taxonomy_profileskill WHERE skill_id IN (SELECT now.id FROM touched now JOIN before USING (id) WHERE (ROW(now.name, now.slug)) IS DISTINCT FROM (ROW(before.name, before.slug))));
    PERFORM set_config('taxonomy.search_drained', '', true);
    END IF;
    RETURN NULL;
END $function$;
