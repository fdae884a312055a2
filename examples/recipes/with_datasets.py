"""Hugging Face datasets: `map` over Arrow batches.

    python examples/recipes/with_datasets.py

`num_proc=8` works on eight cores; the function then has to be importable, or picklable.
"""

from pathlib import Path

import datasets
import pyarrow as pa

import wiredrift

HERE = Path(__file__).parent


def drift(batch: pa.Table) -> pa.Table:
    """What was found in each pair of a batch; `level="findings"` gives as many rows as it finds."""
    return pa.table(wiredrift.score_arrow(batch, id=["id", "outlet"]))


def main(pairs: datasets.Dataset) -> datasets.Dataset:
    """The data set of results."""
    options = {"batched": True, "batch_size": 256, "remove_columns": pairs.column_names}
    return pairs.with_format("arrow").map(drift, **options).with_format(None)


if __name__ == "__main__":
    datasets.disable_progress_bars()
    found = main(datasets.Dataset.from_json(str(HERE / "pairs.jsonl"), keep_in_memory=True))
    for row in found:
        print(row["id"], row["outlet"], row["severity"], row["error"])
