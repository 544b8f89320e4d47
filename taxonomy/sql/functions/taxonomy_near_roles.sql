CREATE OR REPLACE FUNCTION taxonomy_near_roles(own_profile bigint, own_focus bigint, own_function bigint, own_super text, own_family text, own_track text, own_step integer, level_weight numeric, track_weight numeric, farthest numeric, tiers text[], tier_weights numeric[], wanted integer)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
-- The roles near to one, what their focuses share with its own, and the roles that a picture draws;
-- taxonomy/adjacency/near_roles.py reads it. The columns of `seen` are in the order of SHOWN in
-- taxonomy/adjacency/nearest_query.py.
DECLARE
    seen json;
    focuses bigint[];
    roles bigint[];
BEGIN
    SELECT json_agg(json_build_array(
            (near.profile).id, (near.profile).key, (near.profile).function_id,
            (near.profile).focus_id, (near.profile).level_id, (near.profile).title,
            (near.profile).status,
            (near.function).id, (near.function).code, (near.function).name,
            (near.function).super_function, (near.function).family,
            (near.focus).id, (near.focus).function_id, (near.focus).code, (near.focus).name,
            (near.level).code, (near.level).track_id, (near.level).step, (near.level).label,
            (near.level).name, (near.track).code, (near.track).name
        ) ORDER BY near.place), array_agg(DISTINCT (near.profile).focus_id),
        array_agg((near.profile).id)
    INTO seen, focuses, roles
    FROM taxonomy_nearest(
        own_profile, own_focus, own_function, own_super, own_family, own_track, own_step,
        level_weight, track_weight, farthest, tiers, tier_weights, wanted
    ) WITH ORDINALITY AS near (profile, function, focus, level, track, place);
    RETURN json_build_object(
        'seen', seen,
        'shared', (SELECT json_agg(json_build_array(theirs.focus_id, skill.name)
                ORDER BY skill.name_key, theirs.id)
            FROM taxonomy_focusskill ours
            JOIN taxonomy_focusskill theirs ON theirs.skill_id = ours.skill_id
                AND theirs.focus_id = ANY (focuses) AND theirs.focus_id <> own_focus
            JOIN taxonomy_skill skill ON skill.id = ours.skill_id
            WHERE ours.focus_id = own_focus),
        'pay', (SELECT json_agg(json_build_array(
                band.profile_id, band.median, coalesce(band.market_id, ''), band.currency,
                band.period))
            FROM taxonomy_payband band WHERE band.profile_id = ANY (own_profile || roles)),
        'roles', (SELECT json_agg(json_build_array(
                role.id, role.key, role.title, role.focus_id,
                coalesce(nullif(level.label, ''), level.code), level.track_id, level.step))
            FROM taxonomy_profile role JOIN taxonomy_level level ON level.code = role.level_id
            WHERE role.focus_id = ANY (own_focus || focuses) AND role.status <> 'retired')
    );
END $function$;
