"""Search entries follow the canon, whatever writes it: forms, bulk statements, COPY, deletion."""

from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from config.leftovers import Leftovers
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.models import (
    Focus,
    Function,
    Level,
    Profile,
    Revision,
    SearchEntry,
    SearchQueue,
    SearchWord,
    Skill,
    TitleAlias,
)
from taxonomy.search import indexing, pending_list
from taxonomy.search.filters import Filters
from taxonomy.search.pending_list import INDEX, SETTING
from taxonomy.search.results import search_canon
from tests.factories import FocusSkillFactory, ProfileFactory, SkillFactory, ladder

pytestmark = pytest.mark.django_db(transaction=True)


def found(text):
    return [hit.profile.key for hit in search_canon(text, Filters()).hits]


def true():
    assert SearchQueue.objects.count() == 0
    assert indexing.stale() == {}


def test_a_saved_row_is_found_at_once():
    profile = ProfileFactory()
    assert found("quillwort") == []
    TitleAlias.objects.create(profile=profile, title="Quillwort Warden")
    assert found("quillwort") == [profile.key]
    profile.aliases.all().delete()
    assert found("quillwort") == []
    true()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Profile.objects.update(title="Quillwort Warden"),
        lambda: Focus.objects.update(name="Quillwort"),
        lambda: Function.objects.update(name="Quillwort"),
        lambda: Skill.objects.filter(name="Permit writing").update(name="Quillwort"),
        lambda: Profile.objects.first().responsibilities.update(text="Counts quillwort."),
        lambda: Profile.objects.first().guideline.__class__.objects.update(knowledge="Quillwort"),
        lambda: Profile.objects.first().mappings.update(scheme="Quillwort"),
        lambda: FocusSkillFactory(skill=SkillFactory(name="Quillwort")),
    ],
)
def test_every_table_is_followed(change):
    ladder(levels=("P2", "P3"))
    change()
    assert found("quillwort")
    true()


def test_other_kinds_are_followed():
    ladder(levels=("P2",))
    Level.objects.update(name="Quillwort")
    [levels] = search_canon("quillwort", Filters()).others
    assert levels.label == "Levels"
    true()


def test_a_roll_back_leaves_nothing():
    profile = ProfileFactory()
    with transaction.atomic():
        TitleAlias.objects.create(profile=profile, title="Quillwort Warden")
        transaction.set_rollback(True)
    assert found("quillwort") == []
    true()


def test_copy_by_another_program_is_followed():
    profile = ProfileFactory()
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(
            "COPY taxonomy_titlealias (profile_id, title, folded_title, title_key) FROM STDIN"
        ) as copy,
    ):
        copy.write_row((profile.pk, "Quillwort Warden", "quillwort warden", "quillwort warden"))
    assert found("quillwort") == [profile.key]


def test_what_is_gone_is_not_found_and_its_words_are_forgotten():
    profile = ProfileFactory(title="Quillwort Warden")
    assert SearchWord.objects.get(word="quillwort").entries == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM taxonomy_profile WHERE id = %s", [profile.pk])
    assert not SearchEntry.objects.filter(kind="profile").exists()
    assert SearchWord.objects.get(word="quillwort").entries == 0
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE taxonomy_skill CASCADE")
    true()


def test_saving_twice_counts_once():
    ladder()
    before = list(SearchWord.objects.order_by("word").values_list("word", "entries"))
    for profile in Profile.objects.all():
        profile.save()
    assert list(SearchWord.objects.order_by("word").values_list("word", "entries")) == before


def test_a_load_catches_up_and_rebuild_changes_nothing():
    load(
        read(
            [
                Path(settings.BASE_DIR) / "fixtures" / "canon" / name
                for name in ("levels.yaml", "functions.yaml", "skills.yaml", "itoper")
            ]
        )
    )
    true()
    counts = dict(SearchWord.objects.values_list("word", "entries"))
    indexing.rebuild()
    true()
    assert dict(SearchWord.objects.values_list("word", "entries")) == counts


