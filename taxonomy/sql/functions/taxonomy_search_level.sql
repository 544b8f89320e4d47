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
    END IF;
    RETURN NULL;
END $function$;
