"""The search of `wiredrift.Index` as joins of Spark.

1. *Texts.* Rows come together by id; what cannot be read is set aside with its error.
2. *Keys.* Each original becomes rows of a key and its id. A key is counted over all originals.
3. *Asked.* The keys of a copy meet their counts; the rarest are asked for, up to a bound.
4. *Named.* These meet the originals that have them; the evidence of each is summed, and the best
   few dozen of each copy are kept.
5. *Explained.* Their texts go to the copy, and wiredrift's own code says what they explain.

The texts of the originals move twice, by id and, where they are candidates, to their copies; their
keys move once for counting and once for the join. Two numbers (how many originals, how many keys)
are all that passes the driver. A step whose input is needed twice is planned twice: Spark reads
the exchange before it again, and recomputes what is cheap.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StringType

from wiredrift import WiredriftError
from wiredrift._frames import column, field
from wiredrift._native import _bounds, _explained, _keys, _weighed

BATCH = 512
"""Texts that are worked on at once."""

EXCERPT = {"segment": pa.int32(), "start": pa.int64(), "end": pa.int64(), "text": pa.string()}
FOUND = pa.schema(
    {
        "copy_id": pa.string(),
        "rank": pa.int32(),
        "original_id": pa.string(),
        "score": pa.float64(),
        "explained": pa.float64(),
        "adds": pa.float64(),
        "matches": pa.list_(pa.struct(EXCERPT)),
        "error": pa.string(),
    }
)
SCHEMA = from_arrow_schema(FOUND)
WEIGHED = (
    "id string, documents long, postings long, keys array<long>, counts array<long>, "
    "evidence array<long>, asked array<boolean>"
)


def find_sources(
    copies: DataFrame,
    originals: DataFrame,
    names: Mapping[str, str],
    limit: int,
    named: int,
) -> DataFrame:
    """See `wiredrift.spark.find_sources`."""
    *_, most, most_named, looked_at = _bounds(limit)
    if not 1 <= limit <= most:
        raise WiredriftError(f"limit is {limit}; accepted is 1 to {most}")
    if not 1 <= named <= most_named:
        raise WiredriftError(f"named is {named}; accepted is 1 to {most_named}")
    copy_id, original_id = names["copy_id"], names["original_id"]
    wanted = _texts(copies, copy_id, names["copy"])
    known = _texts(originals, original_id, names["original"])
    readable = known.where("error is null").select("id", "text")
    asking = wanted.where("error is null").select("id", "text")
    postings = _postings(readable, "original")
    counts = postings.groupBy("key").agg(F.count("*").alias("count"))
    totals = readable.agg(F.count("*").alias("documents")).crossJoin(
        counts.agg(F.coalesce(F.sum("count"), F.lit(0)).alias("postings"))
    )
    keys = _weigh(_postings(asking, "copy"), counts, totals, named)
    candidates = _candidates(keys, postings, looked_at).join(readable, "id")
    # Where a copy has no key, the totals are of no use either.
    left = asking.join(keys.drop("evidence", "asked"), "id", "left")
    right = candidates.withColumnRenamed("id", "original_id")
    found = (
        left.groupBy("id")
        .cogroup(right.groupBy("copy_id"))
        .applyInArrow(partial(_explain, limit=limit), SCHEMA)
    )
    errors = _errors(copies, wanted, copy_id, "copy_id")
    return found.union(errors).union(_errors(originals, known, original_id, "original_id"))


def _texts(df: DataFrame, id_: str, text: str) -> DataFrame:
    """A row for each id: `id`, `text`, `error`.

    An id that comes again with the same text is taken once. Rows without an id are left out here.
    """
    longest, longest_id, *_ = _bounds(1)
    field(df, id_)
    if not isinstance(field(df, text).dataType, StringType):
        given = field(df, text).dataType.simpleString()
        raise WiredriftError(f"column {text!r} is of the type {given}; give one of string")
    rows = df.select(column(id_).cast("string").alias("id"), column(text).alias("text"))
    mark = F.xxhash64("text")
    # All texts of an id are one; the hashes, shorter to carry, say whether that is so.
    told = (
        rows.where("id is not null")
        .groupBy("id")
        .agg(F.min("text").alias("text"), (F.min(mark) != F.max(mark)).alias("differ"))
    )
    size, id_size = F.octet_length("text"), F.octet_length("id")
    error = F.coalesce(
        _when(F.col("differ"), "the id comes with several texts; give each an id of its own"),
        _when(F.col("text").isNull(), "the text is null; give a str"),
        _when(~F.is_valid_utf8("id"), "the id is not UTF-8; decode it before"),
        _when(~F.is_valid_utf8("text"), "the text is not UTF-8; decode it before"),
        _when(
            (id_size < 1) | (id_size > longest_id),
            *("the id has ", id_size, f" bytes; accepted are 1 to {longest_id}"),
        ),
        _when(size > longest, "the text has ", size, f" bytes; accepted are up to {longest}"),
    )
    return told.select("id", "text", error.alias("error"))


def _when(wrong: Column, *words: str | Column) -> Column:
    told = [F.lit(word) if isinstance(word, str) else word.cast("string") for word in words]
    return F.when(wrong, F.concat(*told))


def _errors(df: DataFrame, texts: DataFrame, id_: str, name: str) -> DataFrame:
    """The rows of the result for what cannot be read; those without an id are counted."""
    nameless = df.where(column(id_).isNull()).agg(F.count("*").alias("rows")).where("rows > 0")
    error = F.concat(F.lit("the id is null in "), F.col("rows").cast("string"), F.lit(" rows"))
    bad = nameless.select(F.lit(None).cast("string").alias("id"), error.alias("error"))
    bad = bad.union(texts.where("error is not null").select("id", "error"))
    side = name.removesuffix("_id")
    given = {name: F.col("id"), "error": F.concat(F.lit(f"the {side}: "), F.col("error"))}
    nothing = F.lit(None)
    return bad.select(*[given.get(c.name, nothing.cast(c.dataType)).alias(c.name) for c in SCHEMA])


def _postings(texts: DataFrame, side: str) -> DataFrame:
    """A row for each key of each text: `id`, `key`."""
    read = texts.mapInArrow(partial(_read, side=side), "id string, keys array<long>")
    return read.select("id", F.explode("keys").alias("key"))


def _read(batches: Iterable[pa.RecordBatch], *, side: str) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for at in range(0, len(batch), BATCH):
            rows = batch.slice(at, BATCH)
            keys = pa.table(_keys(rows.column("text"), side)).column("keys")
            table = pa.table({"id": rows.column("id"), "keys": keys})
            yield from table.to_batches()


def _weigh(asked: DataFrame, counts: DataFrame, totals: DataFrame, named: int) -> DataFrame:
    """For each copy the keys that are looked up, the rarest first, as columns of lists."""
    met = asked.join(counts, "key", "left")
    pair = F.struct("key", F.coalesce("count", F.lit(0)).alias("count"))
    lists = met.groupBy("id").agg(F.collect_list(pair).alias("pairs"))
    flat = lists.select(
        "id", F.col("pairs.key").alias("keys"), F.col("pairs.count").alias("counts")
    )
    return flat.crossJoin(F.broadcast(totals)).mapInArrow(partial(_rare, named=named), WEIGHED)


def _rare(batches: Iterable[pa.RecordBatch], *, named: int) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            documents = row["documents"]
            kept = _weighed(row["keys"], row["counts"], documents=documents, named=named)
            keys, counts, evidence, asked = zip(*kept, strict=True) if kept else ((),) * 4
            rows.append([row["id"], documents, row["postings"], keys, counts, evidence, asked])
        lists = [*[pa.list_(pa.int64())] * 3, pa.list_(pa.bool_())]
        types = [pa.string(), pa.int64(), pa.int64(), *lists]
        names = [part.split()[0] for part in WEIGHED.split(", ")]
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        arrays = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
        yield pa.record_batch(arrays, names=names)


def _candidates(keys: DataFrame, postings: DataFrame, count: int) -> DataFrame:
    """The originals with the most evidence for each copy: `copy_id`, `id`; equal ones by id."""
    zipped = F.explode(F.arrays_zip("keys", "evidence", "asked")).alias("one")
    asked = keys.select(F.col("id").alias("copy_id"), zipped).where("one.asked")
    asked = asked.select("copy_id", F.col("one.keys").alias("key"), "one.evidence")
    # By copy at once: of one copy and one original few keys meet before, so that a sum on the way
    # would carry no less.
    named = asked.join(postings, "key").repartition("copy_id")
    summed = named.groupBy("copy_id", "id").agg(F.sum("evidence").alias("evidence"))
    order = Window.partitionBy("copy_id").orderBy(F.desc("evidence"), "id")
    best = summed.withColumn("place", F.row_number().over(order)).where(F.col("place") <= count)
    return best.select("copy_id", "id")


def _explain(left: pa.Table, right: pa.Table, *, limit: int) -> pa.Table:
    """The rows of the result for one copy and its candidates."""
    row = left.to_pylist()[0]
    found = []
    if right.num_rows:
        found = _explained(
            *(row["text"], row["keys"], row["counts"]),
            *(right.column("original_id").to_pylist(), right.column("text").to_pylist()),
            documents=row["documents"],
            postings=row["postings"],
            limit=limit,
        )
    rows: list[dict[str, Any]] = [
        {
            "copy_id": row["id"],
            "rank": rank,
            "original_id": one.id,
            "score": one.score,
            "explained": one.explained,
            "adds": one.adds,
            "matches": [{name: getattr(m, name) for name in EXCERPT} for m in one.matches],
        }
        for rank, one in enumerate(found, 1)
    ]
    return pa.Table.from_pylist(rows or [{"copy_id": row["id"]}], FOUND)
