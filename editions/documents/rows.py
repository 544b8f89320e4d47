"""Focuses, profiles and links of the canon as plain data, each by its own key.

The shapes are those of canon files: `taxonomy/canon/dump.py` and the frameworks' links make them.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from frameworks.exchange.dump import plain_link
from frameworks.models import CanonLink
from frameworks.models.links import CanonLinkQuerySet
from taxonomy.canon.dump import Plain, plain_focuses, plain_focuses_alone
from taxonomy.keys import profile_key
from taxonomy.models import Focus

CHUNK = 400  # rows read at a time
KeyedRows = Iterator[tuple[str, Plain]]


def focuses(keys: Sequence[str] | None) -> KeyedRows:
    for focus, document in _read(_focuses_at(keys), plain_focuses_alone):
        yield focus.key, document


def profiles(keys: Sequence[str] | None) -> KeyedRows:
    """Read focus by focus, as a dump reads them."""
    of = None if keys is None else {key.rpartition(".")[0] for key in keys}
    wanted = None if keys is None else set(keys)
    for focus, document in _read(_focuses_at(of), plain_focuses):
        for profile in document["profiles"]:
            key = profile_key(focus.key, profile["level"])
            if wanted is None or key in wanted:
                yield key, profile


def _focuses_at(keys: Sequence[str] | set[str] | None) -> QuerySet:
    rows = Focus.objects.select_related("function").order_by("function__code", "code")
    if keys is None:
        return rows
    # By code alone, which an index has, and then by key: two functions may have the same code.
    found = rows.filter(code__in={key.rpartition(".")[2] for key in keys})
    ids = [row.pk for row in found if row.key in keys]
    return rows.filter(pk__in=ids)


def _read(
    rows: QuerySet, documents: Callable[[list[Focus]], Iterator[Plain]]
) -> Iterator[tuple[Focus, Plain]]:
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from zip(chunk, documents(chunk), strict=True)


def link_key(slug: str, entry: str, target: tuple[str, str]) -> str:
    return " ".join((slug, entry, *target))


def links(keys: Sequence[str] | None) -> KeyedRows:
    rows = link_rows(keys).with_targets().select_related("entry__framework")
    for link in rows:
        slug = link.entry.framework.slug
        key = link_key(slug, link.entry.code, link.target_key)
        yield key, {"framework": slug, "links": [plain_link(link)]}


def link_rows(keys: Sequence[str] | None) -> CanonLinkQuerySet:
    """The links of these keys, or all."""
    rows = CanonLink.objects.all()
    if keys is None:
        return rows
    slugs, entries = zip(*(key.split(" ")[:2] for key in keys), strict=True)
    near = rows.filter(entry__framework__slug__in=slugs, entry__code__in=entries)
    ids = [
        link.pk
        for link in near.with_targets().select_related("entry__framework")
        if link_key(link.entry.framework.slug, link.entry.code, link.target_key) in keys
    ]
    return rows.filter(pk__in=ids)
