"""`python -m bench.attack [PART …] [--at ADDRESS] [--size N]`: prints bounds kept or broken."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench import servers
from bench.attack import database, kills, memory, requests, slow, uploads
from bench.attack.bounds import table
from bench.attack.instance import Instance
from bench.place import use
from bench.table import write

PARTS = {
    "slow": slow.run,
    "database": database.run,
    "memory": memory.run,
    "requests": requests.run,
    "kills": kills.run,
    "uploads": uploads.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--at", help="a site that runs already, on this machine")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        sys.exit(f"No part {', '.join(sorted(unknown))}: choose from {', '.join(PARTS)}.")
    broken = 0
    for part in asked.parts or PARTS:
        with _site(asked.at) as site:
            bounds = PARTS[part](site)
        broken += sum(not bound.kept for bound in bounds)
        write(f"attack-{part}", [table(f"Attack: {part}", bounds)])
    sys.exit(f"{broken} bounds broken." if broken else 0)


@contextmanager
def _site(address: str | None) -> Iterator[Instance]:
    if address:
        yield Instance(address.rstrip("/"))
        return
    place = use("attack")
    with servers.rolebook("Rolebook", place) as started:
        yield Instance(started.address, place)


if __name__ == "__main__":
    main()
