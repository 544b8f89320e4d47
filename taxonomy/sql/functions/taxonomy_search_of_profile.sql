CREATE OR REPLACE FUNCTION taxonomy_search_of_profile()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- Of the tables whose rows hang on one profile.
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'profile', key FROM taxonomy_profile WHERE id IN (SELECT profile_id FROM touched);
    PERFORM set_config('taxonomy.search_drained', '', true);
    IF TG_OP = 'UPDATE' THEN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'profile', key FROM taxonomy_profile WHERE id IN (SELECT profile_id FROM before);
    PERFORM set_config('taxonomy.search_drained', '', true);
    END IF;
    RETURN NULL;
END $function$;
