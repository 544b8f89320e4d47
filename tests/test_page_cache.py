"""The cache of rendered pages: what it gives, to whom never, and when it forgets.

Its rules are tried here on a small WSGI application that counts its renders, and on the real site;
that several workers show an edit within a second is tested in test_workers.py, on real ones.
"""

import gzip
import time
from itertools import count

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.core.wsgi import get_wsgi_application

from config.database import watch
from config.pagecache.cache import PageCache
from config.pagecache.page import Answer, CachedPage, best_coding
from taxonomy.models import Profile
from tests import factories
from tests.rsgi import Front

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
        self.meanwhile = lambda: None

    def __call__(self, environ, start_response):
        self.renders += 1
        self.saw.append(environ)
        self.meanwhile()
        time.sleep(self.seconds)
        start_response(self.status, list(self.headers))
        return [self.body]


def test_a_page_is_rendered_once_and_given_often():
    site = Site()
    front = Front(site)
    first, *others = [front.ask() for _ in range(3)]
    assert site.renders == 1
    assert (first.status, first.body) == (200, site.body)
    assert first.headers["Content-Length"] == str(len(site.body))
    assert first.headers["Vary"] == "HX-Request, HX-Target, Accept-Encoding"
    for other in others:
        assert (other.headers, other.body) == (first.headers, first.body)


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip;q=1.0", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("br;q=0.1, gzip;q=0.9", "gzip", gzip.decompress),
        ("BR ; Q=0.5, gzip ;q=0.4", "br", brotli.decompress),
        ("*", "br", brotli.decompress),
        ("*;q=0.5, br;q=0", "gzip", gzip.decompress),
        ("identity, gzip;q=0.5", None, bytes),
        ("identity;q=0.2, gzip;q=0.5", "gzip", gzip.decompress),
        ("br;q=0.0", None, bytes),
        ("br;q=nonsense", None, bytes),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_it_is_compressed_as_the_visitor_takes_it(accepted, coding, unpack):
    site = Site()
    front = Front(site)
    for _ in range(2):
        answer = front.ask(accept_encoding=accepted)
        assert answer.headers.get("Content-Encoding") == coding
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert unpack(answer.body) == site.body
    assert site.renders == 1


def test_an_endless_list_of_codings_is_read_but_not_remembered():
    best_coding("gzip;q=0.5" + ", x" * 10_000)
    front = Front(Site())
    answer = front.ask(accept_encoding=", ".join(f"x{n}" for n in range(5000)) + ", gzip")
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("known", ['W/"one"', '"one"', '"other", W/"one"', "*"])
def test_a_repeat_visit_is_304_without_a_body(known):
    front = Front(Site())
    for _ in range(2):
        answer = front.ask(if_none_match=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["Etag"] == 'W/"one"'
        assert "Content-Length" not in answer.headers
    assert front.ask(if_none_match='W/"old"').status == 200


def test_a_made_up_session_or_password_is_no_way_round_the_cache():
    """Public addresses answer everybody alike; only a session of this site may see more."""
    site = Site()
    front = Front(site)
    for headers in (
        {},
        {"cookie": "theme=dark; sessionid=abc"},
        {"cookie": "sessionid=" + "a" * 40},
        {"cookie": "csrftoken=" + "a" * 60_000},
        {"authorization": "Basic x"},
    ):
        assert front.ask(**headers).status == 200
    assert site.renders == 1
    assert not {"HTTP_COOKIE", "HTTP_AUTHORIZATION"} & site.saw[0].keys()


@pytest.mark.django_db
def test_who_is_signed_in_is_never_answered_from_the_cache(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    site = Site()
    front = Front(site)
    front.ask()
    for _ in range(2):
        front.ask(cookie=f"theme=dark; sessionid={client.cookies['sessionid'].value}")
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
def test_an_answer_that_is_somebodys_own_is_not_cached(header, value):
    headers = [(n, v) for n, v in PUBLIC if n != header] + [(header, value)]
    site = Site(headers)
    front = Front(site)
    front.ask()
    front.ask()
    assert site.renders == 2


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "301 Moved"])
def test_an_error_is_not_cached(status):
    site = Site(status=status)
    front = Front(site)
    front.ask()
    assert front.ask().status == int(status[:3])
    assert site.renders == 2


