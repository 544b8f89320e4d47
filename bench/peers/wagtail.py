"""A small Wagtail site with the content of some pages as blocks, made from nothing in a folder.

Its database is another one on the server of the benchmark. Its pages say what ours say, links and
pictures included, in the plainest markup: no classes, one link a cell or item, and no pictures in
them, which spares it time.
"""

import html
import json
import re
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
    "wagtail.sites", "wagtail.search", "wagtail.contrib.table_block", "wagtail.admin",
    "wagtail", "modelcluster", "taggit",
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
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class Words(blocks.StructBlock):
    text = blocks.CharBlock()
    address = blocks.CharBlock(required=False)


class Body(blocks.StreamBlock):
    heading = Words(template="shop/heading.html")
    text = Words(template="shop/text.html")
    points = blocks.ListBlock(Words(), template="shop/points.html")
    table = TableBlock(table_options={"renderer": "html"}, template="shop/table.html")
    picture = blocks.RawHTMLBlock()


class ProfilePage(Page):
    body = StreamField(Body())
    template = "shop/profile_page.html"
"""


def _words(name: str) -> str:
    """A template's part for a Words value: a link where it has an address."""
    return (
        f"{{% if {name}.address %}}<a href='{{{{ {name}.address }}}}'>{{{{ {name}.text }}}}</a>"
        f"{{% else %}}{{{{ {name}.text }}}}{{% endif %}}"
    )


TEMPLATES = {
    "profile_page.html": "{% load wagtailcore_tags %}<!doctype html><html lang='en'><head>"
    "<title>{{ page.title }}</title></head><body><nav>{% for each in page.get_ancestors %}"
    "<a href='{% pageurl each %}'>{{ each.title }}</a>{% endfor %}</nav><main>"
    "{% for block in page.body %}{% include_block block %}{% endfor %}</main></body></html>",
    "heading.html": f"<h2>{_words('value')}</h2>\n",
    "text.html": f"<p>{_words('value')}</p>\n",
    "points.html": f"<ul>{{% for each in value %}}<li>{_words('each')}</li>\n{{% endfor %}}</ul>\n",
    "table.html": "<table>{% for row in data %}<tr>{% for cell in row %}"
    "<td>{{ cell|safe }}</td>{% endfor %}</tr>\n{% endfor %}</table>\n",
}
FILL = """
import json, sys
from wagtail.models import Page, Site
from shop.models import ProfilePage
home = Site.objects.get(is_default_site=True).root_page
for slug, body in json.load(open("bodies.json")).items():
    home.add_child(instance=ProfilePage(title=slug.title(), slug=slug, body=json.dumps(body)))
"""


def make(folder: Path, pages: dict[str, str], host: Path, role: str) -> dict[str, str]:
    """Writes the project, its database and a page for each of ours (slug → HTML); returns the
    environment of its servers."""
    templates = folder / "shop" / "templates" / "shop"
    templates.mkdir(parents=True, exist_ok=True)
    for name, text in TEMPLATES.items():
        (templates / name).write_text(text)
    files = {"peer_settings": SETTINGS, "peer_urls": URLS, "peer_wsgi": WSGI}
    for name, text in {**files, "shop/models": MODELS, "shop/__init__": ""}.items():
        (folder / f"{name}.py").write_text(text)
    bodies = {slug: blocks_of(page) for slug, page in pages.items()}
    (folder / "bodies.json").write_text(json.dumps(bodies))
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
    """Reads the content of <main>: headings, texts, lists, tables and pictures, in order.

    A block of words leads where its first link leads. A table's caption is its first row; pictures
    in cells and items are left out.
    """

    TEXTS = {"p", "dt", "dd", "figcaption", "summary"}
    HEADINGS = {"h1", "h2", "h3", "h4"}
    CELLS = {"td", "th"}
    OPENING = TEXTS | HEADINGS | CELLS | {"li"}

    def __init__(self, pictures: list[str]) -> None:
        super().__init__()
        self.blocks: list[dict] = []
        self._pictures = iter(pictures)
        self._inside = self._in_cell = self._in_item = self._in_picture = False
        self._words: list[str] = []
        self._address = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self._inside = self._inside or tag == "main"
        if tag == "svg":
            picture, self._in_picture = next(self._pictures), True
            if not (self._in_cell or self._in_item):
                self._put("picture", picture)
        elif tag == "a" and self._inside and not self._in_picture:
            self._address = self._address or dict(attrs).get("href") or ""
        elif self._in_picture or self._in_cell:
            pass
        elif tag in ("ul", "ol"):
            self._put("points", [])
        elif tag == "table":
            self._put("table", {"data": []})
        elif tag in ("tr", "caption") and self._is("table"):
            self.blocks[-1]["value"]["data"].append([])
        elif tag in self.OPENING:
            self._flush("text")
        self._in_cell = self._in_cell or tag in self.CELLS
        self._in_item = self._in_item or tag == "li"

    def handle_endtag(self, tag: str) -> None:
        if tag == "li":
            self._in_item = False
        if tag == "svg":
            self._in_picture = False
        elif tag in self.CELLS or tag == "caption":
            self._in_cell = False
            if self._is("table") and self.blocks[-1]["value"]["data"]:
                self.blocks[-1]["value"]["data"][-1].append(_cell(**self._taken()))
        elif self._in_picture or self._in_cell:
            pass
        elif tag == "main":
            self._flush("text")
            self._inside = False
        elif tag in self.HEADINGS:
            self._flush("heading")
        elif tag == "li" and self._is("points") and self._words:
            self.blocks[-1]["value"].append(self._taken())
        elif tag in self.TEXTS:
            self._flush("text")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._in_picture and data.strip():
            self._words.append(data)

    def _is(self, kind: str) -> bool:
        return bool(self.blocks) and self.blocks[-1]["type"] == kind

    def _taken(self) -> dict[str, str]:
        text, address = " ".join("".join(self._words).split()), self._address
        self._words, self._address = [], ""
        return {"text": text, "address": address}

    def _put(self, kind: str, value: object) -> None:
        self._flush("text")
        if self._inside:
            self.blocks.append({"type": kind, "value": value})

    def _flush(self, kind: str) -> None:
        if self._words and self._inside:
            self.blocks.append({"type": kind, "value": self._taken()})


def _cell(text: str, address: str) -> str:
    """HTML: what Wagtail's own block for tables keeps, and its quickest way to print a link."""
    words = html.escape(text)
    return f"<a href='{html.escape(address)}'>{words}</a>" if address else words


def blocks_of(page: str) -> list[dict]:
    """The content of a page of ours as blocks of a StreamField."""
    reader = _Blocks(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    reader.feed(page)
    return [block for block in reader.blocks if block["value"] not in ([], {"data": []})]
