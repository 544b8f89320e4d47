"""Whose catalogue this is, how its pages are read, its method, licence and accessibility."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from taxonomy.models import Function, Level, PayBand, Proficiency, ProvenanceScore
from taxonomy.models.profiles import CONFIDENCE_WORDS
from taxonomy.models.provenance import PASSING_SCORE
from taxonomy.web import htmx
from taxonomy.web.caching import revalidated


@require_safe
@revalidated
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "functions": Function.objects.count(),
        "levels": Level.objects.count(),
        "scale": list(Proficiency.objects.all()),
        "criteria": ProvenanceScore.Criterion.labels,
        "passing": PASSING_SCORE,
        "confidence": CONFIDENCE_WORDS,
        "bases": PayBand.Basis,
        "confident": settings.ADJACENT_CONFIDENT,
        "needs_review": settings.ADJACENT_NEEDS_REVIEW,
    }
    return htmx.render(request, "taxonomy/about.html", context)
