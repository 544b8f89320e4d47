"""What search filters by: the skills that a profile requires. A skill gets a description."""

import django.contrib.postgres.fields
from django.db import migrations, models

from taxonomy.stored_sql import DropStored


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0015_pay_of_an_occupation"),
    ]

    operations = [
        DropStored(),
        migrations.AddField(
            model_name="searchentry",
            name="requires",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="skill",
            name="description",
            field=models.TextField(blank=True),
        ),
    ]
