"""What protects the site: the sign-in throttle, the proxy's word, the health check's honesty."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

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
    def try_password(self, client, password, name="editor"):
        where = reverse("admin:login")
        return client.post(where, {"username": name, "password": password})

    def test_five_wrong_passwords_close_the_door(self, client):
        get_user_model().objects.create_superuser("editor", password="right horse battery")
        answers = [self.try_password(client, "wrong").status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        locked = self.try_password(client, "right horse battery")
        assert locked.status_code == 429
        assert "quarter of an hour" in locked.content.decode()

    def test_another_name_still_signs_in(self, client):
        get_user_model().objects.create_superuser("editor", password="right horse battery")
        for _ in range(6):
            self.try_password(client, "wrong", name="intruder")
        assert self.try_password(client, "right horse battery").status_code == 302


def test_a_trusted_proxy_that_says_nothing_of_https_leads_nobody_round_in_circles(tmp_path):
    answer = ask_in_production(tmp_path, "/admin/", "10.0.0.0/8", REMOTE_ADDR="10.1.2.3")
    assert answer["status"] == "302"


@pytest.mark.django_db
class TestHealthz:
    def test_ok_sets_no_cookie_and_is_not_kept(self, client):
        answer = client.get("/healthz")
        assert (answer.status_code, answer.content) == (200, b"ok\n")
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("host", ["10.0.0.5", "evil.example", "a b", ""])
    def test_it_answers_whatever_the_host(self, client, host):
        answer = client.get("/healthz", headers={"Host": host})
        assert (answer.status_code, answer.content) == (200, b"ok\n")

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
