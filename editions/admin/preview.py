"""A role as it would be with its draft: its public pages, made in a transaction that is taken
back.
"""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from editions.admin.context import admin_context, require_history_permission
from editions.change_sets.publishing import apply_for_a_look
from editions.change_sets.trials import tried
from editions.models import Draft
from taxonomy.models import Profile, Revision

PAGES = {"": "Page", "next": "Next step", "goals": "Goals"}


class Preview(NamedTuple):
    """What base.html says above a previewed page: whose draft it is, and the other pages."""

    draft: Draft
    set_address: str
    pages: list[tuple[str, str, bool]]  # words, address, whether it is this one


@require_safe
def preview(request: HttpRequest, key: str, page: str = "") -> HttpResponse:
    require_history_permission(request)
    if page not in PAGES:
        raise Http404(f"There is no preview of {page[:20]!r}.")
    drafts = Draft.objects.open_of("profile", key)
    draft = get_object_or_404(drafts.select_related("change_set", "saved_by"))
    response = _as_published(request, draft, page)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    for validator in ("ETag", "Speculation-Rules"):
        response.headers.pop(validator, None)
    return response


def _as_published(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    with tried():
        Revision.objects.wait_for_turn()
        faults = apply_for_a_look(draft.change_set)
        if not faults and Profile.objects.filter(key=draft.key).exists():
            return _public_page(request, draft, page)
    own = {"title": f"Preview of {draft.key}", "draft": draft, "faults": faults}
    return TemplateResponse(
        request, "admin/editions/no_preview.html", admin_context(request, **own)
    )


def _public_page(request: HttpRequest, draft: Draft, page: str) -> HttpResponse:
    request.preview = _preview(draft, page)  # type: ignore[attr-defined]  # base.html shows it
    address = f"{reverse('taxonomy:profile', args=[draft.key])}{page and page + '/'}"
    found = resolve(address)
    return found.func(request, *found.args, **found.kwargs)


def _preview(draft: Draft, page: str) -> Preview:
    def address(name: str) -> str:
        return reverse("admin:preview", args=[draft.key, name] if name else [draft.key])

    pages = [(words, address(name), name == page) for name, words in PAGES.items()]
    return Preview(draft, reverse("admin:change_set", args=[draft.change_set_id]), pages)
