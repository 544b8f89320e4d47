CREATE OR REPLACE FUNCTION taxonomy_raise_revision()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- Serves every app whose tables a public page reads. Called before the statement, not after:
-- every writer then takes the revision's row before any other, so two of them wait for each other
-- in one order and never deadlock.
BEGIN
    INSERT INTO taxonomy_revision AS stored (id, number, changed_at, changed_in)
    VALUES (1, 1, now(), pg_current_xact_id()::text)
    ON CONFLICT (id) DO UPDATE
        SET number = stored.number + 1, changed_at = now(), changed_in = excluded.changed_in,
            mark = gen_random_uuid()
        -- A transaction's number can recur in a restored database, its instant cannot.
        WHERE (stored.changed_in, stored.changed_at) <> (excluded.changed_in, excluded.changed_at);
    RETURN NULL;
END $function$;
