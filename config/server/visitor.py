"""Who asks, and by which scheme: what a proxy in front says of it, believed where it may be.

A proxy that TRUSTED_PROXIES names is believed in both. Where none is named though HTTPS=1 says that
TLS ends in front, anybody is believed to have come by https: who lies misses but the redirect.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple, Protocol

LONGEST_CHAIN = 20  # proxies of X-Forwarded-For that are looked at, from the nearest


class HeaderLookup(Protocol):
    def get(self, key: str, default: str | None = None) -> str | None: ...


class Visitor(NamedTuple):
    address: str
    scheme: str


class Proxies:
    def __init__(self, trusted: list[str], https: bool) -> None:
        self._networks = [ip_network(each, strict=False) for each in trusted]
        self._https = https
        self.matter = bool(trusted) or https
        self.trusts = lru_cache(maxsize=1000)(self._trusts)

    def scheme(self, peer: str, headers: HeaderLookup, own: str = "http") -> str:
        """`peer` is the address and port of who is connected, `own` the connection's scheme."""
        if not self.matter:
            return own
        is_trusted = self.trusts(host_of(peer))
        said = (headers.get("x-forwarded-proto") or "").rpartition(",")[2].strip().lower()
        if said in ("http", "https") and (is_trusted or not self._networks):
            return said
        # A proxy that is named but says nothing is still one that speaks TLS, as HTTPS=1 promises;
        # sent to https by a redirect, its visitors would come back the same way for ever.
        return "https" if is_trusted and self._https else own

    def visitor(self, peer: str, headers: HeaderLookup, own: str = "http") -> Visitor:
        """The nearest address that is no trusted proxy's, or where its header breaks off."""
        address = host_of(peer)
        scheme = self.scheme(peer, headers, own)
        if not self._networks or not self.trusts(address):
            return Visitor(address, scheme)
        chain = (headers.get("x-forwarded-for") or "").rsplit(",", LONGEST_CHAIN)
        for each in reversed(chain[-LONGEST_CHAIN:]):
            try:
                address = str(ip_address(_without_port(each.strip())))
            except ValueError:
                break
            if not self.trusts(address):
                break
        return Visitor(address, scheme)

    def _trusts(self, address: str) -> bool:
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
        return any((mapped or ip) in network for network in self._networks)


def host_of(peer: str) -> str:
    """`127.0.0.1` of `127.0.0.1:41434`, `::1` of `[::1]:41434`."""
    return peer.rpartition(":")[0].strip("[]")


def _without_port(address: str) -> str:
    """Some proxies write `203.0.113.7:41434` or `[2001:db8::7]:41434`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
