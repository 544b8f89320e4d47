"""Adds up what the processes of a run left in COVERAGE_DIR, and says what none of them ran.

With --whole the run was of all tests and measured the site's own processes too: too small a share
of branches is a failure then.
"""

import argparse
import json
import os
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import slipcover

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Module:
    """Lines, and branches as pairs of lines; a branch to 0 leaves the function."""

    run: set = field(default_factory=set)
    known: set = field(default_factory=set)

    def add(self, facts: dict) -> None:
        executed = {*facts["executed_lines"], *map(tuple, facts["executed_branches"])}
        self.run |= executed
        self.known |= {*executed, *facts["missing_lines"], *map(tuple, facts["missing_branches"])}

    @property
    def missing(self) -> set:
        return self.known - self.run


def modules(folder: Path, settings: dict) -> dict[str, Module]:
    found: dict[str, Module] = {}
    for path in folder.glob("*.json"):
        for name, facts in json.loads(path.read_text()).items():
            found.setdefault(name, Module()).add(facts)
    sources = [str(ROOT / package) for package in settings["source"]]
    never = slipcover.Slipcover(
        branch=True,
        source=sources,
        omit=settings["omit"],
        exclude_also=settings["exclude-also"],
    )
    for name, facts in never.get_coverage()["files"].items():
        path = str((ROOT / name).resolve())
        if path not in found:
            found.setdefault(path, Module()).add(facts)
    return {str(Path(name).relative_to(ROOT)): each for name, each in sorted(found.items())}


def ranges(missing: set) -> str:
    """`12-15, 20, 31→33`: lines, and branches of lines that did run."""
    lines = sorted(each for each in missing if isinstance(each, int))
    runs: list[list[int]] = []
    for line in lines:
        if runs and line <= runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    branches = sorted(b for b in missing if isinstance(b, tuple) and not set(b) & set(lines))
    said = [f"{first}-{last}" if first != last else str(first) for first, last in runs]
    return ", ".join([*said, *(f"{line}→{to or 'end'}" for line, to in branches)])


def share(found: dict[str, Module], kind: type) -> tuple[int, int]:
    """How many lines or branches were run, and how many there are."""
    run = sum(isinstance(each, kind) for module in found.values() for each in module.run)
    known = sum(isinstance(each, kind) for module in found.values() for each in module.known)
    return run, known


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.measure", description=__doc__)
    parser.add_argument("--lines", action="store_true", help="name the lines of each module")
    parser.add_argument("--whole", action="store_true", help="fail below the share that is set")
    asked = parser.parse_args()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"]
    found = modules(Path(os.environ["COVERAGE_DIR"]), settings)
    for name, module in found.items() if asked.lines else ():
        if module.missing:
            print(f"{name}: {ranges(module.missing)}")
    shares = {"lines": share(found, int), "branches": share(found, tuple)}
    said = [f"{100 * run / known:.1f} % of {known:,} {n}" for n, (run, known) in shares.items()]
    where = "" if asked.whole else ", in their own processes"
    print(f"Tests run {' and '.join(said)} of own code{where}.")
    run, known = shares["branches"]
    if asked.whole and 100 * run < settings["fail-under"] * known:
        print(f"At least {settings['fail-under']} % of branches are asked for: make coverage")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
