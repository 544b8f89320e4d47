"""The language of the public pages: Jinja2, with what all templates may call.

The admin keeps Django's own templates. A name that a template misspells is an error, not a gap.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.http import QueryDict
from django.template import defaultfilters
from django.templatetags.static import static
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined, pass_context, pass_environment, select_autoescape
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context

from frameworks import template_functions, text_filters
from taxonomy.web import formatting, texts
from taxonomy.web.links import address
from taxonomy.web.origin import origin


def environment(**options: Any) -> Environment:
    """Text twins (.txt, .md) are no HTML; everything else escapes what it prints."""
    options |= {
        "autoescape": select_autoescape(disabled_extensions=("txt", "md"), default=True),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    made = Environment(**options)
    made.globals |= {
        "url": address,
        "static": static,
        "querystring": querystring,
        "htmx_script": htmx_script,
        "framework_links": template_functions.framework_links,
        "framework_hits": template_functions.framework_hits,
        "frameworks_called": template_functions.frameworks_called,
        "with_framework_entries": template_functions.with_framework_entries,
        "site": SiteFacts(),
        "origin": origin,
    }
    made.filters |= {
        "regrouped": regrouped,
        "pluralize": defaultfilters.pluralize,
        "capfirst": defaultfilters.capfirst,
        "date": defaultfilters.date,
        "slugify": defaultfilters.slugify,
        **{name: getattr(formatting, name) for name in formatting.__all__},
        **{name: getattr(texts, name) for name in texts.__all__},
        **{name: getattr(text_filters, name) for name in text_filters.__all__},
    }
    return made


class SiteFacts:
    """What settings say of the site, read when a page asks."""

    @property
    def organisation(self) -> str:
        return settings.ORGANISATION

    @property
    def version(self) -> str:
        return f"Rolebook {settings.VERSION}"

    @property
    def licence(self) -> str:
        return settings.CONTENT_LICENCE

    @property
    def suggestions(self) -> str:
        """The address as a link takes it; empty where none is set."""
        address = settings.SUGGESTIONS
        return f"mailto:{address}" if address and "://" not in address else address


@pass_context
def querystring(context: Context, **changes: object) -> str:
    """The request's query with some parameters changed; `None` takes one away."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


class Grouped(NamedTuple):
    grouper: Any
    list: list[Any]


@pass_environment
def regrouped(environment: Environment, rows: Iterable[Any], attribute: str) -> list[Grouped]:
    """Neighbours that share an attribute, `focus.function` or a method's answer, in their order."""
    of = make_attrgetter(environment, attribute)

    def key(row: Any) -> Any:
        value = of(row)
        return value() if callable(value) else value

    return [Grouped(grouper, list(found)) for grouper, found in groupby(rows, key)]
