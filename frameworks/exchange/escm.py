"""The eSCM-SP, read from its book text, as plain data in the shape of a framework file.

Reading the text is `frameworks/escm`'s work; what the model is called here is said here.
"""

from typing import Any

from frameworks.escm.model import Model

SLUG = "escm-sp-2"
NAME = "eSourcing Capability Model for Service Providers"
# Part 2 names the levels on pages of its introduction that are no practice.
LEVELS = {
    1: "Providing services",
    2: "Consistently meeting requirements",
    3: "Managing organizational performance",
    4: "Proactively enhancing value",
    5: "Sustaining excellence",
}


def document_of(model: Model) -> dict[str, Any]:
    return {
        "framework": {
            "slug": SLUG,
            "kind": "practices",
            "name": NAME,
            "short_name": "eSCM-SP",
            "publisher": model.publisher,
        },
        "levels": [{"number": number, "label": label} for number, label in LEVELS.items()],
        "categories": [{"code": area.code, "name": area.name} for area in model.areas],
        "entries": [_entry(practice) for practice in model.as_json()["practices"]],
        "glossary": [{"term": t.term, "definition": t.definition} for t in model.glossary],
    }


def _entry(practice: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": practice["code"],
        "title": practice["title"],
        "category": practice["capability_area"]["code"],
        "statement": practice["statement"],
        "description": practice["description"],
        "practice": {
            "level": practice["level"],
            "lifecycle": practice["lifecycle"],
            "type": practice["practice_type"],
            "support_practice": practice["is_support_practice"],
            "activities": _with_gaps(practice["activities"]),
        },
        "related": practice["related"],
    }


def _with_gaps(activities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In a file a lost text is said so; a text that is not stated would be left as it is."""
    marked = []
    for activity in activities:
        about = {name: value for name, value in activity.items() if name != "text"}
        about |= {"lost": True} if activity["text"] is None else {"text": activity["text"]}
        for below in ("required", "recommended"):
            if below in about:
                about[below] = _with_gaps(about[below])
        marked.append(about)
    return marked
