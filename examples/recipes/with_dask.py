"""Dask: a partition at a time, on a cluster or on the cores at hand.

python examples/recipes/with_dask.py

Threads serve as well as processes: the work is done without the interpreter lock.
"""

from pathlib import Path

import dask.dataframe as dd
import pandas as pd

import wiredrift

HERE = Path(__file__).parent


def drift(pairs: pd.DataFrame) -> pd.DataFrame:
    """What was found in each pair of a partition."""
    found = wiredrift.score_arrow(pairs, id=["id", "outlet"])
    return pd.DataFrame.from_arrow(found).drop(columns="pair")


if __name__ == "__main__":
    pairs = dd.from_pandas(pd.read_json(HERE / "pairs.jsonl", lines=True), npartitions=3)
    found = pairs.map_partitions(drift, meta=drift(pairs.head(0)))
    for row in found.compute(scheduler="processes", num_workers=2).sort_values("id").itertuples():
        print(row.id, row.outlet, row.severity, row.error)
