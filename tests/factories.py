"""Rows of the canon for tests: one factory a table, a whole ladder, and a catalogue of any size.

Names are those of a few trades, so that a failing test reads like the catalogue. No test here.
"""

from datetime import date
from decimal import Decimal

import factory
from django.db import connection
from factory.django import DjangoModelFactory

from taxonomy import keys, models, reference_levels
from taxonomy.choices import Differential
from taxonomy.models.slugs import slug_of
from taxonomy.reference_levels import place_of

# Function name → {focus name: the title of its people, without the level}.
TRADES = {
    "Water & Drainage": {
        "Leak Detection": "Leakage Technician",
        "Reservoir Safety": "Reservoir Engineer",
        "Sewer Survey": "Sewer Surveyor",
    },
    "Library Services": {
        "Rare Books": "Rare Books Librarian",
        "Reader Help": "Reader Librarian",
        "Cataloguing": "Cataloguer",
    },
    "Rail Operations": {
        "Train Planning": "Timetable Planner",
        "Signal Control": "Signaller",
        "Station Crowding": "Crowd Analyst",
    },
    "Museum Care": {
        "Paper Conservation": "Paper Conservator",
        "Object Transport": "Art Handler",
        "Gallery Lighting": "Lighting Designer",
    },
}
SKILL_NAMES = (
    "Pressure logging",
    "Night-flow analysis",
    "Acoustic listening",
    "Pipe mapping",
    "Permit writing",
    "Crew briefing",
    "Correlator",
    "Ground microphone",
)
LEVEL_NAMES = {
    "P1": "Entry-Level Professional",
    "P2": "Developing Professional",
    "P3": "Mid-Level Professional",
    "P4": "Senior Professional",
    "P5": "Expert Professional",
    "P6": "Principal Professional",
    "M1": "Team Lead",
    "M2": "Manager",
}
DUTIES = (
    "Walks the pipe routes of {places} and logs every sound that a dry main would not make",
    "Writes the digging permits for {places} and checks them with the road authority",
    "Keeps the leak register of {places} complete, dated and costed",
    "Explains to the residents of {places} why their street is open and when it closes",
    "Tests the valves of {places} each spring and orders what fails",
    "Trains new colleagues on the listening gear used in {places}",
)

# The area of each duty: its key result area, as this trade would name it.
AREAS = ("Leak detection", "Permits", "Leak records", "Residents", "Leak detection", "Colleagues")
PROFICIENCIES = ("awareness", "working", "practitioner", "expert")


