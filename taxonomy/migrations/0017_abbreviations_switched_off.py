"""A synonym may switch off an abbreviation that ships. Rows that say what ships go: search and
title matching read the table in code.
"""

from django.db import migrations, models

from taxonomy.abbreviations import ABBREVIATIONS


def delete_what_ships(apps, schema_editor):
    """Nothing is lost: each of these pairs is read from the table, and can be switched off."""
    rows = apps.get_model("taxonomy", "Synonym").objects.filter(both_ways=False)
    for term, meanings in ABBREVIATIONS.items():
        rows.filter(term=term, meaning__in=meanings).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0016_requirements_in_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="synonym",
            name="is_off",
            field=models.BooleanField(
                default=False,
                help_text="Neither search nor title matching reads the term so, though it ships.",
                verbose_name="switched off",
            ),
        ),
        migrations.RunPython(delete_what_ships, migrations.RunPython.noop),
    ]
