CREATE OR REPLACE FUNCTION frameworks_entry_is_unmixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF NEW.category_id IS NOT NULL AND NEW.framework_id <>
           (SELECT framework_id FROM frameworks_category WHERE id = NEW.category_id) THEN
        RAISE EXCEPTION 'a row of entry joins two frameworks or practices'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $function$;
