"""Titles ranked by how alike they are, and the public measure of it on a made-up sample."""

from bench.matching.similarity import mean_average_precision
from taxonomy.matching.title_similarity import Corpus

TITLES = {
    "a": "Lorry Driver",
    "b": "HGV Class 1 Truck Driver (m/w/d)",
    "c": "Pastry Cook",
    "d": "Sous Chef",
    "e": "Test Driver Development Engineer",
    "f": "Driving School Teacher",
}


def test_the_same_trade_in_other_words_comes_first():
    corpus = Corpus(TITLES)
    assert set(corpus.ranked("Truck Driver")[:2]) == {"a", "b"}
    assert set(corpus.ranked("Head Chef")[:2]) == {"c", "d"}
    assert sorted(corpus.ranked("看護師")) == sorted(TITLES)


def test_the_measure_is_the_mean_of_average_precisions(tmp_path):
    (tmp_path / "corpus_documents.tsv").write_text(
        "".join(f"{name}\t{text}\n" for name, text in TITLES.items())
    )
    (tmp_path / "queries.tsv").write_text("q1\tSous Chef\nq2\tLorry Driver\n")
    # The first is found in place 1; of the second the relevant one is the last of six.
    last = Corpus(TITLES).ranked("Lorry Driver")[-1]
    (tmp_path / "annotations.tsv").write_text(f"q1\t0\td\t1\nq2\t0\t{last}\t1\n")
    assert mean_average_precision(tmp_path) == (1 + 1 / 6) / 2
