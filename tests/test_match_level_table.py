"""A table of own levels: with a roster, or proposed from exact titles and agreed to."""

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from taxonomy.matching.columns import RosterError
from taxonomy.matching.decision import Matcher, MatchState
from taxonomy.matching.level_table import LevelUses, proposed_table, read_level_table
from taxonomy.matching.own_levels import Scale
from taxonomy.matching.role_index import Index
from tests.factories import FocusFactory, LevelFactory, ProfileFactory
from tests.test_match_decide import FUNCTIONS, LEVELS, ROLES

SCALE = Scale(LEVELS)


def test_a_table_is_read_line_by_line():
    sent = "L5 = P4\n\n  Band 7: P3, M2 \n10 → P2\nl 6\tP3 or P4\n"
    assert read_level_table(sent, SCALE) == {
        "l5": {"P4"},
        "band 7": {"P3", "M2"},
        "10": {"P2"},
        "l 6": {"P3", "P4"},
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("L5", "“L5” says nothing: write L5 = P3"),
        ("L5 =", "says nothing"),
        ("L5 = L6", "“L6”, which is no level of this catalogue. Its levels: P2, P3, P4, M2."),
        ("= P3", "says nothing"),
        ("\n".join(f"L{n} = P3" for n in range(300)), "more than 200 lines"),
    ],
)
def test_a_line_that_says_no_level_is_named(line, problem):
    with pytest.raises(RosterError, match=re.escape(problem)):
        read_level_table(line, SCALE)


def test_the_table_chooses_and_contradicts():
    matcher = Matcher(Index(ROLES, FUNCTIONS, LEVELS))
    without = matcher.match("Senior Honey Buyer", "", "L6")
    assert without.state is MatchState.CONFIDENT
    agreed = matcher.match("Senior Honey Buyer", "", "L6", frozenset({"P4"}))
    assert agreed.state is MatchState.CONFIDENT
    assert "own level ‘L6’ → P4 by your table" in agreed.candidates[0].evidence
    against = matcher.match("Senior Honey Buyer", "", "L6", frozenset({"P3"}))
    assert against.state is MatchState.NEEDS_REVIEW
    assert "but own level ‘L6’ is not P4" in against.candidates[0].evidence


def test_levels_are_proposed_from_exact_titles_alone():
    uses = LevelUses(SCALE)
    for own, exact, times in (
        *(("L5", "P3", 29), ("L5", "P4", 2), ("L5", "", 9), ("L6", "P4", 2)),
        *(("L7", "P3", 3), ("L7", "P4", 3), ("P3", "P3", 5), ("", "P3", 5), ("Senior", "P4", 4)),
    ):
        for _ in range(times):
            uses.count(own, exact)
    found = uses.found()
    assert [use.own for use in found] == ["L5", "L7", "L6"]
    assert found[0].sentence == "‘L5’ is on 40 rows whose exact titles are P3 (29), P4 (2)"
    assert proposed_table(found) == "L5 = P3"
    assert read_level_table(proposed_table(found), SCALE) == {"l5": {"P3"}}


@pytest.fixture
def canon():
    focus = FocusFactory()
    for code, title in {"P3": "Leak Finder", "P4": "Senior Leakage Technician"}.items():
        ProfileFactory(focus=focus, level=LevelFactory(code=code), title=title)


ROSTER = b"title,level\n" + b"Leak Finder,L5\n" * 4 + b"Leakage Technician,L5\nBarista,X9\n"


@pytest.mark.django_db
class TestOnThePage:
    def send(self, client, **fields):
        fields = {"roster": SimpleUploadedFile("r.csv", ROSTER), **fields}
        response = client.post("/match/roster/", fields)
        body = b"".join(response) if response.streaming else response.content
        return response, html.unescape(body.decode())

    def test_shows_what_it_would_propose_and_uses_it_on_consent(self, client, canon):
        _, page = self.send(client)
        assert "‘L5’ is on 5 rows whose exact titles are P3 (4)" in page
        assert "‘X9’ is on 1 row, none of which has an exact title" in page
        assert re.search(r'<textarea id="own-levels-table"[^>]*>L5 = P3</textarea>', page)
        assert "by your table" not in page
        _, again = self.send(client, level_table="L5 = P3")
        assert "own level ‘L5’ → P3 by your table" in again
        assert "Own levels are read by your table: l5 = P3." in again
        assert 'id="own-levels"' not in again

    def test_the_table_travels_with_the_choices_and_into_the_file(self, client, canon):
        _, page = self.send(client, level_table="L5 = P3")
        assert '<input type="hidden" name="level_table" value="L5 = P3">' in page
        _, text = self.send(client, level_table="L5 = P3", answer="csv")
        assert "own level ‘L5’ → P3 by your table" in text

    def test_a_level_that_is_none_is_refused_and_what_was_written_stays(self, client, canon):
        response, page = self.send(client, level_table="L5 = Q9")
        assert response.status_code == 400
        assert "“Q9”, which is no level of this catalogue" in page
        assert ">L5 = Q9</textarea>" in page

    def test_the_command_reads_a_table(self, canon, tmp_path):
        roster, table = tmp_path / "r.csv", tmp_path / "levels.txt"
        roster.write_bytes(ROSTER)
        table.write_text("L5 = P3\n")
        out = io.StringIO()
        call_command("match", roster, level_table=table, format="csv", stdout=out)
        assert "own level ‘L5’ → P3 by your table" in out.getvalue()
        table.write_text("L5 = Q9\n")
        with pytest.raises(CommandError, match="no level of this catalogue"):
            call_command("match", roster, level_table=table, stdout=out)
