"""A foreign key that begins a unique constraint needs no index of its own besides."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("frameworks", "0006_sort_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="activities",
                to="frameworks.entry",
            ),
        ),
        migrations.AlterField(
            model_name="category",
            name="framework",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="categories",
                to="frameworks.framework",
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="framework",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entries",
                to="frameworks.framework",
            ),
        ),
        migrations.AlterField(
            model_name="frameworklevel",
            name="framework",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="levels",
                to="frameworks.framework",
            ),
        ),
        migrations.AlterField(
            model_name="leveldescription",
            name="entry",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="level_descriptions",
                to="frameworks.entry",
            ),
        ),
        migrations.AlterField(
            model_name="supplement",
            name="activity",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="supplements",
                to="frameworks.activity",
            ),
        ),
        migrations.AlterField(
            model_name="term",
            name="framework",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="terms",
                to="frameworks.framework",
            ),
        ),
    ]
