"""Filters for the frameworks' own pages: the words of entries, as paragraphs and as activities."""

from collections.abc import Mapping

__all__ = ["has_words", "paragraphs", "words_of"]


def paragraphs(text: str) -> list[tuple[str, list[str]]]:
    """(sentence, points of the list below it) of each paragraph of a text."""
    found = []
    for part in filter(None, text.split("\n\n")):
        lines = part.split("\n")
        points = [line.removeprefix("• ") for line in lines if line.startswith("• ")]
        lead = " ".join(line for line in lines if not line.startswith("• "))
        found.append((lead, points))
    return found


def has_words(texts: Mapping[str, str | None]) -> bool:
    return bool(texts) and any(texts.values())


def words_of(texts: Mapping[str, str | None], label: str) -> str:
    """The text of an activity; a lost one says so, one that was not read yet says nothing."""
    text = texts.get(label, "") if texts else ""
    return "the text is lost in the source" if text is None else text
