CREATE OR REPLACE FUNCTION taxonomy_plain(given text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
-- Lower case, without accents, and without the signs from which the parser would make addresses,
-- paths and numbers: `R&D, CI/CD (Zürich)` is `r d, ci cd (zurich)`. Signs that make a name are
-- spelled out first.
    SELECT btrim(regexp_replace(
        replace(replace(lower(unaccent(given)), 'c++', 'cplusplus'), 'c#', 'csharp'),
        '[-/._@+:&=?#%<>~\\]+', ' ', 'g'
    ))
$function$;