def let_codes_return() -> None:
    """For the rest of the transaction: what was published and deleted may be made again, as in a
    database that never had it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('editions.restores', 'yes', true)")


def places(level: models.Level) -> str:
    """What grows from rung to rung in the made-up sentences: `2 districts`."""
    return f"{level.rank} district{'s' if level.rank > 1 else ''}"


def title_of(focus: models.Focus, level: models.Level) -> str:
    people = TRADES.get(focus.function.name, {}).get(focus.name, f"{focus.name} Specialist")
    return f"{people} {level.code}"


class FunctionFactory(DjangoModelFactory):
    class Meta:
        model = models.Function
        django_get_or_create = ("code",)

    name = "Water & Drainage"
    code = factory.LazyAttribute(lambda row: keys.mint_function_code(row.name, set()))
    summary = factory.LazyAttribute(lambda row: f"What {row.name.lower()} crews answer for.")


class FocusFactory(DjangoModelFactory):
    class Meta:
        model = models.Focus
        django_get_or_create = ("function", "code")

    function = factory.SubFactory(FunctionFactory)
    name = "Leak Detection"
    code = factory.LazyAttribute(lambda row: keys.mint_focus_code(row.function.name, row.name))
    summary = factory.LazyAttribute(lambda row: f"{row.name}: finds the fault before others do.")
    differential = Differential.SKILL


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = models.Track
        django_get_or_create = ("code",)

    code = "P"
    name = factory.LazyAttribute(lambda row: reference_levels.TRACKS.get(row.code, row.code))
    order = factory.LazyAttribute(
        lambda row: [*reference_levels.TRACKS, row.code].index(row.code) + 1
    )


class LevelFactory(DjangoModelFactory):
    """A level whose code says its place, such as P3; another one needs track, rank and step."""

    class Meta:
        model = models.Level
        django_get_or_create = ("code",)

    code = "P3"
    track = factory.LazyAttribute(lambda row: TrackFactory(code=place_of(row.code).track))
    rank = factory.LazyAttribute(lambda row: place_of(row.code).rank)
    step = factory.LazyAttribute(lambda row: place_of(row.code).step)
    name = factory.LazyAttribute(lambda row: LEVEL_NAMES.get(row.code, f"Level {row.code}"))
    description = factory.LazyAttribute(lambda row: f"Stands on rung {row.rank}, trusted so far.")
    years_min = factory.LazyAttribute(lambda row: (row.rank - 1) * 2)
    years_max = factory.LazyAttribute(lambda row: row.rank * 3)
    scope = factory.LazyAttribute(lambda row: f"Work in {places(row)}")
    autonomy = factory.LazyAttribute(lambda row: f"Seen by a senior every {row.rank} weeks")
    complexity = factory.LazyAttribute(lambda row: f"Faults with {row.rank} causes at once")
    impact = factory.LazyAttribute(lambda row: f"Supply of {row.rank}000 homes")
    decision_rights = factory.LazyAttribute(lambda row: f"Spends {row.rank}000 without asking")
    leadership = factory.LazyAttribute(lambda row: f"Teaches {row.rank} newcomers a year")


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = models.Profile
        django_get_or_create = ("focus", "level")

    focus = factory.SubFactory(FocusFactory)
    level = factory.SubFactory(LevelFactory)
    title = factory.LazyAttribute(lambda row: title_of(row.focus, row.level))
    summary = factory.LazyAttribute(lambda row: f"Finds the leaks of {places(row.level)}.")
    status = models.Profile.Status.APPROVED
    confidence = Decimal("0.84")
    scope = "global"


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = models.Responsibility

    profile = factory.SubFactory(ProfileFactory)
    kind = models.Responsibility.Kind.JFM
    order = factory.LazyAttribute(lambda row: row.profile.responsibilities.count() + 1)
    text = factory.LazyAttribute(
        lambda row: DUTIES[(row.order - 1) % len(DUTIES)].format(places=places(row.profile.level))
    )


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = models.Area
        django_get_or_create = ("focus", "name")

    focus = factory.SubFactory(FocusFactory)
    name = "Borehole records"
    order = factory.LazyAttribute(lambda area: area.focus.areas.count() + 1)


class ProficiencyFactory(DjangoModelFactory):
    class Meta:
        model = models.Proficiency
        django_get_or_create = ("code",)

    code = "working"
    name = factory.LazyAttribute(lambda place: place.code.capitalize())
    order = factory.LazyAttribute(lambda place: PROFICIENCIES.index(place.code) + 1)


class GuidelineFactory(DjangoModelFactory):
    class Meta:
        model = models.Guideline

    profile = factory.SubFactory(ProfileFactory)
    knowledge = factory.LazyAttribute(
        lambda row: f"Knows the mains, valves and logs of {places(row.profile.level)} by heart."
    )
    complexity = factory.LazyAttribute(
        lambda row: f"Separates {row.profile.level.rank} overlapping sounds and dates each fault."
    )
    collaboration = factory.LazyAttribute(
        lambda row: f"Agrees closures with {row.profile.level.rank} road offices."
    )
    experience = factory.LazyAttribute(
        lambda row: f"Trade certificate and {row.profile.level.years or 'some years'}."
    )


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = models.Skill
        django_get_or_create = ("slug",)

    name = factory.Iterator(SKILL_NAMES)
    slug = factory.LazyAttribute(lambda row: slug_of(row.name))
    kind = factory.LazyAttribute(
        lambda row: "tool" if row.name in {"Correlator", "Ground microphone"} else "skill"
    )


class SkillAliasFactory(DjangoModelFactory):
    class Meta:
        model = models.SkillAlias

    skill = factory.SubFactory(SkillFactory)
    name = factory.LazyAttribute(lambda alias: f"{alias.skill.name} work")
    slug = factory.LazyAttribute(lambda alias: slug_of(alias.name))


class SkillProficiencyFactory(DjangoModelFactory):
    class Meta:
        model = models.SkillProficiency

    skill = factory.SubFactory(SkillFactory)
    proficiency = factory.SubFactory(ProficiencyFactory)
    text = "Does it alone on one ordinary main."


class ProfileSkillFactory(DjangoModelFactory):
    class Meta:
        model = models.ProfileSkill

    profile = factory.SubFactory(ProfileFactory)
    skill = factory.SubFactory(SkillFactory)
    order = factory.LazyAttribute(lambda tie: tie.profile.required_skills.count() + 1)
    proficiency = factory.SubFactory(ProficiencyFactory)


class FocusSkillFactory(DjangoModelFactory):
    class Meta:
        model = models.FocusSkill

    focus = factory.SubFactory(FocusFactory)
    skill = factory.SubFactory(SkillFactory)
    order = factory.LazyAttribute(lambda row: row.focus.applied_skills.count() + 1)
    text = factory.LazyAttribute(lambda row: f"{row.skill.name}: used on every second call-out.")


class MarketFactory(DjangoModelFactory):
    class Meta:
        model = models.Market
        django_get_or_create = ("code",)

    code = "US"
    name = factory.SelfAttribute("code")


class PayBandFactory(DjangoModelFactory):
    class Meta:
        model = models.PayBand
        exclude = ("where",)

    profile = factory.SubFactory(ProfileFactory)
    where = "US"  # the code of its market; empty: not stated
    market = factory.LazyAttribute(lambda row: MarketFactory(code=row.where) if row.where else None)
    currency = "USD"
    low = factory.LazyAttribute(lambda row: 40_000 + 10_000 * row.profile.level.rank)
    median = factory.LazyAttribute(lambda row: row.low + 12_000)
    high = factory.LazyAttribute(lambda row: row.low + 30_000)
    basis = models.PayBand.Basis.SURVEY
    source = "Household survey of trades"
    as_of = date(2025, 5, 1)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    focus = factory.SubFactory(FocusFactory)
    order = factory.LazyAttribute(lambda row: row.focus.sources.count() + 1)
    title = factory.LazyAttribute(lambda row: f"Handbook of quiet pipes, part {row.order}")
    publisher = "Guild of Leak Finders"
    published = "2025"
    url = "https://example.org/handbook"


class ProvenanceScoreFactory(DjangoModelFactory):
    class Meta:
        model = models.ProvenanceScore
        django_get_or_create = ("focus", "criterion")

    focus = factory.SubFactory(FocusFactory)
    criterion = factory.Iterator(models.ProvenanceScore.Criterion.values)
    score = Decimal("4.5")


class TitleAliasFactory(DjangoModelFactory):
    class Meta:
        model = models.TitleAlias

    profile = factory.SubFactory(ProfileFactory)
    title = factory.Sequence(lambda n: f"Pipe Listener {n}")


class ClassificationMappingFactory(DjangoModelFactory):
    class Meta:
        model = models.ClassificationMapping

    profile = factory.SubFactory(ProfileFactory)
    scheme = "SOC 2018"
    code = factory.Sequence(lambda n: f"47-{2000 + n % 8000}")
    source = "crosswalk"


def ladder(
    focus: models.Focus | None = None,
    levels: tuple[str, ...] = ("P2", "P3", "P4", "P5", "P6"),
    responsibilities: int = 4,
    skills: int = 7,
) -> list[models.Profile]:
    """The profiles of one focus from rung to rung, each whole: a page with nothing missing."""
    focus = focus or FocusFactory()
    rungs = [whole_profile(focus, code, responsibilities) for code in levels]
    for name in SKILL_NAMES[:skills]:
        FocusSkillFactory(focus=focus, skill=SkillFactory(name=name))
    for criterion in models.ProvenanceScore.Criterion.values:
        ProvenanceScoreFactory(focus=focus, criterion=criterion)
    SourceFactory.create_batch(2, focus=focus)
    return rungs


def whole_profile(focus: models.Focus, code: str, responsibilities: int = 4) -> models.Profile:
    profile = ProfileFactory(focus=focus, level=LevelFactory(code=code))
    for place in range(responsibilities):
        area = AreaFactory(focus=focus, name=AREAS[place % len(AREAS)])
        ResponsibilityFactory(profile=profile, area=area)
    place = PROFICIENCIES[min(profile.level.rank // 2, 3)]
    for name in SKILL_NAMES[:3]:
        ProfileSkillFactory(
            profile=profile,
            skill=SkillFactory(name=name),
            proficiency=ProficiencyFactory(code=place),
        )
    GuidelineFactory(profile=profile)
    PayBandFactory(profile=profile)
    TitleAliasFactory(profile=profile)
    ClassificationMappingFactory(profile=profile)
    return profile


def _count(table: str) -> None:
    """Lets the database see how large the table has become; kept plans for a small one go."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")


