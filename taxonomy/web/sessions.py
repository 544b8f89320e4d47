"""Sessions of the admin, kept in the database as Django does, under keys that carry a signature: a
cookie alone shows whether it can name a session. So a made-up one is no way round the page cache,
and costs no query.
"""

import re
from functools import cache

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

RANDOM, SIGNATURE = 20, 20  # characters; the column of the table takes 40


class SessionStore(db.SessionStore):
    def _get_new_session_key(self) -> str:
        while True:
            start = get_random_string(RANDOM, VALID_KEY_CHARS)
            key = start + _signature(start)
            if not self.exists(key):
                return key

    def _validate_session_key(self, key: str) -> bool:
        return is_genuine(key)


def is_genuine(key: str | None) -> bool:
    """Whether this site made the key; the session may be over all the same."""
    if not key or len(key) != RANDOM + SIGNATURE:
        return False
    return constant_time_compare(key[RANDOM:], _signature(key[:RANDOM]))


def may_be_signed_in(request: HttpRequest) -> bool:
    """Whether the session is worth looking for. Everybody else gets what everybody gets."""
    return is_genuine(request.COOKIES.get(settings.SESSION_COOKIE_NAME))


def header_may_be_signed_in(cookies: str | None) -> bool:
    """The same, of a Cookie header as it was sent."""
    if not cookies or settings.SESSION_COOKIE_NAME not in cookies:
        return False
    return any(map(is_genuine, _session_cookie().findall(cookies)))


@cache
def _session_cookie() -> re.Pattern[str]:
    return re.compile(rf"(?:^|;)\s*{re.escape(settings.SESSION_COOKIE_NAME)}=\"?([a-z0-9]{{40}})")


def _signature(key: str) -> str:
    return salted_hmac("rolebook.session", key, algorithm="sha256").hexdigest()[:SIGNATURE]
