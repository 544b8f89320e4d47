CREATE OR REPLACE FUNCTION taxonomy_skill_has_no_circle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- One statement may close a circle further up, which the skill itself is not part of.
DECLARE
    line bigint[] := ARRAY[NEW.id];
    above bigint := NEW.broader_id;
BEGIN
    WHILE above IS NOT NULL LOOP
        IF above = ANY (line) THEN
            RAISE EXCEPTION 'the skill % is above itself', NEW.name
                USING ERRCODE = 'check_violation';
        END IF;
        line := line || above;
        SELECT broader_id INTO above FROM taxonomy_skill WHERE id = above;
    END LOOP;
    RETURN NULL;
END $function$;
