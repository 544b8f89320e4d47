"""What a word is worth by where it stands, and the bounds that keep any search short.

How words get their field classes is in the migration `search_text`; the formula is in `ranking`.
"""

# The best field a word stands in: title, alias or key; focus or function; skill or mapped code;
# responsibility, guideline or summary. The tag is what the index puts before the word's stem.
FIELDS = {"A": 0.9, "B": 0.4, "C": 0.2, "": 0.1}
# The very word, not its stem alone, in the title itself: a manager's title before management's.
TITLE = 1.0
TITLE_TAG = "T"
# Another ending or spelling of what was typed is worth this share of the word itself.
NEAR = 0.8
# A title or alias that says exactly what was typed, no more and no less: worth two titles.
WHOLE_NAME = 2.0

LONGEST_QUERY = 200  # characters
MOST_WORDS = 12
MOST_ENDINGS = 20  # words that a beginning stands for, the most used first
SHORTEST_BEGINNING = 2  # letters
RANKED_AT_ONCE = 2000  # matches; when there are more, best fields are asked first
# Standings in their order, and the portions of slots in which the roles of one are read.
STANDINGS = (*range(1, 13), 99)
PORTIONS = ((0, 2), (2, 16), (16, 64))
MOST_HITS = 400  # roles a search shows, page by page
MOST_COUNTED = 10_000  # roles that facets count
LADDERS_A_PAGE = 15
PER_OTHER_KIND = 6
# Roles among the matches. Written so that no other index than that of the words serves it.
OF_PROFILES = "kind || '' = 'profile' AND words @@ %s::tsquery"
TIMEOUT = 3000  # milliseconds for one statement
