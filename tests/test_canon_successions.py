"""Splits, mergers and retirements in canon files: a dump brings them back with their reasons."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions.change_sets import publishing
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Succession
from taxonomy.canon import dump
from taxonomy.canon.change_sets import Origin
from taxonomy.canon.companions import canon_shape
from taxonomy.canon.load import load
from taxonomy.canon.reader import read
from taxonomy.exchange.parser import parse_yaml
from taxonomy.models import Profile
from tests import factories
from tests.published import reviewed
from tests.test_pages_profile import section
from tests.test_restore import check_code, empty_the_canon

pytestmark = pytest.mark.django_db
LEVELS = ("P2", "P3", "P4", "P5")
WHY = "Two trades in one job."


@pytest.fixture
def stem():
    with recorded(Origin("First", "test")):
        rungs = factories.ladder(levels=LEVELS)
        factories.ladder(factories.FocusFactory(name="Sewer Survey"), levels=("P2",))
    return rungs[0].key.rpartition(".")[0]


def canon(*words):
    said = io.StringIO()
    call_command("canon", *map(str, words), stdout=said, stderr=said)
    return said.getvalue()


def retired(*keys):
    with recorded(Origin("Out", "test")):
        Profile.objects.filter(key__in=keys).update(status="retired")


def stated(*entries):
    return "successions:\n" + "".join(f"- {entry}\n" for entry in entries)


def split_of(stem, why=WHY):
    parts = f"[{stem}.P2, {stem}.P4]"
    return f"{{kind: profile, key: {stem}.P3, relation: split, successors: {parts}, why: {why}}}"


def load_stated(text):
    return load(parse_yaml(text, "successions.yaml", canon_shape))


def said():
    rows = Succession.objects.current().order_by("kind", "from_key", "to_key")
    return list(rows.values_list("kind", "from_key", "relation", "to_key", "why"))


def test_a_dump_brings_a_split_back_with_its_reason(stem, client, tmp_path):
    retired(f"{stem}.P3", f"{stem}.P5")
    nothing = f"{{kind: profile, key: {stem}.P5, relation: none, why: Nobody does it.}}"
    load_stated(stated(split_of(stem), nothing))
    before, digest = said(), dump.canon_digest()
    assert len(before) == 3
    canon("dump", tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    assert WHY.encode() in written["successions.yaml"]
    assert check_code(tmp_path) == 0
    empty_the_canon()
    Succession.objects.all().delete()
    canon("load", tmp_path)
    assert (said(), dump.canon_digest()) == (before, digest)
    canon("dump", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == written
    banner = section(client.get(f"/profiles/{stem}.P3/"), "head")
    assert "It was split into" in banner
    assert WHY in banner
    assert "Nobody does it." in section(client.get(f"/profiles/{stem}.P5/"), "head")
    assert deviations() == []


def test_they_are_of_the_set_that_loads_them_and_go_with_its_undoing(stem, client):
    retired(f"{stem}.P3")
    load_stated(stated(split_of(stem)))
    first = ChangeSet.objects.latest("pk")
    assert (first.origin, first.successions.count()) == ("load", 2)
    before = said()
    load_stated(stated(split_of(stem, "Better said.")))
    made = ChangeSet.objects.latest("pk")
    assert {each[-1] for each in said()} == {"Better said."}
    undone = publishing.undo(made, User.objects.create_superuser("chief"))
    publish(undone)
    assert said() == before


def publish(made):
    reviewer = User.objects.create_user("reviewer")
    reviewed(made, reviewer, reviewer)


def test_files_of_before_load_unchanged_and_what_they_leave_is_named(stem, tmp_path):
    canon("dump", tmp_path)
    assert not (tmp_path / "successions.yaml").exists()
    retired(f"{stem}.P3")
    load_stated(stated(split_of(stem)))
    path = tmp_path / "one.yaml"
    function, _, focus = stem.partition(".")
    path.write_text(f"function: {function}\nfocus: {{code: {focus}}}\n")
    assert f"  successors of profile {stem}.P3" in canon("load", path)
    assert len(said()) == 2
    assert check_code(path) == 1
    assert f"- successors of profile {stem}.P3" in canon("load", path, "--retire-missing")
    assert said() == []


def test_a_role_in_use_again_by_older_files_has_no_successors(stem, tmp_path):
    canon("dump", tmp_path)
    digest = dump.canon_digest()
    retired(f"{stem}.P3")
    load_stated(stated(split_of(stem)))
    canon("load", tmp_path)
    assert (said(), dump.canon_digest()) == ([], digest)


def test_what_a_file_states_of_a_thing_is_all_that_follows_it(stem):
    retired(f"{stem}.P3")
    report = load_stated(stated(split_of(stem)))
    assert (report.added, report.changed, report.removed) == (1, 0, 0)
    report = load_stated(stated(split_of(stem)))
    assert report.is_empty
    merged = f"{{kind: profile, key: {stem}.P3, relation: merged, successors: [{stem}.P4]}}"
    report = load_stated(stated(merged))
    assert (report.added, report.changed) == (0, 1)
    assert f"~ successors of profile {stem}.P3" in report.lines
    assert said() == [("profile", f"{stem}.P3", "merged", f"{stem}.P4", "")]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("{kind: profile, key: S.P3, relation: split, successors: [S.P2]}", "S.P3 is in use"),
        ("{kind: profile, key: S.P9, relation: split, successors: [S.P2]}", "no profile S.P9 in"),
        ("{kind: profile, key: S.P4, relation: split, successors: [S.P9]}", "no profile S.P9 in"),
        ("{kind: focus, key: S, relation: replaced, successors: [WATER.X]}", "no focus WATER.X in"),
        ("{kind: profile, key: S.P4, relation: split}", "has no successors"),
        ("{kind: profile, key: S.P4, relation: none, successors: [S.P2]}", "`none` and successors"),
        ("{kind: profile, key: S.P4, relation: split, successors: [S.P4]}", "not follow itself"),
        ("{kind: profile, key: S.P4, relation: split, successors: [S.P2, S.P2]}", "there twice"),
        ("{kind: level, key: P4, relation: none}", "profile"),
        ("{kind: profile, key: S.P4, relation: eaten, successors: [S.P2]}", "replaced"),
    ],
)
def test_what_cannot_be_said_is_named_by_its_place(stem, tmp_path, entry, reason):
    retired(f"{stem}.P4")
    path = tmp_path / "successions.yaml"
    path.write_text(stated(entry.replace("S.", f"{stem}.").replace("key: S,", f"key: {stem},")))
    said_of = io.StringIO()
    with pytest.raises(CommandError, match="the canon is unchanged"):
        call_command("canon", "load", str(path), stderr=said_of, stdout=said_of)
    (line,) = said_of.getvalue().strip().splitlines()
    assert line.startswith(f"{path}:2: successions[0]")
    assert reason.replace("S.", f"{stem}.") in line
    assert said() == []


def test_two_files_that_speak_of_one_thing_are_refused_with_both_places(stem, tmp_path):
    retired(f"{stem}.P3")
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(stated(split_of(stem)))
    said_of = io.StringIO()
    with pytest.raises(CommandError):
        call_command("canon", "check", str(tmp_path), stderr=said_of, stdout=said_of)
    assert "two.yaml:2: successions[0]: " in said_of.getvalue()
    assert "one.yaml:2 states what follows it, too" in said_of.getvalue()


def test_a_set_for_review_proposes_them(stem, tmp_path, client):
    retired(f"{stem}.P3")
    path = tmp_path / "successions.yaml"
    path.write_text(stated(split_of(stem)))
    words = canon("load", path, "--draft", "--title", "Said in files")
    assert "0 drafts and what follows 1 in the open set “Said in files”" in words
    assert said() == []
    made = ChangeSet.objects.get(title="Said in files")
    client.force_login(User.objects.create_superuser("chief"))
    assert WHY in client.get(f"/admin/history/{made.pk}/").content.decode()
    publish(made)
    assert len(said()) == 2
    assert not ChangeSet.objects.filter(title="taken back").exists()
    assert "Nothing would change" in canon("load", path, "--draft")


REASONS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=40
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_follows_what_a_dump_is_a_restore(stem, tmp_path, data):
    """Roles that are retired are followed by any others, in any relation, each with a reason."""
    keys = [f"{stem}.{level}" for level in LEVELS]
    gone = data.draw(st.sets(st.sampled_from(keys), min_size=1, max_size=3))
    follows = {
        key: data.draw(
            st.dictionaries(
                st.sampled_from([each for each in keys if each != key]),
                st.tuples(st.sampled_from(["replaced", "split", "merged"]), REASONS),
            )
        )
        for key in gone
    }
    Succession.objects.all().delete()
    with recorded(Origin("Anew", "test")):
        Profile.objects.filter(key__in=keys).update(status="approved")
        Profile.objects.filter(key__in=gone).update(status="retired")
        made = ChangeSet.objects.first()
        for key, after in follows.items():
            rows = [(to, *words) for to, words in after.items()] or [("", "none", "Nobody.")]
            for to, relation, why in rows:
                pair = {"kind": "profile", "from_key": key, "to_key": to, "relation": relation}
                Succession.objects.create(**pair, why=why, change_set=made)
    before, digest = said(), dump.canon_digest()
    folder = tmp_path / "dump"
    canon("dump", folder)
    assert check_code(folder) == 0
    Succession.objects.all().delete()
    load(read([folder]))
    assert (said(), dump.canon_digest()) == (before, digest)


def test_a_role_that_is_gone_is_in_no_dump(stem):
    retired(f"{stem}.P3")
    load_stated(stated(split_of(stem)))
    with recorded(Origin("Delete", "test")):
        Profile.objects.get(key=f"{stem}.P4").delete()
    (document,) = [each for name, each in dump.documents() if name == "successions"]
    assert document["successions"][0]["successors"] == [f"{stem}.P2"]
