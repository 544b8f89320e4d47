"""What titles everywhere abbreviate: the one table that search and title matching read.

A site's synonyms add to it, or switch entries off for both.
"""

from dataclasses import dataclass

# Abbreviation → what it may mean. Several meanings make several readings of the title.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "acct": ("accountant", "account", "accounting"),
    "accts": ("accounts",),
    "adm": ("administrator",),
    "admin": ("administrator", "administration", "administrative"),
    "adv": ("advisor",),
    "anlst": ("analyst",),
    "ap": ("accounts payable",),
    "ar": ("accounts receivable",),
    "assoc": ("associate",),
    "asst": ("assistant",),
    "atty": ("attorney",),
    "ba": ("business analyst",),
    "bdm": ("business development manager",),
    "ben": ("benefits",),
    "bi": ("business intelligence",),
    "biz": ("business",),
    "bus": ("business",),
    "clk": ("clerk",),
    "comp": ("compensation",),
    "coord": ("coordinator",),
    "corp": ("corporate",),
    "ctr": ("centre",),
    "cust": ("customer",),
    "dc": ("distribution centre",),
    "dept": ("department",),
    "dev": ("developer", "development"),
    "dig": ("digital",),
    "dir": ("director",),
    "ea": ("executive assistant",),
    "em": ("engineering manager",),
    "eng": ("engineer", "engineering"),
    "engr": ("engineer",),
    "exec": ("executive",),
    "fin": ("financial", "finance"),
    "fpa": ("fp and a",),
    "fullstack": ("full stack",),
    "gen": ("general",),
    "gl": ("general ledger",),
    "grad": ("graduate",),
    "hr": ("human resources",),
    "hrbp": ("human resources business partner",),
    "info": ("information",),
    "infosec": ("information security",),
    "infra": ("infrastructure",),
    "intel": ("intelligence",),
    "intl": ("international",),
    "jnr": ("junior",),
    "jr": ("junior",),
    "lab": ("laboratory",),
    "ld": ("lead",),
    "ldr": ("lead",),
    "maint": ("maintenance",),
    "med": ("medical",),
    "mfg": ("manufacturing",),
    "mgmt": ("management",),
    "mgr": ("manager",),
    "mgrs": ("manager",),
    "mgt": ("management",),
    "mktg": ("marketing",),
    "ml": ("machine learning",),
    "mng": ("manager",),
    "mngr": ("manager",),
    "npi": ("new product introduction",),
    "ofcr": ("officer",),
    "off": ("officer",),
    "offr": ("officer",),
    "op": ("operator", "operative", "operations"),
    "oper": ("operator",),
    "opr": ("operator",),
    "ops": ("operations",),
    "pa": ("personal assistant",),
    "proc": ("process", "procurement"),
    "prod": ("production", "product"),
    "proj": ("project",),
    "purch": ("purchasing",),
    "qa": ("quality assurance",),
    "qc": ("quality control",),
    "reg": ("registered", "regulatory"),
    "rep": ("representative",),
    "rn": ("registered nurse",),
    "snr": ("senior",),
    "spclist": ("specialist",),
    "spclst": ("specialist",),
    "spec": ("specialist",),
    "splst": ("specialist",),
    "spvr": ("supervisor",),
    "sr": ("senior",),
    "sup": ("supervisor",),
    "supp": ("support",),
    "supe": ("supervisor",),
    "supv": ("supervisor",),
    "supvr": ("supervisor",),
    "svc": ("service",),
    "svcs": ("services",),
    "swe": ("software engineer",),
    "sys": ("systems",),
    "ta": ("talent acquisition",),
    "tech": ("technical", "technician", "technology"),
    "tl": ("team lead",),
    "whse": ("warehouse",),
}


@dataclass(frozen=True)
class Abbreviations:
    """The table without the (abbreviation, meaning) pairs that a site has switched off."""

    off: frozenset[tuple[str, str]] = frozenset()

    def meanings(self, word: str) -> tuple[str, ...]:
        """None for a word that abbreviates nothing."""
        longs = ABBREVIATIONS.get(word, ())
        return tuple(long for long in longs if (word, long) not in self.off) if self.off else longs

    def __contains__(self, word: str) -> bool:
        return bool(self.meanings(word))

    def every_meaning(self) -> set[str]:
        return {long for word in ABBREVIATIONS for long in self.meanings(word)}


SHIPPED = Abbreviations()