def test_what_waits_is_told_and_raises_the_revision_when_written(client):
    profile = ProfileFactory()
    with transaction.atomic():
        indexing.postpone()
        TitleAlias.objects.create(profile=profile, title="Quillwort Warden")
    assert SearchQueue.objects.count() == 1
    page = client.get("/search/?q=quillwort").content.decode()
    assert "1 change cannot be found yet" in page
    with pytest.raises(CommandError):
        call_command("search", "check")
    before = Revision.objects.current().number
    call_command("search", "refresh")
    assert Revision.objects.current().number > before
    assert found("quillwort") == [profile.key]
    call_command("search", "check")


def test_an_editor_writes_own_entries_and_a_portion_of_what_waits():
    profile = ProfileFactory()
    with transaction.atomic(), connection.cursor() as cursor:
        indexing.postpone()
        cursor.execute(
            "INSERT INTO taxonomy_searchqueue (kind, key)"
            " SELECT 'profile', 'F.X' || n || '.P1' FROM generate_series(1, 1000) n"
        )
    TitleAlias.objects.create(profile=profile, title="Quillwort Warden")
    assert found("quillwort") == [profile.key]
    assert SearchQueue.objects.count() == 800


def test_what_a_killed_load_left_is_written_once_nobody_else_writes_it():
    leftovers = Leftovers()
    assert leftovers.look() == 0
    profile = ProfileFactory()
    with transaction.atomic():
        indexing.postpone()
        TitleAlias.objects.create(profile=profile, title="Quillwort Warden")
    assert leftovers.look() == 0, "a load may be about to write it"
    with transaction.atomic(), connection.cursor() as cursor:
        indexing.postpone()
        cursor.execute("UPDATE taxonomy_searchqueue SET id = id + 1")  # others are next now
    assert leftovers.look() == 0
    assert leftovers.look() == 1
    assert found("quillwort") == [profile.key]


class TestGathering:
    """While a long queue is written, the index takes its words in portions."""

    @pytest.fixture
    def queue(self, monkeypatch):
        ladder()
        monkeypatch.setattr(indexing, "CHUNK", 3)
        monkeypatch.setattr(indexing, "MANY", 4)
        with transaction.atomic():
            indexing.postpone()
            Profile.objects.update(title="Quillwort Warden")
        return Profile.objects.count()

    @staticmethod
    def gathers() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(SETTING, [INDEX])
            return cursor.fetchone()[0]

    def test_it_gathers_meanwhile_and_not_before_or_after(self, queue):
        seen = []
        assert not self.gathers()
        assert indexing.catch_up(lambda left: seen.append((left, self.gathers()))) == queue
        assert not self.gathers()
        assert seen[-1] == (0, True)
        assert len(seen) > 1
        assert found("quillwort")
        true()

    def test_a_short_queue_is_written_as_ever(self, queue, monkeypatch):
        monkeypatch.setattr(indexing, "MANY", 1000)
        seen = []
        indexing.catch_up(lambda left: seen.append(self.gathers()))
        assert set(seen) == {False}
        true()

    def test_nothing_stays_gathered_when_writing_breaks_off(self, queue):
        def break_off(left):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            indexing.catch_up(break_off)
        assert not self.gathers()
        indexing.catch_up()
        true()

    def test_who_was_killed_meanwhile_is_followed_by_somebody_who_tidies(self, queue):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = on)")
        indexing.catch_up()
        assert not self.gathers()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = on)")
        assert indexing.catch_up() == 0
        assert not self.gathers()

    def test_a_reader_in_the_way_is_not_pushed_aside(self, queue, monkeypatch):
        monkeypatch.setattr(pending_list, "TRIES", 1)
        with psycopg.connect(
            **connection.get_connection_params() | {"cursor_factory": None}
        ) as other:
            other.execute("SELECT 1 FROM taxonomy_searchentry WHERE words @@ 'quillwort'")
            seen = []
            assert indexing.catch_up(lambda left: seen.append(self.gathers())) == queue
        assert set(seen) == {False}
        true()
