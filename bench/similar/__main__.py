"""`python -m bench.similar`: recall at 10 on the shipped canon, and on O*NET's files where at hand.

BENCH_ONET is a folder with O*NET's text files under the names of FILES; they become a canon by
docs/recipes/onet.py. Related occupations of the first two tiers count.
"""

import csv
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.place import ROOT, use
from bench.table import Table, judge, targets, write

FILES = ("onet_occ.txt", "onet_tasks.txt", "onet_tech.txt")
RELATED = "onet_related.txt"
TIERS = {"Primary-Short", "Primary-Long"}
LISTS = ("chance", "structure", "work", "both", "shown")


def main() -> None:
    if "--onet" in sys.argv:
        print(*_onet(Path(os.environ["BENCH_ONET"])))
        return
    table = Table("Recall at 10 of related occupations", ["canon", "roles", *LISTS])
    shipped = _shipped()
    table.add("shipped", *shipped)
    if folder := os.environ.get("BENCH_ONET"):
        table.add("O*NET", *_in_another_process(folder))
    judged = targets()
    work, structure = shipped[3], shipped[2]
    judge(judged, "similar work", "above structure", f"{work} > {structure}", work > structure)
    write("similar", [table, judged])


def _shipped() -> list[object]:
    use("similar-shipped")
    from django.core.management import call_command

    call_command("canon", "load", str(ROOT / "fixtures" / "canon"), verbosity=0)
    from bench.similar.measure import measure, roles_in_use, shipped_relations

    return _row(measure(shipped_relations(), roles_in_use()))


def _in_another_process(folder: str) -> list[str]:
    """A canon of its own needs a database of its own, and Django is set up once a process."""
    import subprocess

    command = [sys.executable, "-m", "bench.similar", "--onet"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.splitlines()[-1].split()


def _onet(folder: Path) -> list[object]:
    use("similar-onet")
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as made:
        sys.path.insert(0, str(ROOT / "docs" / "recipes"))
        import canon_folder
        import onet

        documents, _ = onet.canon(*(onet.read(folder / name, set()) for name in FILES))
        canon_folder.write(Path(made), documents)
        call_command("canon", "load", made, verbosity=0)
    from bench.similar.measure import measure, roles_in_use

    related = defaultdict(set)
    with (folder / RELATED).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["Relatedness Tier"] in TIERS:
                related[row["O*NET-SOC Code"]].add(row["Related O*NET-SOC Code"])
    return _row(measure(related, roles_in_use()))


def _row(found) -> list[object]:
    return [len(found.work), *(f"{found.mean(name):.2f}" for name in LISTS)]


if __name__ == "__main__":
    main()
