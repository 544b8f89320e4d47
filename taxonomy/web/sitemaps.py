"""The addresses of the canon's pages for search engines, in files of at most 5,000."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from taxonomy.models import Focus, Function, Profile


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        names = ("home", "about", "functions", "levels", "skills", "titles")
        return [f"taxonomy:{name}" for name in names]

    def location(self, item: str) -> str:
        return reverse(item)


class FunctionSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        return Function.objects.order_by("code")


class FocusSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        return Focus.objects.select_related("function").order_by("pk")

    def lastmod(self, item: Focus) -> datetime:
        return item.updated_at


class ProfileSitemap(Sitemap):
    limit = 5000

    def items(self) -> QuerySet:
        return Profile.objects.in_use().only("key", "updated_at").order_by("key")

    def lastmod(self, item: Profile) -> datetime:
        return item.updated_at


SITEMAPS = {
    "pages": PageSitemap,
    "functions": FunctionSitemap,
    "focuses": FocusSitemap,
    "profiles": ProfileSitemap,
}
