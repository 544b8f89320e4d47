CREATE OR REPLACE FUNCTION taxonomy_similar_work(own_profile bigint, own_focus bigint, own_track text, own_step integer, most_uses integer, most_rows integer, most_siblings integer, below_broader double precision, skills_weight double precision, code_weight double precision, words_weight double precision, wanted integer)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
-- The work of a role, and that of one role of each of the other focuses that share most with it: the
-- one nearest in level. taxonomy/adjacency/similar_roles.py reads it, and gives the limits of
-- taxonomy/adjacency/work_similarity.py.
--
-- Skills, codes and words find the other focuses by index: none that more than `most_uses` have,
-- what may add most to the score first, until `most_rows` are read. So a million roles cost what a thousand do.
DECLARE
    level_words text[] := taxonomy_lexemes(
        (SELECT string_agg(name || ' ' || label, ' ') FROM taxonomy_level));
    own_skills bigint[];
    own_words text[];
    focuses bigint[];
BEGIN
    own_skills := ARRAY(
        SELECT skill_id FROM taxonomy_profileskill WHERE profile_id = own_profile
        UNION SELECT skill_id FROM taxonomy_focusskill WHERE focus_id = own_focus
    );
    own_words := ARRAY(
        SELECT unnest(taxonomy_lexemes(title)) FROM taxonomy_profile WHERE id = own_profile
        EXCEPT SELECT unnest(level_words)
    );
    focuses := ARRAY(
        WITH kin AS MATERIALIZED (
            SELECT skill_id, max(worth) AS worth FROM (
                SELECT unnest(own_skills) AS skill_id, 1 AS worth
                UNION ALL
                SELECT broader_id, below_broader FROM taxonomy_skill
                WHERE id = ANY (own_skills) AND broader_id IS NOT NULL
                UNION ALL
                SELECT sibling.id, below_broader
                FROM (SELECT DISTINCT coalesce(broader_id, id) AS id FROM taxonomy_skill
                    WHERE id = ANY (own_skills)) above
                CROSS JOIN LATERAL (SELECT id FROM taxonomy_skill WHERE broader_id = above.id
                    ORDER BY id LIMIT most_siblings) sibling
            ) each GROUP BY skill_id
        ), counted AS MATERIALIZED (
            SELECT skill_id, worth,
                (SELECT count(*) FROM (SELECT FROM taxonomy_focusskill applied
                    WHERE applied.skill_id = kin.skill_id LIMIT most_uses + 1) few)
                + (SELECT count(*) FROM (SELECT FROM taxonomy_profileskill required
                    WHERE required.skill_id = kin.skill_id LIMIT most_uses + 1) few) AS uses
            FROM kin
        ), said AS MATERIALIZED (
            SELECT lexeme, max(entries) AS uses
            FROM taxonomy_searchword WHERE lexeme = ANY (own_words) GROUP BY lexeme
        ), finder AS (
            SELECT skill_id, NULL::text AS scheme, NULL::text AS named,
                skills_weight * worth / sqrt(greatest(uses, 1)) / (
                    SELECT sum(1 / sqrt(greatest(uses, 1))) FROM counted WHERE worth = 1
                ) AS worth, uses
            FROM counted
            UNION ALL
            SELECT NULL, own.scheme, own.code, code_weight,
                (SELECT count(*) FROM (SELECT FROM taxonomy_classificationmapping other
                    WHERE other.scheme = own.scheme AND other.code = own.code
                    LIMIT most_uses + 1) few)
            FROM taxonomy_classificationmapping own WHERE own.profile_id = own_profile
            UNION ALL
            SELECT NULL, NULL, lexeme, words_weight / sqrt(greatest(uses, 1))
                / (SELECT sum(1 / sqrt(greatest(uses, 1))) FROM said), uses
            FROM said
        ), finds AS MATERIALIZED (
            SELECT place, skill_id, scheme, named, worth FROM (
                SELECT *, row_number() OVER inorder AS place, sum(uses) OVER inorder AS rows
                FROM finder WHERE uses BETWEEN 1 AND most_uses
                WINDOW inorder AS (ORDER BY worth DESC, skill_id, scheme, named)
            ) each WHERE rows <= most_rows
        )
        SELECT focus_id FROM (
            SELECT place, worth, applied.focus_id FROM finds
                JOIN taxonomy_focusskill applied USING (skill_id)
            UNION SELECT place, worth, role.focus_id FROM finds
                JOIN taxonomy_profileskill required USING (skill_id)
                JOIN taxonomy_profile role ON role.id = required.profile_id
            UNION SELECT place, worth, role.focus_id FROM finds
                JOIN taxonomy_classificationmapping alike
                    ON alike.scheme = finds.scheme AND alike.code = finds.named
                JOIN taxonomy_profile role ON role.id = alike.profile_id
            UNION SELECT place, worth, role.focus_id FROM finds
                JOIN taxonomy_searchentry entry
                    ON entry.words @@ quote_literal('A' || finds.named)::tsquery
                JOIN taxonomy_profile role ON role.key = entry.key
                WHERE finds.scheme IS NULL AND finds.named IS NOT NULL
        ) found
        WHERE focus_id <> own_focus
        GROUP BY focus_id ORDER BY round(sum(worth)::numeric, 6) DESC, focus_id
        LIMIT wanted
    );
    RETURN taxonomy_work_of(own_profile || ARRAY(
        SELECT role.id FROM unnest(focuses) AS other (focus_id) CROSS JOIN LATERAL (
            SELECT profile.id FROM taxonomy_profile profile
            JOIN taxonomy_level level ON level.code = profile.level_id
            WHERE profile.focus_id = other.focus_id AND profile.status <> 'retired'
            ORDER BY abs(level.step - own_step), level.track_id <> own_track,
                profile.key COLLATE "C"
            LIMIT 1
        ) role
    ), most_uses);
END $function$;
