"""Folded names and sort keys are stored beside names, and filled for all that is there."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from taxonomy.stored_sql import DropStored
from taxonomy.text import folded, sort_key

# Model → key → what it is made of.
KEYS = {
    "Area": {"folded_name": "name"},
    "Focus": {"folded_name": "name", "name_key": "name"},
    "Function": {
        "name_key": "name",
        "super_function_key": "super_function",
        "family_key": "family",
    },
    "Market": {"folded_code": "code", "folded_name": "name"},
    "Profile": {"folded_title": "title", "title_key": "title"},
    "Skill": {"folded_name": "name", "name_key": "name"},
    "SkillAlias": {"folded_name": "name", "name_key": "name"},
    "TitleAlias": {"folded_title": "title", "title_key": "title"},
}
# Models whose names are unique, with what besides the name; no skill is called as another name of
# one is.
UNIQUE = {"Area": "focus_id", "Focus": "function_id", "Market": "", "Skill": "", "SkillAlias": ""}
REPLACED = {
    "area": "area_name_once_a_focus",
    "focus": "focus_name_once_a_function",
    "market": "market_name_once",
    "skill": "skill_name_once",
    "skillalias": "skill_alias_once",
    "titlealias": "alias_once_a_profile",
}
AT_A_TIME = 1000


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    def rows_of(name: str) -> models.QuerySet:
        model = apps.get_model("taxonomy", name)
        return model.objects.using(schema_editor.connection.alias).order_by("pk")

    tell_codes_apart(rows_of("Market"), rows_of("PayBand"))
    seen: set[tuple] = set()
    for name, parent in UNIQUE.items():
        tell_names_apart(rows_of(name), parent, name.removesuffix("Alias"), seen)
    drop_second_aliases(rows_of("TitleAlias"))
    for name, keys in KEYS.items():
        for rows in batches(rows_of(name).iterator(chunk_size=AT_A_TIME)):
            for row in rows:
                for key, of in keys.items():
                    make = folded if key.startswith("folded") else sort_key
                    setattr(row, key, make(getattr(row, of)))
            rows_of(name).bulk_update(rows, list(keys))


def batches(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    rest = iter(rows)
    while batch := list(islice(rest, AT_A_TIME)):
        yield batch


def free(name: str, longest: int, taken: set, *scope: object) -> str:
    """The name, numbered where another has it: databases took Straße and STRASSE for two."""
    spelt = (name, *(f"{name[: longest - 7]} ({n})" for n in range(2, 10_000)))
    found = next(each for each in spelt if (*scope, folded(each)) not in taken)
    taken.add((*scope, folded(found)))
    return found


def tell_names_apart(rows: models.QuerySet, parent: str, kind: str, seen: set[tuple]) -> None:
    for row in rows.iterator(chunk_size=AT_A_TIME):
        name = free(row.name, 120, seen, kind, getattr(row, parent) if parent else None)
        if name != row.name:
            rows.filter(pk=row.pk).update(name=name)


def tell_codes_apart(markets: models.QuerySet, bands: models.QuerySet) -> None:
    seen: set[tuple] = set()
    for market in list(markets):
        code = free(market.code, 60, seen)
        if code != market.code:
            markets.create(code=code, name=market.name)
            bands.filter(market=market.code).update(market=code)
            markets.filter(code=market.code).delete()


def drop_second_aliases(aliases: models.QuerySet) -> None:
    """Two that are one when case does not count say no more than the first."""
    seen: set[tuple[int, str]] = set()
    second = []
    for pk, profile, title in aliases.values_list("pk", "profile", "title").iterator():
        if (profile, folded(title)) in seen:
            second.append(pk)
        seen.add((profile, folded(title)))
    aliases.filter(pk__in=second).delete()


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0017_abbreviations_switched_off")]

    operations = [
        DropStored(),
        migrations.AlterModelOptions(
            name="skillalias",
            options={"ordering": ["name_key", "name"], "verbose_name": "alternative name"},
        ),
        migrations.AlterModelOptions(
            name="titlealias",
            options={"ordering": ["title_key", "title"], "verbose_name_plural": "title aliases"},
        ),
        *(migrations.RemoveConstraint(model, name) for model, name in REPLACED.items()),
        *(
            migrations.AddField(
                model.lower(), key, models.TextField(db_collation="C", default="", editable=False)
            )
            for model, keys in KEYS.items()
            for key in keys
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
