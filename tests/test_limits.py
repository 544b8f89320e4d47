"""Forms and files take the same: each field of a canon or framework document is tried beside the
model field that it becomes.
"""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import URLField
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from frameworks import models as theirs
from frameworks.exchange import documents as framework_files
from taxonomy import models
from taxonomy.canon import documents, focus_documents
from taxonomy.exchange.document import Document

# Document → model, and where a field goes that has another name there.
PAIRS = {
    documents.LevelEntry: (models.Level, {"years": None, "track": "track__code"}),
    documents.TrackEntry: (models.Track, {}),
    documents.ProficiencyEntry: (models.Proficiency, {}),
    documents.VocabularyEntry: (
        models.Skill,
        {"broader": "name", "also": None, "levels": None, "former_slugs": None},
    ),
    documents.MarketEntry: (models.Market, {"name": None}),
    documents.SynonymEntry: (models.Synonym, {"both_ways": None, "off": None}),
    focus_documents.FunctionEntry: (models.Function, {}),
    focus_documents.FocusEntry: (models.Focus, {}),
    focus_documents.SkillEntry: (models.FocusSkill, {"name": "skill__name", "kind": "skill__kind"}),
    focus_documents.RequiredSkillEntry: (
        models.ProfileSkill,
        {"name": "skill__name", "proficiency": "proficiency__code"},
    ),
    focus_documents.AreaEntry: (models.Area, {}),
    focus_documents.SourceEntry: (models.Source, {}),
    focus_documents.ScoresEntry: (models.ProvenanceScore, "score"),
    focus_documents.ResponsibilityEntry: (models.Responsibility, {"area": "area__name"}),
    focus_documents.GuidelineEntry: (models.Guideline, {}),
    focus_documents.MappingEntry: (models.ClassificationMapping, {}),
    focus_documents.ProfileEntry: (
        models.Profile,
        {"level": "level__code", "replaced_by": None, "responsibilities": None, "version": None}
        | {"skills": None, "guideline": None, "pay": None, "aliases": None, "mappings": None},
    ),
    framework_files.FrameworkHead: (theirs.Framework, {}),
    framework_files.ScaleEntry: (theirs.FrameworkLevel, {}),
    framework_files.CategoryEntry: (theirs.Category, {"parent": "parent__code"}),
    framework_files.TermEntry: (theirs.Term, {}),
}
FIELDS = [
    (document, name)
    for document, (_, other) in PAIRS.items()
    for name in document.model_fields
    if other == "score" or other.get(name, name) is not None
]


def model_field(document: type[Document], name: str):
    model, other = PAIRS[document]
    path = other if other == "score" else other.get(name, name)
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def as_the_form_has_it(field, value):
    """What is kept of a value that a form was sent, the table's constraints on it included."""
    as_the_admin = {"assume_scheme": "https"} if isinstance(field, URLField) else {}
    kept = field.clean(field.formfield(**as_the_admin).clean(value), None)
    row, others = field.model(**{field.name: kept}), {f.name for f in field.model._meta.fields}
    for constraint in field.model._meta.constraints:
        constraint.validate(field.model, row, exclude=others - {field.name})
    return kept


def as_the_file_has_it(document: type[Document], name: str, value):
    return TypeAdapter(document.model_fields[name].rebuild_annotation()).validate_python(value)


LENGTHS = (30, 40, 60, 80, 120, 140, 160, 200, 300, 500, 4000, 20_000)
TEXTS = [
    *("x" * n for length in LENGTHS for n in (length, length + 1)),
    "A\u200b b\u00a0c",
    "two\r\nlines",
    "• a\n• b",
    "don\x92t",
    " spaces ",
    "Cafe\u0301",
    "2021",
    "2021-5",
    "https://example.org/a",
    "ftp://example.org/a",
    "https://example",
    "P3",
    "ABC",
    "abc",
    "skill",
    "approved",
    "jfm",
    "none",
]
NUMBERS = ["0", "1", "1.5", "1.7", "5", "80", "81", "10000", "10001", "1000000", "1000001", "-1"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("document", "name"), FIELDS, ids=[f"{document.__name__}.{name}" for document, name in FIELDS]
)
def test_a_file_takes_what_a_form_takes(document, name):
    field = model_field(document, name)
    is_text = field.get_internal_type() in ("CharField", "TextField", "SlugField")
    for value in TEXTS if is_text else NUMBERS:
        try:
            kept = as_the_form_has_it(field, value)
        except ValidationError:
            kept = None
        try:
            read = as_the_file_has_it(document, name, value)
        except Refused:
            read = None
        shown = value if len(value) < 60 else f"{len(value)} characters"
        assert read == kept, f"{shown!r}: the file gives {read!r:.60}, the form {kept!r:.60}"


def test_every_document_is_tried():
    tried = PAIRS.keys()
    for module in (documents, focus_documents):
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Document) and found is not Document:
                lists = ("Document", "Pay")
                assert (
                    found in tried
                    or found.__name__.startswith(lists)
                    or "Document" in (found.__name__)
                ), f"{found.__name__} is compared with no model"
