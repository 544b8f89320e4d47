"""Roles that a reader means by a key, a title or an alias: wherever an address takes a role."""

from django.db.models import Q

from taxonomy import keys
from taxonomy.models import Profile
from taxonomy.text import folded, one_line

MOST_OFFERED = 12


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
