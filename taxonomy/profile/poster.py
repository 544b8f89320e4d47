"""A focus as one poster: for each of its tracks the matrix of the whole ladder."""

from taxonomy.ladders import Ladder, ladder_of, ladders
from taxonomy.models import Focus, Profile
from taxonomy.profile.matrix import Matrix
from taxonomy.profile.reading import profiles_with_everything

Posters = list[tuple[Ladder[Profile], Matrix]]


def posters(focus: Focus) -> Posters:
    """Each track's ladder with the matrix of all its levels, in two queries."""
    found = ladders(focus.profiles.select_related("level__track"))
    first = profiles_with_everything([ladder.profiles[0].key for ladder in found])
    return [
        (ladder, Matrix.of(None, rungs, len(rungs)))
        for ladder, rungs in zip(found, map(ladder_of, first), strict=True)
    ]
