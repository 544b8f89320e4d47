"""Links from entries to the canon as documents that go with it: dumped into its folder and loaded
after it, so that a dump of the canon brings them back.
"""

from collections.abc import Iterator
from typing import Any

from frameworks.exchange.documents import LinksDocument, framework_shape
from frameworks.exchange.dump import plain_link
from frameworks.exchange.links import write_links
from frameworks.models import CanonLink, Framework
from taxonomy.canon.companions import Companion
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.exchange.report import Report

Link = tuple[str, str, str, str]  # framework, entry, kind of target, its key


def _is_links(data: Any) -> bool:
    try:
        return framework_shape(data) is LinksDocument and "links" in data
    except ValueError:
        return False


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    for slug, links in _stored().items():
        plain = [plain_link(links[key]) for key in sorted(links)]
        yield f"framework-links/{slug}", {"framework": slug, "links": plain}


def _stored() -> dict[str, dict[Link, CanonLink]]:
    """The links of each framework that has some."""
    found: dict[str, dict[Link, CanonLink]] = {}
    links = CanonLink.objects.with_targets().select_related("entry__framework")
    for link in links:
        slug = link.entry.framework.slug
        key = (slug, link.entry.code, *link.target_key)
        found.setdefault(slug, {})[key] = link
    return dict(sorted(found.items()))


def _load(reads: list[Read[LinksDocument]], report: Report, retire_missing: bool) -> list[Problem]:
    here = set(Framework.objects.values_list("slug", flat=True))
    stated = []
    for read in reads:
        document = read.document
        if document.framework in here:
            stated += [(read, document.framework, n, each) for n, each in enumerate(document.links)]
            continue
        report.notes.append(
            f"{read.at()}: {len(document.links)} links are left out: the framework "
            f"{document.framework} is not here. Load it, then this file again."
        )
    if problems := write_links(stated, report, "links of frameworks to the canon"):
        return problems
    keys = {(slug, link.entry, *link.target) for _, slug, _, link in stated}
    _name_or_remove(keys, {read.document.framework for read in reads}, report, retire_missing)
    return []


def _name_or_remove(keys: set[Link], slugs: set[str], report: Report, remove: bool) -> None:
    for slug, links in _stored().items():
        missing = {key: link for key, link in links.items() if key not in keys}
        if slug not in slugs:
            report.unlisted.append(f"links of the framework {slug} ({len(links)})")
        elif not remove:
            report.unlisted += [f"link {' '.join(key)}" for key in missing]
        else:
            for key, link in missing.items():
                report.removed += 1
                report.say(f"- link {' '.join(key)}")
                link.delete()


COMPANION = Companion(LinksDocument, _is_links, _documents, _load)
