"""Names of the values that a report holds, for annotations."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, TypeAlias, TypedDict

Severity: TypeAlias = Literal["none", "minor", "major", "critical"]
"""How badly a reader is misled, the least first."""

Kind: TypeAlias = Literal[
    "number",
    "time",
    "entity",
    "role",
    "attribution",
    "negation",
    "modality",
    "scope",
    "quotation",
    "wording",
    "omission",
    "addition",
    "fragment",
    "duplication",
    "grammar",
    "format",
    "order",
    "paraphrase",
]
"""What the copy changed."""

Relation: TypeAlias = Literal[
    "same", "reworded", "split", "merged", "moved", "omitted", "added", "furniture"
]
"""How the two sides of a bead stand to one another."""

SegmentKind: TypeAlias = Literal["headline", "sentence", "fragment", "furniture"]
"""What a segment is."""

QuotationState: TypeAlias = Literal[
    "verbatim", "altered", "boundary_moved", "unquoted", "missing", "added"
]
"""What became of a quotation."""

FactState: TypeAlias = Literal["kept", "changed", "lost", "new"]
"""What became of a number or a name."""

MechanismName: TypeAlias = Literal["round_trip", "synonym_spinner", "number_spinner"]
"""How a text seems to have been made."""


Progress: TypeAlias = Callable[[Literal["align", "judge"], int, int], object]
"""Called as `progress(stage, done, total)`; what it returns is not looked at."""


class ArrowColumn(Protocol):
    """A column that its library hands over by Arrow's PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the capsule of a stream of arrays."""


class ArrowBatch(Protocol):
    """A record batch that its library hands over by Arrow's PyCapsule interface."""

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        """Give the capsules of a schema and of an array."""


ArrowTable: TypeAlias = ArrowColumn | ArrowBatch
"""A table, a stream of batches or a batch of any library that speaks Arrow."""


Texts: TypeAlias = Sequence[str | None] | ArrowColumn
"""Texts of one side of many pairs; a missing one is an error of its pair."""


ModelName: TypeAlias = Literal["auto", "fast", "accurate"]
"""A built-in model of meaning."""


class _HasEncode(Protocol):
    def encode(self, texts: list[str], /) -> Any: ...


class _HasEmbed(Protocol):
    def embed(self, texts: list[str], /) -> Any: ...


Encoder: TypeAlias = Callable[[list[str]], Any] | _HasEncode | _HasEmbed
"""A model of your own: from a list of str to a vector for each (an array or nested lists)."""


class _HasJudge(Protocol):
    def judge(self, pairs: list[tuple[str, str]], /) -> Any: ...


class _HasPredict(Protocol):
    def predict(self, pairs: list[tuple[str, str]], /) -> Any: ...


Judge: TypeAlias = Callable[[list[tuple[str, str]]], Any] | _HasJudge | _HasPredict
"""A judge of your own: from a list of (original, copy) to a risk or to probabilities for each."""


class Counts(TypedDict):
    """How many of each; what does not occur is left out."""

    findings: dict[Kind, int]
    severities: dict[Severity, int]
    segments: dict[Relation, int]


class Row(TypedDict):
    """A finding as one flat row of a table."""

    code: str
    kind: Kind
    severity: Severity
    confidence: float
    quoted: bool
    message: str
    bead: int | None
    original_segment: int | None
    original_start: int | None
    original_end: int | None
    original_text: str | None
    copy_segment: int | None
    copy_start: int | None
    copy_end: int | None
    copy_text: str | None