def test_only_parameters_that_the_page_reads_make_a_page():
    site = Site()
    front = Front(site)
    for path, renders in (
        ("/?utm=1&q=a", 1),  # nothing is known yet: not cached, or its links would bear the mark
        ("/?q=a", 2),
        ("/?q=a", 2),
        ("/?q=b", 3),
        ("/?utm=1&q=b&utm=2", 3),
        ("/?utm=3", 4),
        ("/", 4),
        ("/?%71=b&=&&q", 5),  # q, however it is written; and q once more
    ):
        front.ask(path)
        assert site.renders == renders, path
    queries = [environ["QUERY_STRING"] for environ in site.saw]
    assert queries == ["utm=1&q=a", "q=a", "q=b", "", "%71=b&q"]


def test_host_scheme_and_fragment_tell_pages_apart():
    site = Site()
    front = Front(site, proxies=["127.0.0.1"])
    front.ask()
    front.ask(host="other.example")
    front.ask(x_forwarded_proto="https")
    front.ask(hx_request="true", hx_target="results")
    assert site.renders == 4
    assert [environ["wsgi.url_scheme"] for environ in site.saw] == ["http", "http", "https", "http"]
    front.ask(hx_request="true", hx_target="results")
    assert site.renders == 4


def test_what_does_not_decide_the_page_makes_no_page_of_its_own():
    site = Site()
    front = Front(site)
    front.ask()
    for headers in (
        {"host": "TestServer"},
        {"x_forwarded_proto": "https"},  # from nobody who is trusted
        {"x_forwarded_proto": "x" * 60_000},
        {"hx_request": "true"},
        {"hx_request": "true", "hx_target": "no-fragment-of-ours"},
        {"hx_request": "true", "hx_target": "results", "hx_boosted": "true"},
        {"hx_request": "x" * 60_000, "hx_target": "results"},
        {"hx_current_url": "http://x/" + "y" * 60_000},
        {"accept_language": "de", "user_agent": "x"},
    ):
        assert front.ask(**headers).status == 200
    assert site.renders == 1
    assert len(front.cache.pages) == 1
    assert front.cache.size < 20_000


def test_what_a_visitor_already_has_does_not_shape_what_is_cached():
    site = Site()
    Front(site).ask(if_none_match='"other"', range="bytes=0-1", method="HEAD")
    (seen,) = site.saw
    assert seen["REQUEST_METHOD"] == "GET"
    assert not {"HTTP_IF_NONE_MATCH", "HTTP_RANGE"} & seen.keys()


def test_a_new_revision_makes_the_page_anew():
    site = Site()
    front = Front(site)
    front.ask()
    front.watch.state = front.watch.state._replace(revision=2)
    front.ask()
    assert site.renders == 2


def test_a_page_rendered_before_an_edit_was_seen_is_not_cached_for_after():
    site = Site()
    front = Front(site)

    def edit():
        front.watch.state = front.watch.state._replace(revision=2)

    site.meanwhile = edit
    front.ask()
    front.ask()
    assert site.renders == 2


def test_what_each_path_reads_is_remembered():
    cache = PageCache(limit=1_000_000)
    page = CachedPage(Answer(200, list(PUBLIC), b"reads q"))
    paths = [f"/{number}/" for number in range(3)]
    for path in paths:
        cache.keep(cache.key(path, "", "rolebook.example", "http", ""), page, None)
    asked = [cache.key(path, "mark=1&q=x", "rolebook.example", "http", "") for path in paths]
    assert [key.query for key in asked] == ["q=x"] * 3


def test_a_page_of_an_older_revision_is_not_kept():
    """The edit came while the page was rendered; somebody else asked in between."""
    cache = PageCache(limit=1_000_000)
    key = cache.key("/", "", "rolebook.example", "http", "")
    page = CachedPage(Answer(200, list(PUBLIC), b"before the edit"))
    cache.find(key, 1)
    assert cache.find(key, 2) is None
    cache.keep(key, page, 1)
    assert cache.find(key, 2) is None
    cache.keep(key, page, 2)
    assert cache.find(key, 2) is page


