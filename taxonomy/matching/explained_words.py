"""What explains the words of a title that a role's name lacks: other names of its focus, the field,
industry or technology of the work, its skills and areas, a function that it serves.

A word that belongs to roles of another focus beside the same trade is explained by nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple

from taxonomy.matching.contexts import contexts
from taxonomy.matching.role_index import Index, IndexedRole
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import LEVEL_WORDS, NUMERALS
from taxonomy.matching.word_families import HEADS, SCOPES

# Kinds of context that say the same in front of a trade as behind a dash.
_BEFORE = frozenset(("a field or channel", "a qualification or a general word"))
_WITH_TECHNOLOGY = frozenset(
    ("administrator", "analyst", "architect", "developer", "engineer", "programmer", "tester")
)
# Trades of their own, whatever a role's texts say of them.
OTHER_TRADES = frozenset(
    (
        *("audit", "auditing", "tax", "taxation", "payroll", "treasury", "cost", "credit", "fund"),
        *("insurance", "claim", "underwriting", "risk", "litigation", "patent", "privacy"),
        *("employment", "hardware", "mechanical", "electrical", "network", "database", "embedded"),
        *("construction", "safety", "training", "learning", "research", "education", "school"),
        *("store", "driver", "nursing", "maintenance", "field", "management", "revenue"),
        *("investment", "pension", "fraud", "game", "firmware", "penetration", "architecture"),
    )
)


class Explained(NamedTuple):
    """Words of the title beside a name: those with a reason, and those without."""

    reasons: Mapping[str, str] = {}
    left: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.reasons)

    def evidence(self, shown: Mapping[str, str]) -> tuple[str, ...]:
        """Sentences, with the words as the title writes them."""
        by_reason: dict[str, list[str]] = {}
        for word, reason in self.reasons.items():
            by_reason.setdefault(reason, []).append(f"‘{shown.get(word, word)}’")
        return tuple(f"{', '.join(words)}: {reason}" for reason, words in by_reason.items())


def explain(index: Index, reading: Reading, bag: frozenset[str], role: IndexedRole) -> Explained:
    """Of a title that is read as `reading`, beside a name of the role that has the words `bag`."""
    beside = [word for word in reading.words if word not in bag]
    aside = [word for word in reading.aside if word not in bag]
    if not beside and not aside:
        return Explained()
    kinds = contexts(reading.words) | contexts(reading.aside)
    behind_to = _behind_to(reading.words)
    found: dict[str, str] = {}
    for words, is_behind in ((beside, False), (aside, True)):
        for word in words:
            if word in behind_to:
                continue
            if reason := _reason(index, reading, role, word, kinds.get(word, ""), is_behind):
                found.setdefault(word, reason)
    left = tuple(dict.fromkeys(word for word in (*beside, *aside) if word not in found))
    return Explained(found, left)


def _behind_to(words: tuple[str, ...]) -> tuple[str, ...]:
    """An assistant to the CEO is more than an assistant, whatever other names have."""
    return words[words.index("to") :] if "to" in words else ()


def _reason(
    index: Index, reading: Reading, role: IndexedRole, word: str, kind: str, is_behind: bool
) -> str:
    if word in HEADS or word in LEVEL_WORDS or word in NUMERALS:
        return ""
    home = role.function, role.focus
    if word in index.words_of[home] and word not in SCOPES:
        return "in other names of the focus"
    if is_behind and reading.is_joined:  # a title of its own
        return ""
    before = not is_behind and (
        kind in _BEFORE or (kind == "a technology" and reading.head in _WITH_TECHNOLOGY)
    )
    if index.belongs_elsewhere(word, reading.all_words, home, whole=is_behind):
        return ""
    if kind and (is_behind or before):
        return kind
    if not is_behind or word in OTHER_TRADES:
        return ""
    if word in index.texts_of.get(home, ()):
        return "in its skills and areas"
    return "a function that it serves" if word in index.words_of_functions else ""
