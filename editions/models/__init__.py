"""The tables of editions; import them from here."""

from editions.models.change_sets import ChangeSet, Draft, SetReview
from editions.models.editions import Edition, MintedCode, Succession, Touched
from editions.models.releases import Release

__all__ = [
    "ChangeSet",
    "Draft",
    "Edition",
    "MintedCode",
    "Release",
    "SetReview",
    "Succession",
    "Touched",
]
