"""The index by the end of editions is of those that have ended: the others have one by key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editions", "0005_editors_use_forms")]

    operations = [
        migrations.RemoveIndex("edition", "edition_until_revision"),
        migrations.AddIndex(
            "edition",
            models.Index(
                fields=["until_revision"],
                name="edition_ended_at",
                condition=models.Q(until_revision__isnull=False),
            ),
        ),
    ]
