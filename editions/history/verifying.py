"""Compares the canon with its current editions: a canon that is kept through change sets has no
difference."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from editions.documents.diff import names_that_differ
from editions.documents.kinds import KINDS, EditionKind, digest_of, live_documents
from editions.history.purging import strays
from editions.models import Edition, Release
from editions.releases import digest_at


class Deviation(NamedTuple):
    kind: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.reason}"


def deviations() -> list[Deviation]:
    found = [each for kind in KINDS.values() for each in _of_kind(kind)]
    found += (Deviation(*stray) for stray in strays())
    return [*found, *_of_releases()]


def _of_releases() -> Iterator[Deviation]:
    for release in Release.objects.all():
        if digest_at(release.revision) != release.digest:
            yield Deviation("release", str(release.number), "its editions are others")


def _of_kind(kind: EditionKind) -> Iterator[Deviation]:
    current = Edition.objects.current().filter(kind=kind.name)
    stored = {key: (digest, number) for key, digest, number in
            current.values_list("key", "digest", "number")}  # fmt: skip
    for key, text in live_documents(kind):
        digest, number = stored.pop(key, ("", 0))
        if not number:
            yield Deviation(kind.name, key, "has no edition")
        elif digest_of(text) != digest and (names := _differing(kind, key, text)):
            reason = f"{', '.join(names)} {'differs' if len(names) == 1 else 'differ'}"
            yield Deviation(kind.name, key, f"{reason} from edition {number}")
    for key, (_, number) in stored.items():
        yield Deviation(kind.name, key, f"is gone, edition {number} is current")


def _differing(kind: EditionKind, key: str, text: str) -> list[str]:
    """An edition written before a field existed is read as if it had stated it empty."""
    document = Edition.objects.current().get(kind=kind.name, key=key).document
    as_now = json.loads(kind.text_of_row(document))
    return names_that_differ(as_now, json.loads(text))
