"""Addresses below /admin/: the history, its sets and things, and what is done with a set."""

from collections.abc import Callable

from django.urls import URLPattern, path

from editions.admin import (
    editing,
    history,
    ladder,
    preview,
    releases,
    replacing,
    sets,
    succession,
)
from editions.admin.succession_actions import SUCCESSION_ACTIONS


def urls(admin_view: Callable[[Callable], Callable]) -> list[URLPattern]:
    return [
        path("preview/<str:key>/", admin_view(preview.preview), name="preview"),
        path("preview/<str:key>/<str:page>/", admin_view(preview.preview), name="preview"),
        path("ladder/<str:key>/", admin_view(ladder.ladder), name="ladder"),
        path("replace/", admin_view(replacing.replace), name="replace"),
        path("releases/", admin_view(releases.releases), name="releases"),
        path("history/", admin_view(history.history), name="history"),
        path("history/<int:pk>/", admin_view(sets.set_page), name="change_set"),
        path("history/<int:pk>/do/", admin_view(sets.do), name="change_set_do"),
        path("history/<str:kind>/<path:key>/edit/", admin_view(editing.edit), name="edit"),
        path("history/<str:kind>/<path:key>/form/", admin_view(editing.form_of), name="form"),
        path(
            "history/<str:kind>/<path:key>/restore/",
            admin_view(sets.restore_edition),
            name="restore",
        ),
        *(
            path(
                f"history/<str:kind>/<path:key>/{action}/",
                admin_view(succession.succession),
                {"action": action},
                name=action,
            )
            for action in SUCCESSION_ACTIONS
        ),
        path("history/<str:kind>/<path:key>/", admin_view(history.thing), name="thing"),
    ]
