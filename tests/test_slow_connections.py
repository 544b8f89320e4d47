"""A short form of bench/attack/slow.py on a real server: who is silent or slow stops nobody."""

import http.client
import json
import time

import pytest

from bench.attack import slow
from bench.attack.bounds import ask
from bench.attack.instance import Instance

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("serve")]


@pytest.fixture(scope="module")
def running(site):
    return site.running()


def test_bounds_are_kept(running):
    broken = [
        bound for bound in slow.run(Instance(running.address), 300, whole=False) if not bound.kept
    ]
    assert not broken


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("path", ["/healthz", "/functions/", "/static/none", "/nowhere/"])
def test_head_says_what_get_says(running, path, version, monkeypatch):
    monkeypatch.setattr(http.client.HTTPConnection, "_http_vsn_str", f"HTTP/{version}")
    one = {"Accept-Encoding": "gzip"}
    status, headers, page = ask(running.address, path, one)
    head_status, head_headers, nothing = ask(running.address, path, one, "HEAD")
    assert (head_status, nothing) == (status, b"")
    assert page
    for name in ("content-type", "content-length", "content-encoding", "etag", "cache-control"):
        assert headers.get(name) == head_headers.get(name), name


def test_a_304_has_no_body_and_no_length(running):
    etag = ask(running.address, "/functions/")[1]["etag"]
    status, headers, body = ask(running.address, "/functions/", {"If-None-Match": etag})
    assert (status, body) == (304, b"")
    assert "content-length" not in headers


def test_a_roster_s_answer_arrives_while_it_is_made(running):
    """The first rows are there before the last are matched."""
    rows = "".join(f"Manager of thing {n},IT,\n" for n in range(3000))
    body = (
        '--x\r\nContent-Disposition: form-data; name="roster"; filename="r.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\nTitle,Department,Level\n{rows}\r\n--x--\r\n"
    ).encode()
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    connection.request("POST", "/match/roster/", body, kind)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()[:2000]
    assert answer.getheader("Transfer-Encoding") == "chunked"
    began = time.monotonic()
    answer.read(1000)
    first = time.monotonic() - began
    rest = answer.read()
    whole = time.monotonic() - began
    assert rest.rstrip().endswith(b"</html>")
    assert first < whole / 2, json.dumps([first, whole])
