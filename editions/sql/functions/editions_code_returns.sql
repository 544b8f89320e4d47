CREATE OR REPLACE FUNCTION editions_code_returns()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- A key that was published and is gone never comes to mean something else. Restoring says so.
DECLARE
    found_key text;
BEGIN
    IF current_setting('editions.restores', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    EXECUTE 'SELECT c.key FROM editions_code c WHERE c.kind = $1 AND c.key IN (SELECT '
        || format(editions_keys(TG_ARGV[1]), 'touched') || ') AND NOT EXISTS (SELECT FROM'
        ' editions_edition e WHERE e.kind = c.kind AND e.key = c.key AND e.until_revision IS NULL)'
        ' LIMIT 1' INTO found_key USING TG_ARGV[0];
    IF found_key IS NOT NULL THEN
        RAISE EXCEPTION 'the % % was published before and is gone: its code never comes back',
            TG_ARGV[0], found_key;
    END IF;
    RETURN NULL;
END $function$;
