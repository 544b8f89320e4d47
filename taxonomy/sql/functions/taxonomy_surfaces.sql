CREATE OR REPLACE FUNCTION taxonomy_surfaces(given text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT tsvector_to_array(to_tsvector('simple', taxonomy_plain(given))) $function$;
