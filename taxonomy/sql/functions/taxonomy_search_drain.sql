CREATE OR REPLACE FUNCTION taxonomy_search_drain(most integer, since bigint DEFAULT 0)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
-- The revision's row first, as every writer takes it: two of them never lock each other out.
DECLARE
    batch record;
    taken integer := 0;
    last bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM taxonomy_searchqueue WHERE id >= since) THEN
        RETURN 0;
    END IF;
    PERFORM FROM taxonomy_revision FOR UPDATE;
    SELECT max(id) INTO last FROM (
        SELECT id FROM taxonomy_searchqueue WHERE id >= since ORDER BY id LIMIT most
    ) first;
    FOR batch IN
        WITH gone AS (
            DELETE FROM taxonomy_searchqueue WHERE id BETWEEN since AND last RETURNING kind, key
        )
        SELECT kind, array_agg(DISTINCT key) AS keys, count(*) AS notes FROM gone GROUP BY kind
    LOOP
        PERFORM taxonomy_search_write(batch.kind, batch.keys);
        taken := taken + batch.notes;
    END LOOP;
    RETURN taken;
END $function$;
