CREATE OR REPLACE FUNCTION taxonomy_search_at_commit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
-- It fires once a note, and the first time does the work of all. The others must not look into the
-- queue, which is full of dead rows by then: a bulk change would cost the square of its size.
-- Whoever writes has the revision's row, so all from its first note on are its own. Of what a load
-- left before them it takes a portion: a queue that nobody tends empties, and nobody waits for all.
BEGIN
    IF current_setting('taxonomy.search_drained', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    WHILE taxonomy_search_drain(2000, NEW.id) > 0 LOOP
    END LOOP;
    PERFORM taxonomy_search_drain(200);
    PERFORM set_config('taxonomy.search_drained', 'yes', true);
    RETURN NULL;
END $function$;
