"""A profile as a schema.org Occupation, for search engines that read the page."""

import json
from typing import Any

from markupsafe import Markup

from taxonomy.models import Profile
from taxonomy.web.texts import plain_prose

# What would end the script element, or open another.
_ESCAPES = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"}


def occupation(profile: Profile) -> Markup:
    """JSON-LD, safe inside a script element; fields that the canon lacks are left out."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "name": profile.title,
        "description": plain_prose(profile.summary) or plain_prose(profile.focus.summary),
        "occupationalCategory": [f"{m.scheme} {m.code}" for m in profile.mappings.all()],
        "estimatedSalary": [
            {
                "@type": "MonetaryAmountDistribution",
                "name": "base",
                "currency": band.currency,
                "duration": "P1Y",
                "percentile25": str(band.low),
                "median": str(band.median),
                "percentile75": str(band.high),
            }
            for band in profile.pay_bands.all()
        ],
    }
    known = {name: value for name, value in data.items() if value}
    text = json.dumps(known, ensure_ascii=False)
    return Markup(text.translate(str.maketrans(_ESCAPES)))
