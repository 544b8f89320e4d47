"""The tables of frameworks, a module a meaning; import them from here.

One set of tables carries both kinds: skills defined at levels, and practices with activities.
"""

from frameworks.models.entries import Entry, LevelDescription
from frameworks.models.framework import Category, Framework, FrameworkLevel, LoadReport, Term
from frameworks.models.links import CanonLink, Relation
from frameworks.models.practices import Activity, Practice, Supplement

__all__ = [
    "Activity",
    "CanonLink",
    "Category",
    "Entry",
    "Framework",
    "FrameworkLevel",
    "LevelDescription",
    "LoadReport",
    "Practice",
    "Relation",
    "Supplement",
    "Term",
]
