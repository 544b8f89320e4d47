"""kill -9 in the middle of writing: a canon load, a worker that publishes an editor's change, a
release, and the database under each. Afterwards the catalogue is as before or as after, and never
between.
"""

import os
import random
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bench.attack import catalogue
from bench.attack.bounds import PACE, Bound, ask, wait_for
from bench.attack.editor import BACK_SECONDS
from bench.attack.instance import Instance
from bench.attack.wording import Canon, Wording
from bench.attack.writing import WRITERS, Cut, Load, Publish, address_of, count, editor_of

FRESH_SECONDS = 5 * PACE  # until readers see what the database has
WRITTEN_SECONDS = 30 * PACE  # until search entries that a killed load left waiting are written
WORKER_SECONDS = 8  # a worker that ends sooner again is taken for one that cannot start
TIMED = 3  # undisturbed writes of each kind at most: kills fall between begin and end
RELEASES = "SELECT count(*) FROM editions_release"
QUEUE = "SELECT count(*) FROM taxonomy_searchqueue"

Writing = Load | Publish


@dataclass
class Seen:
    before: int = 0
    after: int = 0
    acknowledged: int = 0
    slowest: float = 0  # seconds until the site was well again
    between: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # acknowledged and not there
    unclean: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)


def run(site: Instance, size: int = 50) -> list[Bound]:
    seen = _Attack(site).run(size)
    fates = f"{seen.before} as before, {seen.after} as after ({seen.acknowledged} acknowledged)"
    return [
        Bound(f"{size} kill -9 while the canon is written", "as before or as after, never between",
              _or(seen.between, fates), not seen.between),
        Bound("what was acknowledged", "is there", _or(seen.lost, "all of it"), not seen.lost),
        Bound("`canon check` of its own dump", "nothing to add or change",
              _or(seen.unclean, "each time"), not seen.unclean),
        Bound("`canon verify` of editions and releases", "no difference",
              _or(seen.unrecorded, "each time"), not seen.unrecorded),
        Bound("pages and search entries", "what the canon says, within "
              f"{FRESH_SECONDS:.0f} and {WRITTEN_SECONDS:.0f} s", _or(seen.outdated, "each time"),
              not seen.outdated),
        Bound("the site answers again", f"within {BACK_SECONDS:.0f} s",
              f"{seen.slowest:.1f} s at most", seen.slowest < BACK_SECONDS),
    ]  # fmt: skip


def _or(faults: list[str], fine: str) -> str:
    return "; ".join(faults) or fine


