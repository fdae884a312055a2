"""Several copies of one original: the face, not the method."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from jsonschema import Draft202012Validator

import wiredrift
from wiredrift import Comparison, WiredriftError

NAMES = ("copy", "digest", "evening", "morning")
LEVELS = ("copies", "cells", "changes", "shared", "distances", "descents", "nodes")


@pytest.fixture(scope="module")
def original(root: Path) -> str:
    return (root / "examples" / "river.original.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def copies(root: Path) -> dict[str, str]:
    read = (root / "examples" / f"river.{name}.txt" for name in NAMES)
    return {path.stem.removeprefix("river."): path.read_text(encoding="utf-8") for path in read}


@pytest.fixture(scope="module")
def comparison(original: str, copies: dict[str, str]) -> Comparison:
    return wiredrift.compare_copies(original, copies)


def values(comparison: Comparison) -> Iterator[object]:
    yield comparison
    yield comparison.tree
    yield from comparison.shared
    yield from comparison.descents


def test_names_reports_and_shared_changes(
    comparison: Comparison, original: str, copies: dict[str, str]
) -> None:
    assert comparison.names == NAMES
    assert comparison.reports == {n: wiredrift.compare(original, t) for n, t in copies.items()}
    ranks = [get_args(wiredrift.Severity).index(c.severity) for c in comparison.shared]
    assert ranks == sorted(ranks, reverse=True)
    for change in comparison.shared:
        assert original[change.start : change.end] == change.original_text
        assert len(change.copies) > 1
    assert [(d.source, d.copy) for d in comparison.descents] == [("morning", "evening")]
    assert set(comparison.tree.order) == set(NAMES)
    assert comparison.tree.newick().endswith("original;")


def test_values_are_equal_hashable_pickled_and_cannot_be_changed(
    comparison: Comparison, original: str, copies: dict[str, str]
) -> None:
    backwards = dict(reversed(copies.items()))
    assert wiredrift.compare_copies(original, backwards, threads=2) == comparison
    assert Comparison.from_json(comparison.to_json()) == comparison
    for value in values(comparison):
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(value) == hash(pickle.loads(pickle.dumps(value)))
        assert value != "something else"
        shown = repr(value)
        assert shown.startswith(type(value).__name__ + "(")
        assert "\n" not in shown
        with pytest.raises(AttributeError):
            value.something_new = 1  # type: ignore[attr-defined]
        with pytest.raises(TypeError):
            type(value)()


def test_json_fits_its_schema_and_is_that_of_the_command(
    root: Path, comparison: Comparison
) -> None:
    read = (root / "schema" / f"{name}.schema.json" for name in ("copies", "report"))
    schema, report = (json.loads(path.read_text(encoding="utf-8")) for path in read)
    data = json.loads(comparison.to_json())
    assert data == comparison.to_dict()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)
    for copy in data["copies"]:
        Draft202012Validator(report).validate(copy["report"])
    files = [f"examples/river.{name}.txt" for name in ("original", *NAMES)]
    command = [sys.executable, "-m", "wiredrift", "copies", *files, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root)
    assert done.returncode == 1, done.stderr
    printed = json.loads(done.stdout)
    assert [c["name"] for c in printed["copies"]] == [f"river.{name}" for name in NAMES]
    assert printed["locations"] == data["locations"]


@pytest.mark.parametrize("level", LEVELS)
def test_frames_of_every_level(comparison: Comparison, level: str) -> None:
    table = comparison.to_frame(level=level)  # type: ignore[arg-type]
    assert pa.table(table).num_rows == len(table) > 0
    assert table.to_dicts()[0].keys() == set(table.columns)


def test_frames_count_what_there_is(comparison: Comparison) -> None:
    data = comparison.to_dict()
    assert len(comparison.to_frame()) == len(data["sentences"]) * len(NAMES)
    assert len(comparison.to_frame(level="distances")) == 10
    assert len(comparison.to_frame(level="shared")) == len(comparison.shared)
    with pytest.raises(WiredriftError, match="accepted: copies, cells"):
        comparison.to_frame(level="rows")  # type: ignore[arg-type]


def test_it_is_shown_as_text_and_html(comparison: Comparison) -> None:
    assert "“evening” can be made from “morning”" in str(comparison)
    assert "<svg" in comparison.to_html()
    assert "<script" not in comparison.to_html()
    assert comparison._repr_html_().startswith('<div class="wiredrift-report">')


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="copies must map names to texts, not list"):
        wiredrift.compare_copies("A.", ["B."])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r'copies\["a"\] must be str, not NoneType'):
        wiredrift.compare_copies("A.", {"a": None})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="a name in copies must be str"):
        wiredrift.compare_copies("A.", {1: "B."})  # type: ignore[dict-item]
    with pytest.raises(WiredriftError, match="at most 500"):
        wiredrift.compare_copies("A.", {str(n): "B." for n in range(501)})
    with pytest.raises(WiredriftError, match="not a wiredrift report"):
        Comparison.from_json("{}")


def test_nothing_to_compare_is_an_empty_comparison() -> None:
    nothing = wiredrift.compare_copies("The gate is shut.", {})
    assert nothing.names == ()
    assert nothing.tree.newick() == "original;"
    assert nothing.notices == ("there are no copies",)


def test_progress_is_told_and_can_end_the_call(original: str, copies: dict[str, str]) -> None:
    seen: list[tuple[int, int]] = []
    wiredrift.compare_copies(original, copies, progress=lambda *at: seen.append(at))
    assert seen == [(n, 4) for n in range(1, 5)]

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wiredrift.compare_copies(original, copies, progress=stop)
