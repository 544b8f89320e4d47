"""docs/nginx.conf as operators get it, in front of a real site: faster, and never wrong.

Ports, paths and TLS are the only things changed.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from bench.attack import connections
from bench.attack.bounds import PACE, ask, timed
from tests.serving import IN_A_SET, ROOT, Site, wait_until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]

PAGE = "/profiles/ITOPER.ITOUTSOU493C.P3/"
PAGES = ["/", PAGE, f"{PAGE}goals/", "/functions/ITOPER/", "/search/?q=service", "/levels/P3/"]
MAIN = """
{user} daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""


class Front:
    """nginx with the file from docs/ before a site."""

    get = Site.get

    def __init__(self, site, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        if program is None:
            pytest.fail("no nginx on this machine: apt-get install nginx-light")
        text = (ROOT / "docs" / "nginx.conf").read_text()
        text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
        text = re.sub(r"^\s+ssl_.*\n", "", text, flags=re.MULTILINE)
        for shipped, here in (
            ("127.0.0.1:8000", f"127.0.0.1:{site.port}"),
            ("/var/cache/nginx/rolebook", str(folder / "cache")),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port}"),
        ):
            assert shipped in text
            text = text.replace(shipped, here)
        (folder / "site.conf").write_text(text)
        user = "user root;" if os.getuid() == 0 else ""  # else it may not enter the folder
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        self.process = subprocess.Popen(
            [program, "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "error.log"]
        )
        wait_until(lambda: self.process.poll() is not None or self.get("/healthz")[0] == 200)
        assert self.process.poll() is None, (folder / "error.log").read_text()


@pytest.fixture(scope="module")
def front(site, tmp_path_factory):
    front = Front(site.running(), tmp_path_factory.mktemp("nginx"))
    yield front
    front.process.send_signal(signal.SIGQUIT)
    front.process.wait(10)


@pytest.fixture(autouse=True)
def _running(site):
    site.running()


def retitle(site, title):
    """As an editor's save does it: one row of the canon changes."""
    done = site.command(
        "shell",
        "-c",
        f"{IN_A_SET}from taxonomy.models import Profile;"
        f"Profile.objects.filter(key={PAGE.split('/')[2]!r}).update(title={title!r})",
    )
    assert done.returncode == 0, done.stderr


def without_host(page):
    """A page names its own address under the host that it was asked of."""
    return re.sub(r"http://127\.0\.0\.1:\d+", "", page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_with_and_without_it(site, front, path):
    _, own, page = site.get(path)
    for _ in range(2):  # the first is fetched, the second kept
        status, headers, shown = front.get(path)
        assert status == 200
        assert without_host(shown) == without_host(page)
        for name in ("ETag", "Cache-Control", "Content-Security-Policy", "Content-Type"):
            # Each worker says its policy in an order of its own.
            assert sorted(headers[name].split("; ")) == sorted(own[name].split("; ")), name
    assert headers["X-Cache"] in ("HIT", "REVALIDATED")


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_kept_pages_stay_compressed(site, front, coding):
    for _ in range(2):
        request = urllib.request.Request(front.address + PAGE, headers={"Accept-Encoding": coding})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert len(answer.read()) < len(site.get(PAGE)[2].encode()) / 3
    assert "Content-Encoding" not in front.get(PAGE)[1]


def test_a_repeat_visit_is_304(front):
    etag = front.get(PAGE)[1]["ETag"]
    time.sleep(1.2)
    for _ in range(3):
        assert front.get(PAGE, **{"If-None-Match": etag})[0] == 304
    assert front.get(PAGE, **{"If-None-Match": '"another"'})[0] == 200


def test_a_fragment_never_takes_the_page_s_place(front):
    path = "/search/?q=service"
    htmx = {"HX-Request": "true", "HX-Target": "results"}
    for _ in range(2):
        assert "<html" in front.get(path)[2]
        assert "<html" not in front.get(path, **htmx)[2]


SIGN_IN = (
    "from django.contrib.auth.models import User; from django.test import Client; c = Client();"
    "c.force_login(User.objects.create_superuser('reader')); print(c.cookies['sessionid'].value)"
)


def test_who_is_signed_in_is_never_answered_from_it_or_kept_in_it(site, front):
    path = "/levels/P4/"
    session = site.command("shell", "-v0", "-c", SIGN_IN).stdout.strip()
    for _ in range(3):
        status, headers, _ = front.get(path, Cookie=f"sessionid={session}")
        assert status == 200
        assert headers["X-Cache"] == "BYPASS"
        assert "private" in headers["Cache-Control"]
    _, headers, _ = front.get(path)
    assert headers["X-Cache"] == "MISS"
    assert "public" in headers["Cache-Control"]


def test_the_admin_passes_by(front):
    for _ in range(2):
        status, headers, page = front.get("/admin/login/")
        assert status == 200
        assert "X-Cache" not in headers
        assert "csrfmiddlewaretoken" in page


def test_silent_visitors_are_held_off(site, front):
    """The site is asked nothing by who sends half a request; who asks properly waits for nobody."""
    connections.room_for(400)
    kinds = [
        lambda: connections.silent(front.address, "/match/roster/"),
        lambda: connections.silent(front.address, "/admin/login/", "csrftoken=" + "a" * 32),
        lambda: connections.unfinished(front.address),
    ]
    before = connections.established(site.port)
    opened = [make() for make in kinds * 60]
    try:
        for path in (PAGE, "/healthz", "/levels/P2/"):
            assert sorted(timed(front.address, path, 10))[8] < 0.1 * PACE
        assert connections.established(site.port) - before < 20
    finally:
        connections.close(opened)


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/match/roster/", 11_000_000, 400),
        ("/match/roster/", 13_000_000, 413),
        ("/admin/login/", 5_000_000, 413),
        ("/", 300_000, 413),
        ("/", 1000, 405),
    ],
)
def test_bodies_have_the_limits_of_the_site(front, path, size, status):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(front.address, path, kind, "POST", b"x" * size)[0] == status


def test_static_files_stay(front):
    address = re.search(r'href="(/static/site\.[0-9a-f]{12}\.css)"', front.get("/")[2])[1]
    front.get(address)
    _, headers, _ = front.get(address)
    assert headers["X-Cache"] == "HIT"
    assert "immutable" in headers["Cache-Control"]


def test_a_missing_page_is_asked_for_anew(front):
    for _ in range(2):
        status, headers, _ = front.get("/profiles/NOSUCH.ROLE.P1/")
        assert status == 404
        assert headers["X-Cache"] == "MISS"


def test_an_edit_shows_soon(site, front):
    for title in ("Warden of Weirs", "Keeper of Sluices"):
        front.get(PAGE)
        retitle(site, title)
        wait_until(lambda title=title: title in front.get(PAGE)[2])


def test_readers_have_their_pages_while_the_site_is_away(site, front):
    page = front.get(PAGE)[2]
    site.stop()
    wait_until(lambda: front.get(PAGE)[1]["X-Cache"] == "STALE")
    status, _, shown = front.get(PAGE)
    assert (status, shown) == (200, page)
    assert front.get("/levels/P5/")[0] == 502
    site.start()
    wait_until(lambda: front.get("/levels/P5/")[0] == 200)
