CREATE OR REPLACE FUNCTION taxonomy_search_focus()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'focus', function.code || '.' || focus.code FROM touched focus JOIN taxonomy_function function ON function.id = focus.function_id;
    PERFORM set_config('taxonomy.search_drained', '', true);
    IF TG_OP = 'UPDATE' THEN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'focus', function.code || '.' || focus.code FROM before focus JOIN taxonomy_function function ON function.id = focus.function_id;
    PERFORM set_config('taxonomy.search_drained', '', true);
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'profile', key FROM taxonomy_profile WHERE focus_id IN (SELECT id FROM touched);
    PERFORM set_config('taxonomy.search_drained', '', true);
    END IF;
    RETURN NULL;
END $function$;
