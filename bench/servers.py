"""Starting and stopping what is measured: the site and its peers, each in a process group.

What the peers are is in bench/peers; how they are asked is in bench/wrk.py.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from bench.place import ROOT

READY_SECONDS = 120
PEERS = ROOT / ".venv-bench" / "bin"
WORKERS, THREADS = os.environ.get("WORKERS") or str(os.cpu_count() or 1), "4"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A command that listens on `port`; as a context manager it runs until the block ends."""

    def __init__(
        self, name: str, command: list[str], port: int, *, log: Path, path: str = "/", **more: str
    ) -> None:
        self.name, self.command, self.port, self.path = name, command, port, path
        self.ready = 200  # what it answers when it is up
        self.log = log / f"{name.replace(' ', '-')}.log"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(log), **more}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        deadline = time.monotonic() + READY_SECONDS
        while self.get(self.path)[0] != self.ready:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"{self.name} does not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, timeout: float = 30
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status 0 where there is no answer."""
        request = urllib.request.Request(self.address + path, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
        except OSError:
            return 0, {}, b""


def rolebook(name: str, var: Path, **settings: str) -> Server:
    port = free_port()
    variables = {"VAR_DIR": str(var), "PORT": str(port), "WORKERS": WORKERS, "THREADS": THREADS}
    variables["REVIEW_ALONE"] = "1"  # one account saves, approves and publishes
    command = [sys.executable, "manage.py", "serve"]
    return Server(name, command, port, log=var, path="/healthz", **variables | settings)


def under_granian(name: str, python: str, application: str, log: Path, **settings: str) -> Server:
    """A WSGI application under the site's own server with the site's own settings."""
    port = free_port()
    command = [python, "-m", "bench.peers.granian_like_ours", application, str(port)]
    variables = {"WORKERS": WORKERS, "THREADS": THREADS, "PYTHONPATH": str(ROOT)}
    return Server(name, command, port, log=log, **variables | settings)


def nginx(pages: Path) -> Server | None:
    """nginx serving files from a folder of gzipped pages; None where it is not installed."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if program is None:
        return None
    port, conf = free_port(), pages / "nginx.conf"
    user = "user root; " if os.getuid() == 0 else ""  # else its workers may not enter the folder
    conf.write_text(
        f"{user}daemon off; pid {pages}/nginx.pid; error_log {pages}/error.log;\n"
        f"worker_processes {WORKERS};\n"
        "events { worker_connections 1024; }\n"
        "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n"
        "open_file_cache max=100; default_type text/html; add_header Content-Encoding gzip;\n"
        f"server {{ listen 127.0.0.1:{port}; root {pages}; }} }}\n"
    )
    pages.chmod(0o755)
    command = [program, "-c", str(conf), "-p", str(pages), "-e", str(pages / "error.log")]
    return Server("nginx", command, port, log=pages, path="/page.html")
