CREATE OR REPLACE FUNCTION taxonomy_area_of_own_focus()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF (SELECT focus_id FROM taxonomy_area WHERE id = NEW.area_id)
        <> (SELECT focus_id FROM taxonomy_profile WHERE id = NEW.profile_id) THEN
        RAISE EXCEPTION 'the area of a responsibility belongs to another focus'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $function$;
