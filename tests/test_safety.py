"""What protects the site: the sign-in throttle, the proxy's word, the health check's honesty."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model, hashers
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse
from django.utils import timezone

from config import health
from config.database.watch import Watch

# One GET through the whole application, as a WSGI server would hand it over.
ASK = """
import io, json, sys
from config.wsgi import application
answer = {}
def start(status, headers, *_): answer.update(status=status[:3], headers=dict(headers))
environ = {"REQUEST_METHOD": "GET", "SERVER_NAME": "x", "SERVER_PORT": "80"}
environ |= {"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr}
environ |= {"HTTP_HOST": "rolebook.example"}
environ |= json.loads(sys.argv[1])
list(application(environ, start))
print(json.dumps(answer))
"""


def ask_in_production(tmp_path, path, proxies="", **environ):
    environment = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(tmp_path),
        "HTTPS": "1",
        "SECRET_KEY": "k3y-" * 15,
        "ALLOWED_HOSTS": "rolebook.example",
        "TRUSTED_PROXIES": proxies,
        # Nothing listens there: these answers must not need a database.
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps({"PATH_INFO": path, **environ})],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_leads_to_https(tmp_path):
    answer = ask_in_production(tmp_path, "/robots.txt", REMOTE_ADDR="203.0.113.5")
    assert answer["status"] == "301"
    assert answer["headers"]["Location"] == "https://rolebook.example/robots.txt"


def test_the_health_check_answers_without_https(tmp_path):
    answer = ask_in_production(tmp_path, "/healthz", REMOTE_ADDR="203.0.113.5")
    assert answer["status"] == "503"
    assert answer["headers"]["Retry-After"]


@pytest.mark.parametrize(
    ("proxies", "status"), [("10.0.0.0/8", "302"), ("10.9.9.9", "301"), ("", "302")]
)
@pytest.mark.parametrize("named", [{}, {"HTTP_X_FORWARDED_FOR": "203.0.113.5"}])
def test_a_proxy_is_believed_about_https_unless_others_are_named(tmp_path, proxies, status, named):
    forwarded = {"HTTP_X_FORWARDED_PROTO": "https", **named}
    answer = ask_in_production(tmp_path, "/admin/", proxies, REMOTE_ADDR="10.1.2.3", **forwarded)
    assert answer["status"] == status
    if status == "302":
        assert answer["headers"]["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.django_db
class TestSignIn:
    @pytest.fixture(autouse=True)
    def _editor(self, db):
        get_user_model().objects.create_superuser("editor", password="right horse battery")

    def try_password(self, client, password, name="editor", address="203.0.113.5", **more):
        where = reverse("admin:login")
        form = {"username": name, "password": password, **more}
        return client.post(where, form, REMOTE_ADDR=address).status_code

    def test_five_wrong_passwords_end_signing_in_with_that_name(self, client):
        answers = [self.try_password(client, "wrong") for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        where, form = reverse("admin:login"), {"username": "editor", "password": "right horse"}
        locked = client.post(where, form, REMOTE_ADDR="203.0.113.5")
        assert locked.status_code == 429
        assert "quarter of an hour" in locked.content.decode()

    def test_another_name_still_signs_in(self, client):
        for _ in range(6):
            self.try_password(client, "wrong", name="intruder")
        assert self.try_password(client, "right horse battery") == 302

    def test_an_address_is_limited_whatever_the_names(self, client, monkeypatch):
        answers = [self.try_password(client, "wrong", name=f"name{n}") for n in range(25)]
        assert answers == [200] * 20 + [429] * 5
        monkeypatch.setattr(hashers, "make_password", pytest.fail)  # no CPU is spent either
        assert self.try_password(client, "right horse battery") == 429
        monkeypatch.undo()
        assert self.try_password(client, "right horse battery", address="203.0.113.6") == 302

    def test_the_addresses_of_one_ipv6_network_are_one(self, client):
        for n in range(20):
            self.try_password(client, "wrong", name=f"name{n}", address=f"2001:db8:0:1::{n:x}")
        wrong = self.try_password(client, "right horse battery", address="2001:db8:0:1:9:9:9:9")
        assert wrong == 429
        assert self.try_password(client, "right horse battery", address="2001:db8:0:2::1") == 302

    def test_attempts_keep_little_and_not_for_long(self, client):
        long = "x" * 3000
        for n in range(30):
            client.post(
                f"{reverse('admin:login')}?next={long}",
                {"username": "editor", "password": long, "more": long},
                headers={"User-Agent": f"{long[:200]}{n}", "Accept": long},
            )
        (attempt,) = AccessAttempt.objects.all()
        assert attempt.failures_since_start == 5
        assert len(attempt.get_data + attempt.post_data) < 200
        assert not attempt.user_agent + attempt.http_accept
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
        assert self.try_password(client, "wrong", name="another") == 200
        assert [each.username for each in AccessAttempt.objects.all()] == ["another"]


def test_a_trusted_proxy_that_says_nothing_of_https_leads_nobody_round_in_circles(tmp_path):
    answer = ask_in_production(tmp_path, "/admin/", "10.0.0.0/8", REMOTE_ADDR="10.1.2.3")
    assert answer["status"] == "302"


OK = f"ok\nversion {settings.VERSION}\n".encode()


@pytest.mark.django_db
class TestHealthz:
    def test_ok_sets_no_cookie_and_is_not_kept(self, client):
        answer = client.get("/healthz")
        assert (answer.status_code, answer.content) == (200, OK)
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("host", ["10.0.0.5", "evil.example", "a b", ""])
    @pytest.mark.parametrize("path", ["/healthz", "/healthz/"])
    def test_it_answers_whatever_the_host(self, client, host, path):
        answer = client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.content) == (200, OK)

    def test_a_wrong_method_is_405(self, client):
        answer = client.post("/healthz")
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db(transaction=True)
def test_waiting_migrations_are_not_healthy(client):
    applied = MigrationRecorder.Migration.objects.filter(app="taxonomy").order_by("-pk").first()
    applied.delete()
    try:
        watch = Watch()
        assert not watch.look().is_migrated
        answer = health.report(watch.state, True, 0)
        watch.close()
    finally:
        applied.save(force_insert=True)
    assert answer.status == 503
    assert b"make setup" in answer.body
