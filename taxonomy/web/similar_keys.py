"""Which existing keys look most like one that does not exist, in three bounded questions.

Searching by words is the work of `taxonomy/search/`.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from taxonomy.models import Focus, Function, Profile

LONGEST_KEY = 62
CLOSE_ENOUGH = 0.5
CODES_LOOKED_AT = 2000


def nearest_keys(text: str, count: int = 5) -> list[Profile]:
    """Profiles whose keys resemble the text, best first; empty when nothing comes close.

    Code by code: first the function, then focuses in it, then their levels. However large the
    catalogue, no more than `CODES_LOOKED_AT` codes and three focuses' profiles are read.
    """
    candidate = text.upper()[:LONGEST_KEY]
    parts = re.findall(r"[A-Z0-9]+", candidate)
    if not parts:
        return []
    functions = Function.objects.order_by("code").values_list("code", flat=True)
    function_codes = similar_codes(parts[0], functions[:CODES_LOOKED_AT], 2)
    focuses = Focus.objects.filter(function__code__in=function_codes).order_by("pk")
    focus_codes = similar_codes(
        parts[1] if len(parts) > 1 else "",
        focuses.values_list("code", flat=True)[:CODES_LOOKED_AT],
        3,
    )
    profiles = Profile.objects.filter(
        focus__code__in=focus_codes, function__code__in=function_codes
    ).with_coordinates()
    ranked = sorted(
        profiles[:100], key=lambda profile: (-_likeness(candidate, profile.key), profile.key)
    )
    return ranked[:count]


def similar_codes(code: str, codes: Iterable[str], count: int = 3) -> list[str]:
    return get_close_matches(code, list(codes), n=count, cutoff=CLOSE_ENOUGH)


def _likeness(text: str, key: str) -> float:
    return SequenceMatcher(None, text, key, autojunk=False).ratio()
