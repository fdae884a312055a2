"""pyarrow: a Parquet file of any size, a few hundred pairs at a time.

    python examples/recipes/with_pyarrow.py

Nothing but one batch and its results is in memory. `wiredrift batch` does the same on all cores
and goes on where it was interrupted.
"""

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet as pq

import wiredrift

HERE = Path(__file__).parent


def main(pairs: Path, drift: Path) -> None:
    """Read pairs from one Parquet file and write what was found to another."""
    writer = None
    for batch in pq.ParquetFile(pairs).iter_batches(batch_size=512):
        found = pa.table(wiredrift.score_arrow(batch, id=["id", "outlet"], level="findings"))
        # The number of a row within its batch says nothing once the batches are joined.
        found = found.drop_columns(["pair"])
        writer = writer or pq.ParquetWriter(drift, found.schema)
        writer.write_table(found)
    if writer:
        writer.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        pairs, drift = Path(folder, "pairs.parquet"), Path(folder, "drift.parquet")
        pq.write_table(pyarrow.json.read_json(HERE / "pairs.jsonl"), pairs)
        main(pairs, drift)
        for row in pq.read_table(drift).to_pylist():
            print(row["id"], row["outlet"], row["severity"], row["message"] or row["error"])
