CREATE OR REPLACE FUNCTION taxonomy_code_is_fixed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION 'a code never changes: % of % is fixed', TG_ARGV[0], TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $function$;
