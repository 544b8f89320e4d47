"""A whole site in processes of its own: `manage.py serve` on a free port, with its own database.

What it must do is in test_serve.py and test_workers.py.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings

from tests import measure

ROOT = settings.BASE_DIR

# For `shell -c`, before what writes to the canon: the database refuses it in no set.
IN_A_SET = (
    "from django.db import connection;"
    'connection.cursor().execute("SET editions.change_set = $$By hand$$");'
)


def processes_in(folder, everybody=True):
    """Living processes of the site whose VAR_DIR this is: its database and, with
    `everybody`, its workers."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes()
            place = (process / "cwd").readlink()
        except OSError:
            continue
        is_worker = f"VAR_DIR={folder}\0".encode() in variables
        if place == folder / "postgres" or (everybody and is_worker):
            found.append(int(process.name))
    return found


def wait_until(true, seconds=60):
    """A machine that runs other tests meanwhile takes its time: only what never comes fails."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def assert_nothing_runs(site):
    """The database goes with the command, the bookkeeper of Python processes a moment later."""
    assert not (site.var / "postgres" / "postmaster.pid").exists()
    wait_until(lambda: processes_in(site.var) == [])


class Site:
    def __init__(self, var):
        self.var = var
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(var),
            "PORT": str(self.port),
            "PAGE_STORE_MB": "16",
            "WORKERS": "2",
            "THREADS": "4",
            "REVIEW_ALONE": "1",
            **measure.variables(),
        }
        self.process = None

    def command(self, *words):
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    @property
    def log(self):
        return self.var.with_name("serve.log")

    def running(self):
        """Itself, started if it is not running."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        return self

    def start(self, wait=True):
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        if not wait:
            return
        ready = lambda: self.process.poll() is not None or self.get("/healthz")[0] == 200  # noqa: E731
        wait_until(ready, 300)
        assert self.process.poll() is None, self.log.read_text()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def get(self, path, at="127.0.0.1", **headers):
        request = urllib.request.Request(f"http://{at}:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()
        except OSError:
            return 0, {}, ""

    def stop(self, number=signal.SIGINT):
        """End it as a terminal does, by a signal to the whole process group. One worker that has to
        be killed would take 10 seconds alone.
        """
        os.killpg(self.process.pid, number)
        return self.process.wait(30)

    def crash_database(self):
        """All of it: a session outlives its postmaster by a moment, in which it still answers."""
        note = self.var / "postgres" / "postmaster.pid"
        living = set(processes_in(self.var, everybody=False))
        os.kill(int(note.read_text().splitlines()[0]), signal.SIGKILL)
        wait_until(lambda: not living & set(processes_in(self.var, everybody=False)))
