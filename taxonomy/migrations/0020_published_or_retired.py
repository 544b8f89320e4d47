"""A role that has a row is published or retired, and its version is the number of its edition."""

from django.db import migrations, models

from taxonomy.stored_sql import DropStored

# Every address goes on answering: what was marked draft or in review is approved from now on.
PUBLISH = """
UPDATE taxonomy_profile SET status = 'approved' WHERE status IN ('draft', 'in_review');
UPDATE taxonomy_searchentry SET status = 'approved' WHERE status IN ('draft', 'in_review');
UPDATE taxonomy_revision SET number = number + 1;
"""


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0019_names_once_by_key")]

    operations = [
        DropStored(),
        migrations.RunSQL(PUBLISH, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint("profile", "profile_version_from_one"),
        migrations.RemoveField("profile", "version"),
        migrations.RemoveConstraint("profile", "profile_status_known"),
        migrations.AlterField(
            "profile",
            "status",
            models.CharField(
                choices=[("approved", "approved"), ("retired", "retired")],
                default="approved",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "profile",
            models.CheckConstraint(
                condition=models.Q(status__in=["approved", "retired"]),
                name="profile_status_known",
            ),
        ),
        migrations.AddField(
            "revision", "release", models.PositiveIntegerField(blank=True, null=True)
        ),
    ]
