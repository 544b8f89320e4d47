"""Addresses that are not quite right lead where they mean in one redirect, or are a 404 at once."""

import re

import pytest
from django.test import Client

from taxonomy.models import Skill
from tests import factories
from tests.framework_samples import load_wells


@pytest.fixture
def profile(db):
    return factories.ladder()[1]


@pytest.fixture
def parts(profile, tmp_path):
    load_wells(tmp_path)
    skill = Skill.objects.first()
    return {
        "key": profile.key,
        "small": profile.key.lower(),
        "function": profile.function_id and profile.focus.function.code,
        "focus": profile.focus.code,
        "level": profile.level_id,
        "skill": skill.slug,
        "SKILL": skill.slug.upper(),
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/profiles/{key}", "/profiles/{key}/"),
        ("/profiles/{small}", "/profiles/{key}/"),
        ("/profiles/{small}/", "/profiles/{key}/"),
        ("/profiles/{small}.json", "/profiles/{key}.json"),
        ("/profiles/{key}.JSON", "/profiles/{key}.json"),
        ("/profiles/{small}.Md", "/profiles/{key}.md"),
        ("/profiles/{small}/goals", "/profiles/{key}/goals/"),
        ("/search?q=a%26b", "/search/?q=a%26b"),
        ("/profiles", "/functions/"),
        ("/profiles/", "/functions/"),
        ("/profiles/{function}/", "/functions/{function}/"),
        ("/profiles/{function}", "/functions/{function}/"),
        ("/profiles/{function}.{focus}", "/functions/{function}/{focus}/"),
        ("/profiles/{function}.{focus}/", "/functions/{function}/{focus}/"),
        ("/functions", "/functions/"),
        ("/functions/{function}/{focus}", "/functions/{function}/{focus}/"),
        ("/skills/{SKILL}", "/skills/{skill}/"),
        ("/skills/{SKILL}/", "/skills/{skill}/"),
        ("/levels/p3?page=1", "/levels/P3/?page=1"),
        ("/frameworks/WELLS-1", "/frameworks/wells-1/"),
        ("/frameworks/WELLS-1/?q=a", "/frameworks/wells-1/?q=a"),
        ("/frameworks/WELLS-1.json", "/frameworks/wells-1.json"),
    ],
)
def test_one_redirect_leads_there(client, parts, asked, found):
    answer = client.get(asked.format(**parts))
    assert answer.status_code == 301
    assert answer["Location"] == found.format(**parts)
    assert client.get(answer["Location"]).status_code == 200


def test_a_framework_s_entry_in_another_case_is_one_redirect_away(client, parts):
    entry = re.search(
        r"/frameworks/wells-1/((?!check|levels)\w+)/", client.get("/frameworks/wells-1/").text
    )[1]
    for asked in (f"/frameworks/WELLS-1/{entry.swapcase()}", f"/frameworks/wells-1/{entry}"):
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (301, f"/frameworks/wells-1/{entry}/")


@pytest.mark.parametrize("ending", ["html", "csv", "txt", "JSONX", "json.html", "html/", "pdf"])
def test_a_wrong_ending_is_404_at_once_and_names_the_nearest(client, profile, ending):
    answer = client.get(f"/profiles/{profile.key.lower()}.{ending}")
    assert answer.status_code == 404
    assert f'href="{profile.get_absolute_url()}"' in answer.text
    assert "ends in" in answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "/functions/{function}.html",
        "/levels/{level}.html",
        "/skills/{skill}.html",
        "/frameworks/wells-1.html",
        "/nowhere",
        "/profiles/NOPE/",
        "/profiles/NOPE.{focus}/",
        "/profiles/.../",
        "/profiles/a..b.c",
        "/profiles/%C3%9F.%C3%9F.%C3%9F/",
        "/skills/none",
        "/functions/{function}/NOPE",
    ],
)
def test_what_is_not_there_is_404(client, parts, asked):
    answer = client.get(asked.format(**parts), follow=asked.startswith("/profiles/"))
    assert answer.status_code == 404


@pytest.mark.parametrize("asked", ["//evil.example/", "//evil.example", "/\\evil.example", "///x"])
def test_no_redirect_leads_to_another_site(client, db, asked):
    answer = client.get(asked)
    assert not answer.get("Location", "/x").startswith(("//", "/\\", "http"))


def test_robots_are_told_what_to_leave_alone(client):
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/\n" in answer.text
    assert "Sitemap: http://testserver/sitemap.xml" in answer.text


def test_the_icon_is_found_where_programs_ask_first(client, db):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 301
    linked = re.search(r'rel="icon" href="([^"]+)"', client.get("/levels/").text)[1]
    assert answer["Location"] == linked
    assert "max-age=86400" in answer["Cache-Control"]


def test_a_bad_host_is_400_and_one_line_in_the_log(client, db, caplog):
    for host in ("evil.example", "a b", "x" * 5000, "e\nvil"):
        caplog.clear()
        visitor = Client(headers={"host": host}, raise_request_exception=False)
        assert visitor.get("/").status_code == 400
        lines = [record for record in caplog.records if "Invalid HTTP_HOST" in record.message]
        assert len(lines) == 1
        assert not lines[0].exc_info
        assert len(lines[0].getMessage()) <= 300


@pytest.fixture
def static_file(settings, tmp_path):
    """A site whose static folder has one file in three codings."""
    for ending, content in (("", b"0123456789" * 100), (".gz", b"g" * 50), (".br", b"b" * 40)):
        (tmp_path / f"site.css{ending}").write_bytes(content)
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = str(tmp_path), False
    settings.WHITENOISE_AUTOREFRESH = False
    return Client()


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=0-0", 206, b"0"),
        ("bytes=999-999", 206, b"9"),
        ("bytes=999-", 206, b"9"),
        ("bytes=-1", 206, b"9"),
        ("bytes=-0", 416, b""),
        ("bytes=2-4", 206, b"234"),
        ("bytes=998-5000", 206, b"89"),
        ("bytes=1000-", 416, b""),
        ("bytes=1000-1001", 416, b""),
        ("pages=1-2", 200, b"0123456789" * 100),
    ],
)
def test_a_range_of_a_static_file_has_its_last_byte(static_file, asked, status, content):
    answer = static_file.get("/static/site.css", headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (status, content)
    if status == 206:
        assert answer["Content-Length"] == str(len(content))


def test_a_part_of_another_version_is_the_whole_file(static_file):
    whole = static_file.get("/static/site.css")
    ask = {"Range": "bytes=2-4"}
    for version in (whole["ETag"], whole["Last-Modified"]):
        assert (
            static_file.get("/static/site.css", headers=ask | {"If-Range": version}).status_code
            == 206
        )
    for version in ('"another"', "W/" + whole["ETag"], "Thu, 01 Jan 1998 00:00:00 GMT", "x"):
        answer = static_file.get("/static/site.css", headers=ask | {"If-Range": version})
        assert (answer.status_code, answer.getvalue()) == (200, b"0123456789" * 100)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br, gzip", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("abroad", None),
        ("", None),
    ],
)
def test_a_static_file_comes_in_the_coding_of_the_greatest_weight(static_file, accepted, coding):
    answer = static_file.get("/static/site.css", headers={"Accept-Encoding": accepted})
    assert answer.status_code == 200
    assert answer.get("Content-Encoding") == coding
