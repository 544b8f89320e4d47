"""The site's addresses: each app brings its own; the admin's is named here."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from config.favicon import favicon
from config.robots import robots_txt
from taxonomy.web.sitemaps import SITEMAPS

handler400 = "config.bad_request_page.bad_request"
handler500 = "config.health.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("robots.txt", robots_txt, name="robots_txt"),
    path("favicon.ico", favicon, name="favicon"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}, "sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        "django.contrib.sitemaps.views.sitemap",
    ),
    path("", include("goals.urls")),
    path("", include("frameworks.urls")),
    path("", include("editions.urls")),
    path("", include("taxonomy.urls")),
]
