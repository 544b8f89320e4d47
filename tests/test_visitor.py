"""Who asks, as proxies in front say it: believed from those that are trusted, in every way that
proxies write it.
"""

import pytest

from config.server.visitor import Proxies, Visitor

BEHIND = Proxies(["10.0.0.0/8", "fd00::/8"], https=True)


@pytest.mark.parametrize(
    ("peer", "headers", "found"),
    [
        ("10.0.0.1:5000", {"x-forwarded-for": "203.0.113.7"}, "203.0.113.7"),
        ("10.0.0.1:5000", {"x-forwarded-for": "203.0.113.7:41434, 10.0.0.2"}, "203.0.113.7"),
        ("[fd00::1]:5000", {"x-forwarded-for": "[2001:db8::7]:41434"}, "2001:db8::7"),
        ("[::ffff:10.0.0.1]:5000", {"x-forwarded-for": "2001:db8::7"}, "2001:db8::7"),
        ("10.0.0.1:5000", {"x-forwarded-for": "192.0.2.1, 203.0.113.7"}, "203.0.113.7"),
        ("10.0.0.1:5000", {"x-forwarded-for": "192.0.2.1, unknown, 10.0.0.2"}, "10.0.0.2"),
        ("10.0.0.1:5000", {"x-forwarded-for": "192.0.2.1" + ", 10.0.0.2" * 30}, "10.0.0.2"),
        ("10.0.0.1:5000", {}, "10.0.0.1"),
        ("203.0.113.9:5000", {"x-forwarded-for": "192.0.2.1"}, "203.0.113.9"),
        ("unix:", {"x-forwarded-for": "192.0.2.1"}, "unix"),
    ],
)
def test_the_nearest_address_that_is_no_trusted_proxys(peer, headers, found):
    assert BEHIND.visitor(peer, headers).address == found


@pytest.mark.parametrize(
    ("proxies", "peer", "said", "scheme"),
    [
        (BEHIND, "10.0.0.1:5000", "http", "http"),
        (BEHIND, "10.0.0.1:5000", "gopher, https", "https"),
        (BEHIND, "10.0.0.1:5000", "", "https"),
        (BEHIND, "203.0.113.9:5000", "https", "http"),
        (Proxies([], https=True), "203.0.113.9:5000", "https", "https"),
        (Proxies([], https=True), "203.0.113.9:5000", "", "http"),
        (Proxies([], https=False), "203.0.113.9:5000", "https", "http"),
    ],
)
def test_the_scheme_is_the_trusted_proxys_or_the_connections_own(proxies, peer, said, scheme):
    assert proxies.visitor(peer, {"x-forwarded-proto": said}).scheme == scheme


def test_without_proxies_the_visitor_is_who_is_connected():
    headers = {"x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https"}
    assert Proxies([], https=False).visitor("[::1]:41434", headers) == Visitor("::1", "http")
