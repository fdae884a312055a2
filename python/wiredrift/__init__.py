"""wiredrift says exactly what a copied news story changed.

It takes an original story and a copy of it (translated away and back, spun, paraphrased,
shortened), aligns them sentence by sentence, and reports what the copy changed in meaning,
worst first.

>>> import wiredrift
>>> report = wiredrift.compare(
...     "The army reported no mass casualties on Monday.",
...     "The army reported no mass casualties on Monday.",
... )
>>> report.severity
'none'
"""

from wiredrift._native import (
    Bead,
    Evidence,
    Excerpt,
    Fact,
    Finding,
    Inspection,
    Mechanism,
    Quotation,
    Report,
    Segment,
    Side,
    Table,
    WiredriftError,
    __version__,
    align_sentences,
    assess,
    compare,
    compare_many,
    encode,
    explain,
    inspect,
    sentences,
    similarity,
)
from wiredrift._read import compare_files, read
from wiredrift._types import (
    Counts,
    Encoder,
    FactState,
    Kind,
    MechanismName,
    ModelName,
    Progress,
    QuotationState,
    Relation,
    Row,
    SegmentKind,
    Severity,
    Texts,
)

__all__ = [
    "Bead",
    "Counts",
    "Encoder",
    "Evidence",
    "Excerpt",
    "Fact",
    "FactState",
    "Finding",
    "Inspection",
    "Kind",
    "Mechanism",
    "MechanismName",
    "ModelName",
    "Progress",
    "Quotation",
    "QuotationState",
    "Relation",
    "Report",
    "Row",
    "Segment",
    "SegmentKind",
    "Severity",
    "Side",
    "Table",
    "Texts",
    "WiredriftError",
    "__version__",
    "align_sentences",
    "assess",
    "compare",
    "compare_files",
    "compare_many",
    "encode",
    "explain",
    "inspect",
    "read",
    "sentences",
    "similarity",
]
