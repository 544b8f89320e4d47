"""A search as plain data: what `search.json` answers."""

from typing import Any

from markupsafe import Markup

from taxonomy.search.others import Others
from taxonomy.search.results import LadderHit, Results


def search_facts(results: Results) -> dict[str, Any]:
    """One page of what was found, in the order of the search page; texts without marks."""
    query, page = results.query, results.page
    return {
        "asked": query.text,
        "filters": results.filters.chosen,
        "total": results.total,
        "only mentioned": results.called.mentioning if results.called else None,
        "page": page.number if page else 1,
        "pages": page.paginator.num_pages if page else 0,
        "left out": list(query.left_out),
        "known to no role": list(query.unknown),
        "not mapped": [results.unmapped.code] if results.unmapped else [],
        "roles": [_role(hit) for hit in results.hits],
        "named": [row for group in results.named for row in _rows(group)],
        "others": [row for group in results.less for row in _rows(group)],
    }


def _role(hit: LadderHit) -> dict[str, Any]:
    return {
        "key": hit.profile.key,
        "title": hit.profile.title,
        "only mentioned": hit.why.is_mention,
        "reasons": [
            {"where": reason.label, "text": Markup(reason.text).striptags()}
            for reason in hit.why.reasons
        ],
        "ladder": [rung.role.key for rung in hit.rungs if rung.is_found],
    }


def _rows(group: Others) -> list[dict[str, str]]:
    return [
        {
            "kind": row._meta.model_name or "",
            "name": Markup(name).striptags(),
            "address": row.get_absolute_url(),
        }
        for row, name in group.rows
    ]
