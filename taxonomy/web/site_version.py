"""A digest of everything but the canon that decides a page: own code, templates, assets, installed
packages, settings. It is read once a process.

With the canon's revision it makes the validators in taxonomy/web/caching.py."""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings

CODE = ("*.py", "*.sql", "*.html")
WHOLE_FOLDERS = ("templates", "static")
# The settings of one machine or process: no page shows them, and several machines may serve one
# site. Any other setting counts.
NOT_SHOWN = {
    "ALLOWED_HOSTS", "BASE_DIR", "CONNECTIONS", "DATABASES", "DATABASE_URL", "EDITOR_THREADS",
    "HOST", "LOGGING", "PAGE_STORE_MB", "PORT", "SECRET_KEY", "STATIC_ROOT",
    "TEST_DB", "THREADS", "TRUSTED_PROXIES", "UPLOAD_THREADS", "VAR_DIR", "WORKERS",
}  # fmt: skip


def site_version() -> str:
    return _version() if not settings.DEBUG else _version.__wrapped__()


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for part in (*packages(), *shown_settings(), of_files(settings.BASE_DIR)):
        digest.update(part.encode() + b"\n")
    return digest.hexdigest()


def of_files(base: Path) -> str:
    """The files of a checkout that make pages, by name and content."""
    digest = hashlib.sha256()
    for path in sorted({*_files(base)}):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(base).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _files(base: Path) -> Iterator[Path]:
    yield from base.glob("requirements*.lock")
    for folder in WHOLE_FOLDERS:
        yield from (base / folder).rglob("*")
    for app in apps.get_app_configs():
        place = Path(app.path)
        if place.parent == settings.BASE_DIR:
            for pattern in CODE:
                yield from (base / place.name).rglob(pattern)


@cache
def packages() -> list[str]:
    """Python and each installed package with its version, whatever the lock says."""
    found = {f"{package.name}=={package.version}" for package in distributions()}
    return [platform.python_version(), *sorted(found)]


def shown_settings() -> list[str]:
    """Those that the settings file states. Defaults come with the version of their package, and
    what packages add at their import is lazy in part: its text would differ between workers.
    """
    stated = filter(settings.is_overridden, dir(settings))  # type: ignore[misc]  # not in the stubs
    names = sorted(name for name in stated if name.isupper() and name not in NOT_SHOWN)
    base = str(settings.BASE_DIR)
    return [f"{name}={getattr(settings, name)!r}".replace(base, "") for name in names]
