"""pandas: results as columns beside the pairs.

    python examples/recipes/with_pandas.py

pandas 3 hands its columns over by Arrow; with pandas 2 give `pyarrow.Table.from_pandas(frame)`
and take `pyarrow.table(found).to_pandas()`.
"""

from pathlib import Path

import pandas as pd

import wiredrift

HERE = Path(__file__).parent


def main(frame: pd.DataFrame) -> pd.DataFrame:
    """The pairs with what was found in each."""
    found = wiredrift.score_arrow(frame, id="id", threads=2)
    return frame.merge(pd.DataFrame.from_arrow(found).drop(columns="pair"), on="id")


if __name__ == "__main__":
    frame = main(pd.read_json(HERE / "pairs.jsonl", lines=True))
    for row in frame.sort_values("id").itertuples():
        print(row.id, row.outlet, row.severity, row.error)
    print(frame.groupby("outlet")["risk"].mean().round(2).to_dict())
