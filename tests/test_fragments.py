"""Page or fragment: htmx gets the region it targets, everybody else the page."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from taxonomy.web import htmx

OFFERED = {"results"}
STATE = {"state": "confident"}


def ask(**headers):
    request = RequestFactory().get("/", headers=headers)
    HtmxMiddleware(lambda _: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"HX-Target": "results"}, None),
        ({"HX-Request": "true"}, None),
        ({"HX-Request": "true", "HX-Target": "elsewhere"}, None),
        ({"HX-Request": "true", "HX-Target": "../../settings"}, None),
        ({"HX-Request": "true", "HX-Target": "results"}, "results"),
        ({"HX-Request": "true", "HX-Target": "results", "HX-Boosted": "true"}, None),
        (
            {"HX-Request": "true", "HX-Target": "results", "HX-History-Restore-Request": "true"},
            None,
        ),
    ],
)
def test_only_an_offered_target_is_a_fragment(headers, expected):
    assert htmx.wanted(ask(**headers), OFFERED) == expected


def test_both_answers_vary_on_the_headers():
    asked = ask(**{"HX-Request": "true", "HX-Target": "match_state"})
    page = htmx.render(ask(), "400.html", {}, fragments={"match_state"})
    part = htmx.render(asked, "taxonomy/match.html", STATE, fragments={"match_state"})
    assert page["Vary"] == part["Vary"] == "HX-Request, HX-Target"


def test_a_fragment_is_the_file_beside_its_page():
    asked = ask(**{"HX-Request": "true", "HX-Target": "match_state"})
    part = htmx.render(asked, "taxonomy/match.html", STATE, fragments={"match_state"})
    assert part.content.decode().lstrip().startswith('<span class="state confident"')
    assert "<html" not in part.content.decode()
