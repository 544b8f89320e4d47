"""Slugs of skills spell the signs that tell names from each other; what they were redirects."""

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from taxonomy.models.slugs import slug_of
from taxonomy.stored_sql import DropStored


def spell_signs(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Gives each skill the slug that its name asks for, unless another skill keeps that."""
    skills = apps.get_model("taxonomy", "Skill").objects.using(schema_editor.connection.alias)
    former = apps.get_model("taxonomy", "FormerSlug").objects.using(schema_editor.connection.alias)
    every = list(skills.order_by("pk"))
    kept = {skill.slug for skill in every if skill.slug == slug_of(skill.name)}
    moved = []
    for skill in every:
        wanted = slug_of(skill.name)
        if skill.slug != wanted and wanted not in kept:
            kept.add(wanted)
            moved.append((skill, skill.slug, wanted))
    for skill, _, _ in moved:  # two may change places
        skills.filter(pk=skill.pk).update(slug=f"moves-{skill.pk}")
    for skill, _, wanted in moved:
        skills.filter(pk=skill.pk).update(slug=wanted)
    live = set(skills.values_list("slug", flat=True))
    for skill, old, _ in moved:
        if old not in live:
            former.create(slug=old, skill_id=skill.pk)


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0010_revision_mark")]

    operations = [
        DropStored(),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                (
                    "slug",
                    models.SlugField(max_length=140, primary_key=True, serialize=False),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_slugs",
                        to="taxonomy.skill",
                    ),
                ),
            ],
            options={"ordering": ["slug"]},
        ),
        migrations.AddConstraint(
            model_name="formerslug",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9-]+$")), name="former_slug_form"
            ),
        ),
        migrations.AlterField(
            model_name="proficiency", name="order", field=models.PositiveSmallIntegerField()
        ),
        migrations.AddConstraint(
            model_name="proficiency",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("order",),
                name="proficiency_place_once",
            ),
        ),
        migrations.AlterField(
            model_name="skill",
            name="slug",
            field=models.SlugField(editable=False, max_length=140, unique=True),
        ),
        migrations.AlterField(
            model_name="skillalias",
            name="slug",
            field=models.SlugField(editable=False, max_length=140, unique=True),
        ),
        migrations.AddConstraint(
            model_name="skillalias",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9-]+$")), name="skill_alias_slug_form"
            ),
        ),
        migrations.RunPython(spell_signs, migrations.RunPython.noop),
    ]
