"""How much the canon takes: numbers and lengths of lists, alike in forms and files.

How long a text may be is said by its model field.
"""

LONGEST_YEARS = 80
HIGHEST_RANK = HIGHEST_STEP = 99
HIGHEST_PLACE = 32_767  # of a track or a proficiency among the others: what the column takes
MOST_SOURCES_STATED = 10_000
HIGHEST_VERSION = 1_000_000
HIGHEST_PAY = 10**12  # units of a currency

# How many rows a list has at most, by the list's name in canon files.
MOST = {
    "tracks": 50,
    "levels": 200,
    "areas": 100,
    "skills": 1000,
    "sources": 1000,
    "profiles": 100,
    "responsibilities": 200,
    "pay": 200,
    "aliases": 500,
    "mappings": 500,
    "also": 100,
    "proficiencies": 50,
    "markets": 1000,
}
