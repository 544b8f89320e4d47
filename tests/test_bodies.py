"""Bodies of requests are read with limits before Django sees any of them."""

import time

import pytest

from config.server import bodies
from tests.rsgi import Front, Sent

ROSTER = "/match/roster/"


class Site:
    """Answers with the length of what it was sent."""

    def __init__(self):
        self.read = []

    def __call__(self, environ, start_response):
        self.read.append(environ["wsgi.input"].read())
        assert environ["CONTENT_LENGTH"] == str(len(self.read[-1]))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"read"]


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def front(site):
    return Front(site)


def post(front, chunks, path=ROSTER, length=None, method="POST"):
    length = str(sum(len(each) for each in chunks if isinstance(each, bytes)) or length)
    return front.ask(path, method, chunks, content_length=length)


def test_a_body_arrives_whole_however_it_is_cut(site, front):
    assert post(front, [b"ab", 0.05, b"c" * 100_000, b"d"]).body == b"read"
    assert site.read == [b"ab" + b"c" * 100_000 + b"d"]
    assert front.application._bodies.under_way == 0


@pytest.mark.parametrize(
    ("path", "method", "status", "allowed"),
    [
        ("/", "POST", 405, "GET, HEAD"),
        ("/match/", "POST", 405, "GET, HEAD"),
        ("/healthz", "DELETE", 405, "GET, HEAD"),
        (ROSTER, "PUT", 405, "GET, HEAD, POST"),
        ("/admin/login/", "PATCH", 405, "GET, HEAD, POST"),
    ],
)
def test_what_no_view_takes_is_refused_unread(site, front, path, method, status, allowed):
    answer = post(front, [b"x" * 1000], path, method=method)
    assert (answer.status, answer.headers["Allow"]) == (status, allowed)
    assert not answer.has_read
    assert not site.read


def test_too_large_is_refused_unread_and_names_the_limit(site, front):
    answer = front.ask("/admin/login/", "POST", [b"x"], content_length="1000000000")
    assert answer.status == 413
    assert b"at most 4 kB" in answer.body
    assert not answer.has_read
    assert not site.read


@pytest.mark.parametrize(
    ("length", "status"), [(None, 411), ("", 411), ("-5", 411), ("x", 411), ("9", 400)]
)
def test_a_body_whose_end_is_not_known_is_refused(site, front, length, status):
    sent = {} if length is None else {"content_length": length}
    assert front.ask(ROSTER, "POST", [b"abc"], **sent).status == status
    assert not site.read
    assert front.application._bodies.under_way == 0


def test_more_than_was_announced_is_refused(site, front):
    assert front.ask("/admin/login/", "POST", [b"x" * 20_000], content_length="5").status == 413
    assert not site.read


def test_silence_is_408(site, front):
    front.application._bodies.silence = 0.2
    began = time.monotonic()
    answer = front.ask(ROSTER, "POST", [b"abc", 5], content_length="9")
    assert answer.status == 408
    assert time.monotonic() - began < 5
    assert front.application._bodies.under_way == 0


def test_a_trickle_is_408_too(site, front):
    """Each byte in time, and yet the whole would take for ever."""
    front.application._bodies.silence = 0.3
    answer = front.ask(ROSTER, "POST", [b"a", 0.1] * 40, content_length="40")
    assert answer.status == 408


def test_what_is_sent_steadily_may_take_longer(site, front, monkeypatch):
    monkeypatch.setattr(bodies, "SLOWEST", 10_000)
    front.application._bodies.silence = 0.3
    assert post(front, [b"a" * 2000, 0.15] * 6).status == 200


def test_together_they_are_bounded_and_the_rest_told_to_come_back(site, front):
    front.application._bodies.most = 250_000
    bodies_sent = [[b"x" * 50_000, 0.1, b"x" * 50_000, 0.3, b"end"] for _ in range(6)]
    sent = [(ROSTER, "POST", each, {"content_length": "100003"}) for each in bodies_sent]
    answers = front.ask_all(sent)
    statuses = sorted(answer.status for answer in answers)
    assert statuses[0] == 200
    assert statuses[-1] == 503
    assert all(a.headers["Retry-After"] for a in answers if a.status == 503)
    assert front.application._bodies.under_way == 0
    assert post(front, [b"x"]).status == 200


def test_a_stream_is_sent_as_it_grows():
    class Growing:
        streaming = True

        def __init__(self):
            self.closed = False

        def __iter__(self):
            for number in range(20):
                yield f"{number} ".encode()

        def close(self):
            self.closed = True

    made = []

    def site(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        made.append(Growing())
        return made[0]

    answer = post(Front(site), [b"x"])
    assert answer.status == 200
    assert answer.body.decode().split() == [str(number) for number in range(20)]
    assert made[0].closed


def test_a_stream_ends_when_its_visitor_has_gone():
    taken, closed = [], []

    class Endless:
        streaming = True

        def __iter__(self):
            while True:
                taken.append(1)
                yield b"x" * 100

        def close(self):
            closed.append(True)

    def site(environ, start_response):
        start_response("200 OK", [])
        return Endless()

    class Gone(Sent):
        async def _send(self, chunk):
            if len(self.body) > 1000:
                raise ConnectionError
            await super()._send(chunk)

    front = Front(site)
    front.protocol = Gone
    post(front, [b"x"])
    assert closed
    assert len(taken) < 100


def test_a_stream_that_fails_ends_and_is_logged(caplog):
    class Failing:
        streaming = True

        def __iter__(self):
            yield b"begin"
            raise ZeroDivisionError

    def site(environ, start_response):
        start_response("200 OK", [])
        return Failing()

    assert post(Front(site), [b"x"]).body == b"begin"
    assert "broke off" in caplog.text
