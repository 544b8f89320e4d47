"""Addresses of releases."""

from django.urls import path

from editions.views import releases

app_name = "editions"

# /releases/
urlpatterns = [
    path("releases/", releases.releases, name="releases"),
    path("releases/<int:number>/", releases.release, name="release"),
    path(
        "releases/<int:number>/<str:kind>/<path:key>/",
        releases.release_change,
        name="release_change",
    ),
]
