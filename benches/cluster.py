"""What Spark costs: pairs compared and sources found for each second of a core, bytes shuffled.

    python3 evals/index/generate.py DATA --stories 20000 --copies 200
    .venv/bin/python benches/cluster.py DATA [--originals 5000 20000] [--named 262144 16384 2048]

DATA is what the generator wrote. Everything runs in one local session of one task at a time, with
four partitions. Seconds are of the processor and count the JVM, its Python workers and the driver,
so that a busy machine does not change them much; the first job of the session, which starts all
that, is not counted. Bytes are those that Spark's stages say they wrote to the shuffle, compressed.
Needs what scripts/spark installs.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pyspark
from pyspark.sql import DataFrame, SparkSession

import wiredrift.spark as wired

TICKS = os.sysconf("SC_CLK_TCK")
Rows = list[tuple[str, ...]]


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


def lines(file: Path, count: int | None = None) -> list[dict[str, Any]]:
    """The first objects of a file of JSON lines."""
    with file.open(encoding="utf-8") as source:
        return [json.loads(line) for line in islice(source, count)]


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


def compared(spark: SparkSession, write: Callable[..., DataFrame], pairs: Rows) -> None:
    """Measure `compare`."""
    df = write(pairs, "id string, original string, copy string")
    wired.compare(df.limit(8), level="pairs").collect()
    for level in ("pairs", "findings"):
        rows, took, wrote = measure(spark, wired.compare(df, level=level))
        words = sum(len(row[1].split()) + len(row[2].split()) for row in pairs) // len(pairs) // 2
        print(f"compare, level {level}: {len(pairs)} pairs of {words} words a side, ", end="")
        print(f"{len(rows)} rows, {took:.1f} s: {len(pairs) / took:.0f} pairs a second of a core, ")
        print(f"  {wrote / len(pairs):.0f} bytes shuffled for each pair")


def sources(
    spark: SparkSession, stories: DataFrame, count: int, copies: DataFrame, named: int
) -> tuple[list[Any], float, int]:
    """Measure `find_sources` once and print it."""
    asked = copies.count()
    df = wired.find_sources(copies, stories, named=named)
    rows, took, wrote = measure(spark, df)
    print(f"find_sources: {count} originals, {asked} copies, named {named}: ", end="")
    print(f"{took:.1f} s, {wrote / 2**20:.1f} MiB shuffled")
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
    parser.add_argument("--originals", type=int, nargs="+", default=[5_000, 20_000])
    parser.add_argument("--named", type=int, nargs="+", default=[262_144, 16_384, 2_048])
    arguments = parser.parse_args()
    all_copies = lines(arguments.data / "copies.jsonl")
    kinds = ("faithful", "roundtrip", "spun", "shortened")
    copies = [copy for copy in all_copies if copy["kind"] in kinds]
    most = max(arguments.originals)
    stories = [(line["id"], line["text"]) for line in lines(arguments.data / "stories.jsonl", most)]
    texts = dict(stories)
    copies = [copy for copy in copies if copy["sources"][0] in texts]
    pairs = [(copy["id"], texts[copy["sources"][0]], copy["text"]) for copy in copies]
    spark = session()
    folder = Path(tempfile.mkdtemp())

    def write(rows: Rows, columns: str) -> DataFrame:
        # Read from files, as a corpus is, and not from the driver.
        path = str(folder / str(len(list(folder.iterdir()))))
        spark.createDataFrame(rows, columns).repartition(4).write.parquet(path)
        return spark.read.parquet(path)

    compared(spark, write, pairs)
    asked = write([(copy["id"], copy["text"]) for copy in copies], "id string, text string")
    one = asked.limit(1)
    print(f"{len(copies)} copies of {len({copy['sources'][0] for copy in copies})} stories")
    for count in arguments.originals:
        # The sources are spread over the stories: every copy has its own among the first too.
        known = write(stories[:count], "id string, text string")
        mine = [copy for copy in copies if copy["sources"][0] <= stories[count - 1][0]]
        base = sources(spark, known, count, one, max(arguments.named))
        print(f"  {count / base[1]:.0f} originals a second of a core, ", end="")
        print(f"{base[2] / count:.0f} bytes for each")
        for named in arguments.named:
            rows, took, wrote = sources(spark, known, count, asked, named)
            each = (took - base[1]) / len(copies)
            print(f"  {each * 1000:.0f} ms of a core and ", end="")
            print(f"{(wrote - base[2]) / len(copies) / 1024:.0f} KiB for each copy; ", end="")
            print(f"recall@1: {recall(rows, mine)}")
    spark.stop()


if __name__ == "__main__":
    main()
