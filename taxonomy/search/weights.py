"""What a word is worth by its field, and the bounds that keep any search short.

How words get their field classes is in taxonomy/sql/functions/taxonomy_search_vector.sql; the
formula is in `ranking`.
"""

# The best field a word is in: title, alias or key; focus or function; skill or mapped code;
# responsibility, guideline or summary. The tag is what the index puts before the word's stem.
FIELDS = {"A": 0.9, "B": 0.4, "C": 0.2, "": 0.1}
BEST_MENTION = FIELDS["C"]  # of a word that is in no name, focus or function
LEAST_NAMED = "C"  # the last field that is no running text
# The very word, not its stem alone, in the title itself: a manager's title before management's.
TITLE = 1.0
TITLE_TAG = "T"
# Another ending or spelling of what was typed is worth this share of the word itself.
NEAR = 0.8
# A title that says exactly what was typed, no more and no less, is worth two titles; an alias that
# does is worth more than words in aliases and less than all of them in one title.
WHOLE_TITLE = 2.0
WHOLE_ALIAS = 0.999
# A title in words that mean what was typed comes after the very words, and so does a whole name.
WHOLE_MEANING = 0.95
MEANING = 0.92
MOST_SHORT = 3  # ladders shown where words were left out

LONGEST_QUERY = 200  # characters
MOST_WORDS = 12
MOST_ENDINGS = 20  # words that a beginning may be, the most used first
SHORTEST_BEGINNING = 2  # letters
ASKED_AT_ONCE = 150  # matches believed to be enough to begin with
RANKED_AT_ONCE = 2000  # matches of four words and more that are all scored
MOST_ASKED = 3000  # matches scored at once when they are more than was believed
# Standings in their order, and the slots in which the roles of one are spread by chance.
LAST_STANDING = 99  # of retired roles
STANDINGS = (*range(1, 13), LAST_STANDING)
SLOTS = 64
MOST_HITS = 400  # roles a search shows, page by page
MOST_COUNTED = 10_000  # roles that facets count
LADDERS_A_PAGE = 15
PER_OTHER_KIND = 6
TIMEOUT = 3000  # milliseconds for one statement
