"""What a database contains, looked at by a process of its own: `python -m bench.attack.catalogue`
with VAR_DIR set prints the canon's digest and what its own checks say, as JSON.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.place import ROOT


@dataclass(frozen=True)
class Look:
    dump: str  # all documents, a line each
    check: str  # what `canon check` says of them
    verified: str  # what `canon verify` names: nothing where all is recorded
    stale: dict[str, list[str]]  # search entries that are not what the canon says

    @property
    def digest(self) -> str:
        return digest(self.dump)

    @property
    def is_clean(self) -> bool:
        return self.check.startswith("0 would be added, 0 would be changed")


def digest(dump: str) -> str:
    return hashlib.sha256(dump.encode()).hexdigest()[:12]


def environment(var: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(var)}


def look(var: Path) -> Look:
    command = [sys.executable, "-m", "bench.attack.catalogue"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(var), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return Look(**json.loads(done.stdout))


def _main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import CommandError, call_command

    from taxonomy.canon.change_sets import unrecorded
    from taxonomy.search import indexing

    dump, check = io.StringIO(), io.StringIO()
    call_command("canon", "dump", format="jsonl", stdout=dump)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "canon.jsonl"
        file.write_text(dump.getvalue(), encoding="utf-8")
        try:
            call_command("canon", "check", str(file), stdout=check, stderr=check)
        except CommandError as error:
            check.write(str(error))
    said = check.getvalue().strip().rpartition("\n")[2]
    found = {"dump": dump.getvalue(), "check": said, "stale": indexing.stale()}
    found["verified"] = "; ".join(unrecorded()[:5])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _main()
