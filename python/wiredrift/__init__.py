"""wiredrift says exactly what a copied news story changed."""

from wiredrift._native import (
    Bead,
    Evidence,
    Excerpt,
    Fact,
    Finding,
    Quotation,
    Report,
    Segment,
    Side,
    WiredriftError,
    __version__,
    compare,
)

__all__ = [
    "Bead",
    "Evidence",
    "Excerpt",
    "Fact",
    "Finding",
    "Quotation",
    "Report",
    "Segment",
    "Side",
    "WiredriftError",
    "__version__",
    "compare",
]
