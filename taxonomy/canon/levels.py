"""Plans the tracks and levels of a levels file: what each is to become, and where each level is.

Track, rank and step may be left out for a code that says them itself, such as P4.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from taxonomy import reference_levels
from taxonomy.canon.directory import Directory
from taxonomy.canon.documents import LevelEntry, LevelsDocument
from taxonomy.canon.numbering import order_numbers
from taxonomy.exchange.changes import Change
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Level, Track

Planned = tuple[Change, Track | Level] | Problem
PLACE = ("track", "rank", "step")


def plan_levels(read: Read[LevelsDocument], directory: Directory) -> Iterator[Planned]:
    """Tracks first, then levels. The caller writes each change, so that the next one sees it."""
    document = read.document
    yield from _plan_tracks(document, directory)
    listed: dict[str, int] = {}
    for nth, entry in enumerate(document.levels):
        listed[entry.code] = nth
        stored = directory.levels.get(entry.code)
        place = _place(entry, stored, document)
        problem = _wrong_with_place(entry, stored, place, document, directory)
        if problem:
            path = ("levels", nth, problem[0]) if problem[0] else ("levels", nth)
            yield read.problem(path, problem[1])
            continue
        if place.get("track") and place["track"] not in directory.tracks:
            yield _new_reference_track(place["track"], directory)
        yield _plan_level(entry, stored, place)
    yield from _ranks_twice(read, directory, listed)


def name_of_track(code: str) -> str:
    """Of one that no file names."""
    return reference_levels.TRACKS.get(code, code)


def _plan_tracks(document: LevelsDocument, directory: Directory) -> Iterator[Planned]:
    """In the order of the list; tracks that it does not name stay, after those that it does."""
    if not document.tracks:
        return
    stated = {entry.code: entry for entry in document.tracks}
    stored_orders = {track.code: track.order for track in directory.tracks.values()}
    own = {code: entry.order for code, entry in stated.items() if entry.order is not None}
    for code, order in order_numbers(stated, stored_orders, own).items():
        stored = directory.tracks.get(code)
        wanted: dict[str, Any] = {"order": order}
        if code in stated:
            wanted |= {n: v for n, v in stated[code].stated().items() if n == "name" and v}
        if stored is None:
            wanted.setdefault("name", name_of_track(code))
        yield _change(f"track {code}", stored, stored or Track(code=code), wanted)


def _new_reference_track(code: str, directory: Directory) -> Planned:
    """A track that a file of levels alone names by its codes; tracks of the canon come first."""
    known = list(reference_levels.TRACKS)
    order = known.index(code) + 1
    if not directory.tracks.keys() <= set(known):
        order = max(track.order for track in directory.tracks.values()) + 1
    wanted = {"name": reference_levels.TRACKS[code], "order": order}
    return _change(f"track {code}", None, Track(code=code), wanted)


def _place(entry: LevelEntry, stored: Level | None, document: LevelsDocument) -> dict[str, Any]:
    """Track, rank and step as the entry states them, or as its code says them where it states none
    and the canon has none, or where the file lists all tracks and so the place of every level.
    """
    stated = {name: each for name in PLACE if (each := getattr(entry, name)) is not None}
    if stored and (stated or not document.tracks):
        return stated
    known = reference_levels.place_of(entry.code)
    if known and stated.items() <= known._asdict().items():
        return known._asdict()
    return stated


def _wrong_with_place(
    entry: LevelEntry,
    stored: Level | None,
    place: dict[str, Any],
    document: LevelsDocument,
    directory: Directory,
) -> tuple[str, str] | None:
    """(key, reason), with no key where the whole entry is meant."""
    missing = [name for name in PLACE if name not in place]
    if stored is None and missing:
        reason = (
            f"level {entry.code!r} needs its {', '.join(missing)}: only the codes of the reference "
            "levels, such as P4, say them"
        )
        return "", reason
    track = place.get("track")
    if track is None or track in directory.tracks:
        return None
    if entry.track is None and not document.tracks:
        return None  # a file of levels alone: its tracks follow from the codes
    return (
        "track" if entry.track else "",
        f"the track {track!r} is neither in this file nor in the canon",
    )


def _plan_level(entry: LevelEntry, stored: Level | None, place: dict[str, Any]) -> Planned:
    wanted = {name: each for name, each in entry.stated().items() if name not in ("code", *PLACE)}
    wanted |= {"track_id" if name == "track" else name: each for name, each in place.items()}
    if "years" in wanted:
        wanted |= years_columns(wanted.pop("years"))
    return _change(f"level {entry.code}", stored, stored or Level(code=entry.code), wanted)


def years_columns(years: Sequence[Any]) -> dict[str, Any]:
    low, high, *_ = (*years, None, None)
    return {"years_min": low, "years_max": high}


def _ranks_twice(read: Read, directory: Directory, listed: dict[str, int]) -> Iterator[Problem]:
    """Two levels of one rank on a track, of which this file lists at least one."""
    seen: dict[tuple[str, int], str] = {}
    for code in [*(directory.levels.keys() - listed.keys()), *listed]:
        level = directory.levels.get(code)
        if level is None:
            continue
        other = seen.setdefault((level.track_id, level.rank), code)
        if other != code and code in listed:
            reason = f"{other} and {code} are both of rank {level.rank} on the track"
            yield read.problem(("levels", listed[code]), f"{reason} {level.track_id}")


def _change(label: str, stored: Any, row: Any, wanted: dict[str, Any]) -> tuple[Change, Any]:
    change = Change(label, None if stored is None else 0)
    change.compare(row, wanted)
    return change, row
