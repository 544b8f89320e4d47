CREATE OR REPLACE FUNCTION editions_published(wanted text)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
-- What a profile's page says of its publishing; taxonomy/profile/records.py reads it.
BEGIN
    RETURN (SELECT json_build_object(
        'edition', current.number,
        'release', (SELECT min(number) FROM editions_release
            WHERE revision >= current.from_revision),
        'last_release', (SELECT max(number) FROM editions_release),
        'successors', (SELECT json_agg(json_build_object(
                'relation', follows.relation, 'key', follows.to_key, 'title', role.title,
                'why', follows.why) ORDER BY follows.to_key)
            FROM editions_succession follows JOIN taxonomy_profile role ON role.key = follows.to_key
            WHERE follows.kind = 'profile' AND follows.from_key = wanted
                AND follows.until_revision IS NULL),
        'why_none', (SELECT why FROM editions_succession
            WHERE kind = 'profile' AND from_key = wanted AND relation = 'none'
                AND until_revision IS NULL))
        FROM editions_edition current
        WHERE current.kind = 'profile' AND current.key = wanted
            AND current.until_revision IS NULL);
END $function$;
