"""Several real workers, each with its page cache: what one editor saves, all readers see."""

import re
import signal
import urllib.request

import pytest

from bench.attack.editor import Editor, Form
from tests.serving import wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]

PAGE = "/profiles/ITOPER.ITOUTSOU493C.P3/"
ACCOUNT = (
    "from django.contrib.auth.models import User;"
    "User.objects.filter(username='editor').delete();"
    "User.objects.create_superuser('editor', password='a long way round')"
)


@pytest.fixture(scope="module")
def editor(site):
    running = site.running()
    made = running.command("shell", "-c", ACCOUNT)
    assert made.returncode == 0, made.stderr
    editor = Editor(running.address)
    editor.sign_in("editor", "a long way round")
    return editor


def rename(editor, title):
    """Saves a new title in the admin, and publishes it."""
    found = editor.get("/admin/taxonomy/profile/?q=ITOPER.ITOUTSOU493C.P3")
    path = re.search(r"/admin/taxonomy/profile/\d+/change/", found)[0]
    form = [(n, title if n == "title" else v) for n, v in Form(editor.get(path)).pairs]
    assert editor.press(editor.approved(path, form), "publish")[0] == 302


def shown(site):
    """The titles that readers see, from whichever worker answers."""
    pages = [site.get(PAGE)[2] for _ in range(40)]
    return {re.search(r"<h1[^>]*>(.*?)</h1>", page)[1] for page in pages}


def test_an_edit_shows_to_readers_on_every_worker(site, editor):
    """Watches look twice a second; how long it takes depends on what else the machine does."""
    for title in ("Warden of the Weir", "Keeper of the Lock", "Reader of Gauges"):
        for _ in range(30):
            assert site.get(PAGE)[0] == 200  # every worker has kept the page
        rename(editor, title)
        wait_until(lambda title=title: shown(site) == {title})
        assert shown(site) == {title}, "an old page came back"


def test_a_repeat_visit_is_304_until_the_next_edit(site, editor):
    etag = site.get(PAGE)[1]["ETag"]
    # A worker that could not look for 2.5 seconds, on a busy machine, sends the page instead.
    ask = lambda: {site.get(PAGE, **{"If-None-Match": etag})[0] for _ in range(20)}  # noqa: E731
    wait_until(lambda: ask() == {304})
    rename(editor, "Watcher of Tides")
    wait_until(lambda: site.get(PAGE, **{"If-None-Match": etag})[0] == 200)


def test_who_is_signed_in_gets_an_answer_of_their_own(editor):
    _, headers, _ = editor.ask("GET", PAGE)
    assert "private" in headers["cache-control"]
    assert "etag" not in headers


def test_kept_pages_are_compressed_as_the_visitor_takes_them(site):
    whole = len(site.get(PAGE)[2].encode())
    for coding in ("br", "gzip"):
        request = urllib.request.Request(site.address + PAGE, headers={"Accept-Encoding": coding})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert len(answer.read()) < whole / 3


def test_kept_pages_go_on_while_the_database_is_away(site, editor):
    for _ in range(30):
        site.get(PAGE)
    site.process.send_signal(signal.SIGSTOP)  # the parent must not replace it before we look
    site.crash_database()
    statuses = [site.get(PAGE)[0] for _ in range(30)]
    assert statuses == [200] * 30
    site.process.send_signal(signal.SIGCONT)
    wait_until(lambda: site.get("/healthz")[0] == 200)
