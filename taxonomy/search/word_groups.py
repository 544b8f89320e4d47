"""One word that was typed and all that it may mean, as conditions on entries.

How texts are cut into such groups is in `query`; how roles are ranked by them in `ranking`.
"""

from dataclasses import dataclass
from math import log10

from taxonomy.search.weights import FIELDS, LEAST_NAMED, MEANING, NEAR, TITLE, TITLE_TAG


@dataclass(frozen=True)
class Alternative:
    """Words that together mean what was typed. `how`: typed, synonym, ending or spelling."""

    shown: str
    lexemes: tuple[str, ...]
    entries: int
    how: str = "typed"

    @property
    def is_near(self) -> bool:
        return self.how in {"ending", "spelling"}

    def title_expression(self) -> str:
        return " & ".join(quoted(TITLE_TAG + word) for word in self.shown.split())

    def expression(self, field: str) -> str:
        # What a synonym of several words means is a name or a skill: they are not looked for one
        # here, one there in running text.
        is_phrase = self.how == "synonym" and len(self.lexemes) > 1
        tag = field or (LEAST_NAMED if is_phrase else "")
        return " & ".join(quoted(tag + lexeme) for lexeme in self.lexemes)


@dataclass(frozen=True)
class WordGroup:
    typed: str
    alternatives: tuple[Alternative, ...]
    # Beside other words, a word that is in titles counts where names, skills or codes have it: what
    # running text says of accounts makes nobody an accountant. So does a word taken for a slip.
    is_of_titles: bool = False

    @property
    def fields(self) -> dict[str, float]:
        """The fields that count, the best first."""
        named = {field: worth for field, worth in FIELDS.items() if field}
        return named if self.is_of_titles or self.spelling else FIELDS

    @property
    def entries(self) -> int:
        """At most so many entries match, all alternatives together."""
        return sum(alternative.entries for alternative in self.alternatives)

    @property
    def worth(self) -> float:
        """A rare word says more than a common one; tenfold use costs about a third."""
        return 1 / (1 + log10(1 + self.entries))

    @property
    def closest(self) -> tuple[Alternative, ...]:
        """What was typed and its synonyms; endings and spellings where there is nothing else."""
        exact = tuple(each for each in self.alternatives if not each.is_near)
        return exact or self.alternatives

    @property
    def very(self) -> tuple[Alternative, ...]:
        """What was typed, without what it means too; that where nothing has the word itself."""
        typed = tuple(each for each in self.alternatives if each.how == "typed")
        return typed or self.closest

    @property
    def spelling(self) -> str:
        """What the word was taken for when nothing is spelled as typed. One that begins another is
        left out: it says no more, and may be a part of a key (`softwa` of `SOFTWA.…`).
        """
        words = [each.shown for each in self.alternatives if each.how == "spelling"]
        longest = (w for w in words if not any(o != w and o.startswith(w) for o in words))
        return ", ".join(longest)

    def expression(self, field: str, near: bool = True) -> str:
        chosen = (each for each in self.alternatives if near or not each.is_near)
        return "(" + " | ".join(f"({each.expression(field)})" for each in chosen) + ")"

    def title_expression(self, very: bool = False) -> str:
        chosen = self.very if very else self.closest
        return "(" + " | ".join(f"({each.title_expression()})" for each in chosen) + ")"

    def steps(self) -> list[tuple[float, str]]:
        """(worth, expression) from best to least; each step's matches include the former's."""
        share = NEAR if any(each.is_near for each in self.alternatives) else 1.0
        is_mixed = len(self.closest) < len(self.alternatives)
        names, steps = FIELDS["A"], []
        steps.append(((1.0 if is_mixed else share) * TITLE, self.title_expression(very=True)))
        if has_meanings := len(self.very) < len(self.closest):
            # A name with the very word says more than names that only have what it means.
            very = " | ".join(f"({each.expression('A')})" for each in self.very)
            steps += [(MEANING, self.title_expression()), (names, f"({very})")]
        if has_meanings or is_mixed:
            worth = MEANING * names if has_meanings else names
            steps.append((worth, self.expression("A", near=False)))
        for field, worth in self.fields.items():
            if is_mixed or not has_meanings or field != "A":
                steps.append((share * worth, self.expression(field)))
        return [(self.worth * worth, expression) for worth, expression in steps]


def quoted(lexeme: str) -> str:
    """A lexeme as it is written in the text of a tsquery, whatever signs it has."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
