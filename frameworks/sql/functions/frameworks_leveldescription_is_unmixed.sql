CREATE OR REPLACE FUNCTION frameworks_leveldescription_is_unmixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF (SELECT framework_id FROM frameworks_entry WHERE id = NEW.entry_id) <>
           (SELECT framework_id FROM frameworks_frameworklevel WHERE id = NEW.level_id) THEN
        RAISE EXCEPTION 'a row of leveldescription joins two frameworks or practices'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $function$;
