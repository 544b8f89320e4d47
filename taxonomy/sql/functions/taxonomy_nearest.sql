CREATE OR REPLACE FUNCTION taxonomy_nearest(own_profile bigint, own_focus bigint, own_function bigint, own_super text, own_family text, own_track text, own_step integer, level_weight numeric, track_weight numeric, farthest numeric, tiers text[], tier_weights numeric[], wanted integer)
 RETURNS TABLE(profile taxonomy_profile, function taxonomy_function, focus taxonomy_focus, level taxonomy_level, track taxonomy_track)
 LANGUAGE plpgsql
 STABLE ROWS 8
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
-- A ring is one tier at one level: all its roles are equally far, so its first ones by key will do.
-- Rings are visited from near to far. Ordering by amount before key lets PostgreSQL sort ring by
-- ring and stop when it has enough, ties included. Every tie is broken in byte order.
--
-- A function's code opens the keys of its roles, and the dot after it sorts before letters and
-- digits: functions by code give roles by key. So a ring beyond the own function reads the first
-- functions that have roles at its level, and no more.
--
-- A plan made once knows no limit and would guess a tenth of the canon; without the joins that read
-- whole tables it goes by index whatever it guesses. The weights come in as parameters:
-- taxonomy/adjacency/distance.py alone knows them.
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT profile, function, focus, level, track
    FROM (
        SELECT found.id, found.key, ring.amount
        FROM (
            SELECT level.code AS level_id, tier.name AS tier,
                least(farthest, tier.amount
                    + level_weight * abs(level.step - own_step)
                    + CASE WHEN level.track_id = own_track THEN 0 ELSE track_weight END) AS amount
            FROM taxonomy_level level
            CROSS JOIN unnest(tiers, tier_weights) AS tier (name, amount)
            ORDER BY amount
        ) ring
        CROSS JOIN LATERAL (
                SELECT id, key FROM taxonomy_profile
                WHERE ring.tier = 'focus' AND focus_id = own_focus AND level_id = ring.level_id
                    AND id <> own_profile AND status <> 'retired'
            UNION ALL
                (SELECT id, key FROM taxonomy_profile
                WHERE ring.tier = 'function' AND function_id = own_function
                    AND level_id = ring.level_id AND focus_id <> own_focus AND status <> 'retired'
                ORDER BY key COLLATE "C" LIMIT wanted)
            UNION ALL 
                (SELECT role.id, role.key FROM (
                    SELECT id, code FROM taxonomy_function
                    WHERE ring.tier = 'family' AND id <> own_function AND super_function = own_super AND family = own_family
                    ORDER BY code COLLATE "C"
                ) other
                CROSS JOIN LATERAL (
                    SELECT id, key FROM taxonomy_profile
                    WHERE function_id = other.id AND level_id = ring.level_id
                        AND status <> 'retired'
                    ORDER BY key COLLATE "C" LIMIT wanted
                ) role
                ORDER BY other.code COLLATE "C", role.key COLLATE "C" LIMIT wanted)
UNION ALL
                (SELECT role.id, role.key FROM (
                    SELECT id, code FROM taxonomy_function
                    WHERE ring.tier = 'super_function' AND id <> own_function AND super_function = own_super AND (family = '' OR family <> own_family)
                    ORDER BY code COLLATE "C"
                ) other
                CROSS JOIN LATERAL (
                    SELECT id, key FROM taxonomy_profile
                    WHERE function_id = other.id AND level_id = ring.level_id
                        AND status <> 'retired'
                    ORDER BY key COLLATE "C" LIMIT wanted
                ) role
                ORDER BY other.code COLLATE "C", role.key COLLATE "C" LIMIT wanted)
UNION ALL
                (SELECT role.id, role.key FROM (
                    SELECT id, code FROM taxonomy_function
                    WHERE ring.tier = 'none' AND id <> own_function AND (own_super = '' OR super_function <> own_super)
                    ORDER BY code COLLATE "C"
                ) other
                CROSS JOIN LATERAL (
                    SELECT id, key FROM taxonomy_profile
                    WHERE function_id = other.id AND level_id = ring.level_id
                        AND status <> 'retired'
                    ORDER BY key COLLATE "C" LIMIT wanted
                ) role
                ORDER BY other.code COLLATE "C", role.key COLLATE "C" LIMIT wanted)

        ) found
        ORDER BY ring.amount, found.key COLLATE "C"
        LIMIT wanted
    ) nearest
    JOIN taxonomy_profile profile ON profile.id = nearest.id
    JOIN taxonomy_function function ON function.id = profile.function_id
    JOIN taxonomy_focus focus ON focus.id = profile.focus_id
    JOIN taxonomy_level level ON level.code = profile.level_id
    JOIN taxonomy_track track ON track.code = level.track_id
    ORDER BY nearest.amount, nearest.key COLLATE "C";
END $function$;
