CREATE OR REPLACE FUNCTION editions_is_immutable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- An edition ends once and changes in nothing else; a purge, which says so, may empty its document.
BEGIN
    IF current_setting('editions.purge', true) = 'yes' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) ->> 'until_revision' IS NULL
            AND to_jsonb(NEW) - 'until_revision' = to_jsonb(OLD) - 'until_revision' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% never changes and is never deleted', TG_ARGV[0]
        USING ERRCODE = 'check_violation';
END $function$;
