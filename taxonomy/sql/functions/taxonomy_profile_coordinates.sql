CREATE OR REPLACE FUNCTION taxonomy_profile_coordinates()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
-- By index always: the plan is kept, and one made while the tables were small would scan them
-- whole for every row of a bulk load.
BEGIN
    SELECT focus.function_id, function.code || '.' || focus.code || '.' || NEW.level_id
    INTO NEW.function_id, NEW.key
    FROM taxonomy_focus focus JOIN taxonomy_function function ON function.id = focus.function_id
    WHERE focus.id = NEW.focus_id;
    RETURN NEW;
END $function$;
