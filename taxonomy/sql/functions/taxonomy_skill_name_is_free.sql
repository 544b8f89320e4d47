CREATE OR REPLACE FUNCTION taxonomy_skill_name_is_free()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- A name or a slug is that of a skill or that of another name, never of both. Who writes has the
-- revision's row, so nobody else adds one meanwhile.
DECLARE
    is_taken boolean;
BEGIN
    IF TG_TABLE_NAME = 'taxonomy_skill' THEN
        is_taken := EXISTS (SELECT FROM taxonomy_skillalias
            WHERE folded_name = NEW.folded_name OR slug = NEW.slug);
    ELSE
        is_taken := EXISTS (SELECT FROM taxonomy_skill
            WHERE folded_name = NEW.folded_name OR slug = NEW.slug);
    END IF;
    IF is_taken THEN
        RAISE EXCEPTION 'a skill has the name % or the slug %', NEW.name, NEW.slug
            USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $function$;
