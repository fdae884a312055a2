# %% [markdown]
# # A study of many copies
#
# The marked pairs of `evals/pairs`: stories and their copies, some translated to another language
# and back, some spun word by word, some paraphrased, shortened, or faithfully edited. How much do
# these ways of copying change, what do they change, and what becomes of quotations?
#
# Run this as a script (`python examples/corpus_study.py`), or as the notebook
# `corpus_study.ipynb`. It needs `pip install 'wiredrift[plot]' polars`.

# %%
import json
from pathlib import Path

import polars as pl

import wiredrift
from wiredrift import plot

ROOT = Path.cwd() if Path("examples").is_dir() else Path.cwd().parent
folders = sorted((ROOT / "evals" / "pairs").iterdir())

pairs = pl.DataFrame(
    {
        "story": [folder.name for folder in folders],
        "made_by": [json.loads((folder / "gold.json").read_text())["kind"] for folder in folders],
        "original": [wiredrift.read(folder / "original.txt") for folder in folders],
        "copy": [wiredrift.read(folder / "copy.txt") for folder in folders],
    }
)
print(pairs.group_by("made_by").len(name="copies").sort("made_by"))

# %% [markdown]
# ## One call for all pairs
#
# Columns go in and a table comes out, without a copy of the texts; `pair` is the row.

# %%
table = wiredrift.compare_many(pairs["original"], pairs["copy"])
study = pl.DataFrame(table).hstack(pairs.select("story", "made_by"))
print(study.select("story", "made_by", "drift", "risk", "severity", "worst_message").head(5))

# %% [markdown]
# ## How much do copies drift?

# %%
plot.distribution(study).savefig("distribution.png")

# %%
plot.outlets(study, "made_by").savefig("made_by.png")

# %%
summary = study.group_by("made_by").agg(
    pl.len().alias("copies"),
    pl.col("drift").median().round(2),
    pl.col("risk").median().round(2),
    (pl.col("critical") > 0).mean().round(2).alias("with_critical"),
)
print(summary.sort("drift", descending=True))

# %% [markdown]
# ## What do they change?
#
# The same call, with a row for each finding. Harmless and minor rewording is most of what any copy
# does; leave it out to see what matters.

# %%
findings = pl.DataFrame(
    wiredrift.compare_many(pairs["original"], pairs["copy"], level="findings")
).join(
    pairs.with_row_index("pair").select(pl.col("pair").cast(pl.UInt64), "story", "made_by"),
    on="pair",
)
grave = findings.filter(pl.col("severity").is_in(["major", "critical"]))
plot.kinds(grave).savefig("kinds.png")

# %% [markdown]
# ## Altered quotations
#
# Every serious finding inside quotation marks: what somebody is now quoted as saying and did not
# say.

# %%
quoted = grave.filter("quoted").select("story", "kind", "severity", "original_text", "copy_text")
print(quoted.head(10))

# %% [markdown]
# How often is a quotation left alone?

# %%
kept = study.group_by("made_by").agg(
    pl.col("quotations").sum(),
    (pl.col("quotations_verbatim").sum() / pl.col("quotations").sum()).round(2).alias("verbatim"),
)
print(kept.sort("verbatim"))

# %% [markdown]
# ## From a row back to the story
#
# A number in a table is worth what the passage behind it is: look at the worst pair.

# %%
worst = study.sort("drift", descending=True).row(0, named=True)
report = wiredrift.compare(*pairs.row(worst["pair"], named=False)[2:])
print(report)

# %% [markdown]
# Equal signatures, equal results: cite this one beside a figure.

# %%
print(study["signature"].unique().to_list())
