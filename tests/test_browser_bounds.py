"""What a profile's pages may take of a reader's screen, keys and paper, on the canon that ships.

Every role is asked for its bytes and links; those with the longest pages are opened and printed.
"""

import re
import subprocess

import pytest
from django.conf import settings
from django.core.management import call_command

from taxonomy.models import Profile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
TALLEST = {1280: 3800, 375: 7500}
MOST_TABS = 60
MOST_BYTES = 28 * 1024
SMALLEST_TYPE = 8.5  # points, on a profile's paper
LONGEST_ROLES = 4
# Rows that do not break make these long on paper, though others have more text.
TALL_ON_PAPER = ["LEGALC.LEGALLEAFE5B.E4", "PROJEC.AGILEDEL30AC.P4"]
COMPARED = ["ITOPER.ITOUTSOU493C.P3", "FINANC.GENERALABCB0.P3", "PEOPLE.TALENTAC3F20.P3"]
POSTERS = (
    "ITOPER/ITOUTSOU493C",
    "SOFTWA/SOFTWARE984E",
    "SOFTWA/BACKENDE9C7F",
    "CLINIC/REGISTER058F",
)
GOALS = ("goals/?format=smart", "goals/?format=scorecard")
STOPS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, summary, [tabindex="0"]')]
    .filter((each) => each.getClientRects().length).length"""
SMALLEST = """() => 0.75 * Math.min(...[...document.querySelectorAll('main *')]
    .filter((each) => each.getClientRects().length && !each.closest('.hidden'))
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
IN_HTML = re.compile(r'<a [^>]*href=|<button|<input(?![^>]*"hidden")|<select|<summary|tabindex="0"')


@pytest.fixture
def pages(client):
    """The profile page of every role of the shipped canon that is in use, by its key."""
    for kind in ("canon", "frameworks"):
        call_command(kind, "load", str(settings.BASE_DIR / "fixtures" / kind), verbosity=0)
    keys = Profile.objects.in_use().order_by("key").values_list("key", flat=True)
    return {key: client.get(f"/profiles/{key}/").content for key in keys}


def longest(pages):
    """The keys of the pages with most text."""
    return sorted(pages, key=lambda key: -len(re.sub(rb"<[^>]+>", b"", pages[key])))[:LONGEST_ROLES]


def test_screens_keys_and_bytes(pages, live_server, page):
    assert len(pages) > 300
    stops = {key: len(IN_HTML.findall(text.decode())) for key, text in pages.items()}
    assert max(map(len, pages.values())) <= MOST_BYTES
    most = max(stops, key=stops.get)
    for role in {*longest(pages), most, *shortest_of_each_track(pages)}:
        for width, tallest in TALLEST.items():
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{live_server.url}/profiles/{role}/")
            height = page.evaluate("document.documentElement.scrollHeight")
            assert height <= tallest, (role, width, height)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (role, width)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{live_server.url}/profiles/{role}/")
        assert page.evaluate(STOPS) <= MOST_TABS, role
    assert stops[most] <= MOST_TABS, most


def shortest_of_each_track(pages):
    """One role a track, so that managers, executives and support are looked at too."""
    found = {}
    for key in sorted(pages, key=lambda key: len(pages[key])):
        found.setdefault(key.rpartition(".")[2][0], key)
    return found.values()


def test_papers(pages, live_server, page, client, tmp_path):
    steps = {key: client.get(f"/profiles/{key}/next/").content for key in pages}
    for role in longest(pages)[:2] + TALL_ON_PAPER:
        sheets = printed(page, f"{live_server.url}/profiles/{role}/", tmp_path)
        assert len(sheets) <= 3, role
        assert smallest_type(page) > SMALLEST_TYPE - 0.01, role
        words = set(" ".join(sheets).split())
        heads = page.locator(".by-level tbody th").all_inner_texts()
        assert not [word for head in heads for word in head.split() if word not in words], role
        assert "Median pay" in " ".join(sheets), role  # of near roles
        for path in GOALS:
            assert len(printed(page, f"{live_server.url}/profiles/{role}/{path}", tmp_path)) <= 2
    for role in longest(steps):
        assert len(printed(page, f"{live_server.url}/profiles/{role}/next/", tmp_path)) == 1, role
    for focus in POSTERS:
        sheets = printed(page, f"{live_server.url}/functions/{focus}/", tmp_path)
        ladders = page.locator(".poster table").count()
        assert len(sheets) <= 2 * ladders, focus
        heads = page.locator(".poster thead th:last-child a").all_inner_texts()
        assert all(any(head.split()[0] in sheet for head in heads) for sheet in sheets), focus
        assert not any("Skills and tools" in sheet for sheet in sheets), focus
        assert smallest_type(page) > SMALLEST_TYPE - 0.01, focus
    for roles in (COMPARED[:2], COMPARED, longest(pages)[:2]):
        address = f"{live_server.url}/compare/?keys={','.join(roles)}"
        assert len(printed(page, address, tmp_path)) == 1, roles


def printed(page, address, folder):
    """The text of each sheet that the page prints, each with its number and the revision."""
    page.goto(address)
    page.pdf(path=str(folder / "page.pdf"), prefer_css_page_size=True, format="A4")
    text = subprocess.run(
        ["pdftotext", "-layout", folder / "page.pdf", "-"], capture_output=True, check=True
    )
    sheets = [sheet for sheet in text.stdout.decode().split("\f") if sheet.strip()]
    for number, sheet in enumerate(sheets, 1):
        assert f"{number} of {len(sheets)}" in sheet
        assert "revision" in sheet
    return sheets


def smallest_type(page):
    """The least size, in points, of letters that the page prints."""
    page.emulate_media(media="print")
    least = page.evaluate(SMALLEST)
    page.emulate_media(media="null")
    return least
