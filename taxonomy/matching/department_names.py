"""What departments are commonly called, beside the names that a catalogue gives its functions.

Common use goes before the name of a focus: a department called Commercial sells, whatever a focus
named Commercial Contracts does. A site's synonyms go before this table.
"""

# What a department is called → names that its function may have in a catalogue, the likeliest
# first; none where the name says too little to choose a function.
COMMON_USE: dict[str, tuple[str, ...]] = {
    name: tuple(means.split(", ")) if means else ()
    for names, means in (
        (
            "procurement, purchasing, sourcing, buying, supply, logistics, warehouse, warehousing, "
            "distribution, fulfilment, supply chain, scm, stores, shipping, materials, planning",
            "supply chain, procurement, logistics, operations",
        ),
        (
            "commercial, sales and marketing, revenue, business development, bd, bizdev, "
            "field sales, inside sales, account management, new business, go to market, gtm",
            "sales, commercial",
        ),
        (
            "risk and compliance, risk, compliance, legal and risk, ethics and compliance, "
            "legal, legal affairs, regulatory, regulatory affairs, corporate affairs, law",
            "legal and compliance, legal, compliance, risk",
        ),
        (
            "cs, customer service, customer services, customer care, customer operations, "
            "customer experience, cx, client services, client success, customer success, "
            "contact centre, call centre, support, customer support, after sales, aftersales",
            "customer support, customer service, customer success, customer care",
        ),
        (
            "r and d, rd, research and development, engineering, software, development, dev, "
            "software development, product development, product engineering, tech",
            "software engineering, engineering, research and development, product",
        ),
        (
            "exec, executive, executives, executive office, executive team, c suite, leadership, "
            "senior leadership, slt, elt, management board, board, ceo office, office of ceo, "
            "general management, management, directorate",
            "general management, leadership, executive",
        ),
        (
            "people ops, people operations, people, people team, people and culture, hr, "
            "human resources, human resource, human capital, personnel, talent, "
            "talent acquisition, recruitment, recruiting, workforce, hr operations",
            "people and culture, people, human resources",
        ),
        (
            "it, ict, information technology, information systems, mis, it services, "
            "it operations, it support, technology services, infrastructure, helpdesk",
            "it operations and support, information technology, technology",
        ),
        (
            "finance, group finance, accounts, accounting, fin, controlling, financial control, "
            "treasury, fp and a, finance and accounting, accounts payable, accounts receivable",
            "finance and accounting, finance, accounting",
        ),
        (
            "infosec, security, cyber, cybersecurity, it security, information security, soc",
            "information security, security",
        ),
        (
            "production, plant, factory, assembly, shop floor, shopfloor, mfg, manufacturing, "
            "manufacturing operations, works",
            "manufacturing, production",
        ),
        (
            "nursing, ward, wards, clinical, clinical services, laboratory, laboratories, lab, "
            "labs, pathology, medical, hospital, patient care, icu, emergency",
            "clinical care, nursing, health care",
        ),
        (
            "brand, communications, comms, digital, growth, digital marketing, advertising, "
            "marketing, marketing communications, marcom, pr",
            "marketing",
        ),
        (
            "bi, analytics, data, insights, insight, data science, business intelligence, "
            "data and analytics, reporting",
            "data and analytics, data, analytics",
        ),
        ("product, ux, design, product management, product and design", "product and design"),
        (
            "pmo, projects, project management, transformation, change, delivery, programmes, "
            "business change, change management",
            "project and programme management, project management, projects",
        ),
        (
            "facilities, admin, administration, office, workplace, reception, corporate services, "
            "office management, estates, general services, business support, secretariat",
            "workplace and administration, workplace services, administration, facilities",
        ),
        # They say too little: every function has operations and services.
        ("operations, ops, services, corporate, head office, general, shared services, other", ""),
    )
    for name in names.split(", ")
}
