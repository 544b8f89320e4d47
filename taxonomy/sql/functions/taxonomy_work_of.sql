CREATE OR REPLACE FUNCTION taxonomy_work_of(chosen bigint[], most_uses integer)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
-- What the work of some roles is known by; taxonomy/adjacency/similar_roles.py reads it and
-- taxonomy/adjacency/work_similarity.py scores it. The columns of `roles` are in the order of SHOWN in
-- taxonomy/adjacency/nearest_query.py; most other lists are flat, with the role's id first. Words are
-- spelled as the first role has them.
DECLARE
    level_words text[] := taxonomy_lexemes(
        (SELECT string_agg(name || ' ' || label, ' ') FROM taxonomy_level));
    skills bigint[];
    said json;
    lexemes text[];
BEGIN
    skills := ARRAY(
        SELECT skill_id FROM taxonomy_profileskill WHERE profile_id = ANY (chosen)
        UNION SELECT applied.skill_id FROM taxonomy_profile profile
        JOIN taxonomy_focusskill applied ON applied.focus_id = profile.focus_id
        WHERE profile.id = ANY (chosen)
    );
    WITH text AS MATERIALIZED (
        SELECT profile.id, ARRAY(
            SELECT unnest(taxonomy_lexemes(concat_ws(' ', profile.title,
                (SELECT string_agg(area.name, ' ') FROM taxonomy_area area
                    WHERE area.focus_id = profile.focus_id))))
            EXCEPT SELECT unnest(level_words)) AS words
        FROM taxonomy_profile profile WHERE profile.id = ANY (chosen)
    )
    SELECT (SELECT json_agg(json_build_array(id, words)) FROM text),
        ARRAY(SELECT DISTINCT unnest(words) FROM text)
    INTO said, lexemes;
    RETURN json_build_object(
        'roles', (SELECT json_agg(json_build_array(
                profile.id, profile.key, profile.function_id, profile.focus_id, profile.level_id,
                profile.title, profile.status,
                function.id, function.code, function.name, function.super_function, function.family,
                focus.id, focus.function_id, focus.code, focus.name,
                level.code, level.track_id, level.step, level.label, level.name,
                track.code, track.name))
            FROM taxonomy_profile profile
            JOIN taxonomy_function function ON function.id = profile.function_id
            JOIN taxonomy_focus focus ON focus.id = profile.focus_id
            JOIN taxonomy_level level ON level.code = profile.level_id
            JOIN taxonomy_track track ON track.code = level.track_id
            WHERE profile.id = ANY (chosen)),
        'pay', (SELECT json_agg(json_build_array(
                band.profile_id, band.median, coalesce(band.market_id, ''), band.currency,
                band.period))
            FROM taxonomy_payband band WHERE band.profile_id = ANY (chosen)),
        'scale', (SELECT json_agg(code ORDER BY "order") FROM taxonomy_proficiency),
        'required', (SELECT json_agg(json_build_array(profile_id, skill_id, proficiency_id))
            FROM taxonomy_profileskill WHERE profile_id = ANY (chosen)),
        'applied', (SELECT json_agg(json_build_array(profile.id, applied.skill_id))
            FROM taxonomy_profile profile
            JOIN taxonomy_focusskill applied ON applied.focus_id = profile.focus_id
            WHERE profile.id = ANY (chosen)),
        'skills', (SELECT json_agg(json_build_array(
                skill.id, skill.name, above.name,
                (SELECT count(*) FROM (SELECT FROM taxonomy_focusskill
                    WHERE skill_id = skill.id LIMIT most_uses) applied)
                + (SELECT count(*) FROM (SELECT FROM taxonomy_profileskill
                    WHERE skill_id = skill.id LIMIT most_uses) required)))
            FROM taxonomy_skill skill LEFT JOIN taxonomy_skill above ON above.id = skill.broader_id
            WHERE skill.id = ANY (skills)),
        'codes', (SELECT json_agg(json_build_array(profile_id, scheme, code))
            FROM taxonomy_classificationmapping WHERE profile_id = ANY (chosen)),
        'said', said,
        'spelled', (SELECT json_agg(json_build_array((ts_lexize('taxonomy_stem', token))[1], token))
            FROM (SELECT DISTINCT token FROM ts_parse('default', taxonomy_plain((
                SELECT concat_ws(' ', profile.title, string_agg(area.name, ' '))
                FROM taxonomy_profile profile
                LEFT JOIN taxonomy_area area ON area.focus_id = profile.focus_id
                WHERE profile.id = chosen[1] GROUP BY profile.id))) AS said (kind, token)
                WHERE kind <> 12 ORDER BY token) each),
        'entries', (SELECT json_agg(json_build_array(lexeme, entries)) FROM (
            SELECT lexeme, max(entries) AS entries FROM taxonomy_searchword
            WHERE lexeme = ANY (lexemes) GROUP BY lexeme) each)
    );
END $function$;
