"""What a spreadsheet may cost: small files that spread, point far or unpack stop nothing."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time

import pytest

from bench.attack import uploads
from bench.attack import workbooks as made
from taxonomy.spreadsheets import child, reader, reader_slots
from taxonomy.spreadsheets.book import Question, SpreadsheetError
from taxonomy.spreadsheets.limits import CPU_SECONDS, MOST_BYTES, READERS
from taxonomy.spreadsheets.reader import read_spreadsheet
from taxonomy.spreadsheets.reader_slots import ReadersBusyError, slot
from tests.test_spreadsheets_reader import TITLES, case

QUICK = [
    *made.far_away(),
    *made.declarations(),
    *made.packing(),
    *made.open_document(),
    *made.binary(),
]


@pytest.mark.parametrize("content", [pytest.param(c, id=words) for words, c in QUICK])
def test_what_is_hostile_is_read_or_refused_within_the_bounds(content):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        outcome = f"{len(read_spreadsheet(content, TITLES).sheet.rows)} rows."
    except SpreadsheetError as error:
        outcome = str(error)
    assert outcome.endswith(".")
    assert "reader stopped" not in outcome
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert cpu < CPU_SECONDS + 0.3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("20 million formats", "unpacks to more than 80 MB"),
        ("14 million texts", "more than 1,500,000 texts"),
        ("quadratic comments", "more than 3 seconds of computing"),
        ("cells without places", "more than 200 MB of memory"),
        ("a million levels in the list of sheets", "more than 200 MB of memory"),
    ],
)
def test_what_is_heavy_meets_its_limit(words, sentence):
    content = next(content for name, content in made.many() if name == words)
    cost = uploads.measured(words, content)
    assert sentence in cost.outcome
    assert cost.is_kept, cost


def test_the_far_cells_of_the_cases():
    started = time.process_time()
    rows = list(read_spreadsheet(case("72-value-in-last-row.xlsx"), TITLES).sheet.rows)
    assert [line.number for line in rows] == [1, 2, 3, 1_048_576]
    with pytest.raises(SpreadsheetError, match="has a row 9999999999"):
        read_spreadsheet(case("87-row-gap.xlsx"), TITLES)
    assert time.process_time() - started < 1


def test_an_honest_roster_of_50_000_rows():
    cost = uploads.measured("", made.roster(50_000, 12))
    assert cost.outcome == "read: 50,001 rows"
    assert cost.is_kept, cost


def test_one_row_too_many_is_named():
    content = b"title\n" + b"Accountant\n" * 60_000
    with pytest.raises(SpreadsheetError, match="Row 50,021 is one too many: at most 50,000 rows"):
        read_spreadsheet(content, TITLES)


def test_too_many_bytes_and_none():
    with pytest.raises(SpreadsheetError, match="larger than 10 MB"):
        read_spreadsheet(b"x" * (MOST_BYTES + 1), TITLES)
    with pytest.raises(SpreadsheetError, match="The file is empty"):
        read_spreadsheet(b" \n ", TITLES)


class TestChild:
    def test_it_runs_without_django_and_without_our_environment(self):
        code = (
            "import sys; import taxonomy.spreadsheets.child; "
            "print([name for name in sys.modules if name.split('.')[0] in ('django', 'openpyxl')])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stdout.strip() == "[]"

    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            (-signal.SIGXCPU, "3 seconds of computing"),
            (-signal.SIGKILL, "3 seconds of computing"),
            (-signal.SIGABRT, "200 MB of memory"),
            (-signal.SIGALRM, "within 30 seconds"),
            (-signal.SIGSEGV, "SIGSEGV"),
            (99, "exit code 99"),
        ],
    )
    def test_each_way_to_end_is_a_sentence(self, code, sentence):
        assert sentence in reader._stopped(code)

    def test_a_fault_of_ours_is_not_blamed_on_the_file(self, monkeypatch):
        monkeypatch.setattr(reader, "_START", "raise ValueError('ours')")
        with pytest.raises(RuntimeError, match="ours"):
            read_spreadsheet(b"title\n", TITLES)

    def test_one_that_hangs_is_ended(self, monkeypatch):
        monkeypatch.setattr(reader, "_START", "import time; time.sleep(60)")
        monkeypatch.setattr(reader, "WALL_SECONDS", 0.3)
        started = time.monotonic()
        with pytest.raises(SpreadsheetError, match="was not read within"):
            read_spreadsheet(b"title\n", TITLES)
        assert time.monotonic() - started < 30

    def test_a_panic_of_the_library_becomes_a_sentence(self, monkeypatch):
        class Panic(BaseException):
            pass

        def raises(content, kind):
            raise Panic("index out of bounds")

        monkeypatch.setattr(child, "Workbook", raises)
        (line,) = child.answer(made.xlsx(made.sheet(made.TABLE)), Question())
        assert b"it is damaged (Panic)" in line


class TestSlots:
    @pytest.fixture(autouse=True)
    def _own_folder(self, monkeypatch, tmp_path):
        monkeypatch.setattr(reader_slots, "_folder", lambda: tmp_path)

    def test_so_many_and_no_more(self):
        with slot(), slot():
            assert READERS == 2
            started = time.monotonic()
            with (
                pytest.raises(ReadersBusyError, match="2 other files are being read"),
                slot(wait=0.2),
            ):
                pass
            assert 0.2 <= time.monotonic() - started < 20
        with slot(wait=0):
            pass

    def test_the_next_waits_for_one_to_end(self):
        with slot():
            other = slot()
            other.__enter__()
            threading.Timer(0.2, other.__exit__, (None, None, None)).start()
            with slot(wait=5):
                pass

    def test_other_processes_count(self, tmp_path):
        code = (
            "import sys, pathlib; from taxonomy.spreadsheets import reader_slots;"
            "reader_slots._folder = lambda: pathlib.Path(sys.argv[1]);"
            "first, second = reader_slots.slot(), reader_slots.slot();"
            "first.__enter__(); second.__enter__();"
            "print('taken', flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", code, str(tmp_path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline() == b"taken\n"
            with pytest.raises(ReadersBusyError), slot(wait=0):
                pass
            other.kill()  # its locks go with it
        with slot(wait=0):
            pass

    def test_a_child_keeps_its_slot_when_its_worker_ends(self):
        with slot() as taken:
            command = ["sleep", "30"]
            kept = subprocess.Popen(command, pass_fds=[taken])
        try:
            with slot(wait=0), pytest.raises(ReadersBusyError), slot(wait=0):
                pass
        finally:
            kept.kill()
            kept.wait()

    def test_reading_while_all_are_busy(self):
        with slot(), slot(), pytest.raises(ReadersBusyError):
            read_spreadsheet(b"title\nAccountant\n", TITLES, wait=0)

    def test_the_folder_is_nobody_elses(self, monkeypatch, tmp_path):
        monkeypatch.undo()
        monkeypatch.setattr(reader_slots.tempfile, "gettempdir", lambda: str(tmp_path))
        (tmp_path / f"rolebook-readers-{os.getuid()}").symlink_to(tmp_path)
        with pytest.raises(PermissionError):
            reader_slots._folder()
