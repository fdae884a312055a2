"""DuckDB: pairs from a query, results as a table to query.

python examples/recipes/with_duckdb.py

Or as a function for SQL, where one figure a pair is all that is wanted.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

import wiredrift

HERE = Path(__file__).parent


def main(con: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    """What was found in each pair of a query, for `from drift` of the next one."""
    return pa.table(wiredrift.score_arrow(con.sql(query), id="id", threads=2))


def risk(originals: pa.ChunkedArray, copies: pa.ChunkedArray) -> pa.ChunkedArray:
    """A function for SQL: one figure a pair, null for a pair that has none."""
    pairs = pa.table({"original": originals, "copy": copies})
    return pa.table(wiredrift.score_arrow(pairs))["risk"]


if __name__ == "__main__":
    con = duckdb.connect()
    con.sql(f"create table pairs as from read_json('{HERE / 'pairs.jsonl'}')")
    drift = main(con, "select id, original, copy from pairs")
    rows = "select id, outlet, severity, error from pairs join drift using (id) order by id"
    for row in con.sql(rows).fetchall():
        print(*row)
    # Aggregates and filters straight from SQL; nulls are handed over, not skipped.
    con.create_function(
        "risk", risk, ["varchar", "varchar"], "double", type="arrow", null_handling="special"
    )
    means = "select outlet, round(avg(risk(original, copy)), 2) from pairs group by all order by 1"
    print(dict(con.sql(means).fetchall()))
