"""The page for a request that cannot be read; the one for a missing database is in health.py."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400. The page knows nothing of the request, whose Host may be what is bad."""
    return HttpResponseBadRequest(render_to_string("400.html"))
