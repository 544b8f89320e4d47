CREATE OR REPLACE FUNCTION taxonomy_search_area()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'profile', key FROM taxonomy_profile WHERE focus_id IN (SELECT focus_id FROM touched);
    PERFORM set_config('taxonomy.search_drained', '', true);
    IF TG_OP = 'UPDATE' THEN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'profile', key FROM taxonomy_profile WHERE focus_id IN (SELECT focus_id FROM before);
    PERFORM set_config('taxonomy.search_drained', '', true);
    END IF;
    RETURN NULL;
END $function$;
