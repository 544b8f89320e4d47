"""Canon files that contradict themselves or the canon, and what else `manage.py canon` says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from taxonomy.models import Profile, Skill, Synonym, Track
from tests import factories
from tests.test_canon_files import BEES, LEVELS, canon, files, refusal  # noqa: F401

pytestmark = pytest.mark.django_db

SCALE = """
proficiencies:
- {code: working, name: Working}
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "synonyms:\n- {term: '!!', meaning: bee}",
            "synonyms[0]: a term and its meaning have letters or digits",
        ),
        (
            "synonyms:\n- {term: Bée, meaning: apis}\n- {term: bee, meaning: Apis}",
            "is the same as synonyms[0]: case, accents and signs do not count",
        ),
        ("synonyms:\n- {term: Bee, meaning: bee}", "'bee' is no synonym of itself"),
        (
            "skills:\n- {name: Grafting, levels: {guru: Never errs.}}",
            "skills[0].levels.guru: 'guru' is not on",
        ),
        (
            "skills: [{name: Hive, kind: tool}]\n---\nskills: [{name: Hive, kind: skill}]",
            "'Hive' is a tool in ",
        ),
        (
            "function: {code: BEEKEE}\nfocus: {code: GONE}",
            "focus 'GONE' is not in the canon and has no name",
        ),
        (
            BEES.replace("Raises queens from chosen colonies.", "Sells queens."),
            "bees.yaml:6 states another for focus BEEKEE.QUEENREA1A2B: 'Sells queens.' here, "
            "'Raises queens from chosen colonies.' there",
        ),
    ],
)
def test_nothing_of_a_load_with_a_contradiction_is_written(files, text, words):  # noqa: F811
    folder = files(bees_yaml=BEES, levels_yaml=LEVELS, more_yaml=text, scale_yaml=SCALE)
    assert words in "\n".join(refusal("load", folder))
    assert not Skill.objects.exists()
    assert not Synonym.objects.exists()


def test_a_track_that_a_code_brings_comes_after_the_canons_own(files):  # noqa: F811
    canon("load", files(levels_yaml="tracks: [{code: CRAFT, name: Craft, order: 7}]\nlevels: []"))
    canon("load", files(levels_yaml=LEVELS))
    assert Track.objects.get(code="P").order == 8


def test_a_long_text_is_shown_from_where_it_changes(files):  # noqa: F811
    canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
    long = "Raises queens from chosen colonies. " * 9
    canon("load", files(bees_yaml=BEES.replace("Raises queens from chosen colonies.", long)))
    text = BEES.replace("Raises queens from chosen colonies.", long + "It ends.")
    said = canon("check", files(bees_yaml=text))
    assert "It ends." in said
    assert "Raises queens from chosen colonies. " * 5 not in said


class TestCommands:
    def test_the_whole_canon_goes_to_standard_output_as_one_file(self, files):  # noqa: F811
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        dumped = canon("dump")
        assert "\n---\n" in dumped
        Profile.objects.all().delete()
        factories.let_codes_return()
        canon("load", files(bees_yaml=dumped, levels_yaml="levels: []"))
        assert canon("dump") == dumped

    def test_json_lines_are_no_folder(self, tmp_path):
        with pytest.raises(CommandError, match="JSON Lines go to standard output"):
            canon("dump", tmp_path, "--format", "jsonl")

    def test_verify_says_whether_the_canon_is_what_its_editions_say(self, files):  # noqa: F811
        canon("load", files(bees_yaml=BEES, levels_yaml=LEVELS))
        assert canon("verify") == "The canon is what its editions say.\n"
        Profile.objects.filter(level="P2").update(title="By hand")
        out = StringIO()
        with pytest.raises(CommandError, match="1 differ from their editions"):
            call_command("canon", "verify", stdout=out)
        assert "BEEKEE.QUEENREA1A2B.P2" in out.getvalue()
