"""The canon's tables, a module a meaning; import them from here.

What may exist is a constraint on the model; what is asked often is a QuerySet method above it.
"""

from taxonomy.models.areas import Area
from taxonomy.models.functions import Focus, Function
from taxonomy.models.levels import DIMENSIONS, Level, Track
from taxonomy.models.markets import Market
from taxonomy.models.names import ClassificationMapping, TitleAlias
from taxonomy.models.pay import PayBand
from taxonomy.models.proficiencies import Proficiency, SkillProficiency
from taxonomy.models.profiles import GUIDELINE_CELLS, Guideline, Profile, Responsibility
from taxonomy.models.provenance import ProvenanceScore, Source
from taxonomy.models.requirements import ProfileSkill
from taxonomy.models.revision import Revision
from taxonomy.models.search import SearchEntry, SearchQueue, SearchWord, Synonym
from taxonomy.models.skills import FocusSkill, FormerSlug, Skill, SkillAlias

__all__ = [
    "DIMENSIONS",
    "GUIDELINE_CELLS",
    "Area",
    "ClassificationMapping",
    "Focus",
    "FocusSkill",
    "FormerSlug",
    "Function",
    "Guideline",
    "Level",
    "Market",
    "PayBand",
    "Proficiency",
    "Profile",
    "ProfileSkill",
    "ProvenanceScore",
    "Responsibility",
    "Revision",
    "SearchEntry",
    "SearchQueue",
    "SearchWord",
    "Skill",
    "SkillAlias",
    "SkillProficiency",
    "Source",
    "Synonym",
    "TitleAlias",
    "Track",
]
