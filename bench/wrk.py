"""The load generator: wrk, asked for one figure at a time, any error refused.

Which targets are asked in which turn is decided by the parts.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FEW = 10  # answers of one run that are too few for a median
LONGEST = 20  # seconds
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


class SpoiledRunError(Exception):
    """A run in which something went wrong; its figures are not used."""


@dataclass(frozen=True)
class Load:
    """What one run of wrk reported; latencies in seconds."""

    requests: int
    per_second: float
    p50: float
    p99: float
    errors: int


def load(
    address: str,
    connections: int,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    paths: Path | None = None,
) -> Load:
    """`paths` is a Lua script that says which addresses are asked instead of the one."""
    program = shutil.which("wrk") or sys.exit("The benchmark needs wrk: apt-get install wrk")
    # wrk counts whole seconds alone.
    command = [program, "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency"]
    command += ["--timeout", "30s"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if paths:
        command += ["-s", str(paths)]
    done = subprocess.run([*command, address], capture_output=True, text=True)
    if done.returncode:
        raise SpoiledRunError(f"wrk: {done.stderr or done.stdout}")
    return _read(done.stdout)


def faultless(
    address: str, connections: int, seconds: float, headers: Mapping[str, str] | None = None
) -> Load:
    """The same, but a run with any error is refused; one with few answers is made longer."""
    while True:
        found = load(address, connections, seconds, headers)
        if found.errors:
            raise SpoiledRunError(
                f"{found.errors} errors in {found.requests} requests to {address}"
            )
        if found.requests >= max(FEW, connections):
            return found
        if seconds >= LONGEST:
            raise SpoiledRunError(f"{found.requests} answers in {seconds} s from {address}")
        seconds *= 3


def script_of(paths: list[str], file: Path) -> Path:
    """A Lua script that asks for these paths in turn."""
    listed = ", ".join(f'"{path}"' for path in paths)
    file.write_text(
        f"local paths = {{{listed}}}\nlocal n = 0\n"
        "request = function()\n  n = n % #paths + 1\n  return wrk.format(nil, paths[n])\nend\n"
    )
    return file


def _read(said: str) -> Load:
    errors = sum(int(count) for count in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    if socket_errors := re.search(r"Socket errors: (.*)", said):
        errors += sum(int(count) for count in re.findall(r"\d+", socket_errors[1]))
    requests = int(re.search(r"(\d+) requests in", said)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return Load(requests, rate, _latency(said, 50), _latency(said, 99), errors)


def _latency(said: str, percent: int) -> float:
    size, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", said).groups()
    return float(size) * UNITS[unit]
