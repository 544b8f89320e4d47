"""How search text is made from the canon, and the triggers that keep it true whatever the door.

A statement that touches the canon notes what it touched in the queue, once a thing. At commit the
queue is written to the entries, in the same transaction: nobody ever sees one without the other. A
bulk load may say `SET LOCAL taxonomy.search = 'later'` and drain the queue in its own time.
"""

from django.db import migrations

# A dictionary without stop words: `it` is a discipline here.
DICTIONARY = """
CREATE TEXT SEARCH DICTIONARY taxonomy_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION taxonomy (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION taxonomy ALTER MAPPING REPLACE simple WITH taxonomy_stem;

-- Lower case, without accents, and without the signs from which the parser would make addresses,
-- paths and numbers: `R&D, CI/CD (Zürich)` is `r d, ci cd (zurich)`. Signs that make a name are
-- spelled out first.
CREATE FUNCTION taxonomy_plain(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        replace(replace(lower(unaccent(given)), 'c++', 'cplusplus'), 'c#', 'csharp'),
        '[-/._@+:&=?#%<>~\\\\]+', ' ', 'g'
    ))
$$;

CREATE FUNCTION taxonomy_lexemes(given text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT tsvector_to_array(to_tsvector('taxonomy', taxonomy_plain(given))) $$;

CREATE FUNCTION taxonomy_surfaces(given text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT tsvector_to_array(to_tsvector('simple', taxonomy_plain(given))) $$;
"""
NO_DICTIONARY = """
DROP FUNCTION IF EXISTS taxonomy_surfaces(text);
DROP FUNCTION taxonomy_lexemes(text);
DROP FUNCTION taxonomy_plain(text);
DROP TEXT SEARCH CONFIGURATION taxonomy;
DROP TEXT SEARCH DICTIONARY taxonomy_stem;
"""

# An index over words forgets their weights. So a word stands in it once more for every field class
# it reaches: `Tvendor` only where the title has this very word, not its stem alone; `Avendor` where
# a title, alias or key says vendor; `Bvendor` there or in focus or function; `Cvendor` there or
# among skills and mapped codes; `vendor` anywhere. `=manager vendor` is a whole title or alias, its
# words in order of the alphabet; `@profile` the kind; `#3` the standing, `#3.17` with the slot.
# Prose comes as the words in it: parsing takes most of the time, and they are wanted twice.
WORDS = """
CREATE FUNCTION taxonomy_search_vector(
    kind text, standing integer, slot integer,
    names text[], code text, places text, applied text, said text[]
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
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
        || ARRAY(SELECT (ts_lexize('taxonomy_stem', word))[1] FROM unnest(said) word)
    )
$$;

CREATE FUNCTION taxonomy_search_words(
    kind text, standing integer, slot integer,
    names text[], code text, places text, applied text, prose text
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT taxonomy_search_vector(
        kind, standing, slot, names, code, places, applied, taxonomy_surfaces(prose))
$$;
"""
NO_WORDS = """
DROP FUNCTION taxonomy_search_words;
DROP FUNCTION taxonomy_search_vector;
"""

