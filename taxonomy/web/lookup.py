"""What addresses have in common: codes in upper case, pages of a long list, a missing key.

What is on a page is its own view's business.
"""

import re
from collections.abc import Callable
from functools import wraps

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from taxonomy import keys
from taxonomy.models import Focus, Function
from taxonomy.web.similar_keys import nearest_keys

MOST_DIGITS = 18


def in_upper_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead an address with a code or key in lower case to the one in upper case."""

    @wraps(view)
    def answer(request: HttpRequest, **codes: str) -> HttpResponse:
        upper = {name: code if name == "ending" else code.upper() for name, code in codes.items()}
        if upper == codes:
            return view(request, **codes)
        return redirect_to(request, upper)

    return answer


def redirect_to(request: HttpRequest, parts: dict[str, str]) -> HttpResponsePermanentRedirect:
    """To the same view and query with these parts of the address."""
    address = reverse(view_name(request), kwargs=parts)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def whole_number(text: str) -> int | None:
    """The number that digits of an address or a form say; None of anything else, and of more digits
    than an id has, which would cost time to read.
    """
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def view_name(request: HttpRequest) -> str:
    """Of the address that a view was found at."""
    return request.resolver_match.view_name if request.resolver_match else ""


def page_of(rows: QuerySet, request: HttpRequest, size: int, count: int | None = None) -> Page:
    """The page that `?page=` asks for; 404 names a page that is not there. `count` is how many rows
    there are, where that is known.
    """
    number = request.GET.get("page", "1")
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    try:
        return paginator.page(number)
    except InvalidPage as error:
        raise Http404(f"This list has no page {number[:20]!r}.") from error


def first_parts_lead_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead an address with the first parts of a key alone to the function or focus they name."""

    @wraps(view)
    def answer(request: HttpRequest, key: str) -> HttpResponse:
        return view(request, key=key) if key.count(".") > 1 else lead_on(request, key)

    return answer


def lead_on(request: HttpRequest, first_parts: str) -> HttpResponse:
    """To the function or focus; 404 where there is none of this code."""
    function, _, focus = first_parts.upper().partition(".")
    if not all(re.fullmatch(keys.CODE, code) for code in (function, focus or function)):
        return missing_profile(request, first_parts)
    if focus and Focus.objects.filter(code=focus, function__code=function).exists():
        return redirect("taxonomy:focus", function, focus, permanent=True)
    if not focus and Function.objects.filter(code=function).exists():
        return redirect("taxonomy:function", function, permanent=True)
    return missing_profile(request, first_parts)


def missing_profile(request: HttpRequest, key: str, reason: str = "") -> HttpResponse:
    """404: says what is wrong with the key and names those that look most like it."""
    shown = key[:80]
    try:
        keys.parse_key(key)
        reason = reason or f"No profile has the key {shown}."
    except ValueError:
        reason = f"{shown} is not a profile key. A key has three parts: FUNCTION.FOCUS.P3."
    context = {"reason": reason, "nearest": nearest_keys(key)}
    return render(request, "404.html", context, status=404)
