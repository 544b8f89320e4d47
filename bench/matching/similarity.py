"""`python -m bench.matching.similarity FOLDER`: mean average precision of title against title.

The measure of Zbib and others (2021) on their set of 105 titles ranked over 2,619 others, which is
public and is not part of this repository: FOLDER has `queries.tsv`, `corpus_documents.tsv` and
`annotations.tsv`. What ranks is `taxonomy/matching/title_similarity.py`, by rules alone.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

from taxonomy.matching.title_similarity import Corpus


def mean_average_precision(folder: Path) -> float:
    queries, corpus = _titles(folder / "queries.tsv"), _titles(folder / "corpus_documents.tsv")
    relevant: dict[str, set[str]] = defaultdict(set)
    for query, _, document, grade in _rows(folder / "annotations.tsv"):
        if int(grade) > 0:
            relevant[query].add(document)
    titles = Corpus(corpus)
    averages = [
        _average_precision(titles.ranked(text), relevant[name])
        for name, text in queries.items()
        if relevant[name]
    ]
    return sum(averages) / len(averages)


def _average_precision(ranked: list[str], relevant: set[str]) -> float:
    found, total = 0, 0.0
    for place, document in enumerate(ranked, 1):
        if document in relevant:
            found += 1
            total += found / place
    return total / len(relevant)


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t"))


def _titles(path: Path) -> dict[str, str]:
    return {name: text for name, text in _rows(path)}


if __name__ == "__main__":
    print(f"mean average precision {mean_average_precision(Path(sys.argv[1])):.3f}")
