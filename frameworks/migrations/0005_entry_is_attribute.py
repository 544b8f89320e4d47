"""Generic attributes of a framework of skills get a mark: they are entries, but no skills."""

from django.db import migrations, models

# How attributes were told apart before: by their category.
MARK = """
UPDATE frameworks_entry entry SET is_attribute = true
FROM frameworks_category category
LEFT JOIN frameworks_category parent ON parent.id = category.parent_id
WHERE category.id = entry.category_id AND 'generic-attributes' IN (category.code, parent.code)
"""


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0004_words_of_links")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="is_attribute",
            field=models.BooleanField(
                default=False,
                help_text="Of a framework of skills: what every level asks of everybody; no skill.",
                verbose_name="generic attribute",
            ),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
