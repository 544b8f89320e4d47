"""What pages of editions in the admin share: who may see them, and what the admin shows on each."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

MAY_SEE_HISTORY = ("editions.view_changeset", "taxonomy.view_profile")


def require_history_permission(request: HttpRequest) -> None:
    if not any(map(request.user.has_perm, MAY_SEE_HISTORY)):
        raise PermissionDenied


def admin_context(request: HttpRequest, **own: Any) -> dict[str, Any]:
    return admin.site.each_context(request) | own
