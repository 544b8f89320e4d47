CREATE OR REPLACE FUNCTION taxonomy_search_vector(kind text, standing integer, slot integer, names text[], code text, places text, applied text, said text[], requires text[])
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
-- An index over words forgets their weights. So a word is in it once more for every field class
-- it reaches: `Tvendor` only where the title has this very word, not its stem alone; `Avendor` where
-- a title, alias or key says vendor; `Bvendor` there or in focus or function; `Cvendor` there or
-- among skills and mapped codes; `vendor` anywhere. `=manager vendor` is a whole title or alias, its
-- words in order of the alphabet; `@profile` the kind; `#3` the standing, `#3.17` with the slot;
-- `!data-modelling` a required skill, `!data-modelling:expert` the proficiency as well.
-- Prose comes as the words in it: parsing takes most of the time, and they are wanted twice.
    SELECT array_to_tsvector(
        ARRAY['@' || kind, '#' || standing, '#' || standing || '.' || slot]
        || ARRAY(SELECT '=' || array_to_string(taxonomy_surfaces(name), ' ')
            FROM unnest(names) name)
        || ARRAY(SELECT 'T' || word FROM unnest(taxonomy_surfaces(names[1])) word)
        || ARRAY(SELECT field || lexeme FROM unnest(ARRAY['A', 'B', 'C', '']) field,
            unnest(taxonomy_lexemes(code || ' ' || array_to_string(names, ' '))) lexeme)
        || ARRAY(SELECT field || lexeme FROM unnest(ARRAY['B', 'C', '']) field,
            unnest(taxonomy_lexemes(places)) lexeme)
        || ARRAY(SELECT field || lexeme FROM unnest(ARRAY['C', '']) field,
            unnest(taxonomy_lexemes(applied)) lexeme)
        || ARRAY(SELECT '!' || requirement FROM unnest(requires) requirement)
        || ARRAY(SELECT (ts_lexize('taxonomy_stem', word))[1] FROM unnest(said) word)
    )
$function$;
