"""What any other WSGI server calls: the site alone, without cached pages and without the limits of
config/server, which `manage.py serve` puts in front.
"""

import os
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

site = get_wsgi_application()

from django.conf import settings  # noqa: E402 - readable only now

from config.server.visitor import Proxies  # noqa: E402

_proxies = Proxies(settings.TRUSTED_PROXIES, settings.HTTPS)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site, with what the proxies in front say of the visitor."""

    def header(name: str) -> str | None:
        return environ.get("HTTP_" + name.upper().replace("-", "_"))

    peer = f"[{environ.get('REMOTE_ADDR', '')}]:0"
    visitor = _proxies.visitor(peer, SimpleNamespace(get=header), environ["wsgi.url_scheme"])
    environ |= {"REMOTE_ADDR": visitor.address, "wsgi.url_scheme": visitor.scheme}
    return site(environ, start_response)
