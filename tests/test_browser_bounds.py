"""What a profile's pages may take of a reader's screen, keys and paper, on the canon that ships."""

import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command

from taxonomy.models import Profile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ROLES = (
    "ITOPER.ITOUTSOU493C.P3",
    "SOFTWA.BACKENDE9C7F.P4",
    "CLINIC.REGISTER058F.P2",
    "SALES.ACCOUNTMA7B0.M2",
)
TALLEST = {1280: 3800, 375: 7500}
MOST_TABS = 60
MOST_BYTES = 28 * 1024
PAPERS = {"": 3, "next/": 1, "goals/?format=smart": 2, "goals/?format=scorecard": 2}
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')]
    .filter((each) => each.getClientRects().length).length"""


@pytest.fixture
def canon():
    """The shipped files of the functions that the roles are in, with what they refer to."""
    folder = settings.BASE_DIR / "fixtures" / "canon"
    shared = [folder / f"{name}.yaml" for name in ("levels", "functions", "skills")]
    functions = {folder / role.partition(".")[0].lower() for role in ROLES}
    call_command("canon", "load", *map(str, [*shared, *sorted(functions)]), verbosity=0)
    assert Profile.objects.filter(key__in=ROLES).count() == len(ROLES)


def test_screens_keys_and_bytes(canon, live_server, page, client):
    for role in ROLES:
        address = f"/profiles/{role}/"
        assert len(client.get(address).content) <= MOST_BYTES, role
        for width, tallest in TALLEST.items():
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(live_server.url + address)
            height = page.evaluate("document.documentElement.scrollHeight")
            assert height <= tallest, (role, width, height)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (role, width)
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.evaluate(STOPS) <= MOST_TABS, role


def test_papers(canon, live_server, page, tmp_path):
    for role in ROLES[:2]:
        for path, most in PAPERS.items():
            page.goto(f"{live_server.url}/profiles/{role}/{path}")
            text = printed(page, tmp_path / "page.pdf")
            assert len(text) <= most, (role, path, text[most:])
            for number, sheet in enumerate(text, 1):
                assert f"{number} of {len(text)}" in sheet
                assert "revision" in sheet


def printed(page, path):
    """The text of each sheet that the page prints on A4."""
    page.pdf(path=str(path), prefer_css_page_size=True, format="A4")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return [sheet for sheet in text.stdout.decode().split("\f") if sheet.strip()]
