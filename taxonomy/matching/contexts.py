"""Words that say where, for whom or with what a role works, and leave it the same role: units of
care, industries, groups of customers, products, technologies.

Words that make another profession (tax, audit, hardware) are in no list here: a title with one of
them is left to a person.
"""

from functools import lru_cache

from taxonomy.matching.word_forms import single

_UNITS = """
icu, itu, nicu, picu, ccu, sicu, micu, er, ed, emergency, emergency department, emergency room, a
and e, operating room, operating theatre, or, theatre, theatres, pacu, recovery, med surg, medsurg,
medical surgical, telemetry, tele, step down, stepdown, pcu, imcu, intensive care, critical care,
high dependency, hdu, acute, acute care, acute medicine, pediatric, pediatrics, paediatric,
paediatrics, neonatal, oncology, haematology, hematology, cardiology, cardiac, cath lab,
cardiovascular, neurology, neuro, orthopaedics, orthopedics, orthopaedic, orthopedic, ortho,
trauma, renal, dialysis, gastroenterology, endoscopy, respiratory, rehab, rehabilitation, stroke,
elderly care, care of the elderly, geriatrics, geriatric, palliative, hospice, outpatient,
outpatients, inpatient, ambulatory, day surgery, general surgery, urology, gynaecology, labor and
delivery, labour ward, postpartum, women's health, dermatology, burns, transplant, infusion, wound
care, ward, wards, hospital, clinic, nhs, microbiology, chemistry, biochemistry, clinical
chemistry, blood bank, blood sciences, blood transfusion, transfusion, transfusion medicine,
histology, histopathology, cytology, immunology, serology, virology, toxicology, molecular,
molecular diagnostics, coagulation, urinalysis, core lab, pathology, float pool, resource pool,
nursing home, long term care, ltc, skilled nursing
"""
_INDUSTRIES = """
banking, bank, financial services, insurance, insurtech, fintech, pharma, pharmaceutical,
pharmaceuticals, biotech, life sciences, healthcare, health care, health, medical devices,
automotive, aerospace, defence, energy, oil and gas, utilities, renewables, telecom, telecoms,
telecommunications, media, publishing, gaming, education, higher education, public sector,
government, federal, local government, charity, non profit, nonprofit, ngo, hospitality, travel,
fmcg, cpg, consumer goods, food and beverage, beverage, ecommerce, e commerce, logistics, 3pl,
chemicals, packaging, plastics, electronics, semiconductor, semiconductors, medtech, agriculture,
industrial, professional services, agency, start up, startup, scale up
"""
_CUSTOMERS = """
enterprise accounts, smb, sme, mid market, midmarket, commercial, b2b, b2c, consumer, saas,
payments, growth, platform, platforms, marketplace, manual, automation, digital, mobile, web,
online, mobile app, mobile apps, apps, internal tools, core product, pricing, fraud,
personalization, personalisation, search, recommendations, loyalty, checkout, billing, onboarding,
self service, managed services, indirect, direct, indirect materials, direct materials, raw
materials, mro, capex, technology, tech, operations, head office, headquarters, hq, security,
agile, waterfall, scrum, safe, prince2, itil, hard services, soft services, residential, school of
medicine, front office, reception, injection molding, injection moulding, molding, moulding,
extrusion, machining, assembly, etch, lithography, coating, filling, bottling, baking, chemical,
month end, month end close, close, fixed assets, general ledger, intercompany, record to report,
erp, erp implementation, implementation, transformation, digital transformation, infrastructure
projects, rollout, aml, kyc
"""
_CHANNELS = """
inbound, outbound, it, cloud, front desk
"""
_TECHNOLOGIES = """
java, python, golang, go, ruby, rails, ruby on rails, php, laravel, symfony, scala, kotlin, c, c++,
c#, .net, net, net core, asp net, dotnet, node, node js, nodejs, js, javascript, typescript, ts,
react, reactjs, react js, angular, vue, vue js, vuejs, next js, django, spring, spring boot, rust,
elixir, perl, sql, t sql, pl sql, mysql, postgresql, postgres, mongodb, redis, kafka, graphql,
rest, microservices, api, apis, aws, azure, gcp, google cloud, oci, openstack, kubernetes, k8s,
docker, terraform, ansible, jenkins, ci cd, gitlab, github, linux, unix, windows, windows server,
vmware, red hat, rhel, citrix, hyper v, active directory, m365, o365, office 365, microsoft 365,
exchange, sharepoint, intune, power bi, powerbi, tableau, looker, qlik, qlikview, ssis, ssrs,
excel, sas, r, spark, pyspark, hadoop, databricks, snowflake, bigquery, redshift, dbt, airflow,
informatica, talend, fivetran, nlp, computer vision, cv, llm, genai, deep learning, time series,
figma, sketch, adobe xd, selenium, cypress, playwright, appium, cucumber, postman, jmeter, splunk,
sentinel, siem, edr, crowdstrike, android, ios, swift, flutter, oracle, sap, workday,
salesforce, servicenow, jira, hubspot, google ads, ppc, seo, sem, google analytics, counterbalance,
reach truck, vna
"""
_MARKS = """
certified, qualified, part qualified, cpa, acca, cima, aca, phd, msc, mba, pmp, csm, cissp, all
levels, various levels, multiple levels, generalist, various, multiple, various locations, multiple
locations
"""

CONTEXTS: dict[str, str] = {
    " ".join(map(single, word.split())): kind
    for kind, words in (
        ("a place of work", _UNITS),
        ("an industry", _INDUSTRIES),
        ("a field of work", _CUSTOMERS),
        ("a field or channel", _CHANNELS),
        ("a technology", _TECHNOLOGIES),
        ("a qualification or a general word", _MARKS),
    )
    for word in words.split(",")
}
LONGEST = max(len(phrase.split()) for phrase in CONTEXTS)

# Languages and frameworks that a developer is named after instead of `software`.
PROGRAMMING = frozenset(
    (
        *("java", "python", "golang", "ruby", "rails", "php", "laravel", "scala", "kotlin", "c++"),
        *("c#", "net", "dotnet", "javascript", "typescript", "react", "reactjs", "angular", "vue"),
        *("node", "nodejs", "django", "spring", "rust", "elixir", "perl", "c"),
    )
)


@lru_cache(5000)
def contexts(words: tuple[str, ...]) -> dict[str, str]:
    """Word → what kind of context it is, for the words that are one alone or in a phrase."""
    found: dict[str, str] = {}
    place = 0
    while place < len(words):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            kind = CONTEXTS.get(" ".join(words[place : place + length]))
            if kind:
                found |= dict.fromkeys(words[place : place + length], kind)
                break
        place += length if kind else 1
    return found
