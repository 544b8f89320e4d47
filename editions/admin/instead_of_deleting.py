"""What to do with a thing that is never deleted, since its code was published."""

from django.db.models import Model
from django.urls import reverse

from editions.documents.row_keys import kind_and_key

INSTEAD = {
    "profile": "Retire the role instead: its page stays and leads to what replaces it.",
    "focus": "Retire the focus instead: all its roles are retired and lead to what replaces them.",
    "function": "Retire the function instead: all roles of its focuses are retired with it.",
    "level": "Retire or move the roles at this level instead, or rename it.",
    "track": "Retire or move the roles on this track instead, or rename it.",
    "market": "Take it out of the pay that names it instead, or rename it.",
    "skill": "Retire the skill instead: another takes over its uses, its names and its address.",
}
WITH_A_PAGE = ("profile", "focus", "function", "skill")


def instead_of_deleting(row: Model) -> tuple[str, str]:
    """(sentence, address of the page that does it or nothing)."""
    kind, key = kind_and_key(row)
    address = reverse("admin:retire", args=(kind, key)) if kind in WITH_A_PAGE else ""
    return INSTEAD.get(kind, ""), address