# Among equal matches the shortest title stands first, retired roles last. The slot of a ladder cuts
# the many that stand alike into portions, so that the first of them are found without the rest.
SOURCE = """
CREATE FUNCTION taxonomy_search_source(wanted_kind text, wanted text[]) RETURNS TABLE (
    key text, function text, level text, status text, paid boolean, schemes text[],
    standing integer, slot integer,
    names text[], code text, places text, applied text, prose text
) LANGUAGE plpgsql STABLE ROWS 1000 SET enable_seqscan = off AS $$
BEGIN
    CASE wanted_kind
    WHEN 'profile' THEN RETURN QUERY SELECT
        profile.key::text, function.code::text, profile.level_id::text, profile.status::text,
        EXISTS (SELECT FROM taxonomy_payband band WHERE band.profile_id = profile.id),
        ARRAY(SELECT DISTINCT mapping.scheme::text FROM taxonomy_classificationmapping mapping
            WHERE mapping.profile_id = profile.id ORDER BY 1),
        CASE profile.status WHEN 'retired' THEN 99
            ELSE least(12, cardinality(taxonomy_surfaces(profile.title))) END,
        get_byte(sha256(convert_to(function.code || '.' || focus.code, 'UTF8')), 0) / 4,
        profile.title::text || ARRAY(SELECT alias.title::text FROM taxonomy_titlealias alias
            WHERE alias.profile_id = profile.id ORDER BY alias.title),
        profile.key::text,
        concat_ws(' ', focus.name, function.name),
        concat_ws(' ',
            (SELECT string_agg(skill.name, ' ') FROM taxonomy_focusskill tie
                JOIN taxonomy_skill skill ON skill.id = tie.skill_id
                WHERE tie.focus_id = focus.id),
            (SELECT string_agg(mapping.scheme || ' ' || mapping.code, ' ')
                FROM taxonomy_classificationmapping mapping
                WHERE mapping.profile_id = profile.id)),
        concat_ws(' ', profile.summary, focus.summary,
            (SELECT string_agg(duty.text, ' ') FROM taxonomy_responsibility duty
                WHERE duty.profile_id = profile.id),
            (SELECT concat_ws(' ', row.knowledge, row.complexity, row.collaboration, row.experience)
                FROM taxonomy_guideline row WHERE row.profile_id = profile.id))
        FROM taxonomy_profile profile
        JOIN taxonomy_focus focus ON focus.id = profile.focus_id
        JOIN taxonomy_function function ON function.id = profile.function_id
        WHERE profile.key = ANY (wanted);
    WHEN 'function' THEN RETURN QUERY SELECT
        function.code::text, function.code::text, '', '', false, '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(function.name))), 0,
        ARRAY[function.name::text],
        function.code::text, concat_ws(' ', function.super_function, function.family), '',
        function.summary
        FROM taxonomy_function function WHERE function.code = ANY (wanted);
    WHEN 'focus' THEN RETURN QUERY SELECT
        function.code || '.' || focus.code, function.code::text, '', '', false, '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(focus.name))), 0,
        ARRAY[focus.name::text],
        function.code || ' ' || focus.code, function.name::text,
        (SELECT string_agg(skill.name, ' ') FROM taxonomy_focusskill tie
            JOIN taxonomy_skill skill ON skill.id = tie.skill_id WHERE tie.focus_id = focus.id),
        focus.summary
        FROM taxonomy_focus focus JOIN taxonomy_function function ON function.id = focus.function_id
        WHERE focus.code = ANY (SELECT split_part(each, '.', 2) FROM unnest(wanted) each)
            AND function.code || '.' || focus.code = ANY (wanted);
    WHEN 'level' THEN RETURN QUERY SELECT
        level.code::text, '', level.code::text, '', false, '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(level.name))), 0,
        ARRAY[level.name::text],
        level.code::text, '', '', level.description
        FROM taxonomy_level level WHERE level.code = ANY (wanted);
    WHEN 'skill' THEN RETURN QUERY SELECT
        skill.slug::text, '', '', '', false, '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(skill.name))), 0,
        ARRAY[skill.name::text],
        '', '', '', ''
        FROM taxonomy_skill skill WHERE skill.slug = ANY (wanted);
    END CASE;
END $$;
"""
NO_SOURCE = "DROP FUNCTION taxonomy_search_source(text, text[]);"

