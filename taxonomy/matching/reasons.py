"""Why a title is no role, or not surely one: sentences that name its words and the nearest role."""

from collections.abc import Iterable, Mapping

from taxonomy.matching.nearby_trades import nearby_trade
from taxonomy.matching.nearest_by_text import by_text
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import Index, NameReading
from taxonomy.matching.scored_role import Scored
from taxonomy.matching.title_readings import Reading, spelled_out
from taxonomy.matching.title_words import JOINING, LEADING_LEVEL_WORDS
from taxonomy.matching.word_families import trade
from taxonomy.matching.word_forms import LETTERS, plain_words, single

NEAR = 0.3  # a role with less is not worth a name
MOST_WORDS = 4  # that a sentence names


def written(title: str) -> dict[str, str]:
    """Word in the singular → as the title writes it."""
    return {single(word): word for word in LETTERS.findall(plain_words(title))}


def why_none(
    index: Index, readings: list[Reading], ranked: list[Scored], shown: Mapping[str, str]
) -> str:
    """The reason of a plain no match."""
    reading = readings[0]
    by_trade = nearby_trade(index, reading)
    if not by_trade and ranked and ranked[0].score >= NEAR and _is_near(index, reading, ranked[0]):
        return _nearest(index, ranked[0], spelled_out(ranked[0].reading) | dict(shown))
    near = by_trade or by_text(index, reading)
    return _lacking(index, reading, shown) + near


def _is_near(index: Index, reading: Reading, near: Scored) -> bool:
    """Whether the nearest name says something of the trade. A related word alone leads astray where
    the kind of work is another: a waiter is no server administrator.
    """
    said = trade(reading.words)
    if not said or reading.head == near.name.head:
        return bool(said) or not reading.words
    return any(word in index.by_word for word in said)


def _lacking(index: Index, reading: Reading, shown: Mapping[str, str]) -> str:
    """Which words of the title no role has."""
    shown = spelled_out(reading) | dict(shown)
    words = [word for word in dict.fromkeys(reading.words) if word not in JOINING]
    if not words:
        return f"{listed_words(reading.typed, shown)} says a level and no trade"
    known = [word for word in words if word in index.by_word]
    unknown = [word for word in words if word not in index.by_word]
    # An abbreviation of several words is unknown as a whole: ‘dba’, and not ‘administrator’.
    whole = {shown.get(word, word) for word in unknown}
    known = [word for word in known if shown.get(word, word) not in whole]
    if not known:
        # Staff Nurse has ‘staff’, and as its level.
        where = "as its trade" if LEADING_LEVEL_WORDS & set(unknown) else "in its name"
        return f"no role has {listed_words(unknown, shown, 'or')} {where}"
    if not trade(known):
        said = f"{listed_words(known, shown)} {'says' if len(known) == 1 else 'say'} no trade"
        return f"{said}, and no role has {listed_words(unknown, shown, 'or')}" if unknown else said
    if unknown:
        rest = f"{listed_words(known, shown)} alone {_is(known)} too little to compare"
        return f"no role has {listed_words(unknown, shown, 'or')} in its name, and {rest}"
    return f"no role has {listed_words(words, shown)} in one name"


def why_differs(scored: Scored, shown: Mapping[str, str]) -> str:
    """What the nearest name has and the title has not, or has in other words."""
    name, reading = scored.name, scored.reading
    missing = [word for word in name.reading.words if word not in reading.all_words]
    related = [word for word in missing if not reading.bag.isdisjoint(RELATED.get(word, ()))]
    theirs = written(name.text)
    if related and (ours := sorted(reading.bag - name.reading.bag)):
        return f"{listed_words(ours, shown)} is not the same as {listed_words(related, theirs)}"
    if missing:
        return f"the title has no {listed_words(missing, theirs, 'or')}, as ‘{name.text}’ has"
    return f"only a part of the title is ‘{name.text}’"


def _nearest(index: Index, near: Scored, shown: Mapping[str, str]) -> str:
    said = f"nearest is {_called(near.name, near)}"
    strange = [word for word in near.unexplained if word not in index.by_word]
    if strange:
        return f"{said}; {listed_words(strange, shown)} {_is(strange)} explained by no role"
    if near.unexplained:
        words = listed_words(near.unexplained, shown)
        return f"{said}; {words} {_is(near.unexplained)} not in that name"
    return f"{said}; {why_differs(near, shown)}"


def _called(name: NameReading, scored: Scored) -> str:
    role = scored.role
    if name.role is not role:
        return f"{role.title} with {scored.score:.2f}, by ‘{name.text}’ of its ladder"
    called = role.title if name.text == role.title else f"{role.title} (‘{name.text}’)"
    return f"{called} with {scored.score:.2f}"


def listed_words(words: Iterable[str], shown: Mapping[str, str], joint: str = "and") -> str:
    found = list(dict.fromkeys(f"‘{shown.get(word, word)}’" for word in words))
    if len(found) > MOST_WORDS:
        return f"{', '.join(found[:MOST_WORDS])} {joint} {len(found) - MOST_WORDS} more words"
    return f" {joint} ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def _is(words: Iterable[str]) -> str:
    return "is" if len(list(words)) == 1 else "are"
