"""What a near role is paid beside the subject: the difference of medians on the same terms."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from taxonomy.models.pay import Terms

Medians = dict[Terms, Decimal]


class PayDifference(NamedTuple):
    """Median of the near role less the subject's, in one market, currency and period."""

    amount: Decimal
    currency: str
    period: str


def medians_of(rows: Iterable[Sequence[Any]] | None) -> dict[int, Medians]:
    """Medians by role, from rows of its id, the median and the terms."""
    found: dict[int, Medians] = {}
    for role, median, *terms in rows or ():
        found.setdefault(role, {})[Terms(*terms)] = Decimal(str(median))
    return found


def difference(medians: Mapping[int, Medians], own: int, other: int) -> PayDifference | None:
    """On the first terms, in order of the alphabet, on which both are paid."""
    ours, theirs = medians.get(own, {}), medians.get(other, {})
    both = min(ours.keys() & theirs.keys(), default=None)
    return PayDifference(theirs[both] - ours[both], both.currency, both.period) if both else None
