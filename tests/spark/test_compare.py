"""Pairs compared on Spark: what one machine says, however the rows are spread and who dies."""

import datetime
import decimal
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

import wiredrift
import wiredrift.spark as wired
from killing import skip_where_it_is_the_driver, survive
from wiredrift import WiredriftError

# Spark leaves sockets to the garbage, and warns of pandas 3, which nothing here touches.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]

PAIRS = [
    ("No one was hurt on Monday. The mayor came.", "Everyone was hurt on Monday. The mayor came."),
    ("The bank will refund its fees.", "The bank will refund its fees."),
    ("A quarter of the crop was lost, officials said.", "Half of the crop was lost."),
    ("The pipeline has been built.", "The pipeline is to be built."),
    ("Zürich’s 🌊 wall never broke, she said.", "🌊 Zürich’s wall broke, she said."),
    ("The bridge is shut.", None),
    (None, "The bridge is shut."),
]
LEVELS = ("pairs", "beads", "findings")


def frame(spark: SparkSession, copies: int = 3) -> DataFrame:
    rows = [(i, f"outlet {i % 4}", *PAIRS[i % len(PAIRS)]) for i in range(len(PAIRS) * copies)]
    return spark.createDataFrame(rows, "id int, outlet string, original string, copy string")


def expected(copies: int = 3, **options: Any) -> list[str]:
    """What one machine says of the same rows, as texts in order."""
    columns = list(zip(*(PAIRS * copies), strict=True))
    ids = range(len(PAIRS) * copies)
    outlets = [f"outlet {i % 4}" for i in ids]
    table = pa.table(
        {
            "id": pa.array(ids, pa.int32()),
            "outlet": outlets,
            "original": columns[0],
            "copy": columns[1],
        }
    )
    rows = wiredrift.score_arrow(table, id=["id", "outlet"], **options).to_dicts()
    for row in rows:
        del row["pair"]
    return sorted(map(repr, rows))


def found(df: DataFrame) -> list[str]:
    return sorted(repr(row.asDict(recursive=True)) for row in df.collect())


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("partitions", [1, 2, 13])
def test_a_cluster_says_what_one_machine_says_however_rows_are_spread(
    spark: SparkSession, level: Any, partitions: int
) -> None:
    df = wired.compare(frame(spark).repartition(partitions), level=level)
    assert found(df) == expected(level=level)


@pytest.mark.parametrize("held", ["1", "4", "0"])
def test_the_size_of_a_batch_changes_nothing(spark: SparkSession, held: str) -> None:
    name = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(name)
    try:
        spark.conf.set(name, held)
        assert found(wired.compare(frame(spark).coalesce(1))) == expected()
    finally:
        spark.conf.set(name, before)


def test_planning_runs_no_job_and_collects_nothing(spark: SparkSession) -> None:
    df = frame(spark)
    tracker = spark.sparkContext.statusTracker()
    before = tracker.getJobIdsForGroup(None)
    planned = wired.compare(df, level="beads")
    assert planned.schema.names == ["id", "outlet", *wired.schema("beads").names]
    assert tracker.getJobIdsForGroup(None) == before


@pytest.mark.parametrize("level", LEVELS)
def test_the_schema_is_that_of_the_table_without_the_number_of_the_row(level: Any) -> None:
    names = wiredrift.compare_many([], [], level=level).columns
    assert ["pair", *wired.schema(level).names] == names
    assert {field.dataType.typeName() for field in wired.schema(level)} <= {
        "string",
        "long",
        "double",
        "boolean",
    }


def test_no_rows_give_no_rows_with_the_schema(spark: SparkSession) -> None:
    df = wired.compare(frame(spark).where("id < 0"), level="findings")
    assert df.collect() == []
    assert df.columns == ["id", "outlet", *wired.schema("findings").names]


def test_columns_of_any_type_and_name_go_along(spark: SparkSession) -> None:
    day = datetime.date(2024, 5, 14)
    values = (
        *(decimal.Decimal("1.50"), day, datetime.datetime(2024, 5, 14, 7, 30)),
        *(["a", None], {"k": 1}, {"x": 1, "y": "z"}, b"\x00\xff", True, None),
    )
    declared = (
        "`paid.for` decimal(6,2), day date, at timestamp, tags array<string>, "
        "counts map<string,int>, place struct<x:int,y:string>, raw binary, `open` boolean, "
        "none double, `first.text` string, text string"
    )
    df = spark.createDataFrame([(*values, *PAIRS[0])], declared)
    options = {"original": "first.text", "copy": "text", "level": "findings"}
    rows = wired.compare(df, **options).collect()
    assert rows
    for row in rows:
        kept = [v.asDict() if hasattr(v, "asDict") else v for v in row[: len(values)]]
        assert tuple(kept) == values
    only = wired.compare(df, keep=["day", "text"], **options)
    assert only.columns == ["day", "text", *wired.schema("findings").names]
    assert only.first()["text"] == PAIRS[0][1]
    assert wired.compare(df, keep=[], **options).columns == wired.schema("findings").names


def test_bytes_that_are_no_text_are_recorded(spark: SparkSession) -> None:
    # What reading a Latin-1 file gives in Spark, whose strings nobody checks.
    df = (
        frame(spark, 1)
        .limit(3)
        .union(
            spark.sql(
                "select 99, 'x', 'The café closed.', cast(x'636166e920636c6f736564' as string)"
            )
        )
    )
    rows = {row["id"]: row["error"] for row in wired.compare(df).collect()}
    assert rows.pop(99) == "the copy is not UTF-8 at byte 3; decode it before"
    assert set(rows.values()) == {None}


def test_what_is_no_matter_of_a_row_is_refused_before_any_job(spark: SparkSession) -> None:
    df = frame(spark)
    with pytest.raises(WiredriftError, match="no column 'story'; it has id, outlet"):
        wired.compare(df, original="story")
    with pytest.raises(WiredriftError, match="two columns drift"):
        wired.compare(df.withColumn("drift", F.lit(1)))
    with pytest.raises(WiredriftError, match="several columns 'id'"):
        wired.compare(
            df.withColumn("b", F.col("id")).toDF("id", "outlet", "original", "copy", "id")
        )
    with pytest.raises(WiredriftError, match="level is"):
        wired.compare(df, level="rows")  # type: ignore[arg-type]


def waiting_encoder(started: Path) -> Callable[[list[str]], list[list[float]]]:
    """A model that writes down who works, and the first time waits to be killed."""
    # Nested, so that it is pickled whole: workers cannot import the tests.

    def encode(texts: list[str]) -> list[list[float]]:
        if any("pipeline" in text for text in texts):
            first = not started.exists()
            with started.open("a") as file:
                file.write(f"{os.getpid()}\n")
            if first:
                time.sleep(120)
                raise AssertionError("nobody killed this worker")
        return [[float(len(text)), 1.0] for text in texts]

    return encode


@pytest.mark.parametrize("victim", ["worker", "executor"])
def test_a_killed_worker_costs_a_retry_and_no_row(
    spark: SparkSession, victim: str, tmp_path: Path
) -> None:
    skip_where_it_is_the_driver(spark, victim)
    started = tmp_path / "started"
    df = wired.compare(
        frame(spark).repartition(4), level="findings", model=waiting_encoder(started)
    )
    done = survive(lambda: found(df), started, victim, seconds=240)
    started.touch()
    assert done == expected(level="findings", model=waiting_encoder(started))
