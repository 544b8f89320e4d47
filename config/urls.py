"""The site's addresses: each app brings its own; the admin and the health check live here."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

handler500 = "config.health.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("", include("goals.urls")),
    path("", include("frameworks.urls")),
    path("", include("taxonomy.urls")),
]