# The counts of words follow from the difference between old and new entries.
WRITE = """
-- Both by index always: their plans are kept, and ones made while the canon was small would scan
-- its tables whole for every row of a bulk change.
CREATE FUNCTION taxonomy_search_write(wanted_kind text, wanted text[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    WITH source AS MATERIALIZED (
        SELECT key, function, level, status, paid, schemes, standing, slot,
            names, code, places, applied, taxonomy_surfaces(prose) AS said
        FROM taxonomy_search_source(wanted_kind, wanted)
    ), fresh AS MATERIALIZED (
        SELECT key, function, level, status, paid, schemes, standing, slot,
            taxonomy_search_vector(
                wanted_kind, standing, slot, names, code, places, applied, said) AS words
        FROM source
    ), held AS MATERIALIZED (
        SELECT key, words FROM taxonomy_searchentry
        WHERE kind = wanted_kind AND key = ANY (wanted)
    ), gone AS (
        DELETE FROM taxonomy_searchentry entry
        WHERE kind = wanted_kind AND key = ANY (wanted)
            AND NOT EXISTS (SELECT FROM fresh WHERE fresh.key = entry.key)
    ), written AS (
        INSERT INTO taxonomy_searchentry AS entry
            (kind, key, function, level, status, paid, schemes, standing, slot, words)
        SELECT wanted_kind, key, function, level, status, paid, schemes, standing, slot, words
        FROM fresh
        ON CONFLICT (kind, key) DO UPDATE SET status = excluded.status, paid = excluded.paid,
            schemes = excluded.schemes, standing = excluded.standing, words = excluded.words
        WHERE (entry.status, entry.paid, entry.schemes, entry.standing, entry.words)
            IS DISTINCT FROM (excluded.status, excluded.paid, excluded.schemes,
                excluded.standing, excluded.words)
    ), change AS MATERIALIZED (
        SELECT lexeme, sum(one) AS entries FROM (
            SELECT unnest(tsvector_to_array(words)) AS lexeme, 1 AS one FROM fresh
            UNION ALL
            SELECT unnest(tsvector_to_array(words)), -1 FROM held
        ) AS each
        WHERE left(lexeme, 1) NOT IN ('T', 'A', 'B', 'C', '@', '#', '=')
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
        SELECT held.word, held.lexeme FROM taxonomy_searchword held
        WHERE held.lexeme IN (SELECT lexeme FROM change)
    )
    INSERT INTO taxonomy_searchword AS known (word, lexeme, entries)
    SELECT word, lexeme, coalesce(
            (SELECT max(entries) FROM taxonomy_searchword held WHERE held.lexeme = word.lexeme), 0
        ) + coalesce(change.entries, 0)
    FROM word LEFT JOIN change USING (lexeme)
    ORDER BY word
    ON CONFLICT (word) DO UPDATE SET entries = excluded.entries
        WHERE known.entries <> excluded.entries;
END $$;

-- The revision's row first, as every writer takes it: two of them never lock each other out.
CREATE FUNCTION taxonomy_search_drain(most integer, since bigint DEFAULT 0) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    batch record;
    taken integer := 0;
    last bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM taxonomy_searchqueue WHERE id >= since) THEN
        RETURN 0;
    END IF;
    PERFORM FROM taxonomy_revision FOR UPDATE;
    SELECT max(id) INTO last FROM (
        SELECT id FROM taxonomy_searchqueue WHERE id >= since ORDER BY id LIMIT most
    ) first;
    FOR batch IN
        WITH gone AS (
            DELETE FROM taxonomy_searchqueue WHERE id BETWEEN since AND last RETURNING kind, key
        )
        SELECT kind, array_agg(DISTINCT key) AS keys, count(*) AS notes FROM gone GROUP BY kind
    LOOP
        PERFORM taxonomy_search_write(batch.kind, batch.keys);
        taken := taken + batch.notes;
    END LOOP;
    RETURN taken;
END $$;

-- It fires once a note, and the first time does the work of all. The others must not look into the
-- queue, which is full of dead rows by then: a bulk change would cost the square of its size.
-- Whoever writes has the revision's row, so all from its first note on are its own. Of what a load
-- left before them it takes a portion: a queue that nobody tends empties, and nobody waits for all.
CREATE FUNCTION taxonomy_search_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('taxonomy.search_drained', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    WHILE taxonomy_search_drain(2000, NEW.id) > 0 LOOP
    END LOOP;
    PERFORM taxonomy_search_drain(200);
    PERFORM set_config('taxonomy.search_drained', 'yes', true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON taxonomy_searchqueue
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (current_setting('taxonomy.search', true) IS DISTINCT FROM 'later')
    EXECUTE FUNCTION taxonomy_search_at_commit();
"""
NO_WRITE = """
DROP TRIGGER at_commit ON taxonomy_searchqueue;
DROP FUNCTION taxonomy_search_at_commit();
DROP FUNCTION taxonomy_search_drain(integer, bigint);
DROP FUNCTION taxonomy_search_write(text, text[]);
"""

