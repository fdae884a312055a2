"""Four scorers of sentence pairs, for benches that take a scorer as `MODULE:NAME`.

Each has `.batch(pairs)`, from (original, copy) to a figure that rises with what is wrong with the
copy. They go through the installed package and nothing else:

    penalty     how much is damaged, summed
    risk        how likely the copy misinforms
    similarity  how unlike the two are (1 - similarity, so that it rises as the others do)
    similarity_accurate     the same by the accurate model
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import wiredrift


class Scorer:
    """A figure read off the report of each pair."""

    def __init__(self, name: str, figure: Callable[[wiredrift.Report], float]) -> None:
        """Read `figure` off reports; tables of results call it `name`."""
        self.name = name
        self._figure = figure

    def batch(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The figure of each pair, in order."""
        return [self._figure(wiredrift.compare(a, b)) for a, b in pairs]

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


penalty = Scorer("penalty", lambda report: report.drift)
risk = Scorer("risk", lambda report: report.risk)
similarity = Unlike("similarity", "auto")
similarity_accurate = Unlike("similarity_accurate", "accurate")
