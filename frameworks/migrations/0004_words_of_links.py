"""Plainer words for how an entry compares with what it is linked to; nothing stored changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("frameworks", "0003_links"),
    ]

    operations = [
        migrations.AlterField(
            model_name="canonlink",
            name="kind",
            field=models.CharField(
                choices=[
                    ("exact", "the same"),
                    ("close", "close"),
                    ("broad", "broader"),
                    ("narrow", "narrower"),
                ],
                default="close",
                help_text="How the entry compares with what it is linked to.",
                max_length=6,
            ),
        ),
    ]
