"""The nearest role of a title that no name comes near: by what the areas and skills of a focus say.

It is named in the reason of a no match and is never a candidate.
"""

from itertools import pairwise

from taxonomy.matching.plausible_levels import plain_rung
from taxonomy.matching.role_index import Index, IndexedRole, LadderKey
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.word_families import trade

MOST_FOCUSES = 8  # what more focuses say is no sign of any of them


def by_text(index: Index, reading: Reading) -> str:
    """The end of a sentence that names the nearest role, or nothing."""
    # One word alone leads astray: stores are of goods, and of data.
    for phrase in (" ".join(pair) for pair in pairwise(reading.words) if trade(pair)):
        if role := _who_says(index, phrase):
            return f"; nearest is {role.title}: areas or skills of its focus say ‘{phrase}’"
    return ""


def _who_says(index: Index, phrase: str) -> IndexedRole | None:
    """The middle role of the focus whose texts have these words most often."""
    times = {
        home: count
        for home, text in index.running_text.items()
        if (count := text.count(f" {phrase} "))
    }
    if not times or len(times) > MOST_FOCUSES:
        return None
    for home in sorted(times, key=lambda home: (-times[home], home)):
        for track in dict.fromkeys(("P", "S", *(key.track for key in index.ladders))):
            ladder = LadderKey(*home, track)
            if ladder in index.ladders and (role := plain_rung(index, ladder)):
                return role
    return None
