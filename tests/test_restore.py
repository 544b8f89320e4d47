"""A dump is a restore: loading a folder that was dumped earlier brings that canon back, or says
what it leaves. What editors save in the admin is dumped and loaded back in `test_admin_restore`.
"""

from pathlib import Path

import pytest
from django.core.management import CommandError

from frameworks.models import CanonLink, Entry
from taxonomy.canon import dump
from taxonomy.models import (
    Focus,
    Function,
    Level,
    Market,
    Proficiency,
    Profile,
    Skill,
    Synonym,
    TitleAlias,
    Track,
)
from tests import factories, framework_samples
from tests.test_canon_files import canon

pytestmark = pytest.mark.django_db


def everything(folder: Path) -> tuple[Profile, Profile]:
    """A ladder of two profiles with all that may hang on one, a synonym and a framework's link."""
    first, second = factories.ladder(levels=("P2", "P3"))
    Skill.objects.filter(name="Pipe mapping").update(
        broader=Skill.objects.get(name="Permit writing")
    )
    factories.SkillAliasFactory(skill=Skill.objects.get(name="Pipe mapping"))
    factories.SkillProficiencyFactory(skill=Skill.objects.get(name="Pipe mapping"))
    Synonym.objects.create(term="plc", meaning="pressure logging", both_ways=True)
    framework_samples.load_ferries(folder)
    CanonLink.objects.create(entry=Entry.objects.first(), focus=first.focus, note="Near.")
    return first, second


@pytest.fixture
def catalogue(tmp_path_factory):
    return everything(tmp_path_factory.mktemp("ferries"))


def empty_the_canon() -> None:
    """As in a database that never had it: what was published here may be made again."""
    factories.let_codes_return()
    Profile.objects.update(replaced_by=None)
    for model in (
        *(Profile, Focus, Skill, Function, Level, Track),
        *(Synonym, Proficiency, Market),
    ):
        model.objects.all().delete()


def check_code(*arguments) -> int:
    """The exit code of `canon check --exit-code`."""
    try:
        canon("check", "--exit-code", *arguments)
    except SystemExit as leaving:
        return leaving.code
    except CommandError as error:
        return error.returncode
    return 0


class TestRestore:
    def test_an_older_dump_brings_back_what_was_emptied_since_and_what_was_filled(
        self, catalogue, tmp_path
    ):
        first, second = catalogue
        Profile.objects.filter(pk=second.pk).update(summary="", scope="", confidence=None)
        second.aliases.all().delete()
        second.guideline.delete()
        before = dump.canon_digest()
        canon("dump", tmp_path)

        Profile.objects.filter(pk=second.pk).update(
            summary="New.", scope="here", confidence="0.5", status="retired", replaced_by=first
        )
        factories.TitleAliasFactory(profile=second)
        factories.GuidelineFactory(profile=second)
        first.guideline.delete()
        first.responsibilities.all().delete()
        first.mappings.all().delete()
        Focus.objects.update(summary="", differential="", sources_stated=7)
        second.focus.scores.filter(criterion="concreteness").delete()
        Function.objects.update(family="Wells", super_function="Utilities")
        Level.objects.update(years_min=None, years_max=None, scope="All")
        Skill.objects.update(broader=None)
        CanonLink.objects.update(note="")
        assert dump.canon_digest() != before

        said = canon("load", tmp_path)
        assert dump.canon_digest() == before
        assert "In the canon but not in the files" not in said

    def test_into_an_empty_database(self, catalogue, tmp_path):
        before = dump.canon_digest()
        canon("dump", tmp_path)
        empty_the_canon()
        canon("load", tmp_path)
        assert dump.canon_digest() == before

    def test_what_is_not_in_the_files_is_named_for_every_kind(self, catalogue, tmp_path):
        canon("dump", tmp_path)
        focus = factories.FocusFactory(name="Sewer Survey")
        later = factories.ProfileFactory(focus=focus, level=factories.LevelFactory(code="M1"))
        factories.FunctionFactory(name="Rail Operations")
        factories.SkillFactory(name="Diving", slug="diving")
        factories.ProficiencyFactory(code="expert")
        Synonym.objects.create(term="vp", meaning="vice president")
        Market.objects.create(code="NO", name="Norway")
        CanonLink.objects.create(entry=Entry.objects.last(), skill=Skill.objects.first())
        said = canon("load", tmp_path)
        for line in (
            f"  focus {focus.function.code}.{focus.code}",
            f"  profile {later.key}",
            "  level M1",
            "  track M",
            "  function RAILOP",
            "  skill Diving",
            "  proficiency expert",
            "  synonym vp → vice president",
            "  market NO",
            "  link ",
        ):
            assert line in said

    def test_what_files_do_not_state_of_a_row_is_named_too(self, catalogue, tmp_path):
        first, _ = catalogue
        code = f"function: {first.function.code}\nfocus: {{code: {first.focus.code}}}\n"
        (tmp_path / "one.yaml").write_text(code + "profiles:\n- {level: P2, summary: Other.}\n")
        said = canon("check", tmp_path)
        assert f"  focus {first.function.code}.{first.focus.code}: name, summary" in said
        assert f"  profile {first.key}: title, confidence, scope, " in said
        assert "aliases (1)" in said

    def test_missing_things_can_be_retired(self, catalogue, tmp_path):
        before = dump.canon_digest()
        canon("dump", tmp_path)
        later = factories.ProfileFactory(
            focus=catalogue[0].focus, level=factories.LevelFactory(code="P4")
        )
        below = factories.SkillFactory(name="Deep diving", slug="deep-diving")
        below.broader = factories.SkillFactory(name="Diving", slug="diving")
        below.save()
        Synonym.objects.create(term="vp", meaning="vice president")
        CanonLink.objects.create(entry=Entry.objects.last(), skill=Skill.objects.first())

        said = canon("load", tmp_path, "--retire-missing")
        assert said.splitlines()[-1].startswith("0 added, 1 changed, 4 removed")
        later.refresh_from_db()
        assert later.status == "retired"
        assert "  level P4" in said  # a level is not retired, and says so
        later.delete()
        Level.objects.get(code="P4").delete()
        assert dump.canon_digest() == before


