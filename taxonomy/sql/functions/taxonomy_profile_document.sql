CREATE OR REPLACE FUNCTION taxonomy_profile_document(wanted text)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
-- All that a profile's page shows, as one document; taxonomy/profile/reading.py reads it. Whole rows
-- go in, so a new column of a table arrives without a change here.
DECLARE
    own taxonomy_profile;
    ladder bigint[];  -- the roles of the focus on the role's own track
BEGIN
    SELECT * INTO own FROM taxonomy_profile WHERE key = wanted;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    ladder := ARRAY(
        SELECT role.id
        FROM taxonomy_level here JOIN taxonomy_level level ON level.track_id = here.track_id
        JOIN taxonomy_profile role ON role.level_id = level.code AND role.focus_id = own.focus_id
        WHERE here.code = own.level_id
    );
    RETURN json_build_object(
        'profile', own.id,
        'replaced_by', (SELECT row_to_json(profile) FROM taxonomy_profile profile
            WHERE profile.id = own.replaced_by_id),
        'function', (SELECT row_to_json(function) FROM taxonomy_function function
            WHERE function.id = own.function_id),
        'focus', (SELECT row_to_json(focus) FROM taxonomy_focus focus
            WHERE focus.id = own.focus_id),
        'profiles', (SELECT json_agg(profile) FROM taxonomy_profile profile
            WHERE profile.focus_id = own.focus_id),
        'levels', (SELECT json_agg(level) FROM taxonomy_profile profile
            JOIN taxonomy_level level ON level.code = profile.level_id
            WHERE profile.focus_id = own.focus_id),
        'tracks', (SELECT json_agg(track) FROM taxonomy_track track),
        'responsibilities', (SELECT json_agg(duty ORDER BY duty."order")
            FROM taxonomy_responsibility duty WHERE duty.profile_id = ANY (ladder)),
        'areas', (SELECT json_agg(area ORDER BY area."order")
            FROM taxonomy_area area WHERE area.focus_id = own.focus_id),
        'required_skills', (SELECT json_agg(required ORDER BY required."order")
            FROM taxonomy_profileskill required WHERE required.profile_id = ANY (ladder)),
        'meanings', (SELECT json_agg(meaning) FROM taxonomy_skillproficiency meaning
            WHERE (meaning.skill_id, meaning.proficiency_id) IN (
                SELECT required.skill_id, required.proficiency_id
                FROM taxonomy_profileskill required WHERE required.profile_id = ANY (ladder))),
        'proficiencies', (SELECT json_agg(place ORDER BY place."order")
            FROM taxonomy_proficiency place),
        'guidelines', (SELECT json_agg(guideline) FROM taxonomy_guideline guideline
            WHERE guideline.profile_id = ANY (ladder)),
        'pay_bands', (SELECT json_agg(band ORDER BY band.market_id NULLS FIRST, band.currency,
                array_position(ARRAY['year', 'month', 'week', 'day', 'hour'], band.period::text))
            FROM taxonomy_payband band WHERE band.profile_id = ANY (ladder)),
        'markets', (SELECT json_agg(market) FROM taxonomy_market market WHERE market.code IN (
            SELECT market_id FROM taxonomy_payband WHERE profile_id = ANY (ladder))),
        'applied_skills', (SELECT json_agg(applied ORDER BY applied."order")
            FROM taxonomy_focusskill applied WHERE applied.focus_id = own.focus_id),
        'skills', (SELECT json_agg(skill) FROM taxonomy_skill skill WHERE skill.id IN (
            SELECT skill_id FROM taxonomy_focusskill WHERE focus_id = own.focus_id
            UNION SELECT skill_id FROM taxonomy_profileskill WHERE profile_id = ANY (ladder))),
        'scores', (SELECT json_agg(given) FROM taxonomy_provenancescore given
            WHERE given.focus_id = own.focus_id),
        'sources', (SELECT json_agg(source ORDER BY source."order")
            FROM taxonomy_source source WHERE source.focus_id = own.focus_id),
        'aliases', (SELECT json_agg(alias ORDER BY alias.title_key, alias.title)
            FROM taxonomy_titlealias alias WHERE alias.profile_id = own.id),
        'mappings', (SELECT json_agg(mapping ORDER BY mapping.scheme, mapping.code)
            FROM taxonomy_classificationmapping mapping WHERE mapping.profile_id = own.id)
    );
END $function$;
