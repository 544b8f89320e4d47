"""Limits of signing in, beside django-axes' own by name and address: by address whatever the name,
before a password is hashed, and with nothing of the request kept.
"""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest, QueryDict

MOST_BY_ADDRESS = 20  # wrong passwords for any names, within a quarter of an hour


def client_address(request: HttpRequest) -> str:
    """An IPv6 visitor has 2^64 addresses to try passwords from: they count as one."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # no address at all: a socket of this machine
        return "0.0.0.0"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)


class Handler(AxesDatabaseHandler):
    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return self._address_is_locked(request) or super().is_locked(request, credentials)

    def _address_is_locked(self, request: Any) -> bool:
        attempts = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        failures = attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
        return failures >= MOST_BY_ADDRESS

    def user_login_failed(
        self,
        sender: object,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count the failure, without what was sent: axes would add it all to one row, each time."""
        if request is None:
            return
        sent = request.GET, request.POST
        request.GET, request.POST = QueryDict(), QueryDict()
        for name in ("axes_user_agent", "axes_http_accept"):
            setattr(request, name, "")  # else each makes a row of its own
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            request.GET, request.POST = sent
