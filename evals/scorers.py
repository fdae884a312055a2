"""Scorers of sentence pairs, for benches that take a scorer as `MODULE:NAME`.

Each has `.batch(pairs)`, from (original, copy) to a figure that rises with what is wrong with the
copy. They go through the installed package and nothing else:

    penalty              how much is damaged, summed
    risk                 how likely the copy misinforms
    similarity           how unlike the two are (1 - similarity, so that it rises as the others do)
    similarity_accurate  the same by the accurate tier, where the package has it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import wiredrift


class Scorer:
    """One of the figures that `wiredrift.assess` gives."""

    def __init__(self, name: str, place: int) -> None:
        """Read the figure at `place`; tables of results call it `name`."""
        self.name = name
        self._place = place

    def batch(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The figure of each pair, in order."""
        return [wiredrift.assess(original, copy)[self._place] for original, copy in pairs]

    def __call__(self, original: str, copy: str) -> float:
        """The figure of one pair."""
        return self.batch([(original, copy)])[0]


class Unlike:
    """How unlike the two sides are, as one passage each: their alignment plays no part."""

    def __init__(self, name: str, model: Literal["auto", "accurate"]) -> None:
        """Ask `model`; tables of results call it `name`."""
        self.name = name
        self._model: Literal["auto", "accurate"] = model

    def batch(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The figure of each pair, in order."""
        return [self(a, b) for a, b in pairs]

    def __call__(self, original: str, copy: str) -> float:
        """The figure of one pair."""
        return 1.0 - wiredrift.similarity(original, copy, model=self._model)


penalty = Scorer("penalty", 1)
risk = Scorer("risk", 2)
similarity = Unlike("similarity", "auto")
similarity_accurate = Unlike("similarity_accurate", "accurate")
