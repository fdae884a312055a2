"""The pair that most tests look at, and its report."""

from pathlib import Path
from typing import TypeAlias

import pytest

import wiredrift

ROOT = Path(__file__).parents[2]

Passage: TypeAlias = wiredrift.Finding | wiredrift.Quotation | wiredrift.Fact


def passages(report: wiredrift.Report) -> list[Passage]:
    """All that has a passage on each side, or on one."""
    return [*report.findings, *report.quotations, *report.numbers, *report.names]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def pair() -> tuple[str, str]:
    """The bundled example, with some characters beyond the Basic Multilingual Plane before it."""
    original, copy = (
        (ROOT / "examples" / f"river.{side}.txt").read_text(encoding="utf-8")
        for side in ("original", "copy")
    )
    return original, f"🌊 Flood 🌊\n\n{copy}"


@pytest.fixture(scope="session")
def report(pair: tuple[str, str]) -> wiredrift.Report:
    return wiredrift.compare(*pair)
