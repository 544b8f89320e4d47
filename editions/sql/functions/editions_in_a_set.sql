CREATE OR REPLACE FUNCTION editions_in_a_set()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- Things with editions are written in change sets alone; a setting of the transaction names the set.
BEGIN
    IF coalesce(current_setting('editions.change_set', true), '') = '' THEN
        RAISE EXCEPTION '% is written in a change set only', TG_TABLE_NAME USING HINT =
            'Name one first, inside BEGIN … COMMIT: SET LOCAL editions.change_set = ''Why you '
            'write this''; the history will show what you write under that title.';
    END IF;
    IF TG_OP = 'TRUNCATE' AND current_setting('editions.truncates', true) IS DISTINCT FROM 'yes' THEN
        RAISE EXCEPTION '% is not truncated: nothing would be noted of what goes', TG_TABLE_NAME
            USING HINT = 'DELETE the rows, so that the history shows them.';
    END IF;
    RETURN NULL;
END $function$;
