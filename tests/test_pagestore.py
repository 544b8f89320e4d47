"""The store of rendered pages: what it gives, to whom never, and when it forgets.

Its rules are tried here on a small WSGI application that counts its renders, and on the real site;
that several workers show an edit within a second is held in test_serve.py's company, on real ones.
"""

import gzip
import threading
import time
from itertools import count

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from config.pagestore import PageStore
from config.revision import RevisionReader
from taxonomy.models import Profile
from tests import factories

PUBLIC = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "public, no-cache"),
    ("ETag", 'W/"one"'),
    ("Vary", "HX-Request, HX-Target"),
    ("No-Vary-Search", 'params, except=("q")'),
]


class Site:
    """An application that answers like a public page and counts how often it had to."""

    def __init__(self, headers=PUBLIC, status="200 OK", body=b"page " * 1000, seconds=0.0):
        self.headers, self.status, self.body, self.seconds = headers, status, body, seconds
        self.renders = 0
        self.saw = []

    def __call__(self, environ, start_response):
        self.renders += 1
        self.saw.append(environ)
        time.sleep(self.seconds)
        start_response(self.status, list(self.headers))
        return [self.body]


def store_of(site, limit=1_000_000, revision=lambda: 1):
    return PageStore(site, revision, limit, "sessionid")


def ask(store, path="/page/", **headers):
    environ = RequestFactory().get(path).environ
    environ |= {"HTTP_" + name.upper(): value for name, value in headers.items()}
    environ["REQUEST_METHOD"] = environ.pop("HTTP_METHOD", "GET")
    told = []
    body = b"".join(store(environ, lambda status, headers, *_: told.append((status, headers))))
    status, headers = told[-1]
    return status, dict(headers), body


def test_a_page_is_rendered_once_and_given_often():
    site = Site()
    store = store_of(site)
    answers = [ask(store) for _ in range(3)]
    assert site.renders == 1
    assert all(answer == answers[0] for answer in answers)
    status, headers, body = answers[0]
    assert status == "200 OK"
    assert body == site.body
    assert headers["Content-Length"] == str(len(body))
    assert headers["Vary"] == "HX-Request, HX-Target, Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("br;q=0.0", None, bytes),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_it_is_compressed_as_the_visitor_takes_it(accepted, coding, unpack):
    site = Site()
    store = store_of(site)
    for _ in range(2):
        _, headers, body = ask(store, accept_encoding=accepted)
        assert headers.get("Content-Encoding") == coding
        assert headers["Content-Length"] == str(len(body))
        assert unpack(body) == site.body
    assert site.renders == 1


@pytest.mark.parametrize("known", ['W/"one"', '"one"', '"other", W/"one"', "*"])
def test_a_repeat_visit_is_304_without_a_body(known):
    store = store_of(Site())
    for _ in range(2):
        status, headers, body = ask(store, if_none_match=known)
        assert (status, body) == ("304 Not Modified", b"")
        assert headers["ETag"] == 'W/"one"'
    status, _, _ = ask(store, if_none_match='W/"old"')
    assert status == "200 OK"


def test_head_has_the_headers_of_get_and_no_body():
    store = store_of(Site())
    _, headers, _ = ask(store)
    status, head, body = ask(store, method="HEAD")
    assert (status, head, body) == ("200 OK", headers, b"")


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "theme=dark; sessionid=abc"},
        {"authorization": "Basic x"},
        {"method": "POST"},
    ],
)
def test_who_is_signed_in_is_never_answered_from_the_store(headers):
    site = Site()
    store = store_of(site)
    ask(store)
    ask(store, **headers)
    ask(store, **headers)
    assert site.renders == 3


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Set-Cookie", "a=b"),
        ("Cache-Control", "private, no-store"),
        ("Cache-Control", "public, no-store"),
        ("ETag", ""),
    ],
)
def test_an_answer_that_is_somebodys_own_is_not_kept(header, value):
    headers = [(n, v) for n, v in PUBLIC if n != header] + [(header, value)]
    site = Site(headers)
    store = store_of(site)
    ask(store)
    ask(store)
    assert site.renders == 2


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "301 Moved"])
def test_an_error_is_not_kept(status):
    site = Site(status=status)
    store = store_of(site)
    ask(store)
    assert ask(store)[0] == status
    assert site.renders == 2


