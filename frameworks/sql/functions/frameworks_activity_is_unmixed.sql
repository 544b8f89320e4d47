CREATE OR REPLACE FUNCTION frameworks_activity_is_unmixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF NEW.parent_id IS NOT NULL AND NEW.entry_id <>
           (SELECT entry_id FROM frameworks_activity WHERE id = NEW.parent_id) THEN
        RAISE EXCEPTION 'a row of activity joins two frameworks or practices'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $function$;
