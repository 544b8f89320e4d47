"""What editors are refused, in words: forms that answer twice, sets that are finished, things that
are not there.
"""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError, Saved, StaleDraftError, take_draft_out
from editions.documents.merge import Merged
from editions.history.recording import recorded
from editions.models import ChangeSet, Draft
from editions.succession.splitting_merging import retire_focus
from frameworks.models import CanonLink, Entry
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Area, Focus, Profile, Responsibility
from tests import factories
from tests.framework_samples import load_wells
from tests.test_admin_ladder import address as ladder_address
from tests.test_admin_ladder import focus, opened, save  # noqa: F401
from tests.test_succession import (  # noqa: F401
    asked,
    errors_of,
    other_focus,
    own_focus,
    published,
    reviewer,
    role,
    the_set,
)

pytestmark = pytest.mark.django_db


class TestSuccession:
    def split(self, ann, role, **fields):  # noqa: F811
        parts = {
            "part1_title": "Listener",
            "part1_level": "P4",
            "part1_focus_key": other_focus(),
            "part2_title": "Chief Listener",
            "part2_level": "P5",
        }
        return errors_of(asked(ann, role, "split", count="2", adds_areas="on", **(parts | fields)))

    def test_a_part_is_new_or_there_already(self, ann, role):  # noqa: F811
        there = f"{own_focus(role)}.P2"
        assert "not both" in self.split(ann, role, existing2_key=there)
        assert "A new role needs a title." in self.split(ann, role, part2_title="")

    def test_a_role_is_no_part_of_itself_and_no_part_comes_twice(self, ann, role):  # noqa: F811
        alone = {f"part{n}_{name}": "" for n in (1, 2) for name in ("title", "level")}
        alone |= {"part1_focus_key": ""}
        there = f"{own_focus(role)}.P2"
        own = {"existing1_key": there, "existing2_key": role.key}
        assert "none of its parts has its key" in self.split(ann, role, **alone, **own)
        twice = {"existing1_key": there, "existing2_key": there}
        assert "two or more different roles" in self.split(ann, role, **alone, **twice)

    def test_a_merged_role_is_new_or_there_already(self, ann, role):  # noqa: F811
        other = f"{own_focus(role)}.P2"
        both = {"to_title": "Water Keeper", "to_level": "P5", "into_key": f"{own_focus(role)}.P4"}
        assert "not both" in errors_of(asked(ann, role, "merge", other1_key=other, **both))

    def test_a_skill_does_not_follow_itself(self, ann, role):  # noqa: F811
        skill = factories.SkillFactory(name="Listening")
        said = errors_of(asked(ann, role, "retire", "skill", skill.slug, successor_key=skill.slug))
        assert "It does not follow itself." in said

    def test_a_name_of_several_is_a_question(self, ann, role):  # noqa: F811
        with recorded(Origin("Twins", "test")):
            for level in ("P4", "P5"):
                Profile.objects.filter(key=f"{own_focus(role)}.{level}").update(title="Twin")
            Profile.objects.filter(key=f"{other_focus()}.P2").update(title="Twin")
        said = errors_of(asked(ann, role, "retire", successor_key="Twin"))
        assert "Several are called so: give the key" in said

    def test_one_answer_chosen_and_another_typed_are_a_question(self, ann, role):  # noqa: F811
        chosen = Profile.objects.get(key=f"{own_focus(role)}.P4")
        said = errors_of(
            asked(
                ann,
                role,
                "retire",
                successor=chosen.pk,
                successor_key=f"{own_focus(role)}.P2",
            )
        )
        assert "say one of both" in said

    def test_a_focus_is_retired_once(self, ann, role, reviewer):  # noqa: F811
        key_of_focus = own_focus(role)
        asked(ann, role, "retire", "focus", key_of_focus, nothing="on")
        published(reviewer)
        with pytest.raises(NotPossibleError, match="are retired already"):
            retire_focus(key_of_focus, None, {}, "why")

    def test_links_to_frameworks_move_with_a_role(self, ann, client, role, reviewer, tmp_path):  # noqa: F811
        load_wells(tmp_path)
        with recorded(Origin("A link", "test")):
            CanonLink.objects.create(entry=Entry.objects.get(code="dig01"), profile=role)
        there = {
            f"to_{n}": v for n, v in (("focus_key", other_focus()), ("level", "P4"), ("title", "A"))
        }
        answer = asked(ann, role, "move", adds_areas="on", takes_links="on", **there)
        assert answer.status_code == 302
        published(reviewer)
        moved = Profile.objects.get(key=f"{other_focus()}.P4")
        assert moved.framework_links.count() == 1


