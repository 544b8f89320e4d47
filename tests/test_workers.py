"""Several real workers, each with its page cache: what one editor saves, all readers see."""

import html
import http.cookiejar
import re
import time
import urllib.parse
import urllib.request

import pytest

from tests.serving import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]

PAGE = "/profiles/ITOPER.ITOUTSOU493C.P3/"
ACCOUNT = (
    "from django.contrib.auth.models import User;"
    "User.objects.filter(username='editor').delete();"
    "User.objects.create_superuser('editor', password='a long way round')"
)


class Editor:
    """A signed-in browser without pictures: keeps cookies, sends forms."""

    def __init__(self, address):
        self.address = address
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def read(self, path):
        with self.opener.open(self.address + path, timeout=30) as answer:
            return answer.url, answer.headers, answer.read().decode()

    def send(self, path, page, **changes):
        form = {}
        for field in re.findall(r"<input[^>]*>", page):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', field))
            if "name" in attributes and attributes.get("type") not in (
                "submit",
                "checkbox",
                "search",
            ):
                form[attributes["name"]] = html.unescape(attributes.get("value", ""))
        for name, text in re.findall(
            r'<textarea name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S
        ):
            form[name] = html.unescape(text)
        for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            form[name] = chosen[1] if chosen else ""
        data = urllib.parse.urlencode(form | changes).encode()
        request = urllib.request.Request(
            self.address + path, data, {"Referer": self.address + path, "Origin": self.address}
        )
        with self.opener.open(request, timeout=30) as answer:
            return answer.url, answer.read().decode()


@pytest.fixture(scope="module")
def editor(site):
    running = site.running()
    made = running.command("shell", "-c", ACCOUNT)
    assert made.returncode == 0, made.stderr
    editor = Editor(running.address)
    _, _, page = editor.read("/admin/login/?next=/admin/")
    url, page = editor.send(
        "/admin/login/?next=/admin/", page, username="editor", password="a long way round"
    )
    assert url.endswith("/admin/"), page
    return editor


def rename(editor, title):
    """Saves a new title in the admin; returns when the answer was there."""
    _, _, found = editor.read("/admin/taxonomy/profile/?q=ITOPER.ITOUTSOU493C.P3")
    path = re.search(r"/admin/taxonomy/profile/\d+/change/", found)[0]
    _, _, form = editor.read(path)
    url, answer = editor.send(path, form, title=title)
    assert url.endswith("/admin/taxonomy/profile/"), answer
    return time.monotonic()


def test_an_edit_shows_to_readers_on_every_worker_within_a_second(site, editor):
    for title in ("Warden of the Weir", "Keeper of the Lock", "Reader of Gauges"):
        for _ in range(30):
            assert site.get(PAGE)[0] == 200  # every worker has kept the page
        saved = rename(editor, title)
        time.sleep(max(0, saved + 1 - time.monotonic()))
        seen = [
            f"<h1>{title}</h1>" in re.sub(r"<h1[^>]*>", "<h1>", site.get(PAGE)[2])
            for _ in range(40)
        ]
        assert all(seen), f"{seen.count(False)} of 40 answers were old a second after the edit"


def test_a_repeat_visit_is_304_until_the_next_edit(site, editor):
    etag = site.get(PAGE)[1]["ETag"]
    statuses = {site.get(PAGE, **{"If-None-Match": etag})[0] for _ in range(20)}
    assert statuses == {304}
    rename(editor, "Watcher of Tides")
    wait_until(lambda: site.get(PAGE, **{"If-None-Match": etag})[0] == 200, 2)


def test_who_is_signed_in_gets_an_answer_of_their_own(editor):
    _, headers, _ = editor.read(PAGE)
    assert "private" in headers["Cache-Control"]
    assert "ETag" not in headers


def test_kept_pages_are_compressed_as_the_visitor_takes_them(site):
    whole = len(site.get(PAGE)[2].encode())
    for coding in ("br", "gzip"):
        request = urllib.request.Request(site.address + PAGE, headers={"Accept-Encoding": coding})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert len(answer.read()) < whole / 3


def test_kept_pages_go_on_while_the_database_is_away(site, editor):
    import signal

    for _ in range(30):
        site.get(PAGE)
    site.process.send_signal(signal.SIGSTOP)  # the parent must not replace it before we look
    site.crash_database()
    began = time.monotonic()
    statuses = [site.get(PAGE)[0] for _ in range(30)]
    assert statuses == [200] * 30
    assert time.monotonic() - began < 10
    site.process.send_signal(signal.SIGCONT)
    wait_until(lambda: site.get("/healthz")[0] == 200)
