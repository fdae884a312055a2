"""wiredrift on Apache Spark: pairs compared, and sources found, on as many machines as there are.

`compare` and `find_sources` take and give data frames, plan the work and return: nothing is
collected to the driver, nothing is written, and no setting of the session is changed. Each task
works on one thread, so that a worker with eight cores runs eight of them. The results do not depend
on how the rows are spread over partitions; their order, as ever with Spark, does.

Two things are worth setting, and `advise` looks at them:

- `spark.sql.execution.arrow.maxRecordsPerBatch`, 10,000 by default, is how many pairs a worker
  holds at once: 256 to 1,000 are enough to make the hand-over cheap.
- A task should take one to ten minutes: a shorter one is mostly start-up, a longer one is much to
  do again when its worker dies. `partitions` says how many partitions that makes.

It needs the extra `wiredrift[spark]` and Java, on the driver; the workers need wiredrift and
pyarrow.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Literal, TypeAlias

import wiredrift
from wiredrift import Encoder, Judge, ModelName, WiredriftError

try:
    import pyarrow as pa  # type: ignore[import-untyped]
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import (
        BooleanType,
        DataType,
        DoubleType,
        LongType,
        StringType,
        StructField,
        StructType,
    )
except ImportError as error:
    raise ImportError(
        f"wiredrift.spark needs pyspark and pyarrow ({error}); install them: "
        "pip install 'wiredrift[spark]'"
    ) from error

from wiredrift import _sources
from wiredrift._frames import column, field

__all__ = ["advise", "compare", "find_sources", "partitions", "schema"]

Level: TypeAlias = Literal["pairs", "beads", "findings"]

BATCH = 512
"""Pairs that a worker should hold at once, and works on at once whatever it is handed."""

# Spark has no unsigned integers. No count here comes near the end of the signed ones.
TYPES: dict[pa.DataType, tuple[pa.DataType, DataType]] = {
    pa.large_string(): (pa.string(), StringType()),
    pa.float64(): (pa.float64(), DoubleType()),
    pa.uint32(): (pa.int64(), LongType()),
    pa.uint64(): (pa.int64(), LongType()),
    pa.bool_(): (pa.bool_(), BooleanType()),
}


def compare(
    df: DataFrame,
    /,
    *,
    original: str = "original",
    copy: str = "copy",
    level: Level = "pairs",
    keep: Sequence[str] | None = None,
    paraphrases: bool = False,
    threads: int = 1,
    model: ModelName | Encoder = "auto",
    judge: Judge | None = None,
) -> DataFrame:
    """Compare the pairs of a data frame; every row of the result knows the pair it is of.

    `original` and `copy` name the columns of texts. `keep` names the columns that go along with
    every row of the result; where it is `None`, all but the two texts do. Then come the columns of
    `schema(level)`: one row a pair, or as many as it has beads or findings.

    A pair that cannot be compared is one row with its `error` and nulls; it fails no task. A worker
    that dies costs another attempt at its partition and no row. `paraphrases`, `threads`, `model`
    and `judge` are those of `wiredrift.compare`; a model or a judge of your own is pickled to the
    workers.

    >>> import wiredrift.spark
    >>> columns = ["outlet", "original", "copy"]
    >>> texts = "The bank will refund its fees.", "The bank will not refund its fees."
    >>> pair = ("Harbour News", *texts)
    >>> df = spark.createDataFrame([pair], columns)
    >>> found = wiredrift.spark.compare(df, level="findings", keep=["outlet"], threads=1)
    >>> found.select("outlet", "code", "copy_text").collect()
    [Row(outlet='Harbour News', code='WD302', copy_text='not refund')]
    >>> options = dict(original="original", copy="copy", paraphrases=False)
    >>> options |= dict(model="fast", judge=None)
    >>> wiredrift.spark.compare(df, **options).select("outlet", "severity").collect()
    [Row(outlet='Harbour News', severity='critical')]
    """
    results = schema(level)
    if keep is None:
        keep = [name for name in df.columns if name not in (original, copy)]
    kept = [field(df, name) for name in keep]
    for name in (original, copy):
        field(df, name)
    clashes = sorted({one.name for one in kept} & {*results.names})
    if clashes:
        raise WiredriftError(
            f"the result would have two columns {', '.join(clashes)}; rename those of the data "
            "frame, or name in keep what is to go along"
        )
    work = partial(
        _compare,
        keep=[*keep],
        level=level,
        paraphrases=paraphrases,
        threads=threads,
        model=model,
        judge=judge,
    )
    # Spark's own mapInArrow cannot find a column with a dot in its name.
    named = [*keep, original, copy]
    pairs = df.select(*[column(name).alias(f"c{i}") for i, name in enumerate(named)])
    return pairs.mapInArrow(work, StructType([*kept, *results.fields]))


def find_sources(
    copies: DataFrame,
    originals: DataFrame,
    /,
    *,
    copy_id: str = "id",
    copy: str = "text",
    original_id: str = "id",
    original: str = "text",
    limit: int = 10,
    named: int = 262_144,
) -> DataFrame:
    """Find which originals each copy may come from, as `wiredrift.Index.find` does.

    A data frame of copies and one of originals, with the names of their columns: ids are taken as
    strings. The result has `copy_id`, `rank` (1 is the best), `original_id`, `score`, `explained`,
    `adds`, `matches` as in `wiredrift.Candidate`, and `error`. A copy for which nothing is found is
    one row without a rank.

    The method is that of the index, as joins on hashed keys: no table is sent to every worker, and
    the driver sees two numbers. Scores, ranks and sentences are those of an index to which the
    originals were added in the order of their ids, however the rows are spread. (In another order
    an index may look at others of those that have equal evidence at the end of its list of
    candidates: 64, or `limit` where that is more.)

    `named` (1 to 262,144, as in the index) bounds the work: how many originals the keys of one copy
    may name in all, the rarest keys first. With less the join is smaller and candidates that share
    nothing rare are missed; those that are found have the scores that they have with more. At most
    `limit` (1 to 256) are returned.

    A text that is null, not UTF-8 or beyond 16 MiB, a null id, and an id that comes with two texts
    are rows with an `error` and the id, in `copy_id` or `original_id`; they fail no task. The same
    id with the same text counts once.

    >>> import wiredrift.spark
    >>> columns = ["id", "text"]
    >>> stories = [
    ...     ("flood", "The Lenne rose by three metres. Mayor Ada Ruhl closed the bridge."),
    ...     ("strike", "Tram drivers of Halden went on strike for 200 crowns more."),
    ... ]
    >>> copies = [("c1", "Ada Ruhl, the mayor, shut the bridge when the Lenne rose.")]
    >>> found = wiredrift.spark.find_sources(
    ...     spark.createDataFrame(copies, columns), spark.createDataFrame(stories, columns), limit=3
    ... )
    >>> found.select("copy_id", "rank", "original_id", "explained").collect()
    [Row(copy_id='c1', rank=1, original_id='flood', explained=1.0)]
    """
    names = {
        "copy_id": copy_id,
        "copy": copy,
        "original_id": original_id,
        "original": original,
    }
    return _sources.find_sources(copies, originals, names, limit, named)


def schema(level: Level = "pairs", /) -> StructType:
    """The columns that `compare` adds at a level, in Spark's types.

    They are those of `wiredrift.compare_many` without `pair`, the number of a row, which in a data
    frame says nothing.

    >>> import wiredrift.spark
    >>> wiredrift.spark.schema("findings").names[:3]
    ['code', 'kind', 'severity']
    """
    return _spark(_results(level))


def partitions(pairs: int, /, *, milliseconds: float = 8.0, minutes: float = 5.0) -> int:
    """How many partitions give tasks of some minutes.

    `milliseconds` is what a pair takes on one core of yours: time a few hundred of them with
    `wiredrift.compare_many(…, threads=1)`. Stories of 500 words take a few, by default a cautious
    guess is made.

    >>> import wiredrift.spark
    >>> wiredrift.spark.partitions(1_000_000, milliseconds=6.0, minutes=5)
    20
    """
    tasks = pairs * milliseconds / (minutes * 60_000)
    return max(1, round(tasks))


def advise(spark: SparkSession, /) -> dict[str, str]:
    """Settings of the session that would serve better, by name, and the value to give them.

    Nothing is changed: `for name, value in advise(spark).items(): spark.conf.set(name, value)`
    does.

    >>> import wiredrift.spark
    >>> wiredrift.spark.advise(spark)
    {'spark.sql.execution.arrow.maxRecordsPerBatch': '512'}
    >>> for name, value in wiredrift.spark.advise(spark).items():
    ...     spark.conf.set(name, value)
    >>> wiredrift.spark.advise(spark)
    {}
    """
    name = "spark.sql.execution.arrow.maxRecordsPerBatch"
    held = int(spark.conf.get(name, "10000") or 0)
    # 0 and less stand for no limit.
    return {} if 256 <= held <= 1000 else {name: str(BATCH)}


def _compare(
    batches: Iterable[pa.RecordBatch], *, keep: Sequence[str], level: Level, **options: Any
) -> Iterator[Any]:
    """The results of the pairs of a partition, a few at a time.

    The columns are those of `keep` and the two texts, with numbers for names.
    """
    results = _results(level)
    names = [f"c{i}" for i in range(len(keep) + 2)]
    options |= {"id": names[:-2], "original": names[-2], "copy": names[-1]}
    for batch in batches:
        kept = [batch.schema.field(i).with_name(name) for i, name in enumerate(keep)]
        declared = pa.schema([*kept, *results])
        for at in range(0, len(batch), BATCH):
            pairs = batch.slice(at, BATCH)
            table = pa.table(wiredrift.score_arrow(pairs, level=level, **options))
            # The number of a row in its batch depends on how the rows are spread.
            table = table.drop_columns(["pair"]).rename_columns(declared.names)
            yield from table.cast(declared).to_batches()


def _results(level: Level) -> pa.Schema:
    """The columns of a level but `pair`, in the Arrow types that Spark has too."""
    nothing = pa.table({name: pa.array([], pa.string()) for name in ("original", "copy")})
    fields = pa.schema(wiredrift.score_arrow(nothing, level=level))
    fields = [field for field in fields if field.name != "pair"]
    return pa.schema([field.with_type(TYPES[field.type][0]) for field in fields])


def _spark(fields: pa.Schema) -> StructType:
    types = dict(TYPES.values())
    return StructType([StructField(field.name, types[field.type]) for field in fields])
