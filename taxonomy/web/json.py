"""One way to answer data as JSON."""

from typing import Any

from django.http import JsonResponse


def json_response(data: dict[str, Any], status: int = 200) -> JsonResponse:
    """Readable as it is: indented, with its letters as letters."""
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(data, status=status, json_dumps_params=options)
