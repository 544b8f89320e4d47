CREATE OR REPLACE FUNCTION taxonomy_search_level()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'level', code FROM touched;
    PERFORM set_config('taxonomy.search_drained', '', true);
    IF TG_OP = 'UPDATE' THEN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'level', code FROM before;
    PERFORM set_config('taxonomy.search_drained', '', true);
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'profile', key FROM taxonomy_profile WHERE level_id IN (SELECT now.code FROM touched now JOIN before USING (code) WHERE now.label IS DISTINCT FROM before.label);
    PERFORM set_config('taxonomy.search_drained', '', true);
    END IF;
    RETURN NULL;
END $function$;
