"""`wiredrift batch`: what it writes is what `compare_many` and `score_arrow` return."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

import wiredrift

Level = Literal["pairs", "beads", "findings"]

ORIGINALS = [
    "No one was hurt on Monday. The mayor came.",
    "The bank will refund its customers' fees.",
    "A quarter of the crop was lost, officials said.",
    "“It is over,” said Ada Ruhl of Zürich.\nThe pipeline has been built.",
    None,
    "It rained.",
]
COPIES = [
    "Everyone was hurt on Monday. The mayor came.",
    "The bank will refund its customers' fees.",
    "Half of the crop was lost.",
    "“It is over,” said Ada Ruhl of Zürich.\nThe pipeline is to be built.",
    "It rained.",
    None,
]
LEVELS: tuple[Level, ...] = ("pairs", "beads", "findings")


def batch(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wiredrift", "batch", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)


def pairs(times: int = 1) -> pa.Table:
    rows = len(ORIGINALS) * times
    return pa.table(
        {
            "url": [f"https://example.org/{n}" for n in range(rows)],
            "story": ORIGINALS * times,
            "text": COPIES * times,
            "number": pa.array(range(rows), pa.int64()),
        }
    )


COLUMNS = ("--original-column", "story", "--copy-column", "text")


def plain(table: pa.Table) -> pa.Table:
    """Parquet tells nothing of how long strings may be together; Arrow does."""
    fields = [
        field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))


@pytest.mark.parametrize("level", LEVELS)
def test_the_output_is_the_table_of_compare_many(tmp_path: Path, level: Level) -> None:
    pq.write_table(pairs(3), tmp_path / "pairs.parquet", row_group_size=5)
    done = batch(
        tmp_path / "pairs.parquet", "--output", tmp_path / "out.parquet", "--level", level, *COLUMNS
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert "18 pairs" in done.stderr
    assert "6 pairs could not be compared" in done.stderr
    found = pq.read_table(tmp_path / "out.parquet")
    scored = pa.table(wiredrift.score_arrow(pairs(3), original="story", copy="text", level=level))
    assert found.schema == plain(scored).schema
    assert found.equals(plain(scored))
    many = wiredrift.compare_many(ORIGINALS * 3, COPIES * 3, level=level, on_error="record")
    rows = many.to_dicts()
    assert found.drop_columns("error").to_pylist() == [
        {name: value for name, value in row.items() if name != "error"} for row in rows
    ]
    assert [e is None for e in found["error"].to_pylist()] == [r["error"] is None for r in rows]


def test_ids_of_texts_and_numbers_go_along(tmp_path: Path) -> None:
    pq.write_table(pairs(), tmp_path / "pairs.parquet")
    done = batch(
        *(tmp_path / "pairs.parquet", "--output", tmp_path / "out.parquet", *COLUMNS),
        *("--id-column", "url", "--id-column", "number", "--level", "findings"),
    )
    assert done.returncode == 0, done.stderr
    found = pq.read_table(tmp_path / "out.parquet")
    options: dict[str, str] = {"original": "story", "copy": "text"}
    scored = wiredrift.score_arrow(pairs(), id=["url", "number"], level="findings", **options)  # type: ignore[arg-type]
    assert found.equals(plain(pa.table(scored)))


LAYOUTS = {
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "binary": pa.binary(),
}
WRITERS: dict[str, dict[str, object]] = {
    "zstd": {"compression": "zstd"},
    "gzip": {"compression": "gzip"},
    "lz4": {"compression": "lz4"},
    "plain": {"compression": "none", "use_dictionary": False},
    "v2": {"data_page_version": "2.0", "version": "2.6"},
    "byte_stream": {"use_dictionary": False, "column_encoding": {"story": "DELTA_BYTE_ARRAY"}},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_texts_is_read(tmp_path: Path, layout: str) -> None:
    table = pairs()
    stories = table["story"].cast(LAYOUTS[layout])
    same_as_plain(tmp_path, table.set_column(1, "story", stories), {})


@pytest.mark.parametrize("writer", WRITERS)
def test_every_writer_of_parquet_is_read(tmp_path: Path, writer: str) -> None:
    same_as_plain(tmp_path, pairs(), WRITERS[writer])


def same_as_plain(folder: Path, table: pa.Table, options: dict[str, object]) -> None:
    pq.write_table(table, folder / "pairs.parquet", **options)
    pq.write_table(pairs(), folder / "plain.parquet")
    outputs = []
    for name in ("pairs", "plain"):
        output = folder / f"out-{name}.parquet"
        done = batch(folder / f"{name}.parquet", "--output", output, *COLUMNS)
        assert done.returncode == 0, done.stderr
        outputs.append(output.read_bytes())
    assert outputs[0] == outputs[1]


def test_json_lines_and_csv_say_the_same(tmp_path: Path) -> None:
    table = pairs()
    rows = table.to_pylist()
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "pairs.jsonl").write_text(text, encoding="utf-8")
    pyarrow.csv.write_csv(table.slice(0, 4), tmp_path / "pairs.csv")
    expected = wiredrift.score_arrow(table, original="story", copy="text").to_dicts()
    output = tmp_path / "out.jsonl"
    assert batch(tmp_path / "pairs.jsonl", "--output", output, *COLUMNS).returncode == 0
    lines = output.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == expected
    output = tmp_path / "out.csv"
    assert batch(tmp_path / "pairs.csv", "--output", output, *COLUMNS).returncode == 0
    found = pyarrow.csv.read_csv(output).to_pylist()
    assert [(row["pair"], row["drift"], row["severity"]) for row in found] == [
        (row["pair"], row["drift"], row["severity"]) for row in expected[:4]
    ]


def test_bytes_that_are_no_text_cost_their_own_row(tmp_path: Path) -> None:
    stories = pa.array([b"It rained.", b"caf\xe9", b"It snowed."], pa.binary())
    table = pa.table({"story": stories, "text": ["It rained.", "A cafe.", "It rained."]})
    pq.write_table(table, tmp_path / "pairs.parquet")
    done = batch(tmp_path / "pairs.parquet", "--output", tmp_path / "out.parquet", *COLUMNS)
    assert done.returncode == 0, done.stderr
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["error"] for row in found] == [
        None,
        "the original is not UTF-8 at byte 3; decode it before",
        None,
    ]
    assert found[1]["drift"] is None


def test_what_cannot_be_read_is_told_with_the_columns_there_are(tmp_path: Path) -> None:
    pq.write_table(pairs(), tmp_path / "pairs.parquet")
    done = batch(tmp_path / "pairs.parquet", "--output", tmp_path / "out.parquet")
    assert done.returncode == 2
    assert 'has no column "original"; it has url, story, text, number' in done.stderr
    moment = pa.array([0], pa.timestamp("us"))
    pq.write_table(
        pa.table({"original": ["a"], "copy": ["b"], "at": moment}), tmp_path / "b.parquet"
    )
    done = batch(tmp_path / "b.parquet", "--output", tmp_path / "out.csv", "--id-column", "at")
    assert '"at" is of type timestamp; ids are texts or whole numbers' in done.stderr
    nested = pa.table({"original": [["a"]], "copy": ["b"]})
    pq.write_table(nested, tmp_path / "c.parquet")
    done = batch(tmp_path / "c.parquet", "--output", tmp_path / "out.csv")
    assert '"original" is of type list, map or struct; give one of texts' in done.stderr
    (tmp_path / "d.parquet").write_bytes((tmp_path / "b.parquet").read_bytes()[:-9])
    done = batch(tmp_path / "d.parquet", "--output", tmp_path / "out.csv")
    assert done.returncode == 2
    assert "is no Parquet that can be read" in done.stderr
    assert not list(tmp_path.glob("out*"))
