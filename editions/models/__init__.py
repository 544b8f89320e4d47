"""The tables of editions; import them from here."""

from editions.models.change_sets import ChangeSet, Draft, SetReview
from editions.models.editions import Edition, MintedCode, Touched
from editions.models.purges import Purge
from editions.models.releases import Release
from editions.models.successions import ProposedSuccession, Succession

__all__ = [
    "ChangeSet",
    "Draft",
    "Edition",
    "MintedCode",
    "ProposedSuccession",
    "Purge",
    "Release",
    "SetReview",
    "Succession",
    "Touched",
]
