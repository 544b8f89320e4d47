"""Editors may use the form of proficiencies: what it saves is a draft now."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_editors_use_the_scale(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editor")
    create_permissions(current.get_app_config("taxonomy"), verbosity=0)
    names = [f"{deed}_proficiency" for deed in ("add", "change", "delete")]
    found = Permission.objects.filter(content_type__app_label="taxonomy", codename__in=names)
    editors.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("editions", "0008_touched_in_a_set")]

    operations = [migrations.RunPython(let_editors_use_the_scale, migrations.RunPython.noop)]
