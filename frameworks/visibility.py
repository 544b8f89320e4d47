"""Who may see a framework that is for signed-in people only.

Which rows that leaves is said by `shown_to` of Framework.objects and Entry.objects.
"""

from django.http import HttpRequest

from taxonomy.web.sessions import may_be_signed_in


def sees_everything(request: HttpRequest | None) -> bool:
    """Whether the visitor is signed in; a visitor without a session cookie costs no session."""
    if request is None or not may_be_signed_in(request):
        return False
    return request.user.is_authenticated
