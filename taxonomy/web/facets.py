"""What narrows a list: facets with their choices, how many of the list each would leave, and the
address that adds or removes it. Search and frameworks count in their own ways and show the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int  # what one would see with it, the other facets left as they are
    address: str  # with this choice added, or taken away where it is chosen
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]
