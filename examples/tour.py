# %% [markdown]
# # One pair of stories, end to end
#
# A flood story and a copy of it. The copy reads smoothly; what did it change?
#
# Run this as a script (`python examples/tour.py`), or as the notebook `tour.ipynb`, which shows
# reports and figures where the script prints them.

# %%
from pathlib import Path

import wiredrift
from wiredrift import plot

ROOT = Path.cwd() if Path("examples").is_dir() else Path.cwd().parent
original = wiredrift.read(ROOT / "examples" / "river.original.txt")
copy = wiredrift.read(ROOT / "examples" / "river.copy.txt")

report = wiredrift.compare(original, copy)
print(report)

# %% [markdown]
# ## Three figures, not one
#
# Drift adds up the damage, risk says how probable it is that the worst of it misinforms, severity
# is that of the worst finding.

# %%
print((report.drift, report.risk, report.severity))

# %% [markdown]
# ## Did the copy change what anyone is quoted as saying?

# %%
altered = [quotation for quotation in report.quotations if quotation.state != "verbatim"]
for quotation in altered:
    speaker = quotation.speaker.text if quotation.speaker else "somebody"
    before = quotation.original.text if quotation.original else "nothing"
    after = quotation.copy.text if quotation.copy else "nothing"
    print(f"{speaker}: {before!r} became {after!r}")

# %% [markdown]
# Whatever its kind, a finding says whether it lies inside quotation marks:

# %%
print(report.findings.filter(quoted=True))

# %% [markdown]
# ## Which sentences misinform about who, how many, whether or when?
#
# That is what *critical* means.

# %%
critical = report.findings.filter(severity="critical")
print(critical)

# %% [markdown]
# ## Every finding knows its place
#
# Offsets count characters of the texts as they were handed in.

# %%
for finding in critical:
    if finding.original is not None and finding.copy is not None:
        before, after = finding.original, finding.copy
        assert original[before.start : before.end] == before.text
        assert copy[after.start : after.end] == after.text
        print(
            f"{finding.kind}: {before.text!r} at {before.start} → {after.text!r} at {after.start}"
        )

# %% [markdown]
# ## The whole story at a glance
#
# A bar for each sentence; grey columns stand for what only one of the texts has.

# %%
plot.drift(report).savefig("drift.png")

# %% [markdown]
# Which sentence became which: two sentences moved up, one is missing, one was put in.

# %%
plot.alignment(report).savefig("alignment.png")

# %% [markdown]
# ## What a code means, and its limits

# %%
print(wiredrift.explain("WD551").partition("## Example")[0])

# %% [markdown]
# ## To keep
#
# The page holds everything and needs nothing from outside; the signature names all that can change
# a result.

# %%
Path("report.html").write_text(report.to_html(), encoding="utf-8")
print(report.signature)
