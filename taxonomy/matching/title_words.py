"""Which words of titles are other spellings, which say a level, and which say nothing.

Plain tables; how a title is read with them is in `title_readings`. Abbreviations are in
`taxonomy/abbreviations.py`, where search reads them too.
"""

# The same word in another dress; both the row's title and the canon's names are read so.
SPELLINGS: dict[str, str] = {
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "a p": "accounts payable",
    "a r": "accounts receivable",
    "a and e": "emergency",
    "adviser": "advisor",
    "back end": "backend",
    "back-end": "backend",
    "call center": "call centre",
    "center": "centre",
    "co ordinator": "coordinator",
    "cyber security": "cybersecurity",
    "defense": "defence",
    "fork lift": "forklift",
    "forklift truck": "forklift",
    "fork truck": "forklift",
    "front end": "frontend",
    "fulfillment": "fulfilment",
    "graduate program": "graduate",
    "graduate programme": "graduate",
    "graduate scheme": "graduate",
    "h and s": "health and safety",
    "help desk": "helpdesk",
    "l and d": "learning and development",
    "labor": "labour",
    "leader": "lead",
    "fp a": "fp and a",
    "m and a": "mergers",
    "med surg": "medsurg",
    "mid market": "midmarket",
    "power bi": "powerbi",
    "pre sales": "presales",
    "program": "programme",
    "r and d": "research and development",
    "servicedesk": "service desk",
    "server side": "serverside",
    "shop floor": "shopfloor",
    "sys admin": "sysadmin",
    "system administrator": "systems administrator",
}

# Words that say a level, and the one word that each is compared as. Longest first.
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
    "apprentice": "apprentice",
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
# A title may end in these instead of a trade: they are then its head.
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
        "apprentice",
    }
)
NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}

# Words of a posting or a contract, not of a role.
NOISE_PHRASES = (
    *("day shift", "night shift", "evening shift", "late shift", "early shift", "weekend shift"),
    *("first shift", "second shift", "third shift", "1st shift", "2nd shift", "3rd shift"),
    *("rotating shift", "rotating shifts", "rotating", "shift work", "all shifts", "am shift"),
    *("pm shift", "early mornings", "4 on 4 off", "days and nights", "ft days", "ft nights"),
    *("pt days", "pt nights", "fixed term contract", "fixed term", "fixed-term contract"),
    *("fixed-term", "full time", "full-time", "part time", "part-time", "job share", "term time"),
    *("term-time", "temp to perm", "temp-to-perm", "temp to hire", "temp-to-hire", "contract role"),
    *("contract to hire", "contract-to-hire", "zero hours", "zero-hours", "zero hrs", "per diem"),
    *("as needed", "bank staff", "maternity leave", "paternity leave", "parental leave"),
    *("maternity leave cover", "maternity cover", "paternity cover", "parental leave cover"),
    *("parental cover", "mat leave cover", "mat cover", "sickness cover", "sick leave cover"),
    *("sabbatical cover", "leave cover", "absence cover", "holiday cover", "career break cover"),
    *("leave replacement", "on site", "on-site", "in office", "in-office", "home based"),
    *("home-based", "home office", "work from home", "working from home", "work at home"),
    *("fully remote", "100 remote", "open to remote", "remote first", "field based", "field-based"),
    *("hands on", "hands-on", "all genders", "immediate start", "start immediately", "asap start"),
    *("now hiring", "we are hiring", "urgently hiring", "hiring now", "open position"),
    *("new position", "new role", "open role", "new vacancy", "sign on bonus", "sign-on bonus"),
    *("no experience required", "no experience needed", "training provided", "visa sponsorship"),
    *("to be hired", "to be confirmed", "to be filled", "equal opportunity", "m f d", "m w d"),
    *("f m d", "w m d", "f t", "p t"),
)
NOISE = frozenset(
    (
        *("acting", "contract", "fte", "ftc", "interim", "perm", "permanent", "temp", "temporary"),
        *("seasonal", "prn", "freelance", "locum", "parttime"),
        *("fulltime", "pt", "ft", "wfh", "days", "nights", "evenings", "evening", "mornings"),
        *("weekend", "weekends", "hybrid", "onsite", "remote", "homeoffice", "vacant", "vacancy"),
        *("unfilled", "backfill", "tbc", "tbh", "tba", "asap", "hiring"),
        *("amer", "apac", "dach", "emea", "uk", "us", "usa", "mfd", "req", "requisition"),
        *("bilingual", "multilingual", "speaking", "speaker", "fluent", "english", "german"),
        *("french", "spanish", "italian", "dutch", "portuguese", "polish", "swedish", "danish"),
        *("norwegian", "finnish", "czech", "hungarian", "romanian", "russian", "arabic"),
        *("mandarin", "cantonese", "chinese", "japanese", "korean", "hindi", "turkish", "greek"),
        *("hebrew", "vietnamese", "thai", "shifts", "shift", "ote", "dbe"),
    )
)
# The same, but only where they are alone, in brackets or after a comma.
NOISE_ALONE = frozenset(
    ("urgent", "new", "replacement", "relief", "casual", "contractor", "bank", "open", "required")
)
# Little words that join others. `to` is none: an assistant to a director is no director.
JOINING = frozenset(("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "with"))
# Who works beside another role: an assistant controller is no controller, senior or not.
BESIDE_ANOTHER = frozenset({"assistant", "deputy"})
# Different words for the lowest rung, where a ladder uses one and a title another.
ENTRY_WORDS = frozenset({"junior", "graduate", "trainee", "intern", "apprentice"})