class _Attack:
    def __init__(self, site: Instance) -> None:
        assert site.var, "the kills part starts an instance of its own: leave out --at"
        self.site, self.var = site, site.var
        self.chance = random.Random(9)
        self.original = catalogue.look(self.var).dump
        self.canon = Canon(self.original)
        self.now = Wording()
        self.seen = Seen()
        self.workers_killed_at = 0.0
        self.releases = 0

    def run(self, cycles: int) -> Seen:
        self.editor, self.form = editor_of(self.site), address_of(self.site, self.canon)
        try:
            self._load_whole(self.canon.text(self.now))
            spans = {
                write: self._usual_span(write, times=min(TIMED, 1 + cycles // 10))
                for write in (self._load, self._publish, self._cut)
            }
            kinds = [
                (self._load, self._kill_load),
                (self._publish, self._kill_workers),
                (self._load, self._kill_database),
                (self._publish, self._kill_database),
                (self._cut, self._kill_database),
            ]
            for number in range(cycles):
                write, kill = kinds[number % len(kinds)]
                words = f"{number}{write.__name__}{kill.__name__}"
                self._cycle(words, write, kill, self.chance.uniform(0, spans[write]))
        finally:
            self._load_whole(self.original)
        return self.seen

    def _load(self, wanted: Wording) -> Load:
        return Load(self.site, self.canon.text(wanted))

    def _publish(self, wanted: Wording) -> Publish:
        return Publish(self.site, self.editor, self.form, self.now, wanted)

    def _cut(self, _: Wording) -> Cut:
        return Cut(self.site)

    def _wanted(self, write: Callable[[Wording], Writing]) -> Wording:
        if write == self._cut:
            return self.now
        number = max(self.now.roles, self.now.edited) + 1
        return (
            replace(self.now, edited=number) if write == self._publish else Wording(number, number)
        )

    def _usual_span(self, write: Callable[[Wording], Writing], times: int) -> float:
        """Seconds from the first row that is written to the end, and a little more."""
        found = []
        for _ in range(times):
            wanted = self._wanted(write)
            writing = write(wanted)
            writing.wait_until_begun()
            began = time.monotonic()
            assert writing.is_acknowledged(), f"{write.__name__} fails undisturbed"
            found.append(time.monotonic() - began)
            self.now = wanted
        assert catalogue.look(self.var).dump == self.canon.text(self.now), "another dump is wanted"
        return sorted(found)[times // 2] * 1.1

    def _cycle(
        self, words: str, write: Callable[[Wording], Writing], kill: Callable, after: float
    ) -> None:
        wanted = self._wanted(write)
        writing = write(wanted)
        writing.wait_until_begun()
        time.sleep(after)
        kill(writing)
        is_acknowledged = writing.is_acknowledged()
        self.seen.slowest = max(self.seen.slowest, self._wait_until_well())
        self._judge(words, wanted, is_acknowledged)
        self._judge_releases(words, is_acknowledged and isinstance(writing, Cut))
        self._look_at_what_readers_see(words)

    def _judge(self, words: str, wanted: Wording, is_acknowledged: bool) -> None:
        found = catalogue.look(self.var)
        self.seen.acknowledged += is_acknowledged
        if found.dump == self.canon.text(wanted):
            self.seen.after += 1
            self.now = wanted
        elif found.dump == self.canon.text(self.now):
            self.seen.before += 1
            self.seen.lost += [words] if is_acknowledged else []
        else:
            self.seen.between.append(f"{words}: {found.digest}")
            self._load_whole(self.canon.text(self.now))
        if found.verified:
            self.seen.unrecorded.append(f"{words}: {found.verified}")
        if not found.is_clean:
            self.seen.unclean.append(f"{words}: {found.check}")

    def _judge_releases(self, words: str, is_cut: bool) -> None:
        self.releases += is_cut
        there = count(self.site, RELEASES)
        if there < self.releases:
            self.seen.lost.append(f"{words}: {self.releases - there} releases")
        self.releases = there

    def _look_at_what_readers_see(self, words: str) -> None:
        answer = 0, b""

        def is_shown() -> bool:
            nonlocal answer
            status, _, page = ask(self.site.address, f"/profiles/{self.canon.key}/")
            answer = status, page
            return self.now.mark.encode() in page

        took = wait_for(is_shown, FRESH_SECONDS)
        if took > FRESH_SECONDS:
            said = set(re.findall(rb"\(e\d{5}\)|<title>[^<]*|The catalogue [^<]*", answer[1]))
            self.seen.outdated.append(f"{words}: the page said {answer[0]} {said}")
        if not _soon(lambda: count(self.site, QUEUE) == 0, WRITTEN_SECONDS):
            self.seen.outdated.append(f"{words}: search entries wait")
        elif stale := catalogue.look(self.var).stale:
            self.seen.outdated.append(f"{words}: {stale}")

    def _load_whole(self, text: str) -> None:
        load = Load(self.site, text)
        assert load.is_acknowledged(), "the canon cannot be loaded"
        load.file.unlink()

    def _kill_load(self, writing: Load) -> None:
        writing.process.kill()

    def _kill_workers(self, _: Writing) -> None:
        _kill(self.site.workers())
        self.workers_killed_at = time.monotonic()

    def _kill_database(self, _: Writing) -> None:
        _kill(self.site.database_processes())

    def _wait_until_well(self) -> float:
        """Until the site answers and nobody writes any more."""
        took = wait_for(self._is_well, BACK_SECONDS)
        wait_for(lambda: count(self.site, WRITERS) == 0, BACK_SECONDS)
        time.sleep(max(0, self.workers_killed_at + WORKER_SECONDS - time.monotonic()))
        return took

    def _is_well(self) -> bool:
        return ask(self.site.address, "/healthz")[2].startswith(b"ok\n")


def _soon(true: Callable[[], bool], seconds: float) -> bool:
    return wait_for(true, seconds) <= seconds


def _kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
