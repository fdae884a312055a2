"""What Spark costs: pairs compared and sources found for each second of a core, bytes shuffled.

    python3 evals/index/generate.py DATA --stories 20000 --copies 200
    .venv/bin/python benches/cluster.py DATA [--originals 5000 20000] [--named 262144 16384 2048]

DATA is what the generator wrote. Everything runs in one local session of one task at a time, with
four partitions. Seconds are of the processor and count the JVM, its Python workers and the driver,
so that a busy machine changes them little. A search on a few texts comes first and is not counted:
it starts the workers and has the JVM compile what it runs. What an original costs is told from two
corpora and what a copy costs from two numbers of copies, so that the rest of the start goes out.
Bytes are those that Spark's stages say they wrote to the shuffle, compressed. Needs what
scripts/spark installs.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyspark
from pyspark.sql import DataFrame, SparkSession

import wiredrift.spark as wired

TICKS = os.sysconf("SC_CLK_TCK")


def cpu() -> float:
    """Seconds of the processor that this process and all below it have used."""
    below: dict[int, list[int]] = defaultdict(list)
    used: dict[int, float] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(file.parent.name)
        below[int(fields[1])].append(pid)
        # Its own, and that of children that have ended and were waited for.
        used[pid] = sum(map(int, fields[11:15])) / TICKS
    todo, total = [os.getpid()], 0.0
    while todo:
        pid = todo.pop()
        total += used.get(pid, 0.0)
        todo += below[pid]
    return total


def shuffled(spark: SparkSession) -> int:
    """Bytes that all stages so far have written to the shuffle."""
    context = spark.sparkContext
    url = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages?status=complete"
    with urllib.request.urlopen(url) as answer:
        return sum(stage["shuffleWriteBytes"] for stage in json.load(answer))


def measure(spark: SparkSession, df: DataFrame) -> tuple[list[Any], float, int]:
    """Rows, seconds of the processor, bytes shuffled."""
    before, written = cpu(), shuffled(spark)
    rows = df.collect()
    took = cpu() - before
    # The figures of the last stages arrive a little later.
    time.sleep(1)
    return rows, took, shuffled(spark) - written


def lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with file.open(encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def session() -> SparkSession:
    """One task at a time; its pages serve the figures of its stages."""
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master("local[1]").appName("wiredrift")
    settings = {
        "spark.driver.memory": "4g",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "512",
        "spark.sql.warehouse.dir": tempfile.mkdtemp(),
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def compared(pairs: DataFrame, spark: SparkSession, count: int) -> None:
    """Measure `compare`."""
    wired.compare(pairs).collect()
    for level in ("pairs", "findings"):
        rows, took, wrote = measure(spark, wired.compare(pairs, level=level))
        print(f"compare, level {level}: {count} pairs, {len(rows)} rows, {took:.1f} s: ", end="")
        print(f"{count / took:.0f} pairs a second of a core, {wrote} bytes shuffled", flush=True)


def sources(
    spark: SparkSession, stories: DataFrame, copies: DataFrame, named: int
) -> tuple[list[Any], float, int]:
    """Measure `find_sources` once and print it."""
    known, asked = stories.count(), copies.count()
    rows, took, wrote = measure(spark, wired.find_sources(copies, stories, named=named))
    print(f"find_sources: {known} originals, {asked} copies, named {named}: ", end="")
    print(f"{took:.1f} s, {wrote / 2**20:.1f} MiB shuffled", flush=True)
    return rows, took, wrote


def recall(rows: list[Any], copies: list[dict[str, Any]]) -> str:
    """How often the first is the source, by kind."""
    first = {row["copy_id"]: row["original_id"] for row in rows if row["rank"] == 1}
    right: dict[str, list[bool]] = defaultdict(list)
    for copy in copies:
        right[copy["kind"]].append(first.get(copy["id"]) == copy["sources"][0])
    return ", ".join(f"{kind} {sum(r) / len(r):.3f}" for kind, r in sorted(right.items()))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--originals", type=int, nargs=2, default=[5_000, 20_000])
    parser.add_argument("--named", type=int, nargs="+", default=[262_144, 16_384, 2_048])
    arguments = parser.parse_args()
    kinds = ("faithful", "roundtrip", "spun", "shortened")
    copies = [c for c in lines(arguments.data / "copies.jsonl") if c["kind"] in kinds]
    few, most = sorted(arguments.originals)
    copies = [copy for copy in copies if copy["sources"][0] < f"s{most:07}"]
    spark = session()
    folder = tempfile.mkdtemp()

    def kept(df: DataFrame, name: str) -> DataFrame:
        # Read from files of four parts, as a corpus is.
        df.repartition(4).write.parquet(f"{folder}/{name}")
        return spark.read.parquet(f"{folder}/{name}")

    stories = spark.read.json(str(arguments.data / "stories.jsonl"))
    known = {n: kept(stories.where(f"id < 's{n:07}'"), str(n)) for n in (few, most)}
    rows = [(copy["id"], copy["text"], copy["sources"][0]) for copy in copies]
    asked = kept(spark.createDataFrame(rows, "id string, text string, source string"), "copies")
    pairs = known[most].selectExpr("id source", "text original").join(asked, "source")
    compared(kept(pairs.selectExpr("id", "original", "text copy"), "pairs"), spark, len(copies))

    asked = asked.select("id", "text")
    one = asked.limit(1)
    wired.find_sources(asked, known[few], named=2048).collect()
    _, less, fewer = sources(spark, known[few], one, max(arguments.named))
    _, base, wrote = sources(spark, known[most], one, max(arguments.named))
    print(f"  {(most - few) / (base - less):.0f} originals a second of a core, ", end="")
    print(f"{(wrote - fewer) / (most - few):.0f} bytes for each")
    for named in arguments.named:
        rows_, took, written = sources(spark, known[most], asked, named)
        print(f"  {(took - base) / len(copies) * 1000:.0f} ms of a core and ", end="")
        print(f"{(written - wrote) / len(copies) / 1024:.0f} KiB for each copy; ", end="")
        print(f"recall@1: {recall(rows_, copies)}", flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