def catalogue(
    count: int,
    levels: tuple[str, ...] = ("P1", "P2", "P3", "P4", "P5"),
    start: int = 0,
    searchable: bool = True,
) -> None:
    """`count` more profiles with a responsibility each, in bulk: the large surroundings of a page.

    A second call starts where the first ended. What no test searches for need not be searchable,
    which spares most of the time that a large catalogue takes: its notes to the search index go.
    """
    rungs = [LevelFactory(code=code) for code in levels]
    functions = [FunctionFactory(name=name) for name in TRADES]
    needed = -(-count // len(rungs))
    focuses = models.Focus.objects.bulk_create(
        models.Focus(
            function=functions[n % len(functions)],
            code=f"BULK{n:05d}",
            name=f"District {n:05d}",
            summary="One district of many.",
        )
        for n in range(start, start + needed)
    )
    _count("taxonomy_focus")
    places_left = [(focus, level) for focus in focuses for level in rungs][:count]
    profiles = models.Profile.objects.bulk_create(
        models.Profile(
            focus=focus,
            function=focus.function,
            level=level,
            key=str(keys.Key(focus.function.code, focus.code, level.code)),
            title=f"{focus.name} Keeper {level.code}",
            status=models.Profile.Status.APPROVED,
        )
        for focus, level in places_left
    )
    _count("taxonomy_profile")
    models.Responsibility.objects.bulk_create(
        models.Responsibility(profile=profile, order=1, text=f"Keeps {profile.focus.name} dry")
        for profile in profiles
    )
    if not searchable:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM taxonomy_searchqueue")
