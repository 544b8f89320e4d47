"""How entries are asked for by their words: in conditions that the index of words answers best.

A condition is SQL with a place for each of its tsqueries. What is asked for is decided elsewhere.
"""

from collections.abc import Iterable, Sequence

# The words come as a value that the planner does not look into: no other index serves, and weighing
# the statistics of words takes longer than many a search.
HAS = "words @@ (SELECT %s::tsquery)"
# Roles among the matches. Written so that no other index than that of the words serves it.
IS_ROLE = "kind || '' = 'profile'"


def has_all(words: Sequence[str]) -> str:
    """Entries that match each of these tsqueries, of which the rarest should come first.

    One tsquery of them all would be the same and far slower: the index then looks up every word
    for every entry that has the rarest. Conditions of their own are looked up in turn, each only
    where those before it are true.
    """
    return " AND ".join([HAS] * len(words)) or "true"


def has_any(choices: Sequence[Sequence[str]]) -> str:
    """Entries that match all tsqueries of any of these choices."""
    return "(" + " OR ".join(f"({has_all(words)})" for words in choices) + ")"


def in_slots(standings: Iterable[int], slots: int) -> str:
    """A tsquery for entries of these standings in the first so many slots."""
    return " | ".join(f"'#{standing}.{slot}'" for standing in standings for slot in range(slots))
