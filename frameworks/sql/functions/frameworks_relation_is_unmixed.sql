CREATE OR REPLACE FUNCTION frameworks_relation_is_unmixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF NEW.activity_id IS NOT NULL AND NEW.target_id <>
           (SELECT entry_id FROM frameworks_activity WHERE id = NEW.activity_id) THEN
        RAISE EXCEPTION 'a row of relation joins two frameworks or practices'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $function$;
