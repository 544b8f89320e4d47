"""Where deleting a row is refused, a page says why and what to do instead."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from taxonomy.web.drafting import drafting_of

STAYS = "Its code was published: it is never deleted, and nothing else ever gets its code."


class NeverDeleted(admin.ModelAdmin):
    """The page of deleting, of a table whose rows have drafts."""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        drafting = drafting_of(self.model)
        row = self.get_object(request, unquote(object_id)) if drafting else None
        if row is None or drafting is None:
            return super().delete_view(request, object_id, extra_context)
        sentence, address = drafting.instead_of_deleting(row)
        own = {"sentence": sentence, "address": address}
        is_allowed = admin.ModelAdmin.has_delete_permission(self, request, row)
        if is_allowed and not drafting.may_go(request, row):
            return self._refused(request, row, own)
        return super().delete_view(request, object_id, own | (extra_context or {}))

    def _refused(self, request: HttpRequest, row: Any, own: dict[str, Any]) -> HttpResponse:
        form = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        context = {
            **self.admin_site.each_context(request),
            **own,
            "title": f"The {self.opts.verbose_name} {row} is not deleted",
            "stays": STAYS,
            "row": row,
            "form": reverse(form, args=[quote(row.pk)]),
        }
        return TemplateResponse(request, "admin/never_deleted.html", context, status=403)
