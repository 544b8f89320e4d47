"""Every setting of the site.

Values for one machine come from the environment or from .env; nothing here is secret, and what
runs under Django reads the environment nowhere else."""

import mimetypes
import os
import re
import sys
import tomllib
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

from csp.constants import NONE, SELF

from config import secret_key
from config.database.deadline import DeadlineConnection, EditingConnection
from config.database.options import for_commands, for_threads
from config.environment import flag, folder, names, refuse, share, text, whole

BASE_DIR = Path(__file__).resolve().parent.parent

# Where and how to run -----------------------------------------------------------------------------

DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")  # production: behind TLS, with a secret key and host names of its own
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
VAR_DIR = folder("VAR_DIR", BASE_DIR / "var")
HOST = text("HOST", "127.0.0.1")
PORT = whole("PORT", 8000, 1, 65535)
WORKERS = whole("WORKERS", min(os.cpu_count() or 1, 8), 1, 64)
THREADS = whole("THREADS", 4, 1, 64)  # for pages
EDITOR_THREADS = max(2, THREADS // 2)  # for the admin
UPLOAD_THREADS = EDITOR_THREADS  # for rosters and whatever else takes a body
TRUSTED_PROXIES = names("TRUSTED_PROXIES")
PAGE_STORE_MB = whole("PAGE_STORE_MB", 64, 0, 16_384)  # a worker; 0 keeps no page
try:
    [ip_network(proxy, strict=False) for proxy in TRUSTED_PROXIES]
except ValueError:
    refuse("TRUSTED_PROXIES", "give addresses or networks (10.0.0.2, 10.1.0.0/16), no names")


def _secret_key() -> str:
    if key := text("SECRET_KEY"):
        if HTTPS and len(key) < 50:
            sys.exit("SECRET_KEY cannot be used: with HTTPS=1 give at least 50 random characters.")
        return key
    if HTTPS:
        refuse("SECRET_KEY", "with HTTPS=1 give at least 50 random characters")
    try:
        return secret_key.kept(VAR_DIR, is_shared=bool(text("DATABASE_URL")))
    except OSError as error:
        sys.exit(
            f"VAR_DIR {VAR_DIR} cannot be used: {error.strerror}: {error.filename}. "
            "Run as the user who made it, or set VAR_DIR to another folder."
        )


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = names("ALLOWED_HOSTS")
if HTTPS and not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS", "with HTTPS=1 list the site's host names, separated by commas")
if any(re.search(r"[/\s@]|:\d+$", host) for host in ALLOWED_HOSTS):
    refuse("ALLOWED_HOSTS", "give host names alone, without scheme, port or path")
ALLOWED_HOSTS = ALLOWED_HOSTS or [
    "127.0.0.1",
    "localhost",
    "[::1]",
    f"[{HOST}]" if ":" in HOST else HOST,
]

# The database -------------------------------------------------------------------------------------


TEST_DB = text("TEST_DB")
if not re.fullmatch(r"[A-Za-z0-9_-]{0,30}", TEST_DB):
    refuse("TEST_DB", "give letters, digits, _ and -, at most 30")

# "default" is for commands. A worker's threads never use it: those for pages use "public", those
# for the admin and uploads "editing".
DATABASE_URL = text("DATABASE_URL")
_reader_bounds = {"statement_timeout": 1500, "lock_timeout": 1000}  # milliseconds
_editor_count, _editor_bounds = EDITOR_THREADS + UPLOAD_THREADS, {"lock_timeout": 10_000}
DATABASES = {
    "default": for_commands(DATABASE_URL, THREADS, TEST_DB),
    "public": for_threads(DATABASE_URL, THREADS, TEST_DB, DeadlineConnection, _reader_bounds),
    "editing": for_threads(DATABASE_URL, _editor_count, TEST_DB, EditingConnection, _editor_bounds),
}
# The most that the site ever opens; one of each worker watches the database.
CONNECTIONS = WORKERS * (THREADS + EDITOR_THREADS + UPLOAD_THREADS + 1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Up to the first edge a role is close in structure, up to the second less close, then far.
ADJACENT_CONFIDENT = share("ADJACENT_CONFIDENT", "0.30")
ADJACENT_NEEDS_REVIEW = share("ADJACENT_NEEDS_REVIEW", "0.60")
if ADJACENT_NEEDS_REVIEW < ADJACENT_CONFIDENT:
    refuse("ADJACENT_NEEDS_REVIEW", f"give no less than ADJACENT_CONFIDENT, {ADJACENT_CONFIDENT}")

# Whose catalogue this is, where changes are suggested, how it may be used: pages and paper say so.
ORGANISATION = text("ORGANISATION")
SUGGESTIONS = text("SUGGESTIONS")
if SUGGESTIONS and not re.fullmatch(r"(https?://\S+|[^@\s]+@[^@\s]+\.[^@\s]+)", SUGGESTIONS):
    refuse("SUGGESTIONS", "give a mail address, or a web address with http:// or https://")
CONTENT_LICENCE = text("CONTENT_LICENCE")

# The organisation's own sentence on how pay moves within a band; without it no sheet says anything.
PAY_POLICY = text("PAY_POLICY")

# Whether the one editor of an organisation may approve change sets with drafts of their own.
REVIEW_ALONE = flag("REVIEW_ALONE")

# The apps -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "taxonomy",
    "goals",
    "frameworks",
    "editions",
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "config.methods.only_allowed_methods",
    "config.health.checked_first",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.static_files.StaticFiles",
    "config.slashes.with_last_slash",
    "django.middleware.common.CommonMiddleware",
    # Sessions, messages and sign-in serve the admin alone; a public page touches none of them.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

SESSION_ENGINE = "taxonomy.web.sessions"

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "config.jinja2.environment"},
    },
    {  # the admin's
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_MIMETYPES = {".speculationrules": "application/speculationrules+json"}
mimetypes.add_type(WHITENOISE_MIMETYPES[".speculationrules"], ".speculationrules")  # development
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

LANGUAGE_CODE = "en"
USE_I18N = False  # one language: no lookup of it at every printed value
TIME_ZONE = "UTC"

# Safety -------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# A role may have hundreds of other titles, a focus hundreds of skills; each row has several fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # what config/methods.py lets through to the admin

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Five wrong passwords for one name from one address end signing in with it for a quarter of an
# hour; config/sign_in.py counts those for any names. Behind a proxy the address is the visitor's
# only when TRUSTED_PROXIES names the proxy.
AXES_HANDLER = "config.sign_in.Handler"
AXES_CLIENT_IP_CALLABLE = "config.sign_in.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nothing is written while it lasts
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_COOLOFF_MESSAGE = "Too many wrong passwords. Try again in a quarter of an hour."
AXES_VERBOSE = False

# Words to the operator ----------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"one_line": {"()": "config.log_lines.OneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "psycopg.pool": {"level": "ERROR"},  # it repeats for each try what is said once elsewhere
    },
}
