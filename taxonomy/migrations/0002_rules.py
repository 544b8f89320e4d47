"""Rules that a column constraint cannot hold: codes never change, keys follow, the revision rises.

`taxonomy_raise_revision` serves every app whose tables a public page reads.
"""

from django.db import migrations

REVISION = """
CREATE FUNCTION taxonomy_raise_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO taxonomy_revision AS held (id, number, changed_at, changed_in)
    VALUES (1, 1, now(), pg_current_xact_id()::text)
    ON CONFLICT (id) DO UPDATE
        SET number = held.number + 1, changed_at = now(), changed_in = excluded.changed_in
        WHERE held.changed_in <> excluded.changed_in;
    RETURN NULL;
END $$;
"""

# Before the statement, not after: every writer then takes the revision's row before any other,
# so two of them wait for each other in one order and never deadlock.
RAISED_BY = (
    "level",
    "function",
    "focus",
    "profile",
    "responsibility",
    "guideline",
    "skill",
    "focusskill",
    "payband",
    "source",
    "provenancescore",
    "titlealias",
    "classificationmapping",
)
TRIGGERS = "".join(
    f"""
CREATE TRIGGER raise_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON taxonomy_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
"""
    for table in RAISED_BY
)
NO_TRIGGERS = "".join(f"DROP TRIGGER raise_revision ON taxonomy_{table};\n" for table in RAISED_BY)

CODES = """
CREATE FUNCTION taxonomy_code_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a code never changes: % of % is fixed', TG_ARGV[0], TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_level FOR EACH ROW
    WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION taxonomy_code_is_fixed('the code');
CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_function FOR EACH ROW
    WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION taxonomy_code_is_fixed('the code');
CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_focus FOR EACH ROW
    WHEN (OLD.code <> NEW.code OR OLD.function_id <> NEW.function_id)
    EXECUTE FUNCTION taxonomy_code_is_fixed('the code');
CREATE TRIGGER code_is_fixed BEFORE UPDATE ON taxonomy_profile FOR EACH ROW
    WHEN (OLD.key <> NEW.key OR OLD.focus_id <> NEW.focus_id OR OLD.level_id <> NEW.level_id
          OR OLD.function_id <> NEW.function_id)
    EXECUTE FUNCTION taxonomy_code_is_fixed('the key');
"""
NO_CODES = """
DROP TRIGGER code_is_fixed ON taxonomy_level;
DROP TRIGGER code_is_fixed ON taxonomy_function;
DROP TRIGGER code_is_fixed ON taxonomy_focus;
DROP TRIGGER code_is_fixed ON taxonomy_profile;
DROP FUNCTION taxonomy_code_is_fixed();
"""

COORDINATES = """
-- By index always: the plan is kept, and one made while the tables were small would scan them whole
-- for every row of a bulk load.
CREATE FUNCTION taxonomy_profile_coordinates() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
    SELECT focus.function_id, function.code || '.' || focus.code || '.' || NEW.level_id
    INTO NEW.function_id, NEW.key
    FROM taxonomy_focus focus JOIN taxonomy_function function ON function.id = focus.function_id
    WHERE focus.id = NEW.focus_id;
    RETURN NEW;
END $$;
CREATE TRIGGER coordinates BEFORE INSERT ON taxonomy_profile FOR EACH ROW
    EXECUTE FUNCTION taxonomy_profile_coordinates();
"""
NO_COORDINATES = """
DROP TRIGGER coordinates ON taxonomy_profile;
DROP FUNCTION taxonomy_profile_coordinates();
"""


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial")]

    operations = [
        migrations.RunSQL(REVISION, "DROP FUNCTION taxonomy_raise_revision();"),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(CODES, NO_CODES),
        migrations.RunSQL(COORDINATES, NO_COORDINATES),
    ]
