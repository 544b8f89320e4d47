"""Imported by Python itself at the start of each process of a run that is measured.

COVERAGE_DIR is the folder in which each process leaves what it ran, when it ends in order;
COVERAGE_OF names the packages to look at, where these are not all.
"""

import atexit
import json
import os
import tomllib
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _measure(folder: Path) -> None:
    import slipcover

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"]
    packages = os.environ.get("COVERAGE_OF", "").split() or settings["source"]
    sources = [str(ROOT / package) for package in packages]
    recorder = slipcover.Slipcover(branch=True, exclude_also=settings["exclude-also"])
    matcher = slipcover.FileMatcher(sources, settings["omit"])
    slipcover.ImportManager(recorder, matcher).__enter__()

    def leave() -> None:
        # Another user's process may not write here; one without own code has nothing to say.
        with suppress(OSError):
            if files := recorder.get_coverage()["files"]:
                path = folder / f"{os.getpid()}-{os.urandom(4).hex()}.json"
                path.write_text(
                    json.dumps({str(Path(name).resolve()): files[name] for name in files})
                )

    atexit.register(leave)


if "COVERAGE_DIR" in os.environ:
    with suppress(ImportError):  # a Python without the packages of tests
        _measure(Path(os.environ["COVERAGE_DIR"]))