@pytest.mark.parametrize("problem", [watch.AWAY, watch.BUSY])
def test_cached_pages_go_on_for_five_minutes_without_304_while_nothing_is_known(problem):
    site = Site()
    front = Front(site)
    front.ask()
    seen_at = time.monotonic() - 290
    front.watch.state = front.watch.state._replace(problem=problem, seen_at=seen_at)
    for headers in ({}, {"if_none_match": 'W/"one"'}, {"accept_encoding": "gzip"}):
        assert front.ask(**headers).status == 200
    assert site.renders == 1
    front.watch.state = front.watch.state._replace(seen_at=seen_at - 20)
    answer = front.ask()
    assert (answer.status, site.renders) == ((503, 1) if problem == watch.AWAY else (200, 2))
    if problem == watch.AWAY:
        assert answer.headers["Retry-After"]
        assert b"Back in a moment" in answer.body


def test_other_pages_are_503_at_once_while_the_database_is_away():
    site = Site()
    front = Front(site)
    front.watch.state = front.watch.state._replace(problem=watch.AWAY)
    for path, status in (("/other/", 503), ("/admin/", 503), ("/static/site.css", 200)):
        assert front.ask(path).status == status
    assert site.renders == 1


def test_many_at_once_cause_one_render():
    site = Site(seconds=0.2)
    answers = Front(site).ask_all([("/page/", "GET", (), {})] * 20)
    assert {answer.status for answer in answers} == {200}
    assert site.renders == 1


def test_a_render_that_fails_is_answered_and_tried_again():
    class Broken(Site):
        def __call__(self, environ, start_response):
            super().__call__(environ, start_response)
            raise ZeroDivisionError

    site = Broken()
    front = Front(site)
    assert [front.ask().status for _ in range(2)] == [500, 500]
    assert site.renders == 2


def test_memory_stays_below_the_limit():
    number = count()

    class Ever(Site):
        def __call__(self, environ, start_response):
            self.body = f"{next(number)} ".encode() * 1000
            return super().__call__(environ, start_response)

    front = Front(Ever(), limit=100_000)
    cache = front.cache
    for n in range(200):
        front.ask(f"/{n}/", accept_encoding="br" if n % 2 else "gzip")
        assert cache.size <= 100_000
        pages = sum(page.size + key.size for key, page in cache.pages.items())
        assert cache.size == pages + cache._reads_size
    assert len(cache.pages) > 5
    assert cache._reads_size <= 100_000 // 16


def test_what_a_small_page_costs_beside_its_body_counts():
    front = Front(Site(body=b"x"), limit=100_000)
    for n in range(300):
        front.ask(f"/{n}/")
    assert len(front.cache.pages) < 80


def test_an_address_of_great_length_is_answered_but_not_cached():
    site = Site()
    front = Front(site)
    for _ in range(2):
        assert front.ask("/?q=" + "a" * 5000).status == 200
        assert front.ask("/" + "a" * 5000).status == 200
    assert site.renders == 4
    assert front.cache.size < 1000


def test_one_large_page_does_not_drive_out_all_others():
    site = Site(body=b"x" * 50_000)
    front = Front(site, limit=100_000)
    front.ask()
    front.ask()
    assert site.renders == 2


@pytest.mark.django_db(transaction=True)
def test_the_real_site_is_cached_and_follows_an_edit(request):
    profile = factories.ladder(levels=("P2", "P3"))[0]
    front = Front(get_wsgi_application())
    front.application._watch = front.watch = watch.Watch()
    request.addfinalizer(front.watch.close)
    front.watch.look()
    path = profile.get_absolute_url()
    first = front.ask(path)
    assert first.status == 200
    assert "Set-Cookie" not in first.headers
    Profile.objects.filter(pk=profile.pk).update(title="Warden of the Weir")
    front.watch.look()
    assert b"Warden of the Weir" in front.ask(path).body
    assert front.ask(path, if_none_match=first.headers["Etag"]).status == 200


def test_the_size_is_that_of_what_is_kept_whatever_comes_and_goes():
    """A sum that drifts would keep too much, or nothing any more."""
    cache = PageCache(40_000)
    headers = [("Cache-Control", "public"), ("ETag", 'W/"a"')]
    keys = [cache.key(f"/{n}/", "", "a.example", "http", "") for n in range(30)]
    cache.find(keys[0], 1)
    for key in (*keys, keys[-1], keys[-1]):
        page = CachedPage(Answer(200, headers, bytes(900)))
        cache.keep(key, page, 1)
        cache.add_coding(key, page, "gzip", page.compressed("gzip"))
    kept = sum(key.size + page.size for key, page in cache.pages.items())
    parameters = cache._reads_size
    assert 1 < len(cache.pages) < 30
    assert cache.size == kept + parameters
    assert cache.size <= cache.limit
