"""Two ways to write a canon that can be killed on the way: a load, and an editor's publication."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg

from bench.attack.bounds import wait_for
from bench.attack.catalogue import environment
from bench.attack.editor import Editor, Form
from bench.attack.instance import Instance
from bench.attack.wording import Canon, Wording
from bench.place import ROOT

NAME, PASSWORD = "kill-attack", "only-on-an-instance-of-ones-own"
BEGIN_SECONDS = 60
END_SECONDS = 120
WRITERS = """
SELECT count(*) FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def count(site: Instance, sql: str) -> int:
    """-1 while the database is away."""
    try:
        with site.connect() as connection:
            row = connection.execute(sql).fetchone()
    except psycopg.Error:
        return -1
    return row[0] if row else -1


class Load:
    """`canon load` of the whole canon in another wording."""

    def __init__(self, site: Instance, text: str) -> None:
        assert site.var
        self.site, self.file = site, site.var / "killed-load.jsonl"
        self.file.write_text(text, encoding="utf-8")
        self.process = self._started("canon", "load", str(self.file))

    def _started(self, *words: str) -> subprocess.Popen[bytes]:
        assert self.site.var
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment(self.site.var),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_until_begun(self) -> None:
        """Until its first row is written."""
        is_writing = lambda: self.process.poll() is not None or count(self.site, WRITERS) > 0  # noqa: E731
        wait_for(is_writing, BEGIN_SECONDS)

    def is_acknowledged(self) -> bool:
        """Once it has ended: whether it said that all is written."""
        return self.process.wait(END_SECONDS) == 0


class Cut(Load):
    """`release`: the canon stays as it is, with a release more."""

    def __init__(self, site: Instance) -> None:
        assert site.var
        self.site = site
        self.process = self._started("release", "--title", "Killed on the way")


UNFINISHED = """
SELECT coalesce(max(id), 0) FROM editions_changeset WHERE state IN ('open', 'in_review', 'returned')
"""
# Texts alone: what the form was opened with stays as it was.
HIDDEN = ("_opened_document",)


class Publish:
    """A change set with the edited role, all its responsibilities in another wording."""

    def __init__(
        self, site: Instance, editor: Editor, address: str, now: Wording, wanted: Wording
    ) -> None:
        if left := count(site, UNFINISHED):  # by a publication that was killed
            editor.press(f"/admin/history/{left}/", "drop")
        pairs = Form(editor.get(address)).pairs
        sent = [
            (name, value if name in HIDDEN else value.replace(now.mark, wanted.mark))
            for name, value in pairs
        ]
        assert sent != pairs, "the form does not show what the canon has"
        set_page = editor.approved(address, sent)
        pressed = [*Form(editor.get(set_page)).pairs, ("do", "publish")]
        with ThreadPoolExecutor(1) as aside:
            self._answer = aside.submit(editor.post, f"{set_page}do/", pressed)
            aside.shutdown(wait=False)

    def wait_until_begun(self) -> None:
        """It begins at once."""

    def is_acknowledged(self) -> bool:
        status, headers, _ = self._answer.result(END_SECONDS)
        return status == 302 and "login" not in headers.get("location", "")


def editor_of(site: Instance) -> Editor:
    """Signed in, with an account that it makes."""
    assert site.var
    account = ["--username", NAME, "--email", "", "--noinput"]
    subprocess.run(
        [sys.executable, "manage.py", "createsuperuser", *account],
        cwd=ROOT,
        env=environment(site.var) | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
        capture_output=True,  # it refuses a name that is there since the last attack
    )
    editor = Editor(site.address)
    editor.sign_in(NAME, PASSWORD)
    return editor


def address_of(site: Instance, canon: Canon) -> str:
    """Of the edited role's form."""
    number = count(site, f"SELECT id FROM taxonomy_profile WHERE key = '{canon.key}'")
    return f"/admin/taxonomy/profile/{number}/change/"
