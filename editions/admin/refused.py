"""What an account may not do, in words: which permissions it lacks, and who may."""

from collections.abc import Sequence

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from editions.admin.context import admin_context


def refused_account(request: HttpRequest, action: str, needs: Sequence[str]) -> HttpResponse:
    lacking = [each for each in needs if not request.user.has_perm(each)]
    own = {"title": "Your account may not do this", "action": action, "lacking": _names(lacking)}
    template = "admin/editions/refused.html"
    return TemplateResponse(request, template, admin_context(request, **own), status=403)


def _names(permissions: Sequence[str]) -> list[str]:
    wanted = Q()
    for each in permissions:
        label, _, codename = each.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    found = Permission.objects.filter(wanted).order_by("codename") if permissions else ()
    return [each.name for each in found]
