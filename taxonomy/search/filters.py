"""What narrows a search: the filters of an address, as conditions on entries.

How many matches each value would leave is counted in `facet_counts`.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from taxonomy.models import Profile
from taxonomy.search.conditions import HAS
from taxonomy.search.weights import LAST_STANDING
from taxonomy.search.word_groups import quoted

LABELS = {
    "function": "Function",
    "track": "Track",
    "level": "Level",
    "status": "Status",
    "pay": "Pay",
    "scheme": "Mapped to",
    "skill": "Requires",
    "proficiency": "At proficiency",
}
LONGEST_VALUE = 140

# Each filter as a condition on an entry.
CONDITIONS = {
    "function": "function = %s",
    "track": "level = ANY (ARRAY(SELECT code FROM taxonomy_level WHERE track_id = %s))",
    "level": "level = %s",
    "status": "status = %s",
    "pay": "paid = (%s = 'yes')",
    "scheme": "%s = ANY (schemes)",
    "skill": "%s = ANY (requires)",
}
# The index knows the parts of a code apart: 13 and 1020 may be of two codes.
IS_MAPPED = """EXISTS (SELECT FROM taxonomy_profile role
    JOIN taxonomy_classificationmapping mapping ON mapping.profile_id = role.id
    WHERE role.key = taxonomy_searchentry.key AND mapping.code = %s)"""
# Codes and schemes are words of an entry too, in these fields, so the index finds the few entries
# of a function among a million. The condition on the entry stays: other words may look alike.
WORDS_OF = {"function": "A", "level": "A", "scheme": "C"}
HAS_WORDS = """words @@ (
    SELECT coalesce(string_agg(quote_literal('{field}' || lexeme), ' & '), '''@profile''')::tsquery
    FROM unnest(taxonomy_lexemes(%s)) lexeme)"""


@dataclass(frozen=True)
class Filters:
    """One value a facet, empty where a facet is open."""

    function: str = ""
    track: str = ""
    level: str = ""
    status: str = ""
    pay: str = ""
    scheme: str = ""
    skill: str = ""
    proficiency: str = ""  # of that skill
    mapped: tuple[str, ...] = ()  # codes that were typed; no facet, for the text has them

    @classmethod
    def of(cls, asked: QueryDict) -> "Filters":
        given: dict[str, Any] = {name: asked.get(name, "").replace("\0", "") for name in LABELS}
        given = {name: value.strip()[:LONGEST_VALUE] for name, value in given.items()}
        if not given["skill"]:
            given["proficiency"] = ""
        return cls(**given)

    @property
    def chosen(self) -> dict[str, str]:
        return {name: value for name in LABELS if (value := getattr(self, name))}

    def with_value(self, facet: str, value: str) -> "Filters":
        change: dict[str, Any] = {facet: value}
        changed = replace(self, **change)
        return replace(changed, proficiency="") if facet == "skill" else changed

    @property
    def requirement(self) -> str:
        """As entries have it: the skill, or the skill at the proficiency."""
        return f"{self.skill}:{self.proficiency}" if self.proficiency else self.skill

    def condition(self, by_index: bool = True) -> tuple[str, list[str]]:
        """SQL that begins with AND, or nothing; and its values. What the index of words can say of
        the filters is asked too, unless that is not wanted.
        """
        asked = {**self.chosen, **({"skill": self.requirement} if self.skill else {})}
        asked.pop("proficiency", None)
        clauses = [(CONDITIONS[facet], value) for facet, value in asked.items()]
        clauses += [(IS_MAPPED, code) for code in self.mapped]
        if by_index:
            clauses += [
                (HAS_WORDS.format(field=field), value)
                for facet, field in WORDS_OF.items()
                if (value := getattr(self, facet))
            ]
            if self.skill:
                clauses.append((HAS, quoted(f"!{self.requirement}")))
            if self.status == Profile.Status.RETIRED:
                clauses.append((HAS, quoted(f"#{LAST_STANDING}")))
        return "".join(f" AND {clause}" for clause, _ in clauses), [value for _, value in clauses]

    def address(self, text: str, page: int = 1) -> str:
        """The query part of the address that shows this; the same for the same search."""
        parts = {"q": text, **self.chosen, **({"page": page} if page > 1 else {})}
        return "?" + urlencode(parts)
