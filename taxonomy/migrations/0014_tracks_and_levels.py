"""Tracks become a table of their own; levels get a step, a label and an equivalent.

Levels keep their codes and so their addresses; steps are what the distance had computed from codes.
"""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from taxonomy.stored_sql import DropStored

NAMES = {"P": "Professional", "M": "Management", "E": "Executive", "S": "Support"}
STEPS_ABOVE_RANK = {"P": 0, "M": 2, "E": 5, "S": 0}
CODE = "^[A-Z0-9]{1,12}$"
A_CODE = "A code has 1 to 12 letters A-Z or digits, in upper case."
EQUIVALENTS = [
    f"{track}{rank}"
    for track, ranks in (("P", 8), ("M", 6), ("E", 6), ("S", 4))
    for rank in range(1, ranks + 1)
]


def fill_tracks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Those that the levels of the catalogue are on."""
    used = set(apps.get_model("taxonomy", "Level").objects.values_list("track", flat=True))
    apps.get_model("taxonomy", "Track").objects.bulk_create(
        apps.get_model("taxonomy", "Track")(code=code, name=name, order=order)
        for order, (code, name) in enumerate(NAMES.items(), 1)
        if code in used
    )


def fill_steps(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for track, above in STEPS_ABOVE_RANK.items():
        levels = apps.get_model("taxonomy", "Level").objects.filter(track=track)
        levels.update(step=models.F("rank") + above)


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0013_pay_terms")]

    operations = [
        DropStored(),
        migrations.CreateModel(
            name="Track",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                        validators=[django.core.validators.RegexValidator(CODE, A_CODE)],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        help_text="Its place among the tracks: 1 comes first."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", CODE)), name="track_code_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="track_has_a_name"
                    ),
                ],
            },
        ),
        migrations.RunPython(fill_tracks, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="level", name="level_code_is_track_and_rank"),
        migrations.RemoveConstraint(model_name="level", name="level_track_known"),
        migrations.RemoveConstraint(model_name="level", name="level_once_a_track_and_rank"),
        migrations.AlterField(
            model_name="level",
            name="code",
            field=models.CharField(
                max_length=12,
                primary_key=True,
                serialize=False,
                validators=[django.core.validators.RegexValidator(CODE, A_CODE)],
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="track",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="levels",
                to="taxonomy.track",
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="rank",
            field=models.PositiveSmallIntegerField(
                help_text="Its place on the track: 1 is the lowest.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(99),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="level",
            name="step",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text=(
                    "Its place on the scale that all tracks share: levels of one step are equals."
                ),
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(99),
                ],
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="level",
            name="label",
            field=models.CharField(
                blank=True,
                default="",
                help_text=(
                    "As the organisation writes it, shown in place of the code: Grade 7, 3.2."
                ),
                max_length=30,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="level",
            name="equivalent",
            field=models.CharField(
                blank=True,
                choices=[(code, code) for code in EQUIVALENTS],
                default="",
                help_text="The reference level that it equals, for matching titles and for pay.",
                max_length=3,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill_steps, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("track", "rank"),
                name="level_once_a_track_and_rank",
                violation_error_message="This track has a level of this rank.",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", CODE)),
                name="level_code_form",
                violation_error_message="A code has 1 to 12 letters A-Z or digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__range", (1, 99))),
                name="level_step_within_1_99",
                violation_error_message="A step is a number from 1 to 99.",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.CheckConstraint(
                condition=models.Q(("equivalent__in", ["", *EQUIVALENTS])),
                name="level_equivalent_known",
                violation_error_message="The equivalent is one of the 24 reference levels.",
            ),
        ),
        migrations.AlterField(
            model_name="function",
            name="name",
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name="profile",
            name="key",
            field=models.CharField(editable=False, max_length=62, unique=True),
        ),
        migrations.AlterField(
            model_name="searchentry",
            name="level",
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
