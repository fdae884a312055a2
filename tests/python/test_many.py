"""Many pairs: order, threads, errors, Arrow in and out."""

from collections.abc import Callable

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

import wiredrift
from wiredrift import WiredriftError

ORIGINALS = [
    "No one was hurt on Monday. The mayor came.",
    "The bank will refund its customers' fees.",
    "A quarter of the crop was lost, officials said.",
    "The pipeline has been built.",
]
COPIES = [
    "Everyone was hurt on Monday. The mayor came.",
    "The bank will refund its customers' fees.",
    "Half of the crop was lost.",
    "The pipeline is to be built.",
]


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
def test_a_batch_says_what_single_calls_say(threads: int | None) -> None:
    rows = wiredrift.compare_many(ORIGINALS * 5, COPIES * 5, threads=threads).to_dicts()
    assert [row["pair"] for row in rows] == list(range(20))
    for row, original, copy in zip(rows, ORIGINALS * 5, COPIES * 5, strict=True):
        report = wiredrift.compare(original, copy)
        assert (row["drift"], row["risk"], row["severity"]) == (
            report.drift,
            report.risk,
            report.severity,
        )
        assert row["signature"] == report.signature
        assert row["error"] is None


def test_a_row_for_each_finding_has_the_fields_of_the_report() -> None:
    rows = wiredrift.compare_many(ORIGINALS, COPIES, level="findings").to_dicts()
    expected = [
        {"pair": pair, **row, "error": None}
        for pair, texts in enumerate(zip(ORIGINALS, COPIES, strict=True))
        for row in wiredrift.compare(*texts).to_rows()
    ]
    assert rows == expected
    assert len(rows) > 3
    frame = wiredrift.compare(ORIGINALS[0], COPIES[0]).to_frame()
    assert frame.to_dicts() == [row for row in expected if row["pair"] == 0]


def test_a_row_for_each_bead_slices_the_texts() -> None:
    rows = wiredrift.compare_many(ORIGINALS, COPIES, level="beads").to_dicts()
    assert {row["pair"] for row in rows} == {0, 1, 2, 3}
    for row in rows:
        original = ORIGINALS[row["pair"]]
        assert original[row["original_start"] : row["original_end"]] == row["original_text"]
        copy = COPIES[row["pair"]]
        assert copy[row["copy_start"] : row["copy_end"]] == row["copy_text"]


def test_one_original_stands_for_all_copies() -> None:
    one = wiredrift.compare_many(ORIGINALS[0], COPIES)
    each = wiredrift.compare_many([ORIGINALS[0]] * 4, COPIES)
    assert one.to_dicts() == each.to_dicts()


COLUMNS: dict[str, Callable[[list[str | None]], object]] = {
    "string": lambda texts: pa.array(texts, pa.string()),
    "large_string": lambda texts: pa.array(texts, pa.large_string()),
    "string_view": lambda texts: pa.array(texts, pa.string_view()),
    "dictionary": lambda texts: pa.array(texts, pa.string()).dictionary_encode(),
    "chunked": lambda texts: pa.chunked_array([texts[:1], [], texts[1:]], pa.string()),
    "slice": lambda texts: pa.array([None, *texts], pa.string())[1:],
    "tuple": tuple,
}


@pytest.mark.parametrize("make", COLUMNS.values(), ids=COLUMNS)
def test_columns_of_any_layout_are_read_where_they_lie(
    make: Callable[[list[str | None]], object],
) -> None:
    originals, copies = make([*ORIGINALS]), make([*COPIES])
    table = wiredrift.compare_many(originals, copies)  # type: ignore[arg-type]
    assert table.to_dicts() == wiredrift.compare_many(ORIGINALS, COPIES).to_dicts()
    holes = make([None, *COPIES[1:]])
    with pytest.raises(WiredriftError, match=r"copies\[0\] is null"):
        wiredrift.compare_many(originals, holes)  # type: ignore[arg-type]
    table = wiredrift.compare_many(originals, holes, on_error="record")  # type: ignore[arg-type]
    errors = [row["error"] for row in table.to_dicts()]
    assert errors == ["copies[0] is null; give a str", None, None, None]


def test_arrow_libraries_take_the_table() -> None:
    table = wiredrift.compare_many([*ORIGINALS, "a"], [*COPIES, "\ud800"], on_error="record")
    frame = pa.table(table)
    assert frame.num_rows == len(table) == 5
    assert frame.column_names == table.columns
    assert frame.to_pylist() == table.to_dicts()
    assert frame.schema == pa.schema(table)
    assert frame["drift"].null_count == 1
    assert "lone surrogate at index 0" in frame["error"][4].as_py()
    assert pa.table(table) == frame, "a table can be taken more than once"


def test_an_empty_batch_has_the_columns_all_the_same() -> None:
    for level in ("pairs", "beads", "findings"):
        table = wiredrift.compare_many([], [], level=level)
        assert len(table) == 0
        assert table.to_dicts() == []
        full = wiredrift.compare_many(ORIGINALS, COPIES, level=level)
        assert table.columns == full.columns


def test_what_cannot_be_compared_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="copies must be a sequence of str"):
        wiredrift.compare_many("a", "b")
    with pytest.raises(TypeError, match="originals has 1 texts and copies has 2"):
        wiredrift.compare_many(["a"], ["a", "b"])
    with pytest.raises(TypeError, match=r"copies\[1\] must be str, not int"):
        wiredrift.compare_many(["a", "b"], ["a", 3])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="copies is an Arrow column of Int64"):
        wiredrift.compare_many("a", pa.array([1, 2]))
    with pytest.raises(WiredriftError, match='level is "rows"; accepted: pairs, beads'):
        wiredrift.compare_many("a", ["b"], level="rows")  # type: ignore[arg-type]
    with pytest.raises(WiredriftError, match='on_error is "skip"; accepted: raise, record'):
        wiredrift.compare_many("a", ["b"], on_error="skip")  # type: ignore[arg-type]
    with pytest.raises(WiredriftError, match="threads"):
        wiredrift.compare_many("a", ["b"], threads=0)


def test_progress_counts_the_pairs_and_can_end_the_call() -> None:
    seen: list[tuple[int, int]] = []
    wiredrift.compare_many(ORIGINALS, COPIES, progress=lambda *at: seen.append(at), threads=2)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done: int, total: int) -> None:
        raise LookupError(f"{done} of {total}")

    with pytest.raises(LookupError, match="1 of 4"):
        wiredrift.compare_many(ORIGINALS, COPIES, progress=stop)


def test_a_notebook_shows_the_first_rows_of_a_table() -> None:
    hostile = "<script>alert(1)</script> No one came.\u202e"
    table = wiredrift.compare_many([hostile] * 12, ["Everyone came."] * 12, level="beads")
    html = table._repr_html_()
    assert html.count("<tr>") == 11
    assert all(f'<th scope="col">{name}</th>' in html for name in table.columns)
    assert f"{len(table)} rows" in html
    assert f"{len(table) - 10} more" in html
    assert "<script" not in html
    assert "\u202e" not in html
    assert "0 rows" in wiredrift.compare_many([], [])._repr_html_()
