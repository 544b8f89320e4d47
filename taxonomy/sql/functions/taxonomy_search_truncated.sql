CREATE OR REPLACE FUNCTION taxonomy_search_truncated()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT kind, key FROM taxonomy_searchentry WHERE kind = TG_ARGV[0];
    PERFORM set_config('taxonomy.search_drained', '', true);
    RETURN NULL;
END $function$;
