"""The canon's figures in words: money, scores, shares. Every page may use these as filters.

Whole pieces of a page are templates.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.dateformat import format as written

from taxonomy.choices import MARKET_BASES, Period
from taxonomy.models import Function
from taxonomy.models.currencies import decimals
from taxonomy.models.pay import PayBand, Terms
from taxonomy.text import folded

if TYPE_CHECKING:
    from taxonomy.profile.records import PayBandRecord

__all__ = [
    "band",
    "money",
    "named_apart",
    "pay_name",
    "pay_source",
    "per_period",
    "percent_rise",
    "places",
    "rise",
    "share_of_five",
    "short_money",
]

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}

Figure = Decimal | int


def named_apart(functions: Iterable[Function]) -> list[tuple[Function, str]]:
    """Each with its name, and its code beside it where several of them have one name."""
    functions = list(functions)
    times = Counter(folded(function.name) for function in functions)
    return [(f, f"{f.name} ({f.code})" if times[folded(f.name)] > 1 else f.name) for f in functions]


def money(amount: Figure, currency: str) -> str:
    """Every digit: $82,400; $38.50; CHF 82,400 where a currency has no sign of its own."""
    return _signed(digits(_size(amount), currency), currency, amount < 0)


def short_money(amount: Figure, currency: str) -> str:
    """To the nearest thousand: $82k, $1.25M; amounts under ten thousand keep their digits."""
    size = _size(amount)
    if size >= 999_500:
        figure = f"{size / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    elif size >= 10_000:
        figure = f"{int(size + 500) // 1000}k"
    else:
        figure = digits(size, currency)
    return _signed(figure, currency, amount < 0)


def _size(amount: Figure) -> Figure:
    return -amount if amount < 0 else amount


def digits(size: Figure, currency: str) -> str:
    """All of the currency's decimals, or none where all are zero."""
    return f"{size:,.0f}" if size == int(size) else f"{size:,.{decimals(currency)}f}"


def _signed(figure: str, currency: str, negative: bool) -> str:
    sign = SYMBOLS.get(currency, f"{currency} ")
    return f"−{sign}{figure}" if negative else f"{sign}{figure}"


def rise(amount: Figure, currency: str) -> str:
    """A difference with its sign: +$16k, −$2,000, no change."""
    if not amount:
        return "no change"
    text = short_money(amount, currency)
    return text if amount < 0 else f"+{text}"


def band(band: "PayBand | PayBandRecord") -> str:
    """Median with its range: $82k ($65k–$105k), $38.50 ($31.25–$46) an hour."""
    low, median, high = (
        short_money(getattr(band, name), band.currency) for name in ("low", "median", "high")
    )
    return f"{median} ({low}–{high}){per_period(band)}"


def per_period(terms: "PayBand | PayBandRecord | Terms") -> str:
    """The period of a band or of terms where it is not the usual year: ` an hour`, else nothing."""
    return "" if terms.period == Period.YEAR else f" {Period(terms.period).label}"


def pay_name(*bands: "PayBand | PayBandRecord") -> str:
    """`Market pay` where all of these are figures of a labour market, else `Pay`."""
    return "Market pay" if all(each.basis in MARKET_BASES for each in bands) else "Pay"


def pay_source(band: "PayBand | PayBandRecord") -> str:
    """Basis, source and date, as far as they are stated: `modelled; BLS, P4; as of 31 May 2025`."""
    parts = (band.get_basis_display(), band.source, as_of(band))
    return "; ".join(filter(None, parts)) or "not stated"


def as_of(band: "PayBand | PayBandRecord") -> str:
    """`as of 31 May 2025`, or nothing."""
    return f"as of {written(band.as_of, 'j F Y')}" if band.as_of else ""


def share_of_five(score: Decimal) -> int:
    """How wide a bar of 100 is for a score from 1 to 5."""
    return int(score * 20)


def percent_rise(percent: int) -> str:
    return f"{percent:+d}%".replace("-", "−")


def places(number: Decimal | float, count: int) -> str:
    """With that many decimals: 0.30, 4.5."""
    return f"{number:.{count}f}"
