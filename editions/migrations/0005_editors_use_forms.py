"""Editors may use the admin's forms of the canon: what these save is a draft."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations

# The tables of things with editions and the lists below them. Not the scale of proficiencies, which
# is saved at once.
TABLES = {
    "taxonomy": (
        *("function", "focus", "track", "level", "market", "profile", "skill", "synonym"),
        *("area", "focusskill", "source", "provenancescore"),
        *("responsibility", "profileskill", "guideline", "payband", "titlealias"),
        *("classificationmapping", "skillalias", "skillproficiency"),
    ),
    "frameworks": ("canonlink",),
}


def let_editors_use_forms(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editor")
    for label, tables in TABLES.items():
        create_permissions(current.get_app_config(label), verbosity=0)
        names = [f"{deed}_{table}" for table in tables for deed in ("add", "change", "delete")]
        found = Permission.objects.filter(content_type__app_label=label, codename__in=names)
        editors.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0004_draft_row"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(let_editors_use_forms, migrations.RunPython.noop)]
