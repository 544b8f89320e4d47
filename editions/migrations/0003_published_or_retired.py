"""Roles that were draft or in review are approved (taxonomy 0020): their next editions say so."""

from django.db import migrations

NOTE = """
INSERT INTO editions_touched (kind, key)
SELECT kind, key FROM editions_edition WHERE kind = 'profile' AND until_revision IS NULL
    AND document->>'status' IN ('draft', 'in_review')
ON CONFLICT DO NOTHING;
UPDATE taxonomy_revision SET release = (SELECT max(number) FROM editions_release);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0002_groups"),
        ("taxonomy", "0020_published_or_retired"),
    ]

    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
