"""Who works with change sets: groups that an administrator puts accounts into."""

from django.apps import apps as current
from django.contrib.auth.management import create_permissions
from django.db import migrations

LOOKS = ("taxonomy", "frameworks", "editions")
MAY = {
    "Editor": ("add_changeset", "change_changeset", "add_draft", "change_draft"),
    "Reviewer": ("review_changeset",),
    "Publisher": ("publish_changeset", "add_release", "change_release"),
}


def make_groups(apps, schema_editor):
    for label in LOOKS:  # permissions are made after all migrations, and are needed here
        create_permissions(current.get_app_config(label), verbosity=0)
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    looking = Permission.objects.filter(
        content_type__app_label__in=LOOKS, codename__startswith="view_"
    )
    for name, codenames in MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*looking)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="editions", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("frameworks", "0005_entry_is_attribute"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
