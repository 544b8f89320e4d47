"""Places that advertisements put behind a title: regions, countries, American states, large towns.
None is a word of a trade; Reading, Mobile and their like are left out because they may be one.
"""

_REGIONS = """
africa, americas, amer, anz, apac, apj, asia, asia pacific, australasia, balkans, baltics, benelux,
cee, cemea, central europe, dach, east, east coast, eastern europe, emea, eu, eurasia, europe, gcc,
iberia, international, latam, latin america, mea, mena, middle east, midlands, midwest, nordic,
nordics, north, north america, north east, north west, northeast, northern, northern europe,
northwest, oceania, pacific northwest, scandinavia, south, south america, south east,
south east asia, south west, southeast, southern, southwest, west, west coast, west midlands,
east midlands, western europe, worldwide, home counties, bay area, tri state, gulf
"""
_COUNTRIES = """
afghanistan, albania, algeria, angola, argentina, armenia, australia, austria, azerbaijan, bahrain,
bangladesh, belarus, belgium, bolivia, bosnia, botswana, brazil, brasil, bulgaria, cambodia,
cameroon, canada, chile, china, colombia, costa rica, croatia, cuba, cyprus, czech republic,
czechia, denmark, deutschland, dominican republic, ecuador, egypt, el salvador, england, espana,
estonia, ethiopia, finland, france, georgia, germany, ghana, great britain, gb, greece, guatemala,
honduras, hong kong, hungary, iceland, india, indonesia, iran, iraq, israel, italia, italy,
jamaica, japan, jordan, kazakhstan, kenya, korea, kosovo, kuwait, latvia, lebanon, libya, lithuania,
luxembourg, macau, malaysia, malta, mauritius, mexico, moldova, mongolia, montenegro, morocco,
mozambique, myanmar, namibia, nepal, netherlands, new zealand, nicaragua, nigeria,
northern ireland, ireland, ie, roi, norway, oman, pakistan, panama, paraguay, peru, philippines,
poland, polska, portugal, puerto rico, qatar, romania, russia, rwanda, saudi arabia, ksa,
scotland, senegal, serbia, singapore, slovakia, slovenia, south africa, south korea, spain,
sri lanka, sudan, sweden, switzerland, schweiz, osterreich, syria, taiwan, tanzania, thailand,
tunisia, turkey, uae, uganda, uk, ukraine, united arab emirates, united kingdom, united states,
uruguay, us, usa, uzbekistan, venezuela, vietnam, wales, zambia, zimbabwe
"""
_STATES = """
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, hawaii,
idaho, illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts,
michigan, minnesota, mississippi, missouri, montana, nebraska, nevada, new hampshire, new jersey,
new mexico, new york, north carolina, north dakota, ohio, oklahoma, oregon, pennsylvania,
rhode island, south carolina, south dakota, tennessee, texas, utah, vermont, virginia, washington,
west virginia, wisconsin, wyoming, ontario, quebec, british columbia, alberta, manitoba,
saskatchewan, nova scotia, new brunswick, new south wales, queensland, tasmania, bavaria, bayern,
hessen, catalonia
"""
_TOWNS = """
aberdeen, abu dhabi, adelaide, albany, albuquerque, amsterdam, anchorage, ann arbor, antwerp,
athens, atlanta, auckland, austin, bahrain, baltimore, bangalore, bangkok, barcelona, basel,
bath, beijing, belfast, belgrade, bengaluru, berlin, bern, bilbao, birmingham, boise, bologna,
bonn, bordeaux, boston, boulder, bradford, bratislava, bremen, brighton, brisbane, bristol,
brno, brooklyn, brussels, bucharest, budapest, buenos aires, buffalo, cairo, calgary, cambridge,
canberra, cape town, cardiff, charleston, charlotte, chennai, chicago, christchurch, cincinnati,
cleveland, cologne, columbus, copenhagen, cork, coventry, dallas, delhi, denver, derby,
des moines, detroit, doha, dortmund, dresden, dubai, dublin, dundee, durham, dusseldorf,
edinburgh, edmonton, eindhoven, el paso, essen, exeter, fort worth, frankfurt, fresno, galway,
gdansk, geneva, genoa, ghent, glasgow, gothenburg, graz, guadalajara, gurgaon, hamburg, hanover,
hannover, hanoi, hartford, helsinki, ho chi minh city, honolulu, houston, hull, hyderabad,
indianapolis, ipswich, istanbul, jacksonville, jakarta, jersey city, johannesburg, kansas city,
karachi, kiev, kyiv, koln, krakow, kuala lumpur, kuwait city, lagos, las vegas, leeds, leicester,
leipzig, lille, lima, limerick, lincoln, linz, lisbon, liverpool, ljubljana, london, los angeles,
louisville, luton, lyon, madison, madrid, malaga, malmo, manchester, manila, marseille, melbourne,
memphis, mexico city, miami, milan, milton keynes, milwaukee, minneapolis, minsk, monterrey,
montreal, moscow, mumbai, munich, munchen, nairobi, nantes, naples, nashville, new delhi,
new orleans, newcastle, nice, noida, norwich, nottingham, nuremberg, oakland, oklahoma city,
omaha, orlando, oslo, ottawa, oxford, palo alto, paris, perth, peterborough, philadelphia, phoenix,
pittsburgh, plymouth, portland, porto, portsmouth, poznan, prague, preston, pune, quebec city,
raleigh, richmond, riga, rio de janeiro, riyadh, rochester, rome, rotterdam, sacramento,
salt lake city, san antonio, san diego, san francisco, san jose, san juan, santiago, sao paulo,
scottsdale, seattle, seoul, seville, shanghai, sheffield, shenzhen, sofia, southampton, spokane,
st louis, st. louis, saint louis, stockholm, stoke, strasbourg, stuttgart, sunderland, swansea,
sydney, syracuse, taipei, tallinn, tampa, tel aviv, the hague, tokyo, toronto, toulouse, tucson,
tulsa, turin, utrecht, valencia, vancouver, vienna, vilnius, warsaw, washington dc, waterloo,
wellington, wien, winnipeg, wolverhampton, worcester, wroclaw, york, zagreb, zaragoza, zurich,
nyc, sf, la, manhattan, canary wharf, city of london, greater london, greater manchester
"""


def _listed(text: str) -> set[str]:
    return {" ".join(name.split()) for name in text.split(",")}


PLACES = frozenset().union(*map(_listed, (_REGIONS, _COUNTRIES, _STATES, _TOWNS)))
# They count only behind a comma, a dash or in brackets.
CODES_OF_STATES = frozenset(
    (
        *("al", "ak", "az", "ar", "ca", "co", "ct", "de", "dc", "fl", "ga", "hi", "id", "il"),
        *("ia", "ks", "ky", "md", "ma", "mi", "mn", "mo", "mt", "ne", "nv", "nh", "nj", "nm"),
        *("ny", "nc", "nd", "oh", "ok", "pa", "ri", "sc", "sd", "tn", "tx", "ut", "vt", "va"),
        *("wa", "wv", "wi", "wy", "bc", "ab", "qc", "nsw", "vic", "qld"),
    )
)
