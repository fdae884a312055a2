"""Tables of pairs: Arrow in, Arrow out, and no row lost or doubled on the way."""

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pytest

import wiredrift
from wiredrift import ArrowTable, WiredriftError

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
LEVELS = ("pairs", "beads", "findings")


def table(kind: pa.DataType | None = None) -> pa.Table:
    """Four pairs with a number and a list that go along."""
    return pa.table(
        {
            "id": pa.array([7, 5, 3, 1], pa.int16()),
            "original": pa.array(ORIGINALS, kind or pa.string()),
            "copy": pa.array(COPIES, kind or pa.string()),
            "tags": pa.array([["a"], [], None, ["b", "c"]], pa.list_(pa.string())),
        }
    )


def chunked(rows: pa.Table) -> pa.Table:
    return pa.concat_tables([rows[:1], rows[:0], rows[1:]])


class BatchOnly:
    """An exporter of single batches, as nanoarrow's are."""

    def __init__(self, rows: pa.Table) -> None:
        self.batch = rows.combine_chunks().to_batches()[0]

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        return self.batch.__arrow_c_array__(requested_schema)


def dictionaries(rows: pa.Table) -> pa.Table:
    for name in ("original", "copy"):
        at = rows.column_names.index(name)
        rows = rows.set_column(at, name, rows[name].dictionary_encode())
    return rows


FORMS: dict[str, Callable[[], object]] = {
    "string": table,
    "large_string": lambda: table(pa.large_string()),
    "string_view": lambda: table(pa.string_view()),
    "dictionary": lambda: dictionaries(table()),
    "chunks": lambda: chunked(table()),
    "slice": lambda: pa.concat_tables([table(), table()]).combine_chunks()[4:],
    "reader": lambda: chunked(table()).to_reader(),
    "batch": lambda: table().to_batches()[0],
    "array": lambda: BatchOnly(table()),
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_every_form_of_a_table_gives_what_single_calls_give(
    make: Callable[[], Any], level: Any
) -> None:
    result = pa.table(wiredrift.score_arrow(make(), id=["id", "tags"], level=level))
    plain = pa.table(wiredrift.compare_many(ORIGINALS, COPIES, level=level))
    assert result.drop(["id", "tags"]) == plain
    expected = [table().to_pylist()[pair] for pair in plain["pair"].to_pylist()]
    assert result.select(["id", "tags"]).to_pylist() == [
        {"id": row["id"], "tags": row["tags"]} for row in expected
    ]
    assert result.column_names[:3] == ["pair", "id", "tags"]
    assert result.column_names[-1] == "error"
    assert result.schema.field("id").type == pa.int16()


@pytest.mark.parametrize("level", LEVELS)
def test_a_table_without_rows_keeps_the_schema(level: Any) -> None:
    full = pa.table(wiredrift.score_arrow(table(), id="tags", level=level))
    for empty in (
        table()[:0],
        table().schema.empty_table(),
        pa.Table.from_batches([], table().schema),
    ):
        result = pa.table(wiredrift.score_arrow(empty, id="tags", level=level))
        assert result.num_rows == 0
        assert result.schema == full.schema


@pytest.mark.parametrize("level", LEVELS)
def test_a_bad_row_is_one_row_with_its_error_and_costs_no_other(level: Any) -> None:
    # Bytes that say they are a string, as Spark's strings of undecoded files do.
    broken = pa.array([b"No one came.", b"caf\xe9 closed"], pa.binary()).view(pa.string())
    rows = pa.table(
        {
            "id": [1, 2, 3, 4],
            "original": [ORIGINALS[0], None, ORIGINALS[2], None],
            "copy": pa.chunked_array([pa.array([None, "a"]), broken.slice(1), broken.slice(0, 1)]),
        }
    )
    good = table().select(["id", "original", "copy"]).cast(rows.schema)
    mixed = pa.concat_tables([good[:2], rows, good[2:]])
    result = wiredrift.score_arrow(mixed, id="id", level=level).to_dicts()
    bad = [row for row in result if row["error"] is not None]
    assert [(row["pair"], row["id"]) for row in bad] == [(2, 1), (3, 2), (4, 3), (5, 4)]
    assert [row["error"].split(";")[0] for row in bad] == [
        "the copy is null",
        "the original is null",
        "the copy is not UTF-8 at byte 3",
        "the original is null",
    ]
    values = {v for row in bad for k, v in row.items() if k not in ("pair", "id", "error")}
    assert values == {None}
    alone = wiredrift.score_arrow(good, id="id", level=level).to_dicts()
    kept = [row for row in result if row["error"] is None]
    assert [{**row, "pair": None} for row in kept] == [{**row, "pair": None} for row in alone]


def test_a_column_of_nothing_but_nulls_is_rows_of_errors() -> None:
    rows = table().set_column(2, "copy", pa.nulls(4))
    errors = pa.table(wiredrift.score_arrow(rows))["error"].to_pylist()
    assert errors == ["the copy is null; give a str"] * 4


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_result_is_the_same_at_any_number_of_threads_and_any_cut(threads: int) -> None:
    rows = pa.concat_tables([table()] * 6)
    whole = pa.table(wiredrift.score_arrow(rows, id="id", level="findings", threads=threads))
    parts = [
        pa.table(wiredrift.score_arrow(rows[at : at + 5], id="id", level="findings"))
        for at in range(0, 24, 5)
    ]
    assert (
        whole.drop(["pair"]).combine_chunks()
        == pa.concat_tables(parts).drop(["pair"]).combine_chunks()
    )


def test_columns_can_have_any_name_and_go_along_with_any_type() -> None:
    rows = table().rename_columns(["outlet", "von", "zu", "tags"])
    rows = rows.set_column(0, "outlet", pa.array(["x", "y", "x", None]).dictionary_encode())
    result = pa.table(wiredrift.score_arrow(rows, original="von", copy="zu", id=("outlet", "von")))
    assert result["von"].to_pylist() == ORIGINALS
    assert result["outlet"].to_pylist() == ["x", "y", "x", None]
    swapped = wiredrift.score_arrow(rows, original="zu", copy="von")
    assert swapped.to_dicts() == wiredrift.compare_many(COPIES, ORIGINALS).to_dicts()
    assert pickle.loads(pickle.dumps(wiredrift.score_arrow)) is wiredrift.score_arrow


def test_what_is_no_matter_of_a_row_is_raised() -> None:
    with pytest.raises(WiredriftError, match=r'no column "story"; it has id, original, copy, tags'):
        wiredrift.score_arrow(table(), original="story")
    with pytest.raises(TypeError, match="id is an Arrow column of Int16"):
        wiredrift.score_arrow(table(), copy="id")
    with pytest.raises(TypeError, match="batch must be an Arrow record batch, table or stream"):
        wiredrift.score_arrow({"original": ORIGINALS})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="batch is one Arrow column of Utf8"):
        wiredrift.score_arrow(pa.array(ORIGINALS))
    with pytest.raises(TypeError, match="id must be the name of a column, or several, not int"):
        wiredrift.score_arrow(table(), id=[3])  # type: ignore[list-item]
    with pytest.raises(WiredriftError, match='two columns "id"'):
        wiredrift.score_arrow(table(), id=["id", "id"])
    taken = table().rename_columns(["drift", "original", "copy", "tags"])
    with pytest.raises(WiredriftError, match='two columns "drift"; rename the one of the batch'):
        wiredrift.score_arrow(taken, id="drift")
    doubled = pa.Table.from_arrays([table()["copy"]] * 2, ["copy", "copy"])
    with pytest.raises(WiredriftError, match='several columns "copy"'):
        wiredrift.score_arrow(doubled, original="copy")
    with pytest.raises(WiredriftError, match="level is"):
        wiredrift.score_arrow(table(), level="rows")  # type: ignore[arg-type]
    with pytest.raises(WiredriftError, match="threads"):
        wiredrift.score_arrow(table(), threads=0)


