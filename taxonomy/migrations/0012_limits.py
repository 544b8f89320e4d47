"""The numbers that forms take are limited as those of files; the columns stay as they are."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0011_skill_addresses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="focus",
            name="sources_stated",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="How many sources a captured page counts without listing them.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(10000)],
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="years_max",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(80)],
                verbose_name="typical years to",
            ),
        ),
        migrations.AlterField(
            model_name="level",
            name="years_min",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(80)],
                verbose_name="typical years from",
            ),
        ),
        migrations.AlterField(
            model_name="profile",
            name="version",
            field=models.PositiveIntegerField(
                default=1, validators=[django.core.validators.MaxValueValidator(1000000)]
            ),
        ),
    ]
