"""Search by brute force, to compare with: every match is scored, however many there are."""

from taxonomy.search import ranking
from taxonomy.search.filters import Filters
from taxonomy.search.query import Query


def every_match_scored(query: Query, filters: Filters, limit: int) -> list[ranking.Hit]:
    """The best roles, from the words of each match."""
    return ranking._scored(query, ranking._all_of(query), filters, limit) or []
