"""The admin's front page: what editors come for comes first. What they edit is each app's own."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

STATED_BY = {
    "ORGANISATION": "Whose catalogue this is",
    "SUGGESTIONS": "Where readers send what should change",
    "CONTENT_LICENCE": "How the content may be used",
    "PAY_POLICY": "How pay moves within a band",
}

View = TypeVar("View", bound=Callable[..., Any])


def _without_odd_addresses(view: View) -> View:
    """404 for an address with a NUL, say, which the database refuses to look for."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DataError:
            if request.method == "POST":
                raise
            raise Http404 from None

    return cast(View, update_wrapper(answer, view))


def unstated() -> list[tuple[str, str]]:
    """The settings by which a site says whose it is and that are empty, each with what it says."""
    return [(name, what) for name, what in STATED_BY.items() if not getattr(settings, name)]


class CanonFirst(AdminSite):
    site_header = site_title = "Rolebook"
    index_title = "Keep the canon"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from editions.admin.urls import urls  # models are loaded by now

        own = [path("health/", self.admin_view(self.health), name="health")]
        return [*own, *urls(self.admin_view), *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """As Django's, but a form that is sent after the sign-in has expired is not thrown away."""
        checked = super().admin_view(_without_odd_addresses(view), cacheable)

        @csrf_protect
        @never_cache
        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            logout = reverse("admin:logout", current_app=self.name)
            if request.method == "POST" and request.user.is_anonymous and request.path != logout:
                from config.sign_in_again import kept_until_signed_in  # models are loaded by now

                if asked := kept_until_signed_in(self, request):
                    return asked
            return checked(request, *args, **kwargs)

        return cast(View, update_wrapper(keeping if not cacheable else checked, view))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """What the editor's set has new can be chosen too."""
        from taxonomy.web.drafting import choices_of  # models are loaded by now

        with choices_of(request):
            return super().autocomplete_view(request)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from editions.admin.desk import desk  # models are loaded by now

        own = {"desk": desk(request), "unstated": unstated()}
        return super().index(request, own | (extra_context or {}))

    def health(self, request: HttpRequest) -> HttpResponse:
        from taxonomy.admin.canon_health import health  # models are loaded by now

        return health(request, self.each_context(request))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """In the order of INSTALLED_APPS, not of the alphabet: accounts and their log come last."""
        order = list(apps.app_configs)
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: order.index(app["app_label"]))