# What a touched row of each table makes stale: (kind, key), read from the rows touched.
PROFILE_OF = "SELECT 'profile', key FROM taxonomy_profile WHERE id IN (SELECT profile_id FROM {})"
PROFILES_OF_FOCUSES = (
    "SELECT 'profile', key FROM taxonomy_profile WHERE focus_id IN (SELECT {} FROM {})"
)
FOCUSES = (
    "SELECT 'focus', function.code || '.' || focus.code FROM taxonomy_focus focus"
    " JOIN taxonomy_function function ON function.id = focus.function_id WHERE focus.id IN ({})"
)
RENAMED = "SELECT now.id FROM touched now JOIN before USING (id) WHERE ({}) IS DISTINCT FROM ({})"


def renamed(*columns: str) -> str:
    now, before = (", ".join(f"{row}.{c}" for c in columns) for row in ("now", "before"))
    return RENAMED.format(f"ROW({now})", f"ROW({before})")


IN_FUNCTION = renamed("name")
WITH_SKILL = f"SELECT focus_id FROM taxonomy_focusskill WHERE skill_id IN ({renamed('name')})"
# Table → what its rows make stale always, and what an update makes stale besides.
STALE = {
    "responsibility": ([PROFILE_OF], []),
    "guideline": ([PROFILE_OF], []),
    "titlealias": ([PROFILE_OF], []),
    "classificationmapping": ([PROFILE_OF], []),
    "payband": ([PROFILE_OF], []),
    "profile": (["SELECT 'profile', key FROM {}"], []),
    "focusskill": (
        [
            FOCUSES.format("SELECT focus_id FROM {}"),
            PROFILES_OF_FOCUSES.format("focus_id", "{}"),
        ],
        [],
    ),
    "focus": (
        [
            "SELECT 'focus', function.code || '.' || focus.code FROM {} focus"
            " JOIN taxonomy_function function ON function.id = focus.function_id"
        ],
        [PROFILES_OF_FOCUSES.format("id", "touched")],
    ),
    "function": (
        ["SELECT 'function', code FROM {}"],
        [
            FOCUSES.format(f"SELECT id FROM taxonomy_focus WHERE function_id IN ({IN_FUNCTION})"),
            f"SELECT 'profile', key FROM taxonomy_profile WHERE function_id IN ({IN_FUNCTION})",
        ],
    ),
    "level": (["SELECT 'level', code FROM {}"], []),
    "skill": (
        ["SELECT 'skill', slug FROM {}"],
        [
            FOCUSES.format(WITH_SKILL),
            f"SELECT 'profile', key FROM taxonomy_profile WHERE focus_id IN ({WITH_SKILL})",
        ],
    ),
}


def notes(selects: list[str], rows: str) -> str:
    every = "\n        UNION ".join(select.format(rows) for select in selects)
    queued = f"    INSERT INTO taxonomy_searchqueue (kind, key)\n        {every};\n"
    return f"{queued}    PERFORM set_config('taxonomy.search_drained', '', true);\n"


def triggers(table: str, always: list[str], on_update: list[str]) -> str:
    update = notes(always, "before") + (notes(on_update, "touched") if on_update else "")
    return f"""
CREATE FUNCTION taxonomy_search_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{notes(always, "touched")}    IF TG_OP = 'UPDATE' THEN
{update}    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_added AFTER INSERT ON taxonomy_{table}
    REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_{table}();
CREATE TRIGGER search_changed AFTER UPDATE ON taxonomy_{table}
    REFERENCING NEW TABLE AS touched OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_{table}();
CREATE TRIGGER search_gone AFTER DELETE ON taxonomy_{table}
    REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_{table}();
"""


