CREATE OR REPLACE FUNCTION taxonomy_search_words(kind text, standing integer, slot integer, names text[], code text, places text, applied text, prose text, requires text[])
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT taxonomy_search_vector(
        kind, standing, slot, names, code, places, applied, taxonomy_surfaces(prose), requires)
$function$;
