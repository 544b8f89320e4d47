"""A framework, a practice or a skill as data for other programs, in the shape of its JSON address.

Files that are loaded again have another shape, in
frameworks/exchange/documents.py.
"""

import json

from frameworks.exchange.dump import children, notes, sorted_entries, supports
from frameworks.exchange.rows import FrameworkRows, stored_rows
from frameworks.models import Framework
from taxonomy.exchange.plain import Plain


def as_json(framework: Framework) -> Plain:
    """What other programs read: practices with their trees, or skills and generic attributes with
    their levels.
    """
    rows = stored_rows(framework)
    if framework.kind == Framework.Kind.PRACTICES:
        return {"practices": [practice_facts(rows, code) for code in sorted_entries(rows)]}
    facts: Plain = {"skills": [], "attributes": []}
    for code in sorted_entries(rows):
        is_attribute = rows.tables["entry"][code,]["is_attribute"]
        facts["attributes" if is_attribute else "skills"].append(skill_facts(rows, code))
    return facts


def json_text(plain: Plain) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def practice_facts(rows: FrameworkRows, code: str) -> Plain:
    """A lost text is null; one whose words were not read yet is empty."""
    entry, practice = rows.tables["entry"][code,], rows.tables["practice"][code,]
    area = entry["category"]
    name = rows.tables["category"][area,]["name"] if area else ""
    related = [other for (_, _, other, _), _ in rows.of("relation", code, "related")]
    return {
        "code": code,
        "title": entry["title"],
        "capability_area": {"code": area or "", "name": name},
        "lifecycle": practice["lifecycle"],
        "level": practice["level"],
        "practice_type": practice["practice_type"],
        "statement": entry["statement"],
        "description": entry["description"].split("\n\n") if entry["description"] else [],
        "is_support_practice": practice["is_support"],
        "related": related,
        "activities": [_major(rows, code, *each) for each in children(rows, code, None)],
    }


def _major(rows: FrameworkRows, code: str, label: str, fields: Plain) -> Plain:
    required = [_required(rows, code, *each) for each in children(rows, code, label)]
    return {"label": label, "text": fields["text"], "required": required}


def _required(rows: FrameworkRows, code: str, label: str, fields: Plain) -> Plain:
    return {
        "label": label,
        "text": fields["text"],
        "supports": supports(rows, code, label),
        "supplemental": notes(rows, code, label),
        "recommended": [
            {"label": finer, "text": below["text"], "supplemental": notes(rows, code, finer)}
            for finer, below in children(rows, code, label)
        ],
    }


def skill_facts(rows: FrameworkRows, code: str) -> Plain:
    """The whole ladder: a level at which the skill is not defined has its essence alone."""
    entry = rows.tables["entry"][code,]
    defined = {number: fields for (_, number), fields in rows.of("description", code)}
    return {
        "code": code,
        "title": entry["title"],
        "category": entry["category"],
        "change": entry["change"],
        "statement": entry["statement"],
        "guidance": {
            "change": entry["guidance_change"],
            "paragraphs": entry["guidance"].split("\n\n") if entry["guidance"] else [],
        },
        "levels": [
            {"level": number, "label": fields["label"], "essence": fields["essence"]}
            | _defined(defined.get(number))
            for (number,), fields in rows.of("level")
        ],
    }


def _defined(fields: Plain | None) -> Plain:
    if fields is None:
        return {"defined": False}
    paragraphs = fields["text"].split("\n\n") if fields["text"] else []
    return {"defined": True, "change": fields["change"], "paragraphs": paragraphs}
