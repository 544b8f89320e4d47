"""Why a title is no role, or not surely one: sentences that name its words and the nearest role."""

import re
from collections.abc import Iterable, Mapping

from taxonomy.matching.nearest_by_text import by_text
from taxonomy.matching.related_words import RELATED
from taxonomy.matching.role_index import Index, NameReading
from taxonomy.matching.scored_role import Scored
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import JOINING, LEADING_LEVEL_WORDS
from taxonomy.matching.word_families import trade
from taxonomy.matching.word_forms import LETTERS, plain_words, single

_ABBREVIATION = re.compile(r"‘(.+)’ = (.+)")
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
    says_trade = bool(trade(reading.words)) or not reading.words
    if ranked and ranked[0].score >= NEAR and says_trade:
        return _nearest(index, ranked[0], shown)
    return _lacking(index, reading, shown) + by_text(index, reading)


def _lacking(index: Index, reading: Reading, shown: Mapping[str, str]) -> str:
    """Which words of the title no role has."""
    shown = _spelled_out(reading) | dict(shown)
    words = [word for word in dict.fromkeys(reading.words) if word not in JOINING]
    if not words:
        return f"{_quoted(reading.typed, shown)} says a level and no trade"
    known = [word for word in words if word in index.by_word]
    unknown = [word for word in words if word not in index.by_word]
    if not known:
        # Staff Nurse has ‘staff’, and as its level.
        where = "as its trade" if LEADING_LEVEL_WORDS & set(unknown) else "in its name"
        return f"no role has {_quoted(unknown, shown, 'or')} {where}"
    if not trade(known):
        said = f"{_quoted(known, shown)} {'says' if len(known) == 1 else 'say'} no trade"
        return f"{said}, and no role has {_quoted(unknown, shown, 'or')}" if unknown else said
    if unknown:
        rest = f"{_quoted(known, shown)} alone {_is(known)} too little to compare"
        return f"no role has {_quoted(unknown, shown, 'or')} in its name, and {rest}"
    return f"no role has {_quoted(words, shown)} in one name"


def _spelled_out(reading: Reading) -> dict[str, str]:
    """A word that an abbreviation was read as → the abbreviation, as the title has it."""
    notes = filter(None, map(_ABBREVIATION.fullmatch, reading.notes))
    return {single(word): note[1] for note in notes for word in note[2].split()}


def why_differs(scored: Scored, shown: Mapping[str, str]) -> str:
    """What the nearest name has and the title has not, or has in other words."""
    name, reading = scored.name, scored.reading
    missing = [word for word in name.reading.words if word not in reading.all_words]
    related = [word for word in missing if not reading.bag.isdisjoint(RELATED.get(word, ()))]
    theirs = written(name.text)
    if related and (ours := sorted(reading.bag - name.reading.bag)):
        return f"{_quoted(ours, shown)} is not the same as {_quoted(related, theirs)}"
    if missing:
        return f"the title has no {_quoted(missing, theirs, 'or')}, as ‘{name.text}’ has"
    return f"only a part of the title is ‘{name.text}’"


def _nearest(index: Index, near: Scored, shown: Mapping[str, str]) -> str:
    said = f"nearest is {_called(near.name, near)} with {near.score:.2f}"
    strange = [word for word in near.unexplained if word not in index.by_word]
    if strange:
        return f"{said}; {_quoted(strange, shown)} {_is(strange)} explained by no role"
    if near.unexplained:
        return (
            f"{said}; {_quoted(near.unexplained, shown)} {_is(near.unexplained)} not in that name"
        )
    return f"{said}; {why_differs(near, shown)}"


def _called(name: NameReading, scored: Scored) -> str:
    role = scored.role
    is_title = name.text == role.title or name.role is not role
    return role.title if is_title else f"{role.title} (‘{name.text}’)"


def _quoted(words: Iterable[str], shown: Mapping[str, str], joint: str = "and") -> str:
    found = [f"‘{shown.get(word, word)}’" for word in dict.fromkeys(words)]
    if len(found) > MOST_WORDS:
        return f"{', '.join(found[:MOST_WORDS])} {joint} {len(found) - MOST_WORDS} more words"
    return f" {joint} ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def _is(words: Iterable[str]) -> str:
    return "is" if len(list(words)) == 1 else "are"
