"""Writes a framework out again as a framework file.

The same framework always gives the same bytes. With `facts` the sentences stay at home: codes,
titles, places, labels and relations go out, texts do not.
"""

from frameworks.exchange.rows import FrameworkRows, RowKey, stored_rows
from frameworks.models import CanonLink, Framework
from taxonomy.exchange.plain import Plain, without_empty
from taxonomy.exchange.yaml_text import MappingOnOneLine

HEAD = (
    "slug",
    "kind",
    "name",
    "short_name",
    "edition",
    "publisher",
    "licence",
    "url",
    "summary",
    "visibility",
)


def document(framework: Framework, facts: bool = False) -> Plain:
    """The framework in the shape of a framework file."""
    rows = stored_rows(framework)
    head = {name: getattr(framework, name) for name in HEAD}
    sentences = set() if facts else {"essence"}
    levels = [
        {"number": number} | _chosen(fields, {"label", *sentences})
        for (number,), fields in rows.of("level")
    ]
    whole = without_empty(
        {
            "framework": without_empty(head),
            "levels": [without_empty(level) for level in levels],
            "categories": [
                without_empty({"code": code} | _chosen(fields, {"name", "parent"}))
                for (code,), fields in sorted_categories(rows)
            ],
            "entries": [_entry(rows, code, facts) for code in sorted_entries(rows)],
        }
    )
    if not facts:
        terms = [{"term": term} | fields for (term,), fields in rows.of("term")]
        whole |= without_empty({"glossary": terms})
    return whole | without_empty({"links": [] if facts else _links(framework)})


def sorted_categories(rows: FrameworkRows) -> list[tuple[RowKey, Plain]]:
    return sorted(rows.tables["category"].items(), key=lambda item: (item[1]["order"], item[0]))


def sorted_entries(rows: FrameworkRows) -> list[str]:
    places = {code: n for n, ((code,), _) in enumerate(sorted_categories(rows))}
    entries = rows.tables["entry"].items()
    in_order = sorted(entries, key=lambda item: (places.get(item[1]["category"], -1), item[0]))
    return [code for (code,), _ in in_order]


def _chosen(fields: Plain, names: set[str]) -> Plain:
    return {name: value for name, value in fields.items() if name in names}


def _paragraphs(text: str) -> list[str]:
    return text.split("\n\n") if text else []


def _entry(rows: FrameworkRows, code: str, facts: bool) -> Plain:
    fields = rows.tables["entry"][code,]
    about: Plain = {"code": code, "title": fields["title"], "category": fields["category"]}
    about |= _chosen(fields, {"change", "guidance_change", "url"})
    about["attribute"] = fields["is_attribute"]
    if not facts:
        about["statement"] = fields["statement"]
        about |= {name: _paragraphs(fields[name]) for name in ("description", "guidance")}
    about["levels"] = [
        without_empty(
            {"number": number, "change": described["change"]}
            | ({} if facts else {"text": _paragraphs(described["text"])})
        )
        for (_, number), described in rows.of("description", code)
    ]
    if (code,) in rows.tables["practice"]:
        about["practice"] = _practice(rows, code, facts)
    about["related"] = [other for (_, _, other, _), _ in rows.of("relation", code, "related")]
    about["relations"] = [
        {"kind": kind, "entry": other}
        for kind in ("progression", "dependency")
        for (_, _, other, _), _ in rows.of("relation", code, kind)
    ]
    return without_empty(about)


def _practice(rows: FrameworkRows, code: str, facts: bool) -> Plain:
    fields = rows.tables["practice"][code,]
    return without_empty(
        {
            "level": fields["level"],
            "lifecycle": fields["lifecycle"],
            "type": fields["practice_type"],
            "support_practice": fields["is_support"],
            "activities": _activities(rows, code, None, facts),
        }
    )


BELOW = {"major": "required", "required": "recommended"}


def children(rows: FrameworkRows, code: str, parent: str | None) -> list[tuple[str, Plain]]:
    """(label, fields) of the activities below one, or of the major ones, in their order."""
    found = [(key[1], f) for key, f in rows.of("activity", code) if f["parent"] == parent]
    return sorted(found, key=lambda item: item[1]["order"])


def supports(rows: FrameworkRows, code: str, label: str) -> list[str]:
    return [o for (_, _, o, at), _ in rows.of("relation", code, "supports") if at == label]


def notes(rows: FrameworkRows, code: str, label: str) -> list[str]:
    return [fields["text"] for _, fields in rows.of("supplement", code, label)]


def _activities(rows: FrameworkRows, code: str, parent: str | None, facts: bool) -> list[Plain]:
    activities = []
    for label, fields in children(rows, code, parent):
        about: Plain = {"label": label}
        about |= {"lost": True} if fields["text"] is None else {}
        about |= {} if facts else {"text": fields["text"]}
        about["supports"] = supports(rows, code, label)
        texts = notes(rows, code, label)
        # A number counts notes whose words are not here.
        about["supplemental"] = texts if all(texts) and not facts else len(texts)
        if fields["kind"] in BELOW:
            about[BELOW[fields["kind"]]] = _activities(rows, code, label, facts)
        about = without_empty({k: v for k, v in about.items() if v != 0})
        activities.append(
            MappingOnOneLine(about) if facts and fields["kind"] == "required" else about
        )
    return activities


def _links(framework: Framework) -> list[Plain]:
    links = CanonLink.objects.filter(entry__framework=framework).with_targets()
    return [
        without_empty(plain_link(link))
        for link in links.select_related("entry").order_by("entry__code", "pk")
    ]


def plain_link(link: CanonLink) -> Plain:
    name, key = link.target_key
    named = {"entry": link.entry.code, name: key, "kind": link.kind}
    return named | {"note": link.note, "source": link.source}