class TestFolder:
    def test_files_of_what_went_go_and_nothing_else(self, catalogue, tmp_path):
        gone = factories.ProfileFactory(focus__name="Sewer Survey", level__code="P3")
        canon("dump", tmp_path)
        place = tmp_path / gone.function.code.lower()
        stale = place / f"{gone.focus.code.lower()}.yaml"
        assert stale.is_file()
        others = {
            "README.md": "Ours.",
            "notes.yaml": "just: words",
            "bulk.jsonl": '{"levels": [{"code": "P2"}]}\n',
            ".git/config.yaml": "levels: [{code: P2}]",
        }
        for name, text in others.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        gone.delete()
        gone.focus.delete()
        said = canon("dump", tmp_path)
        assert not stale.exists()
        assert f"removed {stale}" in said
        assert f"left {tmp_path / 'notes.yaml'}" in said
        assert all((tmp_path / name).read_text() == text for name, text in others.items())

    def test_a_folder_that_nothing_is_left_in_goes_too(self, catalogue, tmp_path):
        canon("dump", tmp_path)
        empty_the_canon()
        canon("dump", tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_what_says_the_same_is_not_written_again(self, catalogue, tmp_path):
        canon("dump", tmp_path)
        times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.yaml")}
        canon("dump", tmp_path)
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.yaml")} == times

    def test_a_folder_that_cannot_be_written_says_why(self, catalogue, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="file cannot be written"):
            canon("dump", tmp_path / "file")


class TestCheck:
    def test_same_different_and_wrong_have_an_exit_code_each(self, catalogue, tmp_path):
        canon("dump", tmp_path)
        assert check_code(tmp_path) == 0
        Profile.objects.filter(pk=catalogue[0].pk).update(title="Chief Listener")
        assert check_code(tmp_path) == 1
        canon("load", tmp_path)
        Synonym.objects.create(term="vp", meaning="vice president")
        assert check_code(tmp_path) == 1  # the canon has more than the files
        (tmp_path / "broken.yaml").write_text("levels: [{code: 7}]")
        assert check_code(tmp_path) == 2
        with pytest.raises(CommandError) as refused:
            canon("check", tmp_path)
        assert refused.value.returncode == 1

    def test_what_a_file_leaves_to_be_made_is_no_difference(self, tmp_path):
        (tmp_path / "one.yaml").write_text(
            "tracks: [{code: P}, {code: Q}]\nlevels: [{code: P2}]\n---\nproficiencies: [on-call]\n"
            "---\nfunction: {name: Zoology}\nfocus: {name: Otters}\nprofiles:\n"
            "- {level: P2, responsibilities: {Holts: [Counts holts along the river]}}\n"
        )
        canon("load", tmp_path)
        assert check_code(tmp_path) == 0

    def test_old_and_new_are_shown(self, catalogue, tmp_path):
        canon("dump", tmp_path)
        first, _ = catalogue
        alias = first.aliases.get().title
        Profile.objects.filter(pk=first.pk).update(title="Chief Listener", confidence=None)
        first.aliases.update(title="Ear")
        first.responsibilities.filter(order=1).update(order=9)
        said = canon("check", tmp_path)
        assert f"    title: Chief Listener → {first.title}\n" in said
        assert "    confidence: nothing → 0.84\n" in said
        assert "    aliases − Ear\n" in said
        assert f"    aliases + {alias}\n" in said
        assert "    responsibilities: in another order\n" in said

    def test_the_digest_is_of_what_the_canon_says(self, catalogue, tmp_path):
        before = canon("digest").strip()
        canon("dump", tmp_path)
        empty_the_canon()
        canon("load", tmp_path)
        assert canon("digest").strip() == before
        TitleAlias.objects.filter(pk=TitleAlias.objects.first().pk).delete()
        assert canon("digest").strip() != before
