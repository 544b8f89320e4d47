"""A set proposes what follows what; a published succession ends when its set is undone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0006_index_of_ended"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedSuccession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("from_key", models.CharField(max_length=300)),
                ("to_key", models.CharField(max_length=300)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("replaced", "replaced by"),
                            ("split", "split into"),
                            ("merged", "merged into"),
                        ],
                        max_length=8,
                    ),
                ),
                ("why", models.TextField(blank=True)),
                ("ends", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["kind", "from_key", "to_key"],
            },
        ),
        migrations.AlterModelOptions(
            name="succession",
            options={"ordering": ["kind", "from_key", "to_key", "pk"]},
        ),
        migrations.RemoveConstraint(
            model_name="succession",
            name="succession_once_a_pair",
        ),
        migrations.AddField(
            model_name="succession",
            name="ended_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended_successions",
                to="editions.changeset",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="from_revision",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="succession",
            name="until_revision",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_revision__isnull", True)),
                fields=("kind", "from_key", "to_key"),
                name="succession_once_a_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_revision__isnull", True),
                    ("until_revision__gte", models.F("from_revision")),
                    _connector="OR",
                ),
                name="succession_ends_after_it_began",
            ),
        ),
        migrations.AddField(
            model_name="proposedsuccession",
            name="change_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposed_successions",
                to="editions.changeset",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedsuccession",
            constraint=models.UniqueConstraint(
                fields=("change_set", "kind", "from_key", "to_key"),
                name="proposed_succession_once_a_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedsuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation__in", ["replaced", "split", "merged"])),
                name="proposed_succession_relation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedsuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_key", models.F("to_key")), _negated=True),
                name="proposed_succession_of_another",
            ),
        ),
    ]
