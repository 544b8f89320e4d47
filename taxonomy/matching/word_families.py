"""Words that say a kind of work and no trade, and families of them (worker, associate)."""

from collections.abc import Iterable

HEADS = frozenset(
    (
        *("adviser", "advisor", "agent", "analyst", "architect", "assistant", "associate", "clerk"),
        *(
            "consultant",
            "controller",
            "coordinator",
            "counsel",
            "designer",
            "developer",
            "director",
        ),
        *("driver", "engineer", "executive", "expert", "fellow", "handler", "head", "inspector"),
        *("instructor", "labourer", "lead", "leader", "manager", "master", "officer", "operative"),
        *("operator", "owner", "partner", "planner", "practitioner", "president", "principal"),
        *("processor", "professional", "programmer", "representative", "scientist", "specialist"),
        *("supervisor", "technician", "technologist", "tester", "trainer", "worker", "writer"),
        *("administrator", "auditor", "editor", "educator", "foreman", "mechanic", "nurse"),
        *("producer", "receptionist", "recruiter", "researcher", "secretary", "teacher", "staff"),
        *("therapist", "trainee", "intern", "apprentice", "member", "chief", "strategist", "coach"),
        *("accountant", "buyer", "bookkeeper", "attorney", "lawyer", "solicitor", "paralegal"),
        *("assembler", "picker", "packer", "superintendent", "surveyor", "tutor", "lecturer"),
        *("sysadmin",),
    )
)
# Heads that are no trade by themselves: a name made of these alone says too little to be compared.
PROFESSIONS = frozenset(
    (
        *("accountant", "attorney", "auditor", "bookkeeper", "buyer", "counsel", "lawyer"),
        *("nurse", "paralegal", "picker", "packer", "programmer", "receptionist", "recruiter"),
        *("secretary", "solicitor", "surveyor", "teacher", "therapist", "assembler", "tester"),
        *("mechanic",),
    )
)
GENERAL = HEADS - PROFESSIONS - {"administrator", "controller", "developer", "sysadmin"} | {
    "team",
    "group",
    "office",
    "department",
    "senior",
    "project",
    "service",
    "general",
    "level",
}

# One family, one kind of work.
_FAMILIES = (
    ("worker", "associate", "operative", "assistant", "labourer"),
    ("agent", "analyst", "technician", "specialist"),
    ("driver", "operator"),
    ("developer", "programmer"),
    ("adviser", "advisor"),
    ("attorney", "lawyer", "solicitor", "counsel"),
    ("lead", "leader"),
    ("rep", "representative"),
)
FAMILY = {word: family[0] for family in _FAMILIES for word in family}

# Words before a trade that often make it another level: a strategic account manager.
SCOPES = frozenset(
    (
        *("regional", "global", "national", "area", "strategic", "key", "group", "divisional"),
        *("enterprise", "major", "executive", "associate", "assistant", "deputy", "chief"),
        *("international", "territory", "country", "specialist", "advanced"),
    )
)


def are_alike(head: str, other: str) -> bool:
    """Whether two heads of a family are one kind of work at one level: a legal associate is no
    legal assistant, and an analyst is no technician.
    """
    return family(head) != "agent" and {head, other} != {"associate", "assistant"}


def family(head: str) -> str:
    return FAMILY.get(head, head)


def trade(words: Iterable[str]) -> set[str]:
    """Without the words that say only a kind of work."""
    return {word for word in words if word not in GENERAL}
