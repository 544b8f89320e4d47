"""What is made from a name and stored beside it: the folded name, by which spellings are compared,
and the sort key, by which lists are ordered.

Python makes both (`taxonomy/text.py`), so that no PostgreSQL decides by its locale. They follow
their name through `save`, `bulk_create`, `bulk_update` and `update`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models

from taxonomy import text


class NameKey(models.TextField):
    """Filled from the field `of`; migrations know it as a plain column in byte order."""

    make: Callable[[str], str]

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        self.of = of
        fixed = {"editable": False, "default": "", "db_collation": "C"}
        super().__init__(**kwargs | fixed)

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = self.make(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class FoldedName(NameKey):
    make = staticmethod(text.folded)


class SortKey(NameKey):
    make = staticmethod(text.sort_key)


def keys_of(model: type[models.Model], names: Iterable[str]) -> Iterator[NameKey]:
    """The keys that are made from fields of these names."""
    wanted = set(names)
    for field in model._meta.concrete_fields:
        if isinstance(field, NameKey) and field.of in wanted:
            yield field


KeyedRow = TypeVar("KeyedRow", bound=models.Model)


class KeyedQuerySet(models.QuerySet[KeyedRow]):
    def update(self, **values: Any) -> int:
        for field in keys_of(self.model, values):
            if field.name not in values:
                values[field.name] = field.make(values[field.of])
        return super().update(**values)

    def bulk_update(
        self, objs: Iterable[KeyedRow], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        rows, names = list(objs), list(fields)
        keys = list(keys_of(self.model, names))
        for row in rows:
            for field in keys:
                field.pre_save(row, add=False)
        return super().bulk_update(rows, [*names, *(field.name for field in keys)], batch_size)


class Keyed(models.Model):
    """Base of the tables whose rows are found or ordered by name."""

    objects = KeyedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None:
            keys = keys_of(type(self), update_fields)
            update_fields = {*update_fields, *(field.name for field in keys)}
        super().save(*args, update_fields=update_fields, **kwargs)


class OnceByName(models.UniqueConstraint):
    """Unique by a folded name: forms know it too, although the key is none of their fields."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Iterable[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        hidden = set(exclude or ())
        named = {field.name for field in model._meta.concrete_fields} - hidden
        for field in keys_of(model, named):
            field.pre_save(instance, add=False)
            hidden.discard(field.name)
        super().validate(model, instance, hidden, using)

    def deconstruct(self) -> tuple:
        _, args, kwargs = super().deconstruct()
        return "django.db.models.UniqueConstraint", args, kwargs
