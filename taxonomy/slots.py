"""What other apps give this one without its importing them: `config/apps.py` fills each slot.

A slot has a value that serves where nobody fills it.
"""

from typing import Generic, TypeVar

Filling = TypeVar("Filling")


class Slot(Generic[Filling]):
    def __init__(self, default: Filling) -> None:
        self.default = self._filling = default

    def fill(self, filling: Filling) -> None:
        self._filling = filling

    def get(self) -> Filling:
        return self._filling
