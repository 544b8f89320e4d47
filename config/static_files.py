"""Static files by whitenoise, and what it lacks: codings by their weights, ranges of one byte, and
the whole file where the part would be of another version.
"""

from email.utils import parsedate
from functools import partial
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from django.http import HttpRequest
from whitenoise.middleware import WhiteNoiseFileResponse, WhiteNoiseMiddleware
from whitenoise.responders import Response, SlicedFile, StaticFile

from config.pagecache.page import best_coding

Header = tuple[str, str]
COLLECTED = settings.STATIC_ROOT / ".collected"  # written last by `manage.py setup`


class StaticFiles(WhiteNoiseMiddleware):
    def get_static_file(self, *arguments: Any, **named: Any) -> StaticFile:
        file = super().get_static_file(*arguments, **named)
        file.get_range_response = partial(_range, file)
        return file

    @staticmethod
    def serve(  # type: ignore[override]  # as WhiteNoiseMiddleware has it
        static_file: Any, request: HttpRequest
    ) -> WhiteNoiseFileResponse:
        accepted = best_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        request.META["HTTP_ACCEPT_ENCODING"] = accepted
        if not _is_of(static_file, request.META.get("HTTP_IF_RANGE", "")):
            request.META.pop("HTTP_RANGE", None)
        return WhiteNoiseMiddleware.serve(static_file, request)


def _is_of(file: Any, version: str) -> bool:
    """Whether the part that is asked for goes with those that a visitor has of this version."""
    return not version or version == file.etag or parsedate(version) == file.last_modified


def _range(file: StaticFile, asked: str, base: list[Header], opened: IO[bytes] | None) -> Response:
    """The last byte counts, so a range may begin and end at the same one."""
    size = next(int(value) for name, value in base if name == "Content-Length")
    start, end = file.get_byte_range(asked, size)
    if start > end or asked.strip() == "bytes=-0":
        return file.get_range_not_satisfiable_response(opened, size)
    headers = [(name, value) for name, value in base if name != "Content-Length"]
    headers.append(("Content-Range", f"bytes {start}-{end}/{size}"))
    headers.append(("Content-Length", str(end - start + 1)))
    part = SlicedFile(opened, start, end) if opened is not None else None
    return Response(HTTPStatus.PARTIAL_CONTENT, headers, part)
