"""Addresses without their last slash: one redirect to where they lead in the end, and none where
there is no page.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

FOUND = (200, 304)


def with_last_slash(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: asks the view with the slash. Its own redirect, to a code in upper case, say, is
    passed on as it is, and so is a 404.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.endswith("/") or not _lacks_a_slash(request.path_info):
            return get_response(request)
        request.path_info += "/"
        request.path += "/"
        response = get_response(request)
        if response.status_code not in FOUND:
            return response
        return HttpResponsePermanentRedirect(escape_leading_slashes(request.get_full_path()))

    return answer


def _lacks_a_slash(path: str) -> bool:
    return not _leads_somewhere(path) and _leads_somewhere(path + "/")


def _leads_somewhere(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
