"""Every sign that the pages of a practice print is in that practice, once: nothing is lost, doubled
or given to a neighbour. Places within a practice are the business of `test_escm_places`.
"""

import re
import unicodedata
from collections import Counter

from tests.escm_seed import read_seed, regions, seed_lines


def plain(text):
    """Signs of a text, without white space and the hyphens that line ends swallow."""
    return Counter(re.sub(r"[\s-]", "", text))


def printed(practice):
    """A practice as the book prints it: sidebars, labels and supporting codes included."""
    yield from (practice.title, practice.area.name, practice.lifecycle, f"Level {practice.level}")
    yield "Activities" + practice.practice_type.replace("Other", "")
    yield practice.statement
    yield from practice.description
    for major in practice.activities:
        yield f"{major.label}. {major.text}"
        for required in major.required:
            codes = f"({', '.join(required.supports)})" if required.supports else ""
            if required.text is not None:
                yield f"{required.label[1:]}. {required.text}{codes}"
            yield from (f"± {note}" for note in required.supplemental)
            for finer in required.recommended:
                yield f"{finer.label[-1]}) {finer.text}"
                yield from (f"± {note}" for note in finer.supplemental)


def is_furniture(line):
    shapes = r"\d{1,3}|Part 2|Practices: \w{3}|\w{3}|\w{3}\d\d|The eSourcing .* v2|.* cont’d|�+"
    return bool(re.fullmatch(shapes, line))


def test_no_sign_of_the_text_is_lost_doubled_or_given_to_another_practice(seeds):
    model = read_seed(seeds)[0]
    pages = regions(seed_lines(seeds), model)
    assert len(pages) == 84
    for code, region in pages.items():
        source = "".join(line for line in region if not is_furniture(line))
        read = "".join(printed(model.practice(code)))
        assert plain(source) == plain(unicodedata.normalize("NFKC", read).replace("...", "…"))
