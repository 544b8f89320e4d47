CREATE OR REPLACE FUNCTION editions_touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- Notes which things a statement wrote: the kind, and how its keys follow from the rows. More may
-- be noted than changed: recording compares documents. `part` marks what a load announces: new rows,
-- and lists that it writes together with their row.
DECLARE
    rows text;
BEGIN
    IF TG_NARGS > 2 AND current_setting('editions.parents_written', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    FOREACH rows IN ARRAY
        CASE TG_OP WHEN 'UPDATE' THEN ARRAY['touched', 'before'] ELSE ARRAY['touched'] END
    LOOP
        EXECUTE format('INSERT INTO editions_touched (change_set, kind, key) SELECT DISTINCT'
            ' %L, %L, ', left(current_setting('editions.change_set', true), 200), TG_ARGV[0])
            || format(editions_keys(TG_ARGV[1]), rows) || ' ON CONFLICT DO NOTHING';
    END LOOP;
    RETURN NULL;
END $function$;
