"""What one request to the admin writes is one change set, by the editor who sent it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from taxonomy.canon.change_sets import Origin, change_set


@contextmanager
def recorded_by(request: HttpRequest, what: object) -> Iterator[None]:
    if request.method != "POST":
        yield
        return
    with change_set(
        Origin(f"{str(what).capitalize()} edited", "admin", request.user.pk)
    ) as recording:
        request.recording = recording  # type: ignore[attr-defined]  # read below
        yield


def call_change_set(request: HttpRequest, title: str) -> None:
    """Names the set of this request after the row that it is about."""
    if recording := getattr(request, "recording", None):
        recording.called(title)
