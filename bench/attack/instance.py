"""The site that is attacked: its address and, where it was started here, its database."""

import os
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.embedded.server import Server


@dataclass(frozen=True)
class Instance:
    address: str
    var: Path | None = None

    def connect(self) -> psycopg.Connection:
        """A session of the database, as its owner."""
        assert self.var, "the database part starts an instance of its own: leave out --at"
        server = Server.at(self.var / "postgres", max_connections=100)
        where = {"host": str(server.socket_dir), "user": server.ROLE, "dbname": server.DATABASE}
        return psycopg.connect(**where, connect_timeout=5)

    def database_processes(self) -> list[int]:
        assert self.var
        return [each for each in _processes() if _folder(each) == self.var / "postgres"]

    def workers(self) -> list[int]:
        """The processes that listen on the site's port, without the one that started them."""
        sockets = _listening(int(self.address.rpartition(":")[2]))
        found = [each for each in _processes() if sockets & set(_open(each))]
        return [each for each in found if _parent(each) in found] or found

    def memory(self) -> int:
        """Bytes of the largest worker."""
        return max(_resident(each) for each in self.workers())


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _folder(process: int) -> Path | None:
    try:
        return Path(f"/proc/{process}/cwd").readlink()
    except OSError:
        return None


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _open(process: int) -> list[str]:
    found = []
    try:
        for file in Path(f"/proc/{process}/fd").iterdir():
            found.append(os.readlink(file))
    except OSError:
        pass
    return found


def _listening(port: int) -> set[str]:
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[1].endswith(f":{port:04X}"):
                found.add(f"socket:[{fields[9]}]")
    return found


def _resident(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0
