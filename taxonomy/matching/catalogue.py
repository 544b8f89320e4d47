"""What an answer says of a role beside its key: title, level, function, focus, SOC codes, pay.

Read from the database for as many roles as an answer names, each once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from taxonomy.models import ClassificationMapping, PayBand, Profile
from taxonomy.models.levels import label_or_code
from taxonomy.models.pay import AMOUNTS
from taxonomy.web.formatting import digits, per_period

HEADER = ("key", "title", "level", "function", "focus", "SOC", "pay")
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
    pay: str

    @property
    def cells(self) -> tuple[str, ...]:
        return astuple(self)


class Catalogue:
    """Facts by key, asked for in bulk and kept while one answer is written."""

    def __init__(self) -> None:
        self._known: dict[str, RoleFacts] = {}

    def look_up(self, keys: Iterable[str]) -> None:
        if missing := set(keys) - self._known.keys():
            self._known |= {facts.key: facts for facts in _facts(missing)}

    def __getitem__(self, key: str) -> RoleFacts:
        """Of a role that was taken out while the roster was matched, the key alone."""
        return self._known.get(key) or RoleFacts(key, *[""] * (len(HEADER) - 1))

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
    pay: dict[str, list[str]] = defaultdict(list)
    mapped = ClassificationMapping.objects.filter(scheme__istartswith="SOC", **of_these)
    for key, code in mapped.order_by("scheme", "code").values_list("profile__key", "code"):
        codes[key].append(code)
    for band in PayBand.objects.filter(**of_these).select_related("profile"):
        pay[band.profile.key].append(_pay(band))
    rows = Profile.objects.filter(key__in=keys).values_list(
        "key", "title", label_or_code("level"), "function__name", "focus__name"
    )
    for key, title, level, function, focus in rows:
        yield RoleFacts(
            key, title, level, function, focus, "; ".join(codes[key]), "; ".join(pay[key])
        )


def _pay(band: PayBand) -> str:
    low, median, high = (digits(getattr(band, name), band.currency) for name in AMOUNTS)
    market = f" ({band.market_id})" if band.market_id else ""
    return f"{band.currency} {low}–{high}, median {median}{per_period(band)}{market}"
