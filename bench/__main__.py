"""`python -m bench [PART …]`: runs the parts one after the other, each in a process of its own.

What a part measures is in the module of its name.
"""

import subprocess
import sys
from datetime import UTC, datetime

from bench.table import Table, write

PARTS = ("pages", "search", "adjacent", "similar", "growth", "load", "editions", "soak", "matching")
ON_REQUEST = ("lighthouse",)  # needs Node.js


def main() -> None:
    chosen = sys.argv[1:] or PARTS
    known = (*PARTS, *ON_REQUEST)
    unknown = set(chosen) - set(known)
    if unknown:
        sys.exit(f"No part {', '.join(sorted(unknown))}: choose from {', '.join(known)}.")
    failed = [part for part in chosen if not _run(part)]
    if failed:
        sys.exit(f"Without a result: {', '.join(failed)}.")


def _run(part: str) -> bool:
    print(f"\n## {part}, {datetime.now(UTC):%H:%M}\n", flush=True)
    command = [sys.executable, "-m", f"bench.{part}"]
    if part != "matching":
        return subprocess.run(command).returncode == 0
    done = subprocess.run(command, capture_output=True, text=True)
    print(done.stdout, done.stderr, flush=True)
    if done.returncode == 0:
        lines = [[line] for line in done.stdout.splitlines()]
        write(part, [Table("Matching titles to roles", ["measures"], lines)])
    return done.returncode == 0


if __name__ == "__main__":
    main()
