CREATE OR REPLACE FUNCTION editions_succession_ends()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- A role that is in use again is followed by none, whichever way it came back.
BEGIN
    UPDATE editions_succession SET until_revision = (SELECT max(number) FROM taxonomy_revision)
    WHERE kind = 'profile' AND from_key = NEW.key AND until_revision IS NULL;
    RETURN NULL;
END $function$;
