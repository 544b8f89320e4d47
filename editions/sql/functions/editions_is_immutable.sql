CREATE OR REPLACE FUNCTION editions_is_immutable()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- An edition ends once and changes in nothing else; a purge, which says so, may empty the document of
-- one that has ended.
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) ->> 'until_revision' IS NULL
            AND to_jsonb(NEW) - 'until_revision' = to_jsonb(OLD) - 'until_revision' THEN
            RETURN NEW;
        END IF;
        IF current_setting('editions.purge', true) = 'yes'
            AND to_jsonb(OLD) ->> 'until_revision' IS NOT NULL
            AND to_jsonb(NEW) ->> 'document' IS NULL
            AND to_jsonb(NEW) - 'document' = to_jsonb(OLD) - 'document' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% never changes and is never deleted', TG_ARGV[0]
        USING ERRCODE = 'check_violation';
END $function$;
