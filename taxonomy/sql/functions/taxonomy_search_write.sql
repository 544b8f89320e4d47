CREATE OR REPLACE FUNCTION taxonomy_search_write(wanted_kind text, wanted text[])
 RETURNS void
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
-- The counts of words follow from the difference between old and new entries. By index always: the
-- plan is kept, and one made while the canon was small would scan its tables whole for every row
-- of a bulk change.
BEGIN
    WITH source AS MATERIALIZED (
        SELECT key, function, level, status, paid, schemes, requires, standing, slot,
            names, code, places, applied, taxonomy_surfaces(
                CASE WHEN prose LIKE '%](%' THEN regexp_replace(prose, '\]\([^\s()]+\)', '] ', 'g')
                    ELSE prose END  -- without the addresses of its links
            ) AS said
        FROM taxonomy_search_source(wanted_kind, wanted)
    ), fresh AS MATERIALIZED (
        SELECT key, function, level, status, paid, schemes, requires, standing, slot,
            taxonomy_search_vector(
                wanted_kind, standing, slot, names, code, places, applied, said, requires) AS words
        FROM source
    ), stored AS MATERIALIZED (
        SELECT key, words FROM taxonomy_searchentry
        WHERE kind = wanted_kind AND key = ANY (wanted)
    ), gone AS (
        DELETE FROM taxonomy_searchentry entry
        WHERE kind = wanted_kind AND key = ANY (wanted)
            AND NOT EXISTS (SELECT FROM fresh WHERE fresh.key = entry.key)
    ), written AS (
        INSERT INTO taxonomy_searchentry AS entry
            (kind, key, function, level, status, paid, schemes, requires, standing, slot, words)
        SELECT wanted_kind, key, function, level, status, paid, schemes, requires, standing, slot, words
        FROM fresh
        ON CONFLICT (kind, key) DO UPDATE SET status = excluded.status, paid = excluded.paid,
            schemes = excluded.schemes, requires = excluded.requires, standing = excluded.standing,
            words = excluded.words
        WHERE (entry.status, entry.paid, entry.schemes, entry.requires, entry.standing, entry.words)
            IS DISTINCT FROM (excluded.status, excluded.paid, excluded.schemes,
                excluded.requires, excluded.standing, excluded.words)
    ), change AS MATERIALIZED (
        SELECT lexeme, sum(one) AS entries FROM (
            SELECT unnest(tsvector_to_array(words)) AS lexeme, 1 AS one FROM fresh
            UNION ALL
            SELECT unnest(tsvector_to_array(words)), -1 FROM stored
        ) AS each
        WHERE left(lexeme, 1) NOT IN ('T', 'A', 'B', 'C', '@', '#', '=', '!')
        GROUP BY lexeme HAVING sum(one) <> 0
    ), surface AS MATERIALIZED (
        SELECT word, (ts_lexize('taxonomy_stem', word))[1] AS lexeme
        FROM (SELECT DISTINCT unnest(said || taxonomy_surfaces(
            concat_ws(' ', code, array_to_string(names, ' '), places, applied)
        )) AS word FROM source) AS each
        WHERE length(word) <= 60
    ), word AS (
        SELECT word, lexeme FROM surface
        UNION
        SELECT stored.word, stored.lexeme FROM taxonomy_searchword stored
        WHERE stored.lexeme IN (SELECT lexeme FROM change)
    )
    INSERT INTO taxonomy_searchword AS known (word, lexeme, entries)
    SELECT word, lexeme, coalesce(
            (SELECT max(entries) FROM taxonomy_searchword stored WHERE stored.lexeme = word.lexeme), 0
        ) + coalesce(change.entries, 0)
    FROM word LEFT JOIN change USING (lexeme)
    ORDER BY word
    ON CONFLICT (word) DO UPDATE SET entries = excluded.entries
        WHERE known.entries <> excluded.entries;
END $function$;
