"""A profile as plain data: what `/profiles/<key>.json` answers.

The words are the canon's own; nothing is computed here beyond what the page shows.
"""

from decimal import Decimal
from typing import Any

from taxonomy.models import DIMENSIONS, GUIDELINE_CELLS
from taxonomy.models.pay import AMOUNTS
from taxonomy.profile.page import ProfilePage
from taxonomy.profile.records import PayBandRecord, ProfileRecord, ResponsibilityRecord
from taxonomy.profile.skills import Requirement, requirements


def facts(page: ProfilePage) -> dict[str, Any]:
    """Fields that the canon lacks are left out, never empty."""
    profile = page.profile
    return _known(
        {
            "key": profile.key,
            "title": profile.title,
            "summary": profile.summary,
            "status": profile.status,
            "confidence": _confidence(profile),
            "scope": profile.scope,
            "version": profile.published.edition if profile.published else None,
            "replaced_by": profile.replaced_by.key if profile.replaced_by else None,
            "successors": _successors(profile),
            "no_successor_because": profile.published.why_none if profile.published else None,
            **_place(page),
            "pay": [pay_facts(band) for band in profile.pay_bands],
            "responsibilities": [_duty(each) for each in profile.responsibilities],
            "guideline": _guideline(profile),
            "required_skills": [_required(each) for each in requirements(profile)],
            "skills": [
                _known({"name": each.skill.name, "kind": each.skill.kind, "text": each.text})
                for each in page.applied
            ],
            "provenance": _provenance(page),
            "aliases": [alias.title for alias in profile.aliases],
            "mappings": [
                _known({"scheme": each.scheme, "code": each.code, "source": each.source})
                for each in profile.mappings
            ],
        }
    )


def _place(page: ProfilePage) -> dict[str, Any]:
    """Where the role is: its function, focus, level and ladder."""
    profile, focus = page.profile, page.profile.focus
    return {
        "function": {"code": profile.function.code, "name": profile.function.name},
        "focus": _known(
            {
                "code": focus.code,
                "name": focus.name,
                "summary": focus.summary,
                "differential": focus.differential,
            }
        ),
        "level": _level(profile),
        "ladder": [
            {"level": rung.level_id, "key": rung.key, "title": rung.title} for rung in page.ladder
        ],
    }


def _successors(profile: ProfileRecord) -> list[dict[str, str]]:
    successors = profile.published.successors if profile.published else ()
    return [
        {"relation": each.relation, "key": each.key, "title": each.title, "why": each.why}
        for each in successors
    ]


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _confidence(profile: ProfileRecord) -> dict[str, Any] | None:
    if profile.confidence is None:
        return None
    return {"value": float(profile.confidence), "word": profile.confidence_word}


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)


def _level(profile: ProfileRecord) -> dict[str, Any]:
    level = profile.level
    return _known(
        {
            "code": level.code,
            "label": level.label,
            "name": level.name,
            "track": {"code": level.track_id, "name": level.track.name},
            "rank": level.rank,
            "step": level.step,
            "equivalent": level.reference,
            "description": level.description,
            "years": [level.years_min, level.years_max] if level.years else None,
            **{field: getattr(level, field) for field in DIMENSIONS},
        }
    )


def pay_facts(band: PayBandRecord) -> dict[str, Any]:
    """A band with basis, source and date; `basis_words` is what pages call the basis."""
    as_of = band.as_of.isoformat() if band.as_of else None
    return _known(
        {
            "market": band.market_id,
            "market_name": band.market.name if band.market else "",
            "currency": band.currency,
            "period": band.period,
            **{name: _number(getattr(band, name)) for name in AMOUNTS},
            "basis": band.basis,
            "basis_words": band.get_basis_display(),
            "source": band.source,
            "as_of": as_of,
        }
    )


def _duty(duty: ResponsibilityRecord) -> dict[str, Any]:
    return _known({"area": duty.area and duty.area.name, "kind": duty.kind, "text": duty.text})


def _required(each: Requirement) -> dict[str, Any]:
    place = each.proficiency
    return _known(
        {
            "name": each.skill.name,
            "kind": each.skill.kind,
            "proficiency": place
            and {
                "code": place.code,
                "name": place.name,
                "rank": each.rank,
                "of": each.scale_length,
            },
            "text": each.text,
            "meaning": each.meaning,
        }
    )


def _guideline(profile: ProfileRecord) -> dict[str, str]:
    guideline = profile.guideline
    if guideline is None:
        return {}
    return _known({field: getattr(guideline, field) for field in GUIDELINE_CELLS})


def _provenance(page: ProfilePage) -> dict[str, Any]:
    review = page.review
    return _known(
        {
            "scores": {score.criterion: float(score.score) for score in review.scores},
            "not_scored": review.missing if review.scores else [],
            "passes": review.passes if review.scores else None,
            "sources_stated": page.profile.focus.sources_stated,
            "sources": [
                _known(
                    {
                        "title": source.title,
                        "publisher": source.publisher,
                        "published": source.published,
                        "url": source.url,
                    }
                )
                for source in page.profile.focus.sources
            ],
        }
    )
