"""How long the texts of a framework may be, in forms and in files alike."""

LONGEST = 20_000  # characters of one paragraph or statement
LONGEST_PARAGRAPHS = 200_000  # of several paragraphs that are kept as one text
