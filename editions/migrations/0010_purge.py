"""Tombstones of purged editions."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0009_editors_use_the_scale")]

    operations = [
        migrations.CreateModel(
            name="Purge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=300)),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), size=None
                    ),
                ),
                ("why", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["kind", "key"], name="purge_of_a_thing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="purge_says_why",
                    )
                ],
            },
        ),
    ]
