"""The pair that most tests look at, and its report."""

from pathlib import Path

import pytest

import wiredrift

ROOT = Path(__file__).parents[2]


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
