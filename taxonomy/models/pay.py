"""What a role is paid in a market: one band a market, currency and period.

How a survey is spread over a ladder is in `taxonomy/canon/pay_survey.py`; nothing converts between
periods or currencies.
"""

from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Round
from django.db.models.lookups import Exact

from taxonomy.choices import PayBasis, Period, known
from taxonomy.limits import HIGHEST_PAY
from taxonomy.models.currencies import MOST_DECIMALS, choices, codes_with, decimals
from taxonomy.models.markets import Market
from taxonomy.models.profiles import Profile
from taxonomy.models.text_fields import LineField

AMOUNTS = ("low", "median", "high")


class Terms(NamedTuple):
    """What two bands have in common that compare: figures of other terms never do."""

    market: str
    currency: str
    period: str


def period_order() -> models.Case:
    """Sort key from year to hour."""
    return models.Case(
        *(models.When(period=period, then=place) for place, period in enumerate(Period.values)),
        output_field=models.SmallIntegerField(),
    )


def _amount(help_text: str = "") -> models.DecimalField:
    """Units of a currency, with as many decimals as any currency has."""
    return models.DecimalField(
        max_digits=16,
        decimal_places=MOST_DECIMALS,
        validators=[MinValueValidator(0), MaxValueValidator(HIGHEST_PAY)],
        help_text=help_text,
    )


def _whole_to(places: int) -> Q:
    rounded = {name: Exact(F(name), Round(F(name), places)) for name in AMOUNTS}
    return Q(rounded["low"], rounded["median"], rounded["high"])


class PayBand(models.Model):
    Basis = PayBasis

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="pay_bands")
    market = models.ForeignKey(
        Market,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pay_bands",
        help_text="Empty: not stated.",
    )
    currency = models.CharField(
        max_length=3,
        choices=choices,
        validators=[RegexValidator("^[A-Z]{3}$", "Three letters of ISO 4217: USD.")],
    )
    period = models.CharField(max_length=5, choices=Period, default=Period.YEAR)
    low = _amount("In units of the currency for one period.")
    median = _amount()
    high = _amount()
    basis = models.CharField(
        max_length=10, choices=Basis, blank=True, help_text="Empty: the source does not say."
    )
    source = LineField(max_length=300, blank=True)
    as_of = models.DateField(null=True, blank=True)

    class Meta:
        ordering = [F("market_id").asc(nulls_first=True), "currency", period_order()]
        constraints = [
            models.UniqueConstraint(
                "profile",
                Coalesce("market", Value("")),
                "currency",
                "period",
                name="pay_band_once_a_market_currency_and_period",
                violation_error_message=(
                    "This profile has a band for this market, currency and period."
                ),
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("median"), median__lte=F("high")),
                name="pay_band_low_median_high",
                violation_error_message="A band runs low ≤ median ≤ high.",
            ),
            models.CheckConstraint(
                condition=Q(low__gte=0, high__lte=HIGHEST_PAY), name="pay_band_within_bounds"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="pay_band_currency_form"
            ),
            models.CheckConstraint(
                condition=Q(currency__in=codes_with(3))
                | (_whole_to(2) & (~Q(currency__in=codes_with(0)) | _whole_to(0))),
                name="pay_band_decimals_of_the_currency",
                violation_error_message="An amount has more decimals than its currency.",
            ),
            known("period", Period, "pay_band_period_known"),
            known("basis", PayBasis, "pay_band_basis_known", blank=True),
        ]

    def __str__(self) -> str:
        figures = f"{self.currency} {self.median} ({self.low}–{self.high})"
        return f"{figures} {self.get_period_display()} {self.market_id or ''}".strip()

    @property
    def terms(self) -> Terms:
        return Terms(self.market_id or "", self.currency, self.period)

    def clean(self) -> None:
        """Names the amount that has too many decimals, before the constraint does."""
        places = decimals(self.currency)
        for name in AMOUNTS:
            amount = getattr(self, name)
            if amount is not None and too_many_decimals(Decimal(amount), places):
                raise ValidationError({name: decimals_allowed(self.currency)})


def too_many_decimals(amount: Decimal, places: int) -> bool:
    if not amount.is_finite() or amount == int(amount):
        return False
    return bool(amount % Decimal(1).scaleb(-places))


def decimals_allowed(currency: str) -> str:
    """The sentence for an amount that has more decimals than its currency."""
    places = decimals(currency)
    return f"{currency} has {f'{places} decimals' if places else 'no decimals'}"
