CREATE OR REPLACE FUNCTION taxonomy_search_skillalias()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'skill', slug FROM taxonomy_skill WHERE id IN (SELECT skill_id FROM touched);
    PERFORM set_config('taxonomy.search_drained', '', true);
    IF TG_OP = 'UPDATE' THEN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT 'skill', slug FROM taxonomy_skill WHERE id IN (SELECT skill_id FROM before);
    PERFORM set_config('taxonomy.search_drained', '', true);
    END IF;
    RETURN NULL;
END $function$;
