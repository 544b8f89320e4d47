"""Sort keys are stored beside titles of entries and terms, and filled for all that is there."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from taxonomy.stored_sql import DropStored
from taxonomy.text import sort_key

KEYS = {"Entry": ("title", "title_key"), "Term": ("term", "term_key")}


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name, (of, key) in KEYS.items():
        rows = apps.get_model("frameworks", name).objects.using(schema_editor.connection.alias)
        filled = list(rows.only("pk", of))
        for row in filled:
            setattr(row, key, sort_key(getattr(row, of)))
        rows.bulk_update(filled, [key], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0005_entry_is_attribute"), ("taxonomy", "0018_name_keys")]

    operations = [
        DropStored(),
        migrations.AlterModelOptions(
            name="term",
            options={"ordering": ["term_key", "term"], "verbose_name": "glossary term"},
        ),
        *(
            migrations.AddField(
                name.lower(), key, models.TextField(db_collation="C", default="", editable=False)
            )
            for name, (_, key) in KEYS.items()
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