def test_only_parameters_that_the_page_reads_make_a_page():
    site = Site()
    store = store_of(site)
    for path, renders in (
        ("/?utm=1&q=a", 1),  # nothing is known yet: not kept, or its links would bear the mark
        ("/?q=a", 2),
        ("/?q=a", 2),
        ("/?q=b", 3),
        ("/?utm=1&q=b&utm=2", 3),
        ("/?utm=3", 4),
        ("/", 4),
        ("/?%71=b&=&&q", 5),  # q, however it is written; and q once more
    ):
        ask(store, path)
        assert site.renders == renders, path
    told = [environ["QUERY_STRING"] for environ in site.saw]
    assert told == ["utm=1&q=a", "q=a", "q=b", "", "%71=b&q"]


def test_host_scheme_and_fragment_tell_pages_apart():
    site = Site()
    store = store_of(site)
    ask(store)
    ask(store, host="other.example")
    ask(store, hx_request="true", hx_target="results")
    ask(store, hx_request="true", hx_target="others")
    assert site.renders == 4
    ask(store, hx_request="true", hx_target="results")
    assert site.renders == 4


def test_what_a_visitor_already_has_does_not_shape_what_is_kept():
    site = Site()
    ask(store_of(site), if_none_match='"other"', range="bytes=0-1", method="HEAD")
    (seen,) = site.saw
    assert seen["REQUEST_METHOD"] == "GET"
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_RANGE"} & seen.keys()


def test_a_new_revision_is_seen_within_a_second():
    revision = [1]
    site = Site()
    store = store_of(site, revision=lambda: revision[0])
    ask(store)
    revision[0] = 2
    ends = time.monotonic() + 1
    while site.renders == 1 and time.monotonic() < ends:
        ask(store)
        time.sleep(0.02)
    assert site.renders == 2


def test_the_first_visit_after_a_quiet_hour_looks_before_it_answers(monkeypatch):
    revision = [1]
    site = Site()
    store = store_of(site, revision=lambda: revision[0])
    ask(store)
    revision[0] = 2
    later = time.monotonic() + 3600
    monkeypatch.setattr("config.pagestore.time.monotonic", lambda: later)
    ask(store)
    assert site.renders == 2


def test_kept_pages_go_on_while_the_database_is_away():
    away = threading.Event()

    def read():
        if away.is_set():
            raise ConnectionError
        return 1

    site = Site()
    store = store_of(site, revision=read)
    ask(store)
    away.set()
    ends = time.monotonic() + 1.2
    while time.monotonic() < ends:
        assert ask(store)[0] == "200 OK"
        time.sleep(0.05)
    assert site.renders == 1


def test_many_at_once_cause_one_render():
    site = Site(seconds=0.2)
    store = store_of(site)
    statuses = []
    crowd = [threading.Thread(target=lambda: statuses.append(ask(store)[0])) for _ in range(20)]
    for visitor in crowd:
        visitor.start()
    for visitor in crowd:
        visitor.join()
    assert statuses == ["200 OK"] * 20
    assert site.renders == 1


def test_a_render_that_fails_holds_nobody_up():
    class Broken(Site):
        def __call__(self, environ, start_response):
            super().__call__(environ, start_response)
            raise ZeroDivisionError

    site = Broken()
    store = store_of(site)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(store)
    assert site.renders == 2


def test_memory_stays_below_the_limit():
    number = count()

    class Ever(Site):
        def __call__(self, environ, start_response):
            self.body = f"{next(number)} ".encode() * 1000
            return super().__call__(environ, start_response)

    store = store_of(Ever(), limit=100_000)
    for n in range(200):
        ask(store, f"/{n}/", accept_encoding="br" if n % 2 else "gzip")
        assert store._size <= 100_000
        assert store._size == sum(page.size for page in store._pages.values())
    assert len(store._pages) > 5


def test_one_large_page_does_not_drive_out_all_others():
    site = Site(body=b"x" * 50_000)
    store = store_of(site, limit=100_000)
    ask(store)
    ask(store)
    assert site.renders == 2


@pytest.mark.django_db(transaction=True)
def test_the_real_site_is_kept_and_follows_an_edit(request):
    profile = factories.ladder(levels=("P2", "P3"))[0]
    reader = RevisionReader()
    request.addfinalizer(reader.close)
    store = store_of(get_wsgi_application(), revision=reader)
    path = profile.get_absolute_url()
    first = ask(store, path)
    assert first[0] == "200 OK"
    assert "Set-Cookie" not in first[1]
    Profile.objects.filter(pk=profile.pk).update(title="Warden of the Weir")
    time.sleep(0.6)
    assert b"Warden of the Weir" in ask(store, path)[2]
    assert ask(store, path, if_none_match=first[1]["ETag"])[0] == "200 OK"
