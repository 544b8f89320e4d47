"""A form that is sent after the sign-in has expired is kept: the answer asks for the name and the
password, and what was typed goes on with them.

Such a form carries a valid CSRF token, so it is the editor's own. How many passwords are tried is
limited as at the sign-in itself, by django-axes."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

PREFIX = "_sign_in"


def kept_until_signed_in(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """The page that asks for the sign-in; nothing once it succeeded, and the view may go on."""
    is_answer = f"{PREFIX}-username" in request.POST
    form = AdminAuthenticationForm(request, request.POST if is_answer else None, prefix=PREFIX)
    typed: Any = request.POST.copy()  # as request.POST, which nothing changes
    for name in ("csrfmiddlewaretoken", f"{PREFIX}-username", f"{PREFIX}-password"):
        typed.pop(name, None)
    if is_answer and form.is_valid():
        login(request, form.get_user())
        request.POST = typed
        return None
    context = {
        **site.each_context(request),
        "title": "Sign in again",
        "form": form,
        "typed": [(name, value) for name, values in typed.lists() for value in values],
    }
    return TemplateResponse(request, "admin/sign_in_again.html", context, status=403)
