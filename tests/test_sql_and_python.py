"""What stored functions and Python must agree on comes from one declaration or is compared here."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from taxonomy.adjacency.nearest_query import SHOWN
from taxonomy.canon.focus_documents import FocusDocument, GuidelineEntry, ScoresEntry
from taxonomy.canon.plan import FOCUS_FIELDS, FUNCTION_FIELDS, PROFILE_FIELDS
from taxonomy.canon.tables import FOCUS_SECTIONS, GUIDELINE
from taxonomy.choices import Period, ProfileStatus
from taxonomy.ladders import ROLE_COLUMNS
from taxonomy.models import (
    GUIDELINE_CELLS,
    Focus,
    Function,
    Profile,
    ProvenanceScore,
    SearchEntry,
)
from taxonomy.profile import reading
from taxonomy.search import weights
from tests import factories

SQL = Path(settings.BASE_DIR) / "taxonomy/sql/functions"


def source(name):
    """The stored function without its comments."""
    return re.sub(r"--.*", "", (SQL / f"{name}.sql").read_text())


def between(text, start, end):
    return text.split(start, 1)[1].split(end, 1)[0]


class Noted(dict):
    """Remembers which of its keys were asked for."""

    def __init__(self, *given):
        super().__init__(*given)
        self.asked = set()

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.django_db
def test_every_part_of_a_profiles_document_is_read():
    profile = factories.ladder()[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT taxonomy_profile_document(%s)::text", [profile.key])
        parts = Noted(json.loads(cursor.fetchone()[0], parse_float=Decimal))
    assert reading._Document(parts).profile().key == profile.key
    assert parts.asked == set(parts)


def test_near_roles_have_the_columns_that_python_reads():
    seen = between(source("taxonomy_near_roles"), "json_build_array(", ") ORDER BY near.place")
    columns = re.findall(r"\(near\.(\w+)\)\.(\w+)", seen)
    assert columns == [(part, name) for part, names in SHOWN.items() for name in names]


def test_drawn_roles_have_the_columns_that_python_reads():
    roles = between(source("taxonomy_near_roles"), "'roles'", "FROM taxonomy_profile")
    columns = re.findall(
        r"\b(role|level)\.(\w+)", roles.replace("coalesce(nullif(level.label, ''), ", "")
    )
    written = [f"{'level__' * (table == 'level')}{name}" for table, name in columns]
    ours = [name if isinstance(name, str) else "level__code" for name in ROLE_COLUMNS]
    assert [name.replace("role__", "") for name in written] == [
        {"pk": "id"}.get(name, name) for name in ours
    ]


def test_pay_comes_in_the_order_of_the_periods():
    listed = re.search(r"array_position\(ARRAY\[(.*?)\]", source("taxonomy_profile_document"))[1]
    assert re.findall(r"'(\w+)'", listed) == Period.values


def test_every_status_that_a_function_names_is_one():
    named = {
        found
        for path in SQL.glob("*.sql")
        for found in re.findall(r"\bstatus (?:=|<>|WHEN) '(\w+)'", source(path.stem))
    }
    assert named == {ProfileStatus.RETIRED}


def test_search_has_the_tags_and_standings_of_the_weights():
    vector, entry = source("taxonomy_search_vector"), source("taxonomy_search_source")
    tags = between(vector, "unnest(ARRAY[", "])")
    assert re.findall(r"'(\w*)'", tags) == list(weights.FIELDS)
    assert f"SELECT '{weights.TITLE_TAG}' || word" in vector
    *steps, last = weights.STANDINGS
    assert f"WHEN 'retired' THEN {last}" in entry
    assert f"least({steps[-1]}," in entry
    assert f"'UTF8')), 0) / {256 // weights.SLOTS}," in entry


def test_search_finds_every_kind_and_writes_every_column():
    kinds = re.findall(r"WHEN '(\w+)' THEN RETURN QUERY", source("taxonomy_search_source"))
    assert kinds == SearchEntry.Kind.values
    written = between(source("taxonomy_search_write"), "AS entry\n", ")").strip(" (\n")
    columns = [field.column for field in SearchEntry._meta.concrete_fields if field.name != "id"]
    assert sorted(re.split(r",\s*", written)) == sorted(columns)


def test_guidelines_have_the_same_cells_everywhere():
    cells = re.findall(r"\brow\.(\w+)(?=[,)])", source("taxonomy_search_source"))
    assert cells == list(GUIDELINE_CELLS) == list(GUIDELINE) == list(GuidelineEntry.model_fields)


def test_files_state_the_columns_of_their_tables():
    """What a file leaves out is made by the program: codes of rows above, dates, keys
    by which names are compared and sorted.
    """
    made = {"id", "key", "function", "focus", "level", "code", "updated_at", "sort_key"}
    for model, fields in (
        (Function, FUNCTION_FIELDS),
        (Focus, FOCUS_FIELDS),
        (Profile, PROFILE_FIELDS),
    ):
        columns = {field.name for field in model._meta.concrete_fields} - made
        columns -= {n for n in columns if n.endswith("_key") or n.startswith("folded_")}
        assert columns == set(fields), model.__name__


def test_files_state_every_list_of_a_focus_and_every_criterion():
    lists = set(FocusDocument.model_fields) - {"function", "focus", "profiles"}
    assert lists == {section.name for section in FOCUS_SECTIONS}
    assert list(ScoresEntry.model_fields) == ProvenanceScore.Criterion.values
