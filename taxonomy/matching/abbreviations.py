"""Which words of titles are other spellings, which say a level, and which say nothing.

Plain tables; how a title is read with them is in `title_parser`. Abbreviations are in
`taxonomy/abbreviations.py`, where search reads them too.
"""

# The same word in another dress; both the row's title and the canon's names are read so.
SPELLINGS: dict[str, str] = {
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "back end": "backend",
    "back-end": "backend",
    "call center": "call centre",
    "center": "centre",
    "co ordinator": "coordinator",
    "defense": "defence",
    "fork lift": "forklift",
    "front end": "frontend",
    "fulfillment": "fulfilment",
    "help desk": "helpdesk",
    "labor": "labour",
    "leader": "lead",
    "fp a": "fp and a",
    "program": "programme",
    "server side": "serverside",
    "shop floor": "shopfloor",
    "sys admin": "sysadmin",
    "system administrator": "systems administrator",
}

# Words that say a level, and the one word that stands for each in comparisons. Longest first.
LEVEL_WORDS: dict[str, str] = {
    "executive vice president": "executive vice president",
    "executive vp": "executive vice president",
    "evp": "executive vice president",
    "senior vice president": "senior vice president",
    "senior vp": "senior vice president",
    "svp": "senior vice president",
    "vice president": "vice president",
    "vp": "vice president",
    "v p": "vice president",
    "newly qualified": "graduate",
    "new graduate": "graduate",
    "new grad": "graduate",
    "entry level": "junior",
    "mid level": "mid",
    "head of": "head",
    "chief": "chief",
    "deputy": "deputy",
    "director": "director",
    "distinguished": "distinguished",
    "expert": "expert",
    "fellow": "fellow",
    "graduate": "graduate",
    "head": "head",
    "intern": "intern",
    "junior": "junior",
    "lead": "lead",
    "mid": "mid",
    "principal": "principal",
    "senior": "senior",
    "trainee": "trainee",
}
# These say a level only in front of the role's own word: an associate analyst, not an associate.
LEADING_LEVEL_WORDS = frozenset({"associate", "assistant", "staff"})
# A title may end in these instead of a trade: they then stand for its head.
HEADS_BY_LEVEL = frozenset(
    {
        "chief",
        "director",
        "executive vice president",
        "fellow",
        "head",
        "lead",
        "principal",
        "senior vice president",
        "vice president",
        "trainee",
        "intern",
    }
)
NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}

# Words of a posting or a contract, not of a role.
NOISE_PHRASES = (
    "12 month",
    "day shift",
    "fixed term",
    "full time",
    "maternity cover",
    "night shift",
    "on site",
    "part time",
    "f t",
    "p t",
    "m f d",
    "m w d",
    "f m d",
    "w m d",
    "all genders",
    "first shift",
    "second shift",
    "third shift",
)
NOISE = frozenset(
    (
        *("acting", "contract", "fte", "ftc", "interim", "perm", "permanent", "temp", "temporary"),
        *("days", "nights", "weekend", "weekends", "hybrid", "onsite", "remote"),
        *("amer", "apac", "dach", "emea", "uk", "us", "usa", "mfd", "req", "requisition"),
    )
)
# Little words that join others. `to` is none: an assistant to a director is no director.
JOINING = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "with"))
# Who stands beside another role: an assistant controller is no controller, senior or not.
BESIDE_ANOTHER = frozenset({"assistant", "deputy"})
# Different words for the lowest rung, where a ladder uses one and a title another.
ENTRY_WORDS = frozenset({"junior", "graduate", "trainee", "intern"})