def test_a_model_that_fails_spoils_its_rows_and_one_that_is_interrupted_ends_the_call() -> None:
    def refuses(texts: list[str]) -> list[list[float]]:
        if any("crop" in text for text in texts):
            raise ValueError("no crops")
        return [[1.0, 0.5]] * len(texts)

    result = wiredrift.score_arrow(table(), id="id", model=refuses).to_dicts()
    errors = {row["id"]: row["error"] for row in result}
    assert [id_ for id_, error in errors.items() if error] == [3]
    assert "no crops" in errors[3]

    def stops(_texts: list[str]) -> list[list[float]]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wiredrift.score_arrow(table(), model=stops)


def test_a_stream_that_breaks_off_is_an_error() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield table().to_batches()[0]
        raise OSError("disk gone")

    stream: ArrowTable = pa.RecordBatchReader.from_batches(table().schema, batches())
    with pytest.raises(WiredriftError, match="disk gone"):
        wiredrift.score_arrow(stream)


def test_a_table_with_any_columns_is_dicts_or_says_which_it_cannot_say() -> None:
    rows = pa.table(
        {
            "original": pa.array(["a", "b"], pa.string_view()),
            "copy": ["a", "b"],
            "small": pa.array([-3, None], pa.int8()),
            "real": pa.array([0.5, None], pa.float32()),
            "open": [True, None],
            "raw": pa.array([b"\x00\xff", None], pa.large_binary()),
            "lists": [[["a"], None], None],
            "place": [{"x": 1, "names": ["y"]}, None],
            "none": pa.nulls(2),
            "outlet": pa.array(["x", None]).dictionary_encode(),
        }
    )
    ids = [name for name in rows.column_names if name != "copy"]
    found = wiredrift.score_arrow(rows, id=ids)
    taken = [{name: row[name] for name in ids} for row in found.to_dicts()]
    assert taken == rows.select(ids).to_pylist()

    days = rows.append_column("day", pa.array([1, 2], pa.date32()))
    found = wiredrift.score_arrow(days, id="day")
    with pytest.raises(WiredriftError, match='column "day" is of the Arrow type Date32'):
        found.to_dicts()
    assert pa.table(found)["day"] == days["day"]
    latin = pa.array([b"caf\xe9", b"b"], pa.binary()).view(pa.string())
    found = wiredrift.score_arrow(rows.append_column("latin", latin), id="latin")
    with pytest.raises(WiredriftError, match=r"latin\[0\] is not UTF-8 at byte 3"):
        found.to_dicts()
