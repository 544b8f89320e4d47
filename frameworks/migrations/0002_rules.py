"""Rules that a column constraint cannot hold: rows of two frameworks never mix; the canon's
revision rises, because public pages of this app carry it in their ETag.
"""

from django.db import migrations

RAISED_BY = (
    "framework",
    "frameworklevel",
    "category",
    "term",
    "entry",
    "leveldescription",
    "practice",
    "activity",
    "supplement",
    "relation",
    "canonlink",
)
TRIGGERS = "".join(
    f"""
CREATE TRIGGER raise_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON frameworks_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_raise_revision();
"""
    for table in RAISED_BY
)
NO_TRIGGERS = "".join(
    f"DROP TRIGGER raise_revision ON frameworks_{table};\n" for table in RAISED_BY
)

# table → (columns that matter, whether a row mixes two frameworks or two practices)
MIXED = {
    "entry": (
        "framework_id, category_id",
        """NEW.category_id IS NOT NULL AND NEW.framework_id <>
           (SELECT framework_id FROM frameworks_category WHERE id = NEW.category_id)""",
    ),
    "category": (
        "framework_id, parent_id",
        """NEW.parent_id IS NOT NULL AND NEW.framework_id <>
           (SELECT framework_id FROM frameworks_category WHERE id = NEW.parent_id)""",
    ),
    "leveldescription": (
        "entry_id, level_id",
        """(SELECT framework_id FROM frameworks_entry WHERE id = NEW.entry_id) <>
           (SELECT framework_id FROM frameworks_frameworklevel WHERE id = NEW.level_id)""",
    ),
    "practice": (
        "entry_id, level_id",
        """(SELECT framework_id FROM frameworks_entry WHERE id = NEW.entry_id) <>
           (SELECT framework_id FROM frameworks_frameworklevel WHERE id = NEW.level_id)""",
    ),
    "activity": (
        "entry_id, parent_id",
        """NEW.parent_id IS NOT NULL AND NEW.entry_id <>
           (SELECT entry_id FROM frameworks_activity WHERE id = NEW.parent_id)""",
    ),
    "relation": (
        "target_id, activity_id",
        """NEW.activity_id IS NOT NULL AND NEW.target_id <>
           (SELECT entry_id FROM frameworks_activity WHERE id = NEW.activity_id)""",
    ),
}
RULES = "".join(
    f"""
CREATE FUNCTION frameworks_{table}_is_unmixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {mixed} THEN
        RAISE EXCEPTION 'a row of {table} joins two frameworks or practices'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unmixed BEFORE INSERT OR UPDATE OF {columns} ON frameworks_{table}
    FOR EACH ROW EXECUTE FUNCTION frameworks_{table}_is_unmixed();
"""
    for table, (columns, mixed) in MIXED.items()
)
NO_RULES = "".join(
    f"""
DROP TRIGGER unmixed ON frameworks_{table};
DROP FUNCTION frameworks_{table}_is_unmixed();
"""
    for table in MIXED
)


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial"), ("taxonomy", "0002_rules")]

    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(RULES, NO_RULES),
    ]
