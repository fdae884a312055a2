"""Sources found on Spark: what an index finds, however the rows are spread and who dies."""

import os
import random
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import DataFrame, SparkSession

import wiredrift
import wiredrift.spark as wired
from killing import skip_where_it_is_the_driver, survive
from wiredrift import WiredriftError

ROOT = Path(__file__).parents[2]

# Spark leaves sockets to the garbage, and warns of pandas 3, which nothing here touches.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
]

Rows = list[tuple[str | None, str | None]]
PAIRS = sorted(folder for folder in (ROOT / "evals" / "pairs").iterdir() if folder.is_dir())
STORIES: Rows = [(p.name, (p / "original.txt").read_text("utf-8")) for p in PAIRS]
COPIES: Rows = [(p.name, (p / "copy.txt").read_text("utf-8")) for p in PAIRS[::4]]


def distractors(count: int) -> Rows:
    """Short stories that share words, names and numbers with one another."""
    rng = random.Random(5)
    names = ["Ruhl", "Halden", "Lenne", "Ostel", "Tarasoff", "Marrow", "Keel", "Brandt", "Voss"]
    things = ["bridge", "tram", "harbour", "budget", "school", "dam", "strike", "vote", "fire"]
    rows: Rows = []
    for number in range(count):
        words = [
            f"{rng.choice(names)} of {rng.choice(names)} said the {rng.choice(things)} cost "
            f"{rng.randrange(40)} crowns and the {rng.choice(things)} will close."
            for _ in range(4)
        ]
        rows.append((f"d{number:04}", " ".join(words)))
    return rows


