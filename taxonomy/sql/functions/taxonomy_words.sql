CREATE OR REPLACE FUNCTION taxonomy_words(given text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT btrim(regexp_replace(taxonomy_plain(given), '[^[:alnum:]]+', ' ', 'g'))
$function$;
