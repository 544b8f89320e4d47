"""`python -m bench.attack [PART …] [--at ADDRESS] [--size N]`: prints bounds kept or broken."""

import argparse
import sys
from contextlib import nullcontext
from types import SimpleNamespace

from bench import servers
from bench.attack import slow
from bench.attack.bounds import table
from bench.place import use
from bench.table import write

PARTS = {"slow": slow.run}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    parser.add_argument("--at", help="a site that runs already, on this machine")
    asked = parser.parse_args()
    broken = 0
    for part in asked.parts or PARTS:
        with _site(asked.at) as site:
            bounds = PARTS[part](site.address)
        broken += sum(not bound.kept for bound in bounds)
        write(f"attack-{part}", [table(f"Attack: {part}", bounds)])
    sys.exit(f"{broken} bounds broken." if broken else 0)


def _site(address: str | None):
    if address:
        return nullcontext(SimpleNamespace(address=address.rstrip("/")))
    return servers.rolebook("Rolebook", use("attack"))


if __name__ == "__main__":
    main()
