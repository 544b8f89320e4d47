"""What an editor should look at in the canon as a whole: pay that does not keep order, and what
could not be approved as it is.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from taxonomy.canon import pay_order
from taxonomy.canon.gates import GATES, lacking

MOST_LISTED = 500


@require_safe
def health(request: HttpRequest, context: dict) -> HttpResponse:
    """`context` is what every page of the admin site has."""
    if not request.user.has_perm("taxonomy.view_profile"):
        raise PermissionDenied
    findings = pay_order.findings()
    context = {
        **context,
        "title": "What needs a look",
        "findings": findings[:MOST_LISTED],
        "total": len(findings),
        "most_apart": pay_order.MOST_APART,
        "gates": [
            (gate.lacks, found) for gate in GATES if (found := list(lacking(gate, MOST_LISTED)))
        ],
        "most_listed": MOST_LISTED,
    }
    return TemplateResponse(request, "admin/health.html", context)
