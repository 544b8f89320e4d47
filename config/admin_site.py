"""The admin's front page: what editors come for stands first. What they edit is each app's own."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path


class CanonFirst(AdminSite):
    site_header = site_title = "Rolebook"
    index_title = "Keep the canon"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own = [path("health/", self.admin_view(self.health), name="health")]
        return own + super().get_urls()

    def health(self, request: HttpRequest) -> HttpResponse:
        from taxonomy.admin.health import health  # models are loaded by now

        return health(request, self.each_context(request))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """In the order of INSTALLED_APPS, not of the alphabet: accounts and their log come last."""
        order = list(apps.app_configs)
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: order.index(app["app_label"]))
