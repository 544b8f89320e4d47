"""Notes of what was written say in which set, as the transaction called it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0007_successions")]

    operations = [
        migrations.AddField("touched", "change_set", models.CharField(max_length=200, null=True)),
    ]
