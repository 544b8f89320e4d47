"""Plans the synonyms of a file: in plain words, as the database keeps them."""

from collections.abc import Iterator

from taxonomy.canon.documents import SynonymsDocument
from taxonomy.canon.row_numbers import number_of
from taxonomy.exchange.changes import Change
from taxonomy.exchange.parser import Read
from taxonomy.exchange.problems import Problem
from taxonomy.models import Synonym

PlannedSynonym = tuple[int, Change, Synonym]


def plan_synonyms(read: Read[SynonymsDocument]) -> Iterator[PlannedSynonym | Problem]:
    """(place in the list, change, row) of each."""
    document = read.document
    plain = Synonym.objects.in_plain_words(
        text for entry in document.synonyms for text in (entry.term, entry.meaning)
    )
    stored = {(row.term, row.meaning): row for row in Synonym.objects.all()}
    seen: dict[tuple[str, str], int] = {}
    for place, entry in enumerate(document.synonyms):
        term, meaning = plain[2 * place : 2 * place + 2]
        first = seen.setdefault((term, meaning), place)
        if reason := _wrong_with(term, meaning):
            yield read.problem(("synonyms", place), reason)
            continue
        if first != place:
            reason = f"is the same as synonyms[{first}]: case, accents and signs do not count"
            yield read.problem(("synonyms", place), reason)
            continue
        row = stored.get((term, meaning))
        change = Change(f"synonym {term} → {meaning}", row.pk if row else None)
        number = number_of("synonym", f"{term} → {meaning}")
        row = row or Synonym(pk=number, term=term, meaning=meaning)
        change.compare(row, {"both_ways": entry.both_ways, "is_off": entry.off})
        yield place, change, row


def _wrong_with(term: str, meaning: str) -> str:
    if not (term and meaning):
        return "a term and its meaning have letters or digits"
    return f"{term!r} is no synonym of itself" if term == meaning else ""