def no_triggers(table: str) -> str:
    return f"""
DROP TRIGGER search_added ON taxonomy_{table};
DROP TRIGGER search_changed ON taxonomy_{table};
DROP TRIGGER search_gone ON taxonomy_{table};
DROP FUNCTION taxonomy_search_{table}();
"""


TRUNCATED = """
CREATE FUNCTION taxonomy_search_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO taxonomy_searchqueue (kind, key)
        SELECT kind, key FROM taxonomy_searchentry WHERE kind = TG_ARGV[0];
    PERFORM set_config('taxonomy.search_drained', '', true);
    RETURN NULL;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER search_truncated AFTER TRUNCATE ON taxonomy_{kind}
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_search_truncated('{kind}');
"""
    for kind in ("profile", "function", "focus", "level", "skill")
)
NO_TRUNCATED = (
    "".join(
        f"DROP TRIGGER search_truncated ON taxonomy_{kind};\n"
        for kind in ("profile", "function", "focus", "level", "skill")
    )
    + "DROP FUNCTION taxonomy_search_truncated();"
)

# Pages that show hits are made anew when entries or synonyms change.
SHOWN = """
CREATE TRIGGER raise_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON taxonomy_searchentry
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
CREATE TRIGGER raise_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON taxonomy_synonym
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();

CREATE FUNCTION taxonomy_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(taxonomy_plain(given), '[^[:alnum:]]+', ' ', 'g'))
$$;
CREATE FUNCTION taxonomy_plain_synonym() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.term := taxonomy_words(NEW.term);
    NEW.meaning := taxonomy_words(NEW.meaning);
    RETURN NEW;
END $$;
CREATE TRIGGER plain_words BEFORE INSERT OR UPDATE ON taxonomy_synonym
    FOR EACH ROW EXECUTE FUNCTION taxonomy_plain_synonym();

-- Many lexemes are worth counting for the planner.
ALTER TABLE taxonomy_searchentry ALTER COLUMN words SET STATISTICS 1000;
"""
NO_SHOWN = """
ALTER TABLE taxonomy_searchentry ALTER COLUMN words SET STATISTICS -1;
DROP TRIGGER plain_words ON taxonomy_synonym;
DROP FUNCTION taxonomy_plain_synonym();
DROP FUNCTION IF EXISTS taxonomy_words(text);
DROP TRIGGER raise_revision ON taxonomy_synonym;
DROP TRIGGER raise_revision ON taxonomy_searchentry;
"""

# A canon that was loaded before search existed is written at the end of this migration.
EVERYTHING = """
INSERT INTO taxonomy_searchqueue (kind, key)
    SELECT 'function', code FROM taxonomy_function
    UNION ALL SELECT 'focus', function.code || '.' || focus.code FROM taxonomy_focus focus
        JOIN taxonomy_function function ON function.id = focus.function_id
    UNION ALL SELECT 'level', code FROM taxonomy_level
    UNION ALL SELECT 'skill', slug FROM taxonomy_skill
    UNION ALL SELECT 'profile', key FROM taxonomy_profile;
"""


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0005_search")]

    operations = [
        migrations.RunSQL(DICTIONARY, NO_DICTIONARY),
        migrations.RunSQL(WORDS, NO_WORDS),
        migrations.RunSQL(SOURCE, NO_SOURCE),
        migrations.RunSQL(WRITE, NO_WRITE),
        *(
            migrations.RunSQL(triggers(table, *stale), no_triggers(table))
            for table, stale in STALE.items()
        ),
        migrations.RunSQL(TRUNCATED, NO_TRUNCATED),
        migrations.RunSQL(SHOWN, NO_SHOWN),
        migrations.RunSQL(EVERYTHING, migrations.RunSQL.noop),
    ]
