"""What a role is paid in a market: one band a market and currency.

How a survey is spread over a ladder is told in `taxonomy/canon/pay_survey.py`.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from taxonomy.models.profiles import Profile
from taxonomy.models.text_fields import LineField


class PayBand(models.Model):
    class Basis(models.TextChoices):
        SURVEY = "survey", "survey"
        MODELLED = "modelled", "modelled"
        INHERITED = "inherited", "inherited"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="pay_bands")
    market = LineField(max_length=60, blank=True, help_text="US or London; empty: not stated.")
    currency = models.CharField(
        max_length=3, validators=[RegexValidator("^[A-Z]{3}$", "Three letters of ISO 4217: USD.")]
    )
    low = models.PositiveIntegerField(help_text="Whole units of the currency a year.")
    median = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    basis = models.CharField(
        max_length=9, choices=Basis, blank=True, help_text="Empty: the source does not say."
    )
    source = LineField(max_length=300, blank=True)
    as_of = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["market", "currency"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "market", "currency"],
                name="pay_band_once_a_market_and_currency",
                violation_error_message="This profile has a band for this market and currency.",
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("median"), median__lte=F("high")),
                name="pay_band_low_median_high",
                violation_error_message="A band runs low ≤ median ≤ high.",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="pay_band_currency_form"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["", "survey", "modelled", "inherited"]),
                name="pay_band_basis_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.median} ({self.low}–{self.high}) {self.market}".strip()
