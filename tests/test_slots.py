"""Slots of the canon for other apps: the wiring fills each, and each serves empty."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from taxonomy.canon import change_sets, companions, gone_codes
from taxonomy.canon.change_sets import NotRecorded, Origin
from taxonomy.models import Profile
from taxonomy.profile import past
from taxonomy.slots import Slot
from taxonomy.successors import stated_keys, successors
from taxonomy.web import drafting

ROOT = Path(settings.BASE_DIR)


@contextmanager
def emptied(slot):
    """As it is where nobody fills it."""
    filling = slot.get()
    slot.fill(slot.default)
    try:
        yield
    finally:
        slot.fill(filling)


def test_a_slot_has_what_it_was_filled_with_last():
    slot = Slot("nothing")
    assert slot.get() == "nothing"
    slot.fill("once")
    slot.fill("twice")
    assert slot.get() == "twice"


def test_the_wiring_fills_every_slot():
    modules = (ROOT / "taxonomy").rglob("*.py")
    found = {
        name
        for path in modules
        for name in re.findall(r"^(\w+): Slot\[", path.read_text(), re.MULTILINE)
    }
    filled = re.findall(r"(\w+)\.fill\(", (ROOT / "config/apps.py").read_text())
    assert len(filled) == len(set(filled)) > 8
    assert set(filled) == found


def test_empty_slots_serve_the_canon_alone(rf):
    with (
        emptied(drafting.form_drafts),
        emptied(past.past_pages),
        emptied(gone_codes.published_codes),
    ):
        assert drafting.drafting_of(Profile) is None
        assert drafting.keys_drafted(Profile) == ()
        assert past.page_at_release(rf.get("/", {"release": "1"}), "A.B.P1") is None
        assert gone_codes.gone_codes() == frozenset()
    with emptied(companions.companions), emptied(successors), emptied(stated_keys):
        assert companions.companions.get() == ()
        assert successors.get()("focus", "A.B") == []
        assert stated_keys.get()("profile") == ()


def test_without_whoever_keeps_sets_nothing_is_recorded_and_drafts_are_refused():
    origin = Origin("A load", "canon load")
    with emptied(change_sets.recorder), change_sets.change_set(origin) as recording:
        assert isinstance(recording, NotRecorded)
    with emptied(change_sets.draft_recorder), pytest.raises(RuntimeError, match="draft_recorder"):
        change_sets.set_for_review(origin)
