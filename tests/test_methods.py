"""Which addresses take which methods and bodies of which size; every public route is asked."""

import pytest
from django.urls import URLPattern, get_resolver

from config import methods
from taxonomy.spreadsheets.limits import MOST_BYTES

# One value for each name in a route.
PARTS = {
    "key": "ITOPER.GEN.P3",
    "asked": "ITOPER.GEN.P3.html",
    "function": "ITOPER",
    "focus": "GEN",
    "level": "P3",
    "slug": "vendor-management",
    "code": "ABCD",
    "number": 3,
    "kind": "profile",
    "ending": "csv",
}


def routes(patterns=None, start="/"):
    for each in patterns or get_resolver().url_patterns:
        if isinstance(each, URLPattern):
            route = str(each.pattern)
            route = route.replace("<section>", "roles")
            for name, value in PARTS.items():
                for converter in ("str", "slug", "code", "key", "entry", "int", "ending", "path"):
                    route = route.replace(f"<{converter}:{name}>", str(value))
            yield start + route, each
        elif each.namespace != "admin":
            yield from routes(each.url_patterns, start + str(each.pattern))


ROUTES = dict(routes())


def test_every_route_could_be_filled_in():
    assert len(ROUTES) > 20
    assert not [path for path in ROUTES if "<" in path]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ROUTES)
def test_a_wrong_method_is_405_and_names_those_allowed(client, path, method):
    """Also without a CSRF cookie, and before anything asks the database."""
    if method == "POST" and methods.body_limit(path) is not None:
        return
    answer = client.generic(method, path)
    assert answer.status_code == 405
    allowed = ["GET", "HEAD"] + (["POST"] if methods.body_limit(path) else [])
    assert answer["Allow"].split(", ") == allowed
    assert not answer.cookies


def test_the_table_names_exactly_the_views_that_take_a_body(db, client):
    taking = {path for path in ROUTES if methods.body_limit(path) is not None}
    for path in taking:
        assert client.post(path).status_code in (200, 400, 404), path
    for path, route in ROUTES.items():
        view = route.callback
        takes = getattr(view, "csrf_exempt", False)  # no public page has a token
        assert takes == (path in taking), path


def test_limits_go_by_the_longest_rule():
    assert methods.body_limit("/match/roster/") > MOST_BYTES
    assert methods.body_limit("/admin/login/") == 4 * 1024
    assert methods.body_limit("/admin/taxonomy/profile/add/") == 4 * 1024 * 1024
    for path in ("/", "/administration/", "/match/", "/match/roster/x", "/profiles/goals.md"):
        assert methods.body_limit(path) is None
