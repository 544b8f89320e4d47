"""Retiring, renaming, moving, splitting, merging and copying roles: drafts in one set, and what
readers see of successors once it is published.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from editions.change_sets import publishing
from editions.change_sets.saving import NotPossibleError
from editions.history.purging import purge
from editions.history.recording import recorded
from editions.history.verifying import deviations
from editions.models import ChangeSet, Draft, ProposedSuccession, Release, Succession
from editions.releases import changes, cut
from taxonomy.canon.change_sets import Origin
from taxonomy.models import Focus, Profile, Skill, Synonym
from tests import factories
from tests.published import reviewed
from tests.test_admin import form_of, messages_of
from tests.test_pages_profile import section
from tests.test_releases import next_transaction

pytestmark = pytest.mark.django_db
WHY = "Two trades in one job."


@pytest.fixture
def role():
    with recorded(Origin("First", "canon load")):
        rungs = factories.ladder(levels=("P2", "P3", "P4"))
        factories.ladder(factories.FocusFactory(name="Sewer Survey"), levels=("P2", "P3"))
        factories.LevelFactory(code="P5")
    return Profile.objects.get(pk=rungs[1].pk)


@pytest.fixture
def reviewer():
    return User.objects.create_user("reviewer")


def other_focus():
    focus = Focus.objects.get(name="Sewer Survey")
    return f"{focus.function.code}.{focus.code}"


def own_focus(role):
    return role.key.rpartition(".")[0]


def asked(client, role, action, kind="profile", key=None, **fields):
    address = f"/admin/history/{kind}/{key or role.key}/{action}/"
    assert client.get(address).status_code == 200
    return client.post(address, {"_set": "new", "why": WHY} | fields)


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors.as_text()


def the_set():
    return ChangeSet.objects.unfinished().get()


def published(reviewer, change_set=None):
    change_set = change_set or the_set()
    done = reviewed(change_set, User.objects.get(username="ann"), reviewer)
    assert deviations() == []
    return done


def banner(client, key):
    return section(client.get(f"/profiles/{key}/"), "head")


class TestRetiring:
    def test_a_role_leads_to_its_successor_once_the_set_is_published(
        self, ann, client, role, reviewer
    ):
        after = f"{own_focus(role)}.P4"
        answer = asked(ann, role, "retire", successor_key=after)
        assert answer.status_code == 302
        page = ann.get(answer["Location"]).content.decode()
        assert "What follows what" in page
        assert WHY in page
        assert not Succession.objects.exists()
        assert "retired" not in banner(client, role.key)
        published(reviewer)
        document = publishing.current("profile", role.key).document
        assert (document["status"], document["replaced_by"]) == ("retired", after)
        shown = banner(client, role.key)
        assert "It was replaced by" in shown
        assert f"/profiles/{after}/" in shown
        assert WHY in shown
        goals = client.get(f"/profiles/{role.key}/goals/").content.decode()
        assert f'href="/profiles/{after}/goals/"' in goals
        text = client.get(f"/profiles/{role.key}/goals.txt").content.decode()
        assert f"This profile is retired. It was replaced by {after}." in text
        (said,) = client.get(f"/profiles/{role.key}.json").json()["successors"]
        assert said["key"] == after
        assert said["relation"] == "replaced"
        assert said["why"] == WHY

    def test_is_refused_without_a_word_on_what_follows(self, ann, role):
        assert "say that nothing does" in errors_of(asked(ann, role, "retire"))
        both = asked(ann, role, "retire", successor_key=f"{own_focus(role)}.P4", nothing="on")
        assert "say that nothing does" in errors_of(both)
        itself = asked(ann, role, "retire", successor_key=role.key)
        assert "does not follow itself" in errors_of(itself)
        unknown = asked(ann, role, "retire", successor_key="Nobody")
        assert "No profile has the key or the name" in errors_of(unknown)
        assert not ChangeSet.objects.unfinished().exists()

    def test_a_role_that_nothing_replaces(self, ann, client, role, reviewer):
        asked(ann, role, "retire", nothing="on")
        published(reviewer)
        assert "Nothing replaces it" in banner(client, role.key)

    def test_a_title_names_the_successor_and_so_does_a_chosen_row(self, ann, role):
        other = Profile.objects.get(key=f"{own_focus(role)}.P4")
        asked(ann, role, "retire", successor_key=other.title)
        assert ProposedSuccession.objects.get().to_key == other.key
        asked(ann, role, "retire", successor=str(other.pk))
        assert ProposedSuccession.objects.get().to_key == other.key

    def test_a_successor_that_is_retired_is_refused_at_once(self, ann, role, reviewer):
        asked(ann, role, "retire", nothing="on")
        published(reviewer)
        below = f"{own_focus(role)}.P2"
        answer = asked(ann, role, "retire", key=below, successor_key=role.key)
        assert "is retired itself" in errors_of(answer)
        into = asked(ann, role, "merge", key=below, into_key=role.key)
        assert "is retired itself" in errors_of(into)

    def test_a_successor_that_is_retired_meanwhile_is_refused(self, ann, role, reviewer):
        after = f"{own_focus(role)}.P4"
        asked(ann, role, "retire", successor_key=after)
        with recorded(Origin("A load", "canon load")):
            Profile.objects.filter(key=after).update(status="retired")
        with pytest.raises(NotPossibleError, match="cannot follow"):
            published(reviewer)

    def test_one_that_is_in_use_again_has_no_successor(self, ann, client, role, reviewer):
        asked(ann, role, "retire", successor_key=f"{own_focus(role)}.P4")
        published(reviewer)
        with recorded(Origin("A load", "canon load")):
            Profile.objects.filter(key=role.key).update(status="approved")
        assert not Succession.objects.current().exists()
        with recorded(Origin("A load", "canon load")):
            Profile.objects.filter(key=role.key).update(status="retired", replaced_by=None)
        assert "Nothing replaces it" in banner(client, role.key)

    def test_a_focus_goes_with_all_its_roles(self, ann, client, role, reviewer):
        focus, after = own_focus(role), other_focus()
        asked(ann, role, "retire", "focus", focus, successor_key=after, role_P4_key=f"{after}.P3")
        assert the_set().drafts.count() == 3
        published(reviewer)
        followed = dict(Succession.objects.values_list("from_key", "to_key"))
        assert followed == {
            focus: after,
            f"{focus}.P2": f"{after}.P2",
            f"{focus}.P3": f"{after}.P3",
            f"{focus}.P4": f"{after}.P3",
        }
        assert not Profile.objects.in_use().filter(focus=role.focus).exists()
        page = client.get(role.focus.get_absolute_url()).content.decode()
        assert "All roles of this focus are retired." in page
        assert 'replaced by <a href="/functions/' in page
        assert "Sewer Survey" in page
        still = client.get(Focus.objects.get(name="Sewer Survey").get_absolute_url())
        assert "are retired" not in still.content.decode()

    def test_a_skill_gives_its_uses_names_and_address_to_another(self, ann, client, role, reviewer):
        gone = role.required_skills.first().skill
        kept = factories.SkillFactory(name="Dowsing")
        asked(ann, role, "retire", "skill", gone.slug, successor_key="Dowsing")
        assert {draft.key for draft in Draft.objects.all()} == {gone.slug, kept.slug}
        published(reviewer)
        assert role.required_skills.filter(skill=kept).exists()
        assert not Skill.objects.filter(slug=gone.slug).exists()
        answer = client.get(f"/skills/{gone.slug}/")
        assert answer["Location"].endswith(f"/skills/{kept.slug}/")
        assert Succession.objects.get().kind == "skill"

    def test_a_retired_skill_and_a_retired_focus_come_back(self, ann, client, role, reviewer):
        skill = role.required_skills.first().skill
        factories.SkillFactory(name="Dowsing")
        asked(ann, role, "retire", "skill", skill.slug, successor_key="Dowsing")
        by = User.objects.get(username="ann")
        published(reviewer, publishing.undo(published(reviewer), by))
        assert role.required_skills.filter(skill__slug=skill.slug).exists()
        assert client.get(f"/skills/{skill.slug}/").status_code == 200
        asked(ann, role, "retire", "focus", own_focus(role), successor_key=other_focus())
        published(reviewer, publishing.undo(published(reviewer), by))
        assert Profile.objects.in_use().filter(focus=role.focus).count() == 3
        assert "are retired" not in client.get(role.focus.get_absolute_url()).content.decode()
        assert not Succession.objects.current().exists()

    def test_skills_that_are_merged_in_their_list_say_so_too(self, ann, role, reviewer):
        gone, kept = (each.skill for each in role.required_skills.all()[:2])
        page = reverse("admin:taxonomy_skill_changelist")
        chosen = {"action": "merge_skills", "_selected_action": [gone.pk, kept.pk]}
        ann.post(page, chosen | {"kept": kept.pk})
        published(reviewer)
        said = Succession.objects.get()
        assert (said.from_key, said.to_key, said.relation) == (gone.slug, kept.slug, "merged")

    def test_a_skill_in_use_does_not_go_without_another(self, ann, role):
        skill = role.required_skills.first().skill
        answer = asked(ann, role, "retire", "skill", skill.slug, nothing="on")
        assert "say which skill follows it" in errors_of(answer)
        unused = factories.SkillFactory(name="Dowsing")
        assert asked(ann, role, "retire", "skill", unused.slug, nothing="on").status_code == 302
        assert Draft.objects.get().document is None


class TestRenaming:
    def test_a_role_keeps_its_key_and_its_old_title_when_asked(self, ann, role, reviewer):
        former = role.title
        asked(ann, role, "rename", name="Leak Finder", keeps_old="on")
        published(reviewer)
        role.refresh_from_db()
        assert role.title == "Leak Finder"
        assert former in role.aliases.values_list("title", flat=True)
        asked(ann, role, "rename", name="Water Finder")
        published(reviewer)
        assert "Leak Finder" not in role.aliases.values_list("title", flat=True)

    @pytest.mark.parametrize("kind", ["focus", "function"])
    def test_a_search_for_the_old_name_finds_the_new_one(self, ann, client, role, reviewer, kind):
        key = own_focus(role) if kind == "focus" else role.function.code
        former = getattr(role, kind).name
        asked(ann, role, "rename", kind, key, name="Quiet Pipes", keeps_old="on")
        assert {draft.kind for draft in Draft.objects.all()} == {kind, "synonym"}
        published(reviewer)
        (term,) = Synonym.objects.in_plain_words([former])
        assert Synonym.objects.filter(term=term, meaning="quiet pipes").exists()
        assert publishing.current(kind, key).number == 2

    def test_a_skill_keeps_its_address_and_roles_name_it_anew(self, ann, role, reviewer):
        skill = role.required_skills.first().skill
        former = skill.name
        asked(ann, role, "rename", "skill", skill.slug, name="Quiet listening", keeps_old="on")
        published(reviewer)
        renamed = Skill.objects.get(slug=skill.slug)
        assert renamed.name == "Quiet listening"
        assert renamed.aliases.get().name == former
        names = [s["name"] for s in publishing.current("profile", role.key).document["skills"]]
        assert "Quiet listening" in names

    def test_drafts_of_the_same_set_name_a_renamed_skill_anew(self, ann, role, reviewer):
        skill = role.required_skills.first().skill
        asked(ann, role, "rename", name="Leak Finder")
        made = the_set()
        asked(ann, role, "rename", "skill", skill.slug, name="Quiet listening", _set=str(made.pk))
        published(reviewer)
        assert role.required_skills.filter(skill__name="Quiet listening").exists()
        assert not Skill.objects.filter(name=skill.name).exists()

    def test_the_same_name_is_refused(self, ann, role):
        assert "its name already" in errors_of(asked(ann, role, "rename", name=role.title))


class TestANewKey:
    def test_a_moved_role_is_a_new_one_that_the_old_leads_to(self, ann, client, role, reviewer):
        to = f"{other_focus()}.P4"
        fields = {"to_title": "Sewer Keeper", "to_level": "P4", "to_focus_key": other_focus()}
        asked(ann, role, "move", keeps_aliases="on", adds_areas="on", **fields)
        published(reviewer)
        new = Profile.objects.get(key=to)
        texts = list(role.responsibilities.values_list("text", flat=True))
        assert list(new.responsibilities.values_list("text", flat=True)) == texts
        assert new.aliases.exists()
        assert not new.pay_bands.exists()
        role.refresh_from_db()
        assert (role.status, role.replaced_by) == ("retired", new)
        assert "Sewer Keeper" in banner(client, role.key)

    def test_a_key_that_is_taken_or_was_published_is_refused(self, ann, role):
        fields = {"to_title": "Another", "to_level": "P4"}
        assert "There is a role" in errors_of(asked(ann, role, "move", **fields))
        with recorded(Origin("Delete", "test")):
            Profile.objects.get(key=f"{own_focus(role)}.P4").delete()
        said = errors_of(asked(ann, role, "duplicate", **fields))
        assert "its code never comes back" in said

    def test_a_duplicate_is_a_draft_and_the_role_stays(self, ann, client, role, reviewer):
        asked(ann, role, "duplicate", to_title="Chief Listener", to_level="P5", keeps_pay="on")
        draft = Draft.objects.get()
        key = f"{own_focus(role)}.P5"
        assert (draft.key, draft.document["aliases"]) == (key, [])
        assert client.get(f"/profiles/{key}/").status_code == 404
        form = ann.get(f"/admin/history/profile/{key}/form/")
        assert ann.get(form["Location"]).status_code == 200
        published(reviewer)
        assert client.get(f"/profiles/{key}/").status_code == 200
        role.refresh_from_db()
        assert role.status == "approved"

    def test_sentences_of_areas_that_the_focus_lacks_wait_for_one(self, ann, role, reviewer):
        with recorded(Origin("Another area", "test")):
            area = factories.AreaFactory(focus=role.focus, name="Only here")
            role.responsibilities.update(area=area)
        fields = {"to_title": "Keeper", "to_level": "P4", "to_focus_key": other_focus()}
        asked(ann, role, "duplicate", **fields)
        areas = {each["area"] for each in Draft.objects.get().document["responsibilities"]}
        assert areas == {None}
        with pytest.raises(NotPossibleError, match="has no area"):
            published(reviewer)
        asked(ann, role, "duplicate", adds_areas="on", **fields | {"to_level": "P5"})
        focus = Draft.objects.get(kind="focus").document
        assert "Only here" in [area["name"] for area in focus["areas"]]


class TestSplitting:
    def split(self, ann, role, **fields):
        one = {"part1_title": "Listener", "part1_level": "P3", "part1_focus_key": other_focus()}
        two = {"part2_title": "Chief Listener", "part2_level": "P5"}
        one["part1_level"] = "P4"
        return asked(ann, role, "split", count="2", adds_areas="on", **(one | two | fields))

    def test_a_role_leads_to_all_its_parts(self, ann, client, role, reviewer):
        texts = list(role.responsibilities.values_list("text", flat=True))
        assert self.split(ann, role, sentence0="1", sentence1="2").status_code == 302
        published(reviewer)
        one, two = f"{other_focus()}.P4", f"{own_focus(role)}.P5"
        shown = banner(client, role.key)
        assert "It was split into" in shown
        assert f"/profiles/{one}/" in shown
        assert f"/profiles/{two}/" in shown
        first, second = (
            list(Profile.objects.get(key=key).responsibilities.values_list("text", flat=True))
            for key in (one, two)
        )
        assert first == [texts[0], *texts[2:]]
        assert second == texts[1:]

    def test_a_reviewer_previews_the_banner(self, ann, client, role):
        self.split(ann, role)
        page = ann.get(f"/admin/preview/{role.key}/")
        assert "It was split into" in section(page, "head")
        assert "Chief Listener" in section(page, "head")
        assert "retired" not in banner(client, role.key)

    def test_a_part_may_be_a_role_that_there_is(self, ann, role, reviewer):
        there = f"{own_focus(role)}.P2"
        two = {"part2_title": "", "part2_level": ""}
        self.split(ann, role, existing2_key=there, **two)
        published(reviewer)
        assert set(Succession.objects.values_list("to_key", flat=True)) == {
            there,
            f"{other_focus()}.P4",
        }

    def test_one_part_is_no_split(self, ann, role):
        answer = self.split(ann, role, part2_title="", part2_level="")
        assert "two parts" in errors_of(answer)

    def test_undoing_it_brings_the_role_back_and_retires_the_parts(
        self, ann, client, role, reviewer
    ):
        self.split(ann, role)
        done = published(reviewer)
        undone = publishing.undo(done, User.objects.get(username="ann"))
        published(reviewer, undone)
        assert "retired" not in banner(client, role.key)
        part = banner(client, f"{own_focus(role)}.P5")
        assert "It was replaced by" in part
        assert role.key in part
        again = publishing.undo(undone, User.objects.get(username="ann"))
        published(reviewer, again)
        assert "It was split into" in banner(client, role.key)

    def test_a_part_taken_out_of_the_set_is_no_successor(self, ann, role):
        self.split(ann, role)
        made = the_set()
        draft = made.drafts.get(key=f"{own_focus(role)}.P5")
        ann.post(f"/admin/history/{made.pk}/do/", {"do": "take_out", "draft": draft.pk})
        assert ProposedSuccession.objects.get().to_key == f"{other_focus()}.P4"

    def test_an_approval_is_of_the_successors_too(self, ann, role, reviewer):
        self.split(ann, role)
        made = the_set()
        publishing.submit(made, User.objects.get(username="ann"))
        publishing.review(made, reviewer, "approved", publishing.drafts_digest(made))
        left_out = {
            "do": "take_out_succession",
            "succession": ProposedSuccession.objects.first().pk,
        }
        ann.post(f"/admin/history/{made.pk}/do/", left_out)
        with pytest.raises(NotPossibleError, match="not approved"):
            publishing.publish(made, reviewer)


class TestMerging:
    def test_roles_lead_to_one_that_there_is(self, ann, client, role, reviewer):
        other, into = f"{own_focus(role)}.P2", f"{own_focus(role)}.P4"
        kept = Profile.objects.get(key=into).responsibilities.count()
        lists = {"takes_lists": "on", "titles_are_aliases": "on"}
        asked(ann, role, "merge", other1_key=other, into_key=into, **lists)
        published(reviewer)
        for key in (role.key, other):
            assert "It was merged into" in banner(client, key)
        stays = Profile.objects.get(key=into)
        assert stays.responsibilities.count() > kept
        assert role.title in stays.aliases.values_list("title", flat=True)

    def test_one_of_them_may_stay(self, ann, role, reviewer):
        other = f"{own_focus(role)}.P2"
        asked(ann, role, "merge", other1_key=other, into_key=role.key)
        published(reviewer)
        assert Succession.objects.get().from_key == other
        role.refresh_from_db()
        assert role.status == "approved"

    def test_into_a_new_role_and_undone_both_come_back(self, ann, client, role, reviewer):
        other = f"{own_focus(role)}.P2"
        asked(ann, role, "merge", other1_key=other, to_title="Water Keeper", to_level="P5")
        done = published(reviewer)
        assert "Water Keeper" in banner(client, other)
        published(reviewer, publishing.undo(done, User.objects.get(username="ann")))
        assert "It was split into" in banner(client, f"{own_focus(role)}.P5")
        assert not Profile.objects.filter(key__in=(role.key, other), status="retired").exists()

    def test_one_role_is_not_merged(self, ann, role):
        answer = asked(ann, role, "merge", into_key=role.key)
        assert "Two or more" in errors_of(answer)


def test_a_draft_in_another_set_is_named_and_chosen(ann, role):
    asked(ann, role, "rename", name="Leak Finder")
    made = the_set()
    asked(ann, role, "retire", nothing="on")
    assert the_set() == made
    other = f"{own_focus(role)}.P2"
    answer = asked(ann, role, "merge", key=other, other1_key=role.key, into_key=other)
    assert f"in the set “{made}”" in errors_of(answer)
    joined = asked(
        ann, role, "merge", key=other, other1_key=role.key, into_key=other, _set=str(made.pk)
    )
    assert joined.status_code == 302
    document = Draft.objects.get(key=role.key).document
    assert document["title"] == "Leak Finder"
    assert document["replaced_by"] == other


class TestReleases:
    @pytest.fixture
    def three(self, ann, role, reviewer):
        """Release 1 before all, release 2 after a split, a merger and a new name."""
        cut()
        next_transaction()
        focus = own_focus(role)
        parts = {"part1_title": "Listener", "part1_level": "P5", "part1_focus_key": focus}
        asked(ann, role, "split", **parts, existing2_key=f"{focus}.P2")
        published(reviewer)
        other = other_focus()
        asked(ann, role, "merge", key=f"{other}.P2", into_key=f"{other}.P3")
        published(reviewer)
        asked(ann, role, "rename", key=f"{focus}.P4", name="Chief Listener")
        next_transaction()
        published(reviewer)
        next_transaction()
        return cut()

    def test_a_release_counts_and_names_what_became_of_roles(self, client, role, three):
        focus, other = own_focus(role), other_focus()
        old, new = Release.objects.order_by("number")
        found = {each.key: each for each in changes(old, new).shown}
        assert list(map(str, found[role.key].followed)) == [f"split into {focus}.P2, {focus}.P5"]
        assert list(map(str, found[f"{focus}.P5"].followed)) == [f"split from {role.key}"]
        assert list(map(str, found[f"{other}.P2"].followed)) == [f"merged into {other}.P3"]
        assert found[f"{focus}.P4"].is_renamed
        page = client.get("/releases/2/")
        (line,) = page.context["matrix"]
        assert {name: line["counts"][name] for name in ("split", "merged", "renamed")} == {
            "split": 1,
            "merged": 1,
            "renamed": 1,
        }
        assert "retired, split into" in re.sub(r"\s+", " ", page.content.decode())
        one = client.get(f"/releases/2/profile/{role.key}/").content.decode()
        assert f"{focus}.P5</a>" in one

    def test_a_role_as_it_was_has_the_successors_of_then(self, ann, client, role, reviewer, three):
        focus = own_focus(role)
        done = ChangeSet.objects.get(title=f"Split {role.key}")
        next_transaction()
        published(reviewer, publishing.undo(done, User.objects.get(username="ann")))
        assert "retired" not in banner(client, role.key)
        then = client.get(f"/profiles/{role.key}/?release=2")
        shown = section(then, "head")
        assert "It was split into" in shown
        assert f'href="/profiles/{focus}.P5/?release=2"' in shown
        first = section(client.get(f"/profiles/{role.key}/?release=1"), "head")
        assert "retired" not in first
        purge("profile", f"{focus}.P5", "A name was in it.", "the operator", is_but_current=True)
        shown = section(client.get(f"/profiles/{role.key}/?release=2"), "head")
        assert f"{focus}.P5" in shown


def test_a_search_for_the_key_of_a_retired_role_leads_to_it(ann, client, role, reviewer):
    asked(ann, role, "retire", successor_key=f"{own_focus(role)}.P4")
    published(reviewer)
    answer = client.get(f"/search/?q={role.key}", follow=True)
    assert role.key in answer.content.decode()
    assert client.get(f"/profiles/{role.key.lower()}/")["Location"] == f"/profiles/{role.key}/"


class TestDeleting:
    INSTEAD = {
        "profile": "Retire the role instead",
        "focus": "Retire the focus instead",
        "function": "Retire the function instead",
        "level": "Retire or move the roles at this level instead",
    }

    @pytest.mark.parametrize("kind", INSTEAD)
    def test_is_refused_with_what_to_do_instead(self, ann, role, kind):
        row = role if kind == "profile" else getattr(role, kind)
        page = reverse(f"admin:taxonomy_{kind}_delete", args=[row.pk])
        for answer in (ann.get(page), ann.post(page, {"post": "yes"})):
            assert answer.status_code == 403
            said = answer.content.decode()
            assert "Its code was published" in said
            assert self.INSTEAD[kind] in said
        if kind in ("profile", "focus"):
            assert ann.get(re.search(r'href="([^"]*/retire/)"', said)[1]).status_code == 200
        form = ann.get(page.replace("/delete/", "/change/")).content.decode()
        assert self.INSTEAD[kind] in form

    def test_a_skill_in_use_is_retired_instead(self, ann, role):
        skill = role.required_skills.first().skill
        page = ann.get(reverse("admin:taxonomy_skill_delete", args=[skill.pk])).content.decode()
        assert "Retire the skill instead" in page
        assert f"/admin/history/skill/{skill.slug}/retire/" in page

    @pytest.mark.parametrize("kind", INSTEAD)
    def test_no_list_deletes_codes(self, ann, role, kind):
        row = role if kind == "profile" else getattr(role, kind)
        page = reverse(f"admin:taxonomy_{kind}_changelist")
        sent = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        ann.post(page, sent)
        assert type(row).objects.filter(pk=row.pk).exists()
        assert not Draft.objects.exists()

    def test_a_retired_key_is_minted_for_nothing_else(self, ann, role, reviewer):
        asked(ann, role, "retire", nothing="on")
        published(reviewer)
        other = f"{own_focus(role)}.P4"
        fields = {"to_title": "Another", "to_level": "P3"}
        assert "There is a role" in errors_of(asked(ann, role, "duplicate", key=other, **fields))
        place = {"focus": role.focus_id, "level": "P3", "title": "Another", "status": "approved"}
        form = form_of(ann.get(reverse("admin:taxonomy_profile_add"))) | place
        answer = ann.post(reverse("admin:taxonomy_profile_add"), form)
        assert "already has a profile at this level" in messages_of(answer)

    @pytest.mark.parametrize("is_purged", [False, True])
    def test_a_key_that_is_gone_is_minted_for_nothing_else_by_any_form(self, ann, role, is_purged):
        with recorded(Origin("Delete", "test")):
            role.delete()
        if is_purged:
            purge("profile", role.key, "A name was in it.", "the operator")
        place = {"focus": role.focus_id, "level": "P3", "title": "Another", "status": "approved"}
        form = form_of(ann.get(reverse("admin:taxonomy_profile_add"))) | place
        answer = ann.post(reverse("admin:taxonomy_profile_add"), form)
        assert "its code never comes back" in messages_of(answer)
        other = f"{own_focus(role)}.P4"
        fields = {"to_title": "Another", "to_level": "P3"}
        for action in ("duplicate", "move"):
            said = errors_of(asked(ann, role, action, key=other, **fields))
            assert "its code never comes back" in said


ODD = ("x", "0", "-1", "9" * 30, "a.b.c", "..", "‮", "%s", "<b>", "'", "ITOPER.X.P3", "p3")


@pytest.mark.parametrize("action", ["retire", "rename", "move", "split", "merge", "duplicate"])
def test_odd_answers_are_refused_in_words(ann, role, action):
    address = f"/admin/history/profile/{role.key}/{action}/"
    names = list(ann.get(address).context["form"].fields)
    for odd in ODD:
        answer = ann.post(address, dict.fromkeys([*names, "count", "_set"], odd))
        assert answer.status_code in (200, 302), odd
        alone = {name: odd for name in names if name.endswith("_key")}
        assert ann.post(address, alone).status_code in (200, 302), odd
    assert ann.post(address, dict.fromkeys(names, "a\x00b")).status_code == 200
    assert deviations() == []


@pytest.mark.parametrize(
    "address",
    [
        "profile/NO.SUCH.P3/split/",
        "profile/x/retire/",
        "level/P3/retire/",
        "function/x/split/",
        "link/a b c d/rename/",
        "nonsense/x/merge/",
    ],
)
def test_what_is_not_there_is_not_found(ann, role, address):
    assert ann.get(f"/admin/history/{address}").status_code == 404
    assert ann.post(f"/admin/history/{address}", {}).status_code == 404
