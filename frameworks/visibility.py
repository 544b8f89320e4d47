"""Who may see a framework that is for signed-in people only.

Which rows that leaves is said by the QuerySets' `shown_to`.
"""

from django.conf import settings
from django.http import HttpRequest


def sees_everything(request: HttpRequest | None) -> bool:
    """Whether the visitor is signed in; a visitor without a session cookie costs no session."""
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_authenticated
