"""What an answer says of a role beside its key: title, level, function, focus, SOC codes, pay.

Read from the database for as many roles as an answer names, each once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from taxonomy.choices import Period
from taxonomy.models import ClassificationMapping, PayBand, Profile
from taxonomy.models.levels import label_or_code
from taxonomy.models.pay import AMOUNTS
from taxonomy.spreadsheets.book import Cell
from taxonomy.web.formatting import digits, per_period

PAY = (
    *("pay low", "pay median", "pay high", "pay currency", "pay period", "pay market"),
    *("pay basis", "pay as of", "other pay"),
)
HEADER = ("key", "title", "level", "function", "focus", "SOC", *PAY)
MOST_LISTED = 5_000  # roles of a canon that an answer lists whole


@dataclass(frozen=True)
class RoleFacts:
    """A role as a row of a table."""

    key: str
    title: str
    level: str
    function: str
    focus: str
    soc: str
    pay: tuple[Cell, ...] = ("",) * len(PAY)

    @property
    def cells(self) -> tuple[Cell, ...]:
        named = (self.key, self.title, self.level, self.function, self.focus, self.soc)
        return (*named, *self.pay)


class Catalogue:
    """Facts by key, asked for in bulk and kept while one answer is written."""

    def __init__(self) -> None:
        self._known: dict[str, RoleFacts] = {}

    def look_up(self, keys: Iterable[str]) -> None:
        if missing := set(keys) - self._known.keys():
            self._known |= {facts.key: facts for facts in _facts(missing)}

    def __getitem__(self, key: str) -> RoleFacts:
        """Of a role that was taken out while the roster was matched, the key alone."""
        return self._known.get(key) or RoleFacts(key, "", "", "", "", "")

    def listed(self) -> list[RoleFacts]:
        """Every role in use by key; of a large canon those alone that the answer names."""
        in_use = Profile.objects.in_use().order_by("key")
        keys = list(in_use.values_list("key", flat=True)[: MOST_LISTED + 1])
        if len(keys) > MOST_LISTED:
            keys = sorted(self._known)
        self.look_up(keys)
        return [self[key] for key in keys]


def _facts(keys: set[str]) -> Iterator[RoleFacts]:
    of_these = {"profile__key__in": keys}
    codes: dict[str, list[str]] = defaultdict(list)
    bands: dict[str, list[PayBand]] = defaultdict(list)
    mapped = ClassificationMapping.objects.filter(scheme__istartswith="SOC", **of_these)
    for key, code in mapped.order_by("scheme", "code").values_list("profile__key", "code"):
        codes[key].append(code)
    for band in PayBand.objects.filter(**of_these).select_related("profile"):
        bands[band.profile.key].append(band)
    rows = Profile.objects.filter(key__in=keys).values_list(
        "key", "title", label_or_code("level"), "function__name", "focus__name"
    )
    for key, title, level, function, focus in rows:
        yield RoleFacts(key, title, level, function, focus, "; ".join(codes[key]), _pay(bands[key]))


def _pay(bands: list[PayBand]) -> tuple[Cell, ...]:
    """One band as numbers with their terms, a year's in a known market if there is one; the others
    in words.
    """
    if not bands:
        return ("",) * len(PAY)
    first, *others = sorted(bands, key=lambda x: (x.period != Period.YEAR, x.market_id is None))
    return (
        *(_number(getattr(first, name)) for name in AMOUNTS),
        *(first.currency, Period(first.period).label, first.market_id or ""),
        *(first.get_basis_display() or "not stated", first.as_of or ""),
        "; ".join(map(_in_words, others)),
    )


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


def _in_words(band: PayBand) -> str:
    low, median, high = (digits(getattr(band, name), band.currency) for name in AMOUNTS)
    market = f" ({band.market_id})" if band.market_id else ""
    basis = f", {band.get_basis_display()}" if band.basis else ""
    return f"{band.currency} {low}–{high}, median {median}{per_period(band)}{market}{basis}"
