"""How many questions a page may ask the database: as many at 10 profiles as at 10,000."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

# One of each is the canon's revision, which makes the ETag; one belongs to framework links.
CEILINGS = {
    "/": 5,
    "/functions/": 2,
    "/functions/WATERD/": 5,
    "{focus}": 7,
    "/levels/": 2,
    "/levels/P3/": 6,
    "/skills/": 5,
    "/skills/pressure-logging/": 12,
    "{profile}": 4,
    "{profile}evidence/": 4,
    "{profile}next/": 2,
    "{profile}next.md": 2,
    "{json}": 4,
    "/profiles/WATERD.LEAKDETECT.P3/": 5,
}


def asked(client, path):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    return response, len(queries)


@pytest.mark.django_db
def test_ceilings_hold_and_do_not_grow_with_the_canon(client):
    profile = factories.ladder()[1]
    addresses = {
        "{profile}": profile.get_absolute_url(),
        "{focus}": profile.focus.get_absolute_url(),
        "{json}": profile.get_absolute_url().rstrip("/") + ".json",
    }
    factories.catalogue(10)

    def address(path):
        for name, found in addresses.items():
            path = path.replace(name, found.rstrip("/") if path.endswith(".md") else found)
        return path.replace("next.md", "/next.md").replace("//", "/")

    small = {path: asked(client, address(path)) for path in CEILINGS}
    factories.catalogue(10_000, start=10)
    large = {path: asked(client, address(path)) for path in CEILINGS}
    assert {path: count for path, (_, count) in small.items()} == {
        path: count for path, (_, count) in large.items()
    }
    over = {path: count for path, (_, count) in large.items() if count > CEILINGS[path]}
    assert not over
    heavy = {
        path: len(response.content)
        for path, (response, _) in large.items()
        if len(response.content) > 200_000
    }
    assert not heavy
