"""A basis of pay for what a survey says of an occupation as a whole."""

from django.db import migrations, models

BASES = {
    "survey": "survey",
    "occupation": "survey, occupation as a whole",
    "modelled": "modelled",
    "inherited": "inherited",
}


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0014_tracks_and_levels"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="payband", name="pay_band_basis_known"),
        migrations.AlterField(
            model_name="payband",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=list(BASES.items()),
                help_text="Empty: the source does not say.",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="payband",
            constraint=models.CheckConstraint(
                condition=models.Q(basis__in=["", *BASES]), name="pay_band_basis_known"
            ),
        ),
    ]
