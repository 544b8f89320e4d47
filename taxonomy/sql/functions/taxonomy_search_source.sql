CREATE OR REPLACE FUNCTION taxonomy_search_source(wanted_kind text, wanted text[])
 RETURNS TABLE(key text, function text, level text, status text, paid boolean, schemes text[], requires text[], standing integer, slot integer, names text[], code text, places text, applied text, prose text)
 LANGUAGE plpgsql
 STABLE
 SET enable_seqscan TO 'off'
AS $function$
-- Among equal matches the shortest title comes first, retired roles last. The slot of a ladder cuts
-- the many that are alike into portions, so that the first of them are found without the rest.
BEGIN
    CASE wanted_kind
    WHEN 'profile' THEN RETURN QUERY SELECT
        profile.key::text, function.code::text, profile.level_id::text, profile.status::text,
        EXISTS (SELECT FROM taxonomy_payband band WHERE band.profile_id = profile.id),
        ARRAY(SELECT DISTINCT mapping.scheme::text FROM taxonomy_classificationmapping mapping
            WHERE mapping.profile_id = profile.id ORDER BY 1),
        ARRAY(SELECT DISTINCT each FROM taxonomy_profileskill tie
            JOIN taxonomy_skill skill ON skill.id = tie.skill_id,
            unnest(ARRAY[skill.slug::text, skill.slug || ':' || tie.proficiency_id]) each
            WHERE tie.profile_id = profile.id AND each IS NOT NULL ORDER BY 1),
        CASE profile.status WHEN 'retired' THEN 99
            ELSE least(12, cardinality(taxonomy_surfaces(profile.title))) END,
        get_byte(sha256(convert_to(function.code || '.' || focus.code, 'UTF8')), 0) / 4,
        profile.title::text || ARRAY(SELECT alias.title::text FROM taxonomy_titlealias alias
            WHERE alias.profile_id = profile.id ORDER BY alias.title_key, alias.title),
        profile.key::text,
        concat_ws(' ', focus.name, function.name, level.label),
        concat_ws(' ',
            (SELECT string_agg(skill.name, ' ') FROM taxonomy_focusskill tie
                JOIN taxonomy_skill skill ON skill.id = tie.skill_id
                WHERE tie.focus_id = focus.id),
            (SELECT string_agg(skill.name, ' ') FROM taxonomy_profileskill tie
                JOIN taxonomy_skill skill ON skill.id = tie.skill_id
                WHERE tie.profile_id = profile.id),
            (SELECT string_agg(DISTINCT area.name, ' ') FROM taxonomy_responsibility duty
                JOIN taxonomy_area area ON area.id = duty.area_id
                WHERE duty.profile_id = profile.id),
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
        JOIN taxonomy_level level ON level.code = profile.level_id
        WHERE profile.key = ANY (wanted);
    WHEN 'function' THEN RETURN QUERY SELECT
        function.code::text, function.code::text, '', '', false, '{}'::text[], '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(function.name))), 0,
        ARRAY[function.name::text],
        function.code::text, concat_ws(' ', function.super_function, function.family), '',
        function.summary
        FROM taxonomy_function function WHERE function.code = ANY (wanted);
    WHEN 'focus' THEN RETURN QUERY SELECT
        function.code || '.' || focus.code, function.code::text, '', '', false, '{}'::text[], '{}'::text[],
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
        level.code::text, '', level.code::text, '', false, '{}'::text[], '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(level.name))), 0,
        array_remove(ARRAY[level.name::text, level.label::text], ''),
        level.code::text, '', '', level.description
        FROM taxonomy_level level WHERE level.code = ANY (wanted);
    WHEN 'skill' THEN RETURN QUERY SELECT
        skill.slug::text, '', '', '', false, '{}'::text[], '{}'::text[],
        least(12, cardinality(taxonomy_surfaces(skill.name))), 0,
        skill.name::text || ARRAY(SELECT alias.name::text FROM taxonomy_skillalias alias
            WHERE alias.skill_id = skill.id ORDER BY alias.name_key, alias.name),
        '', '', '', skill.description
        FROM taxonomy_skill skill WHERE skill.slug = ANY (wanted);
    END CASE;
END $function$;
