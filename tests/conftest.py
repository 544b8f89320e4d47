"""What every test may ask for: a browser, the seeds, plain static files. Rows come from
tests/factories.py.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.db.backends.signals import connection_created
from django.template.backends import jinja2
from django.test import TestCase
from django.test.signals import template_rendered

from tests.accounts import client_of
from tests.serving import Site, processes_in

# Playwright's synchronous interface keeps an event loop in the test's thread, which Django would
# take for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

hypothesis.settings.register_profile(
    "rolebook", deadline=None, max_examples=50, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "rolebook"))


def name_a_set(connection, **kwargs):
    """Rows that tests write by factories, models and SQL are written in this set: the database
    refuses those in none (tests/test_writes_outside_sets.py goes without).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET editions.change_set = 'Changed outside a change set'")
            cursor.execute("SET editions.truncates = 'yes'")


connection_created.connect(name_a_set)

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True, scope="session")
def contexts_of_the_pages():
    """`response.context` in the test client, which Django fills for its own templates alone."""
    made = jinja2.Template.render

    def render(template, context=None, request=None):
        template_rendered.send(sender=template, template=template, context=context or {})
        return made(template, context, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Template, "render", render)
        yield


# What a test asks for that takes a server, a database or a browser.
SLOW = {"db", "transactional_db", "django_db_setup", "browser", "page", "site", "live_server"}
# Seconds of work without any of them.
SLOW_MODULES = {"test_escm_damage", "test_safety", "test_shipped_words", "test_spreadsheets_limits"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """`-m quick` are the tests that need none of these: seconds altogether, for `make check`."""
    for item in items:
        marked = any(map(item.get_closest_marker, ("django_db", "browser", "servers", "slow")))
        is_slow = item.path.stem in SLOW_MODULES or issubclass(item.cls or object, TestCase)
        if not (marked or is_slow or SLOW & set(item.fixturenames)):
            item.add_marker(pytest.mark.quick)


def pytest_make_parametrize_id(val, argname):
    """A file made for a test contains the second in which it was made, and every worker must
    collect the same tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish(session):
    """Tests of one site must meet in one worker: a pair of pytest and pytest-xdist that lost the
    groups said nothing, and sites were started again and again.
    """
    if session.config.getoption("loadgroup", False):
        grouped = [i for i in session.items if i.get_closest_marker("xdist_group")]
        assert all("@" in item.nodeid for item in grouped), "pytest-xdist does not see its groups"


def pytest_configure(config):
    # The controller of parallel workers opens no connection itself, yet it outlives them: it keeps
    # the database.
    if settings.DATABASES["default"]["ENGINE"] == "config.embedded":
        from config.embedded.base import server

        server().share()


@pytest.fixture(autouse=True)
def _quick(settings):
    """No collecting of static files before a page is tested, no slow hashing of passwords."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run. Its absence is a failure: a browser test that did not run
    proved nothing.
    """
    from playwright.sync_api import sync_playwright

    name = os.environ.get("CHROMIUM") or "chromium"
    chromium = shutil.which(name)
    if chromium is None:
        pytest.fail(f"no {name} on this machine: install Chromium, or name another one in CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def set_up(tmp_path_factory, request):
    """Fills a VAR_DIR as `manage.py setup` does. It is set up once, whatever the number of workers,
    and copied: tests of setting up itself begin with an empty folder.
    """
    base = tmp_path_factory.getbasetemp()
    common = base.parent if hasattr(request.config, "workerinput") else base

    def copy(site):
        with (common / "set-up.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            whole = Site(common / "set-up" / "var")
            if not whole.var.exists():
                whole.var.parent.mkdir()
                done = whole.command("setup")
                assert done.returncode == 0, done.stderr
        # Of the owners too: root runs PostgreSQL as another user.
        subprocess.run(["cp", "--archive", whole.var, site.var], check=True)
        return site

    return copy


@pytest.fixture(scope="session")
def site(set_up, tmp_path_factory):
    """A whole site of its own, for the tests of one xdist group; they start and stop it."""
    site = set_up(Site(tmp_path_factory.mktemp("site") / "var"))
    yield site
    for number in processes_in(site.var):
        os.kill(number, signal.SIGKILL)


@pytest.fixture
def own_site(tmp_path):
    """A whole site of this test alone, in an empty folder and not started yet."""
    site = Site(tmp_path / "var")
    yield site
    if site.process and site.process.poll() is None:
        site.stop()
    for number in processes_in(site.var):
        os.kill(number, signal.SIGKILL)


@pytest.fixture
def ann(db):
    return client_of("ann")


@pytest.fixture
def bob(db):
    return client_of("bob")


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """The shipped canon, loaded once for all tests of this module and taken back at its end."""
    from taxonomy.canon.load import load
    from taxonomy.canon.reader import read

    with django_db_blocker.unblock(), transaction.atomic():
        load(read([Path(settings.BASE_DIR) / "fixtures" / "canon"]))
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def seeds():
    """The captured pages, which are read where they lie and never enter the repository."""
    folder = Path(settings.BASE_DIR).parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip(f"no captured pages at {folder}")
    return folder


@pytest.fixture
def stranger():
    """A user other than root with a Python that can read this checkout."""
    if os.geteuid() != 0:
        pytest.skip(
            "only root can lend a test another user; this whole run is without root already"
        )
    identity = {"user": "nobody", "group": 65534, "extra_groups": []}
    wheels = sysconfig.get_paths()["purelib"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": wheels, "PYTHONDONTWRITEBYTECODE": "1"}
    version = f"python3.{sys.version_info.minor}"
    for python in (sys.executable, shutil.which(version, path="/usr/bin:/usr/local/bin")):
        try:
            probe = [python or "", "-c", "import psycopg, config.embedded"]
            subprocess.run(probe, check=True, cwd=settings.BASE_DIR, env=environment, **identity)
        except (OSError, subprocess.CalledProcessError):
            continue
        return {"python": python, "env": environment, **identity}
    pytest.skip(f"no {version} that the user nobody may run")
