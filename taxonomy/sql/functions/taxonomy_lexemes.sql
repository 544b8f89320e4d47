CREATE OR REPLACE FUNCTION taxonomy_lexemes(given text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT tsvector_to_array(to_tsvector('taxonomy', taxonomy_plain(given))) $function$;