class TestSets:
    def test_a_finished_set_takes_and_gives_no_draft(self, ann, role, reviewer):  # noqa: F811
        asked(ann, role, "rename", name="Leak Finder")
        made = the_set()
        draft = made.drafts.get()
        published(reviewer, made)
        with pytest.raises(NotPossibleError, match="The set is "):
            publishing.save_draft(made, "profile", role.key, draft.document, reviewer)
        with pytest.raises(NotPossibleError, match="The set is "):
            take_draft_out(draft)

    def test_an_empty_set_is_not_submitted(self, ann, role):  # noqa: F811
        by = User.objects.get(username="ann")
        with pytest.raises(NotPossibleError, match="There is no draft in this set"):
            publishing.submit(publishing.open_set("Nothing", by), by)


class TestText:
    def test_it_goes_into_the_set_that_was_chosen(self, ann, bob, role):  # noqa: F811
        asked(bob, role, "rename", "focus", own_focus(role), name="Listening")
        made = the_set()
        page = f"/admin/history/profile/{role.key}/edit/"
        bound = ann.get(page).context
        form = {field.html_name: field.value() or "" for field in bound["form"]}
        form |= {"opened": bound["opened"], "set": str(made.pk), "title": "Listener"}
        assert ann.post(page, form).status_code == 302
        assert Draft.objects.get(kind="profile").change_set == made

    def test_what_it_does_not_know_is_not_found(self, ann, role):  # noqa: F811
        for place in ("profile/NO.SUCH.P3/edit/", "nonsense/x/edit/", "nonsense/x/form/"):
            assert ann.get(f"/admin/history/{place}").status_code == 404, place


class TestLadder:
    def test_two_rows_of_one_name_are_named(self, ann, focus):  # noqa: F811
        form = opened(ann, focus)
        answer = save(ann, focus, form, **{"row-a1-name": form["row-a0-name"][0].upper()})
        assert "Another row has this name." in answer.content.decode()
        assert not Draft.objects.exists()

    def test_a_character_that_cannot_be_printed_is_named(self, ann, focus):  # noqa: F811
        answer = save(ann, focus, opened(ann, focus), **{"cell-a0-P3": "Reads\x07 tides"})
        assert "This text has the unprintable character U+0007" in answer.content.decode()

    def test_pasted_text_comes_back_clean(self, ann, focus):  # noqa: F811
        sent = opened(ann, focus) | {"_do": "clean", "pasted": "•\tLeads.\r\n•\tGrafts."}
        assert ann.post(ladder_address(focus), sent).json() == {"rows": [["Leads.\nGrafts."]]}

    def test_sentences_of_no_area_have_a_row(self, ann, focus):  # noqa: F811
        profile = Profile.objects.filter(focus=focus, level="P3").get()
        with recorded(Origin("Loose", "test")):
            Responsibility.objects.create(profile=profile, text="Sings.", order=99)
        page = ann.get(ladder_address(focus)).content.decode()
        assert "Sings." in page

    def test_who_saved_in_this_moment_is_shown(self, ann, focus, monkeypatch):  # noqa: F811
        form = opened(ann, focus)
        saved = Saved({}, "bob", "saved this draft")

        def first_somebody_else(changes, request, title):
            monkeypatch.undo()
            raise StaleDraftError(saved, Merged({}, []))

        monkeypatch.setattr("editions.admin.ladder.save", first_somebody_else)
        answer = save(ann, focus, form, **{"cell-a0-P3": "Reads tides."})
        assert answer.status_code == 302
        assert Draft.objects.get().document

    def test_a_set_that_was_finished_meanwhile_is_said_above_all(self, ann, focus, monkeypatch):  # noqa: F811
        def finished(changes, request, title):
            raise NotPossibleError("The set is published.")

        monkeypatch.setattr("editions.admin.ladder.save", finished)
        answer = save(ann, focus, opened(ann, focus), **{"cell-a0-P3": "Reads tides."})
        assert "The set is published." in answer.content.decode()


def test_a_release_is_cut_by_command(role, capsys):  # noqa: F811
    call_command("release", title="Spring", notes="First of all.")
    assert "of revision" in capsys.readouterr().out


def test_a_purge_needs_a_reason(role):  # noqa: F811
    with pytest.raises(CommandError, match="--why says nothing"):
        call_command("purge", "profile", role.key, why=" ")
    assert ChangeSet.objects.exists()
    assert Area.objects.exists() or Focus.objects.exists()
