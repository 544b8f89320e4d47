"""A foreign key that begins a unique constraint needs no index of its own besides."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0011_successors_stated"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="change_set",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="editions.changeset",
            ),
        ),
        migrations.AlterField(
            model_name="proposedsuccession",
            name="change_set",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposed_successions",
                to="editions.changeset",
            ),
        ),
    ]
