"""What an editor should look at in the canon as a whole: pay that does not keep order."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from taxonomy.canon import pay_order

MOST_LISTED = 500


@require_safe
def health(request: HttpRequest, context: dict) -> HttpResponse:
    """`context` is what every page of the admin site has."""
    if not request.user.has_perm("taxonomy.view_profile"):
        raise PermissionDenied
    findings = pay_order.findings()
    context = {
        **context,
        "title": "Pay order",
        "findings": findings[:MOST_LISTED],
        "total": len(findings),
        "most_apart": pay_order.MOST_APART,
    }
    return TemplateResponse(request, "admin/health.html", context)