def stitched() -> Rows:
    """The first half of one story and the second of another, sentence by sentence."""
    texts = [wiredrift.sentences(text or "") for _, text in STORIES[:6]]
    halves = zip(texts[:3], texts[3:], strict=True)
    return [
        (f"stitched{i}", "".join(a[: len(a) // 2] + b[len(b) // 2 :]))
        for i, (a, b) in enumerate(halves)
    ]


def index(folder: Path, rows: Rows) -> wiredrift.Index:
    with wiredrift.Index.create(folder / "index") as made:
        made.add_many(sorted(rows))
    return wiredrift.Index.open(folder / "index")


def expected(folder: Path, copies: Rows, originals: Rows, limit: int = 10) -> list[str]:
    """What an index says of the same texts, as rows in order."""
    known = index(folder, originals)
    rows = []
    for id_, text in copies:
        found = known.find(text or "", limit=limit)
        for rank, one in enumerate(found, 1):
            matches = [
                {"segment": m.segment, "start": m.start, "end": m.end, "text": m.text}
                for m in one.matches
            ]
            rows.append((id_, rank, one.id, one.score, one.explained, one.adds, matches, None))
        if not found:
            rows.append((id_, *[None] * 7))
    return sorted(map(repr, rows))


def frame(spark: SparkSession, rows: Rows, partitions: int = 2) -> DataFrame:
    return spark.createDataFrame(rows, "id string, text string").repartition(partitions)


def found(df: DataFrame) -> list[str]:
    return sorted(repr(tuple(row.asDict(recursive=True).values())) for row in df.collect())


@pytest.fixture(scope="module")
def corpus() -> tuple[Rows, Rows]:
    """Copies, among them stitched ones and one of nothing, and originals."""
    nothing: Rows = [("nothing", "of the and"), ("other", "Quolk zyx brinnel.")]
    return COPIES + stitched() + nothing, STORIES + distractors(120) + [("empty", "")]


@pytest.mark.parametrize("partitions", [1, 3, 8])
def test_a_cluster_finds_what_an_index_finds_however_rows_are_spread(
    spark: SparkSession, corpus: tuple[Rows, Rows], partitions: int, tmp_path: Path
) -> None:
    copies, originals = corpus
    setting = "spark.sql.shuffle.partitions"
    before = spark.conf.get(setting)
    spark.conf.set(setting, str(partitions))
    try:
        df = wired.find_sources(
            frame(spark, copies, partitions), frame(spark, originals, partitions), limit=5
        )
        assert found(df) == expected(tmp_path, copies, originals, 5)
    finally:
        spark.conf.set(setting, before)


def test_a_stitched_copy_names_both_its_sources(spark: SparkSession) -> None:
    df = wired.find_sources(frame(spark, stitched()), frame(spark, STORIES))
    sources = {(row["copy_id"], row["original_id"]) for row in df.where("adds > 0.2").collect()}
    ids = [id_ for id_, _ in STORIES[:6]]
    pairs = [(f"stitched{i}", {ids[i], ids[i + 3]}) for i in range(3)]
    assert sources == {(copy, id_) for copy, both in pairs for id_ in both}


def test_ties_at_the_end_of_the_list_are_ordered_by_id(spark: SparkSession, tmp_path: Path) -> None:
    # A hundred documents that share the same with the copy: 64 are looked at, here as in an index
    # whose documents came in the order of their ids.
    tied: Rows = [(f"t{n:03}", f"The tram to Halden is late, {n} say.") for n in range(100)]
    copies: Rows = [("c", "The tram to Halden is late.")]
    shuffled = random.Random(3).sample(tied, len(tied))
    df = wired.find_sources(frame(spark, copies), frame(spark, shuffled), limit=64)
    assert found(df) == expected(tmp_path, copies, tied, 64)


def test_with_fewer_names_those_found_keep_their_scores(
    spark: SparkSession, corpus: tuple[Rows, Rows]
) -> None:
    copies, originals = corpus
    rows = {}
    for named in (40, 262_144):
        df = wired.find_sources(frame(spark, copies), frame(spark, originals), named=named)
        scored = df.where("rank is not null").collect()
        rows[named] = {
            (r["copy_id"], r["original_id"]): (r["score"], r["explained"]) for r in scored
        }
    assert len(rows[40]) < len(rows[262_144])
    both = rows[40].keys() & rows[262_144].keys()
    assert len(both) >= len(copies) - 2
    assert all(rows[40][pair] == rows[262_144][pair] for pair in both)


def test_what_cannot_be_read_is_told_and_costs_no_other_row(
    spark: SparkSession, tmp_path: Path
) -> None:
    copies, originals = COPIES[:3], STORIES
    no_text = "cast(x'636166e920636c6f736564' as string)"
    bad_copies: Rows = [("null", None), (None, "a"), (None, "b"), ("two", "a"), ("two", "b")]
    bad_originals: Rows = [("none", None), ("", "x"), ("two", "a"), ("two", None)]
    asked = frame(spark, copies + bad_copies).union(spark.sql(f"select 'bytes', {no_text}"))
    known = frame(spark, originals + bad_originals)
    # Of a number that is not known before, lest the plan have the text in it.
    long = spark.range(3_400_000, 3_400_001).selectExpr("'long'", "repeat('tram ', int(id))")
    known = known.union(long)
    rows = wired.find_sources(asked, known).collect()
    several = "the id comes with several texts; give each an id of its own"
    assert {(r["copy_id"], r["original_id"], r["error"]) for r in rows if r["error"]} == {
        ("null", None, "the copy: the text is null; give a str"),
        (None, None, "the copy: the id is null in 2 rows"),
        ("two", None, f"the copy: {several}"),
        ("bytes", None, "the copy: the text is not UTF-8; decode it before"),
        (None, "none", "the original: the text is null; give a str"),
        (None, "", "the original: the id has 0 bytes; accepted are 1 to 4096"),
        (None, "two", f"the original: {several}"),
        (
            *(None, "long"),
            "the original: the text has 17000000 bytes; accepted are up to 16777216",
        ),
    }
    good = [row for row in rows if row["error"] is None]
    found_ = sorted(repr(tuple(row.asDict(recursive=True).values())) for row in good)
    assert found_ == expected(tmp_path, copies, originals)


def test_the_same_text_under_the_same_id_counts_once(spark: SparkSession, tmp_path: Path) -> None:
    copies, originals = COPIES[:2], STORIES[:9]
    df = wired.find_sources(frame(spark, copies * 2), frame(spark, originals * 3))
    assert found(df) == expected(tmp_path, copies, originals)


def test_without_originals_or_copies_nothing_is_found(spark: SparkSession) -> None:
    none = frame(spark, STORIES).where("id is null")
    assert wired.find_sources(none, frame(spark, STORIES)).collect() == []
    rows = wired.find_sources(frame(spark, COPIES[:2]), none).collect()
    assert [(r["rank"], r["error"]) for r in rows] == [(None, None)] * 2


def test_columns_have_any_names_and_ids_are_strings(spark: SparkSession) -> None:
    rows = [(7, STORIES[0][1])]
    df = spark.createDataFrame(rows, "`story.id` int, `the text` string")
    names = {"copy_id": "story.id", "copy": "the text"}
    others = {"original_id": "story.id", "original": "the text"}
    row = wired.find_sources(df, df, **names, **others).collect()[0]
    assert (row["copy_id"], row["original_id"], row["rank"]) == ("7", "7", 1)


def test_planning_runs_no_job_and_broadcasts_no_text(spark: SparkSession) -> None:
    tracker = spark.sparkContext.statusTracker()
    before = tracker.getJobIdsForGroup(None)
    df = wired.find_sources(frame(spark, COPIES), frame(spark, STORIES))
    assert df.columns == [
        *("copy_id", "rank", "original_id", "score", "explained", "adds", "matches", "error")
    ]
    assert tracker.getJobIdsForGroup(None) == before
    # Spark itself may send small tables round, which the setting forbids; what is left is ours.
    setting = "spark.sql.autoBroadcastJoinThreshold"
    threshold = spark.conf.get(setting)
    spark.conf.set(setting, "-1")
    try:
        df = wired.find_sources(frame(spark, COPIES), frame(spark, STORIES))
        plan = df._jdf.queryExecution().toString()
    finally:
        spark.conf.set(setting, threshold)
    physical = plan[plan.index("== Physical Plan ==") :]
    assert "SortMergeJoin" in physical
    assert "BroadcastHashJoin" not in physical
    # The two totals, a row each, put together.
    lines = physical.splitlines()
    below = [after for line, after in pairwise(lines) if "BroadcastExchange" in line]
    assert below
    assert all("CartesianProduct" in line or "Subquery" in line for line in below), below


def test_what_is_no_matter_of_a_row_is_refused_before_any_job(spark: SparkSession) -> None:
    df = frame(spark, COPIES)
    with pytest.raises(WiredriftError, match="no column 'story'; it has id, text"):
        wired.find_sources(df, df, copy="story")
    with pytest.raises(WiredriftError, match="column 'text' is of the type int"):
        wired.find_sources(df, spark.createDataFrame([("a", 1)], "id string, text int"))
    with pytest.raises(WiredriftError, match="limit is 257; accepted is 1 to 256"):
        wired.find_sources(df, df, limit=257)
    with pytest.raises(WiredriftError, match="named is 0; accepted is 1 to 262144"):
        wired.find_sources(df, df, named=0)


def waiting(started: Path) -> Any:
    """A step that writes down who reads a certain story, and the first time waits to be killed."""
    # Nested, so that it is pickled whole: workers cannot import the tests.
    story = STORIES[3][0]

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if story in batch.column("id").to_pylist():
                first = not started.exists()
                with started.open("a") as file:
                    file.write(f"{os.getpid()}\n")
                if first:
                    time.sleep(120)
                    raise AssertionError("nobody killed this worker")
            yield batch

    return read


@pytest.mark.parametrize("victim", ["worker", "executor"])
def test_a_killed_worker_costs_a_retry_and_no_row(
    spark: SparkSession, corpus: tuple[Rows, Rows], victim: str, tmp_path: Path
) -> None:
    skip_where_it_is_the_driver(spark, victim)
    copies, originals = corpus
    started = tmp_path / "started"
    known = frame(spark, originals, 4).mapInArrow(waiting(started), "id string, text string")
    df = wired.find_sources(frame(spark, copies, 4), known)
    done = survive(lambda: found(df), started, victim, seconds=300)
    assert done == expected(tmp_path, copies, originals)
