"""A small Wagtail site with the content of one page as blocks, made from nothing in a folder.

Its database is another one on the server of the benchmark; its pages are as long as ours.
"""

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import psycopg

from bench.place import ROOT
from bench.servers import PEERS, Server, under_granian

DATABASE = "wagtail_peer"

SETTINGS = """
import os
SECRET_KEY = "of a site that nobody visits but the benchmark"
ALLOWED_HOSTS = ["*"]
DEBUG = False
INSTALLED_APPS = [
    "shop", "wagtail.users", "wagtail.images", "wagtail.documents", "wagtail.snippets",
    "wagtail.sites", "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles",
]
CACHE = ["django.middleware.cache.UpdateCacheMiddleware"] if os.environ.get("CACHE") else []
FETCH = ["django.middleware.cache.FetchFromCacheMiddleware"] if os.environ.get("CACHE") else []
MIDDLEWARE = CACHE + [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
] + FETCH
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CACHE_MIDDLEWARE_SECONDS = 3600
ROOT_URLCONF = "peer_urls"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PEER_DATABASE"],
    "HOST": os.environ["PEER_HOST"], "PORT": "5432", "USER": os.environ["PEER_ROLE"],
    "OPTIONS": {"pool": {"min_size": 0, "max_size": 8}},
}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
WAGTAIL_SITE_NAME = "Peer"
WAGTAILADMIN_BASE_URL = "http://localhost"
USE_TZ = True
"""
URLS = """
from django.urls import include, path
from wagtail import urls
urlpatterns = [path("", include(urls))]
"""
WSGI = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer_settings")
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""
MODELS = """
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class TableBlock(blocks.StructBlock):
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock()))

    class Meta:
        template = "shop/table.html"


class Body(blocks.StreamBlock):
    heading = blocks.CharBlock(template="shop/heading.html")
    text = blocks.TextBlock(template="shop/text.html")
    points = blocks.ListBlock(blocks.CharBlock(), template="shop/points.html")
    table = TableBlock()


class ProfilePage(Page):
    body = StreamField(Body())
    template = "shop/profile_page.html"
"""
TEMPLATES = {
    "profile_page.html": "{% load wagtailcore_tags %}<!doctype html><html lang='en'><head>"
    "<title>{{ page.title }}</title></head><body><nav>{% for each in page.get_ancestors %}"
    "<a href='{% pageurl each %}'>{{ each.title }}</a>{% endfor %}</nav><main>"
    "{% for block in page.body %}{% include_block block %}{% endfor %}</main></body></html>",
    "heading.html": "<h2>{{ value }}</h2>\n",
    "text.html": "<p>{{ value }}</p>\n",
    "points.html": "<ul>{% for each in value %}<li>{{ each }}</li>\n{% endfor %}</ul>\n",
    "table.html": "<table>{% for row in value.rows %}<tr>{% for cell in row %}"
    "<td>{{ cell }}</td>{% endfor %}</tr>\n{% endfor %}</table>\n",
}
FILL = """
import json, sys
from wagtail.models import Page, Site
from shop.models import ProfilePage
if not ProfilePage.objects.exists():
    home = Site.objects.get(is_default_site=True).root_page
    body = json.load(open("body.json"))
    home.add_child(instance=ProfilePage(title="Profile", slug="profile", body=json.dumps(body)))
"""


def make(folder: Path, page: str, host: Path, role: str) -> dict[str, str]:
    """Writes the project, its database and the page; returns the environment of its servers."""
    templates = folder / "shop" / "templates" / "shop"
    templates.mkdir(parents=True, exist_ok=True)
    for name, text in TEMPLATES.items():
        (templates / name).write_text(text)
    files = {"peer_settings": SETTINGS, "peer_urls": URLS, "peer_wsgi": WSGI}
    for name, text in {**files, "shop/models": MODELS, "shop/__init__": ""}.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "body.json").write_text(json.dumps(blocks_of(page)))
    with psycopg.connect(host=str(host), user=role, dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE}")
    environment = {
        "PEER_DATABASE": DATABASE,
        "PEER_HOST": str(host),
        "PEER_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "peer_settings",
        "PYTHONPATH": f"{folder}:{ROOT}",
    }
    for words in (["makemigrations", "shop"], ["migrate"], ["shell", "-c", FILL]):
        command = [str(PEERS / "python"), "-m", "django", *words, "--verbosity", "0"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"Wagtail: {done.stderr[-2000:]}")
    return environment


def server(name: str, folder: Path, environment: dict[str, str], cache: bool) -> Server:
    more = {"CACHE": "1"} if cache else {}
    found = under_granian(
        name, str(PEERS / "python"), "peer_wsgi:application", folder, **environment | more
    )
    found.path = "/profile/"
    return found


class _Blocks(HTMLParser):
    """Reads the visible content of <main>: headings, texts, lists and tables, in order."""

    TEXTS = {"p", "dt", "dd", "figcaption", "summary", "caption", "text"}

    HEADINGS = {"h1", "h2", "h3", "h4"}
    OPENING = TEXTS | HEADINGS | {"li", "td", "th"}

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[dict] = []
        self._inside = False
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._inside = self._inside or tag == "main"
        if tag in ("ul", "ol"):
            self._put("points", [])
        elif tag == "table":
            self._put("table", {"rows": []})
        elif tag == "tr" and self._is("table"):
            self.blocks[-1]["value"]["rows"].append([])
        elif tag in self.OPENING:
            self._flush("text")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._flush("text")
            self._inside = False
        elif tag in self.HEADINGS:
            self._flush("heading")
        elif tag == "li" and self._is("points") and self._words:
            self.blocks[-1]["value"].append(self._taken())
        elif tag in ("td", "th") and self._is("table") and self.blocks[-1]["value"]["rows"]:
            self.blocks[-1]["value"]["rows"][-1].append(self._taken())
        elif tag in self.TEXTS:
            self._flush("text")

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self._words.append(data)

    def _is(self, kind: str) -> bool:
        return bool(self.blocks) and self.blocks[-1]["type"] == kind

    def _taken(self) -> str:
        words, self._words = " ".join("".join(self._words).split()), []
        return words

    def _put(self, kind: str, value: object) -> None:
        self._flush("text")
        if self._inside:
            self.blocks.append({"type": kind, "value": value})

    def _flush(self, kind: str) -> None:
        if self._words and self._inside:
            self.blocks.append({"type": kind, "value": self._taken()})


def blocks_of(page: str) -> list[dict]:
    """The visible content of a page of ours as blocks of a StreamField."""
    reader = _Blocks()
    reader.feed(page)
    return [block for block in reader.blocks if block["value"] not in ([], {"rows": []}, "")]
