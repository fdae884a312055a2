"""The recipes run, and say what wiredrift says."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import wiredrift

RECIPES = Path(__file__).parents[2] / "examples" / "recipes"


def found() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each pair of the recipes with what is found in it."""
    lines = (RECIPES / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    sides = [pair["original"] for pair in pairs], [pair["copy"] for pair in pairs]
    rows = wiredrift.compare_many(*sides, on_error="record").to_dicts()
    for row in rows:
        # A table knows which of its columns it means.
        row["error"] = row["error"] and "the copy is null; give a str"
    return list(zip(pairs, rows, strict=True))


def run(name: str) -> list[str]:
    library = name.removeprefix("with_")
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"needs {library}: sh scripts/recipes installs it")
    command = [sys.executable, str(RECIPES / f"{name}.py")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", sorted(path.stem for path in RECIPES.glob("with_*.py")))
def test_a_recipe_prints_what_is_found_in_each_pair(name: str) -> None:
    printed = run(name)
    if name == "with_pyarrow":
        assert printed == findings()
        return
    for line, (pair, row) in zip(printed, found(), strict=False):
        # Frames of pandas have NaN for null.
        line = line.replace("nan", "None")
        assert line == f"{pair['id']} {pair['outlet']} {row['severity']} {row['error']}"
    assert len(printed) >= len(found())
    if name in ("with_pandas", "with_polars", "with_duckdb"):
        assert printed[-1] == str(means())


def findings() -> list[str]:
    lines = []
    for pair, row in found():
        start = f"{pair['id']} {pair['outlet']}"
        if row["error"]:
            lines.append(f"{start} None {row['error']}")
            continue
        report = wiredrift.compare(pair["original"], pair["copy"])
        lines += [f"{start} {f.severity} {f.message}" for f in report.findings]
    assert len(lines) > len(found())
    return lines


def means() -> dict[str, float]:
    risks: dict[str, list[float]] = {}
    for pair, row in found():
        if row["risk"] is not None:
            risks.setdefault(pair["outlet"], []).append(row["risk"])
    return {outlet: round(sum(all_) / len(all_), 2) for outlet, all_ in sorted(risks.items())}
