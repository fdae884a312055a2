"""The pair that most tests look at, and its report."""

import json
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


@pytest.fixture(scope="session")
def full(report: wiredrift.Report) -> wiredrift.Report:
    """The report with a quotation, a fact and reasons more, whatever was found."""
    data = report.to_dict()
    excerpt = {"segment": 0, "start": 0, "end": 1, "text": "🌊"}
    sides = {"original": None, "copy": excerpt}
    data["quotations"].insert(0, {**sides, "state": "added", "speaker": excerpt})
    for finding in data["findings"]:
        finding["why"] = [{"feature": "has=negator", "weight": -0.483}]
    data["numbers"].insert(0, {**sides, "state": "new"})
    return wiredrift.Report.from_json(json.dumps(data))
