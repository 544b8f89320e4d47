CREATE OR REPLACE FUNCTION taxonomy_plain_synonym()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    NEW.term := taxonomy_words(NEW.term);
    NEW.meaning := taxonomy_words(NEW.meaning);
    RETURN NEW;
END $function$;
