"""Trades that many catalogues lack, and the name of a role whose trade is next to theirs. Where the
catalogue has that name, the reason of a no match says so; it is never a candidate.

Trades that are next to nothing an office, a plant or a ward has (cooks, teachers, hairdressers) are
not here: to name a nearest role for them would be untrue.
"""

from taxonomy.matching.plausible_levels import plain_rung
from taxonomy.matching.role_index import Index, IndexedRole
from taxonomy.matching.title_readings import Reading
from taxonomy.matching.title_words import JOINING
from taxonomy.matching.word_forms import single

_NEARBY = """
tax, taxation, audit, auditor, treasury, treasurer, actuary, actuarial: Accountant
invoicing, invoice, billing, debt, collection, collector, credit control: Bookkeeper
investment, investor relations, mergers, valuation, cost estimator: Financial Analyst
underwriter, underwriting, loan, mortgage, lending, insurance: Financial Analyst
network, database, dba, storage, middleware, telecoms: Systems Administrator
salesforce, sap, erp, servicenow, sharepoint, oracle, enterprise architect: Systems Administrator
solutions architect, software architect, mobile, ios, android, game: Software Engineer
firmware, embedded, developer: Software Engineer
field service, field engineer, service engineer: Technical Support Engineer
penetration, pen tester, ethical hacker, forensic: SOC Analyst
statistician, statistics, econometrician, biostatistician, ai, llm: Data Scientist
mechanical, electrical, electronics, industrial, cad, hvac: Manufacturing Engineer
machinist, cnc, welder, fabricator, toolmaker, millwright, quality inspector: Machine Operator
quality control inspector: Machine Operator
hgv, lgv, lorry, courier, haulage, freight, shipping, customs, import, export: Warehouse Operative
delivery driver, van driver, truck driver, storekeeper: Warehouse Operative
supply chain, supply planner, production planner, materials planner: Demand Planner
payroll, hris, workforce planning: HR Administrator
learning and development, organisational development, organizational development: HR Generalist
employee relations, diversity, inclusion, training coordinator, instructional: HR Generalist
copywriter, copywriting, content, brand, pr, public relations, event, events: Marketing Specialist
social media, publicist, merchandiser, video editor, photographer: Marketing Specialist
seo, ppc, sem, search engine: Digital Marketing Specialist
graphic, ui, web designer, illustrator, animator: UX Designer
telesales, telemarketer, telemarketing, shop, retail: Sales Representative
renewals, channel: Account Manager
implementation: Project Manager
strategy: Operations Manager
data entry, filing, typist, mailroom, switchboard: Administrative Assistant
janitor, cleaner, caretaker, housekeeping, housekeeper, gardener: Facilities Coordinator
groundskeeper, maintenance, electrician, plumber, ehs, hse, fire safety: Facilities Coordinator
barrister, notary, conveyancer, patent, company secretary: Commercial Lawyer
fraud, aml, kyc, anti money, data protection, privacy: Compliance Officer
midwife, midwifery, paramedic, ambulance, healthcare, carer, health visitor: Registered Nurse
occupational health, occupational therapist, pharmacist, pharmacy, home care: Registered Nurse
physiotherapist, physician, doctor, radiographer, care assistant, care home: Registered Nurse
phlebotomist, histologist, cytologist, microbiologist: Medical Technologist
"""
MOST_WORDS = 3


def _read(lines: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        phrases, name = line.split(": ")
        for phrase in phrases.split(", "):
            words = (single(word) for word in phrase.split() if word not in JOINING)
            found[" ".join(words)] = name
    return found


NEARBY = _read(_NEARBY)


def nearby_trade(index: Index, reading: Reading) -> str:
    """The end of a sentence that names the role of a trade next to the title's, or nothing."""
    for name in _names(reading.words):
        for place in index.by_name.get(name, ())[:1]:
            role = _middle(index, index.names[place].role, reading)
            shown = f"{role.title} (‘{name}’)" if name in role.names[1:] else role.title
            return f"; nearest by trade is {shown}"
    return ""


def _middle(index: Index, bearer: IndexedRole, reading: Reading) -> IndexedRole:
    """The middle of the ladder; of the managers' ladder for who manages."""
    managers = bearer.ladder._replace(track="M")
    manages = reading.head == "manager" and managers in index.ladders
    return plain_rung(index, managers if manages else bearer.ladder) or bearer


def _names(words: tuple[str, ...]) -> list[str]:
    """By what the title says, longer phrases first."""
    found = []
    for length in range(MOST_WORDS, 0, -1):
        phrases = (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
        found += [NEARBY[phrase] for phrase in phrases if phrase in NEARBY]
    return found
