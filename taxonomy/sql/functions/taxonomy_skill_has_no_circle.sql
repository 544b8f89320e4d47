CREATE OR REPLACE FUNCTION taxonomy_skill_has_no_circle()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
    above bigint := NEW.broader_id;
BEGIN
    WHILE above IS NOT NULL LOOP
        IF above = NEW.id THEN
            RAISE EXCEPTION 'the skill % is above itself', NEW.name
                USING ERRCODE = 'check_violation';
        END IF;
        SELECT broader_id INTO above FROM taxonomy_skill WHERE id = above;
    END LOOP;
    RETURN NULL;
END $function$;
