"""Roles that a reader means by a key, a title or an alias: wherever an address takes a role."""

from dataclasses import dataclass

from django.db.models import Q

from taxonomy import keys
from taxonomy.models import Profile
from taxonomy.text import folded, one_line

MOST_OFFERED = 12
LONGEST_SHOWN = 80  # of what a reader typed


@dataclass(frozen=True)
class RoleMeant:
    """What a reader's key or title leads to: one role, several to choose from, or none."""

    text: str
    roles: list[Profile]

    @classmethod
    def by(cls, text: str) -> "RoleMeant":
        return cls(text, find_roles(text))

    @property
    def one(self) -> Profile | None:
        return self.roles[0] if len(self.roles) == 1 else None

    @property
    def problem(self) -> str:
        """Why it is not one role, for whoever typed it."""
        if self.one:
            return ""
        shown = self.text[:LONGEST_SHOWN]
        if self.roles:
            return f"Several roles are meant by “{shown}”: choose one."
        return f"No role is called “{shown}”: give a key, or a title as the canon has it."


def find_roles(text: str) -> list[Profile]:
    """The roles in use that have this key, else this title or alias, else these words in a title.

    One role when the text says which; several, shortest titles first, when it does not.
    """
    text = " ".join(text.replace("\0", " ").split())
    roles = Profile.objects.in_use().with_coordinates()
    if not text:
        return []
    try:
        key = str(keys.parse_key(text))
    except ValueError:
        pass
    else:
        return list(Profile.objects.with_coordinates().filter(key=key))
    name = folded(one_line(text))
    exact = roles.filter(Q(folded_title=name) | Q(aliases__folded_title=name)).distinct()
    if found := list(exact.order_by("key")[:MOST_OFFERED]):
        return found
    words = Q()
    for word in text.split()[:8]:
        word = folded(word)
        words &= Q(folded_title__contains=word) | Q(aliases__folded_title__contains=word)
    return list(roles.filter(words).distinct().order_by("title_key", "key")[:MOST_OFFERED])
