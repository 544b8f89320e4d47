"""Pay gets a period (so far: year) and decimals; its market becomes a row of a table."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import taxonomy.models.currencies
from taxonomy.stored_sql import DropStored

MARKETS = """
INSERT INTO taxonomy_market (code, name)
SELECT market_text, market_text || CASE WHEN place > 1 THEN ' (' || place || ')' ELSE '' END
FROM (
    SELECT market_text, row_number() OVER (PARTITION BY lower(market_text) ORDER BY market_text)
        AS place
    FROM taxonomy_payband WHERE market_text <> '' GROUP BY market_text
) AS told;
UPDATE taxonomy_payband SET market_id = market_text WHERE market_text <> '';
SET CONSTRAINTS ALL IMMEDIATE
"""
TEXTS = """
UPDATE taxonomy_payband SET market_text = coalesce(market_id, '');
SET CONSTRAINTS ALL IMMEDIATE
"""


def amount(help_text=""):
    return models.DecimalField(
        decimal_places=3,
        max_digits=16,
        validators=[
            django.core.validators.MinValueValidator(0),
            django.core.validators.MaxValueValidator(1000000000000),
        ],
        help_text=help_text,
    )


def whole_to(places):
    return models.Q(
        *(
            django.db.models.lookups.Exact(
                models.F(name), django.db.models.functions.math.Round(models.F(name), places)
            )
            for name in ("low", "median", "high")
        )
    )


THREE = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
NONE = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"]
NONE += ["PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
PERIODS = {"year": "a year", "month": "a month", "week": "a week", "day": "a day"}
PERIODS["hour"] = "an hour"


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0012_limits"),
    ]

    operations = [
        DropStored(),
        migrations.CreateModel(
            name="Market",
            fields=[
                (
                    "code",
                    models.CharField(
                        help_text="Short, as pages and files have it: US, London.",
                        max_length=60,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(help_text="In full: United States.", max_length=120)),
            ],
            options={"ordering": ["code"]},
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"),
                name="market_name_once",
                violation_error_message="There is a market of this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=~models.Q(code="") & ~models.Q(name=""), name="market_is_whole"
            ),
        ),
        migrations.AlterModelOptions(name="payband", options={}),
        migrations.RemoveConstraint(
            model_name="payband", name="pay_band_once_a_market_and_currency"
        ),
        migrations.RenameField("payband", "market", "market_text"),
        migrations.AlterField(
            "payband", "market_text", models.CharField(max_length=60, blank=True, default="")
        ),
        migrations.AddField(
            model_name="payband",
            name="market",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: not stated.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pay_bands",
                to="taxonomy.market",
            ),
        ),
        migrations.RunSQL(MARKETS, TEXTS),
        migrations.RemoveField("payband", "market_text"),
        migrations.AddField(
            model_name="payband",
            name="period",
            field=models.CharField(choices=list(PERIODS.items()), default="year", max_length=5),
        ),
        migrations.AlterField(
            model_name="payband",
            name="currency",
            field=models.CharField(
                choices=taxonomy.models.currencies.choices,
                max_length=3,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Z]{3}$", "Three letters of ISO 4217: USD."
                    )
                ],
            ),
        ),
        migrations.AlterField("payband", "low", amount("In units of the currency for one period.")),
        migrations.AlterField("payband", "median", amount()),
        migrations.AlterField("payband", "high", amount()),
        migrations.AlterModelOptions(
            name="payband",
            options={
                "ordering": [
                    models.F("market_id").asc(nulls_first=True),
                    "currency",
                    models.Case(
                        *(
                            models.When(period=period, then=place)
                            for place, period in enumerate(PERIODS)
                        ),
                        output_field=models.SmallIntegerField(),
                    ),
                ]
            },
        ),
        migrations.AddConstraint(
            model_name="payband",
            constraint=models.UniqueConstraint(
                models.F("profile"),
                django.db.models.functions.comparison.Coalesce("market", models.Value("")),
                models.F("currency"),
                models.F("period"),
                name="pay_band_once_a_market_currency_and_period",
                violation_error_message=(
                    "This profile has a band for this market, currency and period."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="payband",
            constraint=models.CheckConstraint(
                condition=models.Q(low__gte=0, high__lte=1000000000000),
                name="pay_band_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="payband",
            constraint=models.CheckConstraint(
                condition=models.Q(currency__in=THREE)
                | (whole_to(2) & (~models.Q(currency__in=NONE) | whole_to(0))),
                name="pay_band_decimals_of_the_currency",
                violation_error_message="An amount has more decimals than its currency.",
            ),
        ),
        migrations.AddConstraint(
            model_name="payband",
            constraint=models.CheckConstraint(
                condition=models.Q(period__in=list(PERIODS)), name="pay_band_period_known"
            ),
        ),
    ]
