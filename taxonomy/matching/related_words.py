"""Words of job titles that belong together: one root (recruiter, recruitment), one meaning (lawyer,
attorney), one trade (baker, pastry). One group a line; a word may be in several.

They bring a role among the candidates and never make it sure.
"""

_GROUPS = """
accountant accounting accounts bookkeeper bookkeeping ledger auditor audit cpa
tax taxation
recruiter recruiting recruitment talent acquisition hiring staffing headhunter sourcer
buyer buying purchasing purchaser purchase procurement sourcing
analyst analysis analytic analytics
engineer engineering
administrator administration administrative clerical clerk
developer development programmer programming coder
designer design
tester testing test qa
controller control controlling
planner planning
scientist science
marketer marketing
nurse nursing rn lpn
assembler assembly assembling
packer packing packaging package picker picking handler
lawyer counsel attorney solicitor legal barrister advocate litigation litigator law
mediator mediation arbitrator conciliator negotiator
judge magistrate justice court
vendor supplier
client customer
warehouse warehousing stock inventory storekeeper storeperson
logistic distribution warehouse freight shipping transport transportation dispatcher
import export customs freight forwarding shipping
forecast forecasting
insight analytics intelligence reporting
budget fp financial
cyber cybersecurity security
factory plant manufacturing production
compensation reward rewards
people hr human
helpdesk desk desktop
ux ui interaction experience usability
programme project
web software application frontend backend internet
ios mobile iphone android swift
java j2ee jee software
unix linux server system sysadmin
network networking wireless telecom telecommunication telecoms cisco
wireless rf radio antenna
telecommunication telecom telecoms telephony communication
lab laboratory
secretary assistant pa ea
representative agent advisor adviser specialist associate
worker associate operative assistant operator assembler
technician engineer analyst specialist
coordinator administrator officer assistant
executive officer specialist advisor
facility facilities building workplace
incident response soc
forklift truck lift
driver operator chauffeur trucker
supervisor lead manager
3d animator animation animated motion maya rigging
animator cartoonist storyboard illustrator illustration
artist painter illustrator sculptor art
game gaming environment character level
visual vfx effect compositor compositing
graphic visual illustrator layout typography
designer stylist decorator
fashion apparel clothing garment textile costume
textile fabric weaving knitwear pattern fashion
interior decorator decoration furniture furnishing home
acupuncturist acupuncture herbalist chinese massage naturopath holistic
chiropractor osteopath physiotherapist physical therapist
aerospace aeronautical aircraft avionic aviation flight propulsion spacecraft
pilot captain aviator airline flight aircraft cockpit airplane
steward stewardess attendant cabin crew flight
agronomist agronomy agricultural agriculture crop soil farm horticulturist
farmer farm grower rancher
analog mixed signal ic asic vlsi circuit chip rfic semiconductor
electronic electronics electrical circuit hardware pcb
embedded firmware hardware
anesthesiologist anaesthetist anesthetist anesthesia anaesthesia
doctor physician surgeon md medical practitioner internist
surgeon surgery surgical
dentist dental orthodontist endodontist oral periodontist prosthodontist
archivist archive archives records curator library librarian preservation
librarian library
museum gallery curator exhibition art collection
automation control controls plc robotic robotics mechatronic instrumentation scada
automotive vehicle car automobile powertrain chassis engine
mechanic vehicle auto automotive
baker bakery pastry bread cake confectioner patissier
cook chef culinary kitchen sous commis cuisine
caterer catering banquet food
banker banking bank teller loan credit lending
loan mortgage lending credit underwriter lender
investment equity portfolio asset fund securities hedge
equity trader trading stock broker stockbroker securities market derivatives
private equity venture capital buyout
investment banking merger
portfolio investment asset fund
bartender barman barmaid barista mixologist bar
waiter waitress server food
biomedical biomedicine bioengineer medical device clinical
bioengineer biotechnology bioprocess biotech
broadcast broadcasting tv television radio transmission studio
news anchor newscaster newsreader presenter reporter journalist broadcaster host correspondent
journalist reporter correspondent editor columnist
strategy strategic management consultant business
cameraman camera videographer cinematographer photography operator
photographer photography photojournalist photo
carpenter joiner woodworker cabinetmaker cabinet carpentry framer wood
cashier checkout till teller
chemical chemist process chemistry
civil structural construction highway geotechnical bridge transportation
composer music songwriter musician arranger orchestrator
singer vocalist musician soprano tenor performer opera
musician music guitarist pianist violinist drummer band
dancer dance choreographer ballet ballerina
actor actress performer theatre drama
director filmmaker producer film movie cinema
film movie video motion cinema
editor editing editorial
video film editor post multimedia
computer pc hardware laptop it
repair maintenance service technician
copywriter copy writer content copywriting
writer author blogger content
custodian janitor cleaner caretaker housekeeper cleaning custodial housekeeping
plumber plumbing pipefitter pipe drain heating
electrician electrical wireman
dog pet animal grooming groomer canine kennel veterinary
trainer training instructor coach
veterinarian vet veterinary animal
drilling well petroleum reservoir rig wellsite oil gas completion
geologist geology geoscientist exploration geophysicist mining geological
hydrogeologist hydrologist groundwater hydrology water hydrogeology
metallurgist metallurgy metal metallurgical material welding
teacher tutor educator instructor lecturer teaching school
elementary primary grade school
kindergarten preschool nursery childhood early
professor lecturer faculty academic university
history historian
nanny babysitter childcare au pair governess childminder
firefighter fireman fire rescue emergency
police detective officer sheriff constable cop law enforcement
detective investigator investigation inspector criminal
private investigator detective surveillance
food nutrition beverage product
technologist technology technician
desk reception receptionist front
reception receptionist hotel front guest
fundraiser fundraising donor philanthropy development giving
hairstylist hairdresser barber hair stylist cosmetologist colorist beautician salon
makeup beautician cosmetic beauty esthetician
insurance underwriter broker claims actuary
broker agent
carrier postman mailman mail courier postal delivery letter
mechanical mechanic machinery machine
media advertising planner digital
advertising brand marketing
trade retail shopper channel
pharmacist pharmacy pharmaceutical dispensing druggist
fitness gym personal exercise aerobics
sport sports athletic football soccer basketball tennis
policy government political public legislative
public relation pr publicist publicity communication press
publisher publishing editor editorial press
psychotherapist psychologist counselor counsellor therapist psychiatrist mental
radiologic radiology radiographer xray x-ray imaging mri ultrasound sonographer
realtor estate broker property real letting realty
seaman sailor deckhand mariner seafarer deck ship marine boatswain
translator interpreter translation linguist language localization
travel tour tourism ticketing
truck lorry hgv cdl haulage trailer
urban city town regional landscape planning
architect architectural architecture landscape
wedding event events party bridal
security guard bouncer
network security information
sales selling salesman
"""


def _related(groups: str) -> dict[str, tuple[str, ...]]:
    """In one order whatever the process: sums of weights depend on it in their last digit."""
    found: dict[str, dict[str, None]] = {}
    for line in groups.strip().splitlines():
        for word in (words := line.split()):
            found.setdefault(word, {}).update(dict.fromkeys(words))
    return {
        word: tuple(other for other in others if other != word) for word, others in found.items()
    }


RELATED = _related(_GROUPS)
