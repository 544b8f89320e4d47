"""Retired profiles and the keys of their replacements, which may come later in the same load."""

from collections.abc import Iterator

from taxonomy.canon.plan import ProfileChange
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Profile


class Replacements:
    def __init__(self) -> None:
        # Key → key of its replacement, and the problem that it is when there is none.
        self._stated: dict[str, tuple[str | None, Problem]] = {}

    def note(self, profile: ProfileChange, read: Read, place: int) -> Iterator[Problem]:
        if "replaced_by" not in profile.fields:
            return
        problem = read.problem(
            ("profiles", place, "replaced_by"), "a profile cannot replace itself"
        )
        if profile.fields["replaced_by"] == profile.key:
            yield problem
        self._stated[profile.key] = profile.fields["replaced_by"], problem

    def write(self) -> Iterator[Problem]:
        """Points profiles at their replacements; a problem for each that does not exist."""
        wanted = {key: replacement for key, (replacement, _) in self._stated.items()}
        missing = set(_point(wanted))
        for replacement, problem in self._stated.values():
            if replacement in missing:
                yield problem._replace(reason=f"no profile {replacement} in the canon")


def _point(replacements: dict[str, str | None]) -> list[str]:
    """Points retired profiles at their replacements; returns the keys that do not exist."""
    wanted = {key for key in replacements.values() if key}
    ids = dict(Profile.objects.filter(key__in=wanted).values_list("key", "pk"))
    profiles = list(Profile.objects.filter(key__in=replacements))
    for profile in profiles:
        replacement = replacements[profile.key]
        profile.replaced_by_id = ids.get(replacement) if replacement else None
    Profile.objects.bulk_update(profiles, ["replaced_by"], batch_size=500)
    return sorted(wanted - ids.keys())
