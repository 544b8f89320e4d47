"""The canon's tables, a module a meaning; import them from here.

What may exist is a constraint on the model; what is asked often is a QuerySet method above it.
"""

from taxonomy.models.functions import Focus, Function
from taxonomy.models.levels import DIMENSIONS, Level, Track
from taxonomy.models.names import ClassificationMapping, TitleAlias
from taxonomy.models.pay import PayBand
from taxonomy.models.profiles import GUIDELINE_CELLS, Guideline, Profile, Responsibility
from taxonomy.models.provenance import ProvenanceScore, Source
from taxonomy.models.revision import Revision
from taxonomy.models.search import SearchEntry, SearchQueue, SearchWord, Synonym
from taxonomy.models.skills import FocusSkill, Skill

__all__ = [
    "DIMENSIONS",
    "GUIDELINE_CELLS",
    "ClassificationMapping",
    "Focus",
    "FocusSkill",
    "Function",
    "Guideline",
    "Level",
    "PayBand",
    "Profile",
    "ProvenanceScore",
    "Responsibility",
    "Revision",
    "SearchEntry",
    "SearchQueue",
    "SearchWord",
    "Skill",
    "Source",
    "Synonym",
    "TitleAlias",
    "Track",
]
