"""`python -m bench.matching [--show]`: prints the measures of the matcher on each part.

With --show also every mistake; the held-out half shows its counts alone.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench.matching.canon import shipped_index  # noqa: E402
from bench.matching.measure import PARTS, Measures, labelled, measure  # noqa: E402
from taxonomy.matching.decision import Matcher  # noqa: E402


def main() -> None:
    matcher = Matcher(shipped_index())
    for part in PARTS:
        measures = measure(matcher, labelled(part))
        print(_line(part, measures))
        if not part.endswith("held out") and "--show" in sys.argv:
            _show(measures)


def _line(part: str, found: Measures) -> str:
    return (
        f"{part:17} {found.answerable + found.unanswerable} titles, "
        f"{found.unanswerable} without an answer: "
        f"precision of confident {found.precision:.3f}, coverage {found.coverage:.3f}, "
        f"right role offered {found.recall:.3f}, abstention {found.abstention:.3f}, "
        f"plain no match {found.refusal:.3f}, or of the trade {found.honesty:.3f}"
    )


def _show(found: Measures) -> None:
    for heading in ("wrong", "answered", "led_astray", "unoffered", "missed"):
        for asked, decision in getattr(found, heading):
            print(f"  {heading}: {asked.title!r} {asked.department} {asked.level}".rstrip())
            print(f"    is {asked.answer or 'nothing'}; said {decision.state} {decision.reason}")
            for each in decision.candidates[:2]:
                print(f"      {each.score:.2f} {each.key} {each.title}: {'; '.join(each.evidence)}")


if __name__ == "__main__":
    main()
