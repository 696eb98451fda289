"""Right, wrong and missed: what precision, recall and F1 are made of."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any


@dataclass
class Tally:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: AbstractSet[Any], found: AbstractSet[Any]) -> None:
        """Count two sets against each other."""
        self.right += len(gold & found)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)

    @property
    def labels(self) -> int:
        """How many there are in gold."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of gold that was found."""
        return self.right / self.labels if self.labels else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed or 1)

    def line(self) -> str:
        """Precision, recall, F1 and number of labels, as cells of a table."""
        return f"{self.precision:.2f} | {self.recall:.2f} | {self.f1:.2f} | {self.labels}"
