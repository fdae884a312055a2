"""Ray Data: Arrow batches on a cluster.

python examples/recipes/with_ray.py

Tasks take one core each, and as many run as there are.
"""

from pathlib import Path

import pyarrow as pa
import ray

import wiredrift

HERE = Path(__file__).parent


def drift(pairs: pa.Table) -> pa.Table:
    """What was found in each pair of a batch."""
    return pa.table(wiredrift.score_arrow(pairs, id=["id", "outlet"])).drop_columns(["pair"])


if __name__ == "__main__":
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    pairs = ray.data.read_json(str(HERE / "pairs.jsonl"), lines=True)
    found = pairs.map_batches(drift, batch_format="pyarrow", batch_size=512, zero_copy_batch=True)
    for row in sorted(found.take_all(), key=lambda row: row["id"]):
        print(row["id"], row["outlet"], row["severity"], row["error"])
