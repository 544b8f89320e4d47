"""The site's addresses: each app brings its own; the admin's is named here."""

from django.contrib import admin
from django.urls import include, path

handler500 = "config.health.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("goals.urls")),
    path("", include("frameworks.urls")),
    path("", include("taxonomy.urls")),
]
