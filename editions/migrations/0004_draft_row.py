"""A drafted thing that is not in the canon yet has the number of its row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_published_or_retired")]

    operations = [
        migrations.AddField("draft", "row", models.BigIntegerField(blank=True, null=True)),
    ]
