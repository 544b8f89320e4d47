"""The admin's front page: what editors come for stands first. What they edit is each app's own."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest


class CanonFirst(AdminSite):
    site_header = site_title = "Rolebook"
    index_title = "Keep the canon"

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """In the order of INSTALLED_APPS, not of the alphabet: accounts and their log come last."""
        order = list(apps.app_configs)
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: order.index(app["app_label"]))
