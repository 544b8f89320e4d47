"""Links of frameworks to a profile as they were at a release: its own, its focus's, its function's.

What they lead to is of today: the texts of frameworks have no editions.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from editions.models import Edition, Release
from frameworks.models import CanonLink, Entry, Framework
from frameworks.template_functions import Linked
from frameworks.visibility import sees_everything
from taxonomy.web.links import address


def links_at(
    request: HttpRequest, release: Release, key: str
) -> list[tuple[Framework, list[Linked]]]:
    """Framework by framework, in two queries."""
    stated = _stated(release, key)
    entries = Entry.objects.shown_to(sees_everything(request)).filter(
        framework__slug__in={slug for slug, _ in stated}, code__in={code for _, code in stated}
    )
    frameworks: dict[int, Framework] = {}
    groups: dict[int, list[Linked]] = {}
    found = entries.select_related("framework").order_by("framework__name", "category", "code")
    for entry in found if stated else ():
        if link := stated.get((entry.framework.slug, entry.code)):
            framework = frameworks.setdefault(entry.framework_id, entry.framework)
            groups.setdefault(framework.pk, []).append(_linked(entry, framework, link))
    return [(frameworks[pk], links) for pk, links in groups.items()]


def _stated(release: Release, key: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Framework and entry → what the link says; the nearest to the profile where there are more."""
    focus = key.rpartition(".")[0]
    targets = (f" function {focus.partition('.')[0]}", f" focus {focus}", f" profile {key}")
    named = Q(*(Q(key__endswith=target) for target in targets), _connector=Q.OR)
    links = Edition.objects.at(release.revision).filter(named, kind="link", document__isnull=False)
    found = sorted(
        links, key=lambda each: [each.key.endswith(target) for target in targets].index(True)
    )
    return {
        (each.stated["framework"], link["entry"]): link
        for each in found
        for link in each.stated["links"]
    }


def _linked(entry: Entry, framework: Framework, link: dict[str, Any]) -> Linked:
    place = address("frameworks:entry", framework.slug, entry.code)
    kind = CanonLink.Kind(link["kind"]).label
    return Linked(entry.code, entry.title, place, kind, link["note"], None, None, "")
