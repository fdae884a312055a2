#!/usr/bin/env python3
"""Train the weights by which findings and differences of words are judged: assets/judgement.txt.

    cargo build --features cli --example difference_features
    python3 evals/stories.py evals/sentences/*.txt OUT && cp -r evals/pairs/* OUT
    python3 tools/train_judgement.py OUT [--check] [--counted MORE]
    python3 tools/train_joint.py DRIFT OUT --halves && python3 tools/train_judgement.py OUT --joint

The second table, assets/judgement_joint.txt, weighs besides what was read of a passage and its copy
together (tools/train_joint.py), by layers that had not seen the story, nor its writer.

Takes folders of marked stories (NAME/original.txt, copy.txt, gold.json). Needs numpy and scipy.
Prints what the weights reach on stories that they were not trained on (five folds, by original), with
the curve of thresholds, then trains on everything and writes the table and its manifest; --check
only prints. All data is the project's own writing. Features come from the library itself, through
examples/difference_features.rs, so that training and use cannot differ. What was
seen of an exchange in marked stories is counted anew for each fold from the stories of the others, and
from those of MORE, which count and are not learnt from (tools/count_exchanges.py).

The model. A difference of words with features x has the odds exp(a.x) of misinforming. A marked
passage is a group: the odds of its differences add up, so that nobody needs to say which word of a
phrase did it. A difference in no marked passage is a group of its own, and harmless.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
from pathlib import Path

import count_exchanges
import numpy as np
from marked import EXTRACTOR, HARM, ROOT, Story, folders_of, key_of, points_at, read
from scipy import sparse, stats
from scipy.optimize import minimize

ASSETS = ROOT / "assets"
FOLDS = 5
RIDGE = 3.0  # of 1, 3, 8 and 20 the one with the least cross-validated loss
RARE = 12


# ------------------------------------------------------------------------------------------ data
def by_folds(
    folders: list[Path],
    more: list[Path],
    extractor: Path,
    joint: bool,
    leave_out: re.Pattern | None,
) -> list[Story]:
    """The stories of folders, those of each fold read with what was seen in all others."""
    found = folders_of(folders)
    fold = [key_of(p) % FOLDS for p in found]
    counted = read(folders_of([*folders, *more], leave_out), extractor, features=False)
    said = count_exchanges.listed(extractor, count_exchanges.LIST.read_text("utf-8"))
    out: dict[Path, Story] = {}
    with tempfile.TemporaryDirectory() as room:
        for k in range(FOLDS):
            others = count_exchanges.counts(s for s in counted if s.key % FOLDS != k)
            table = Path(room) / f"{k}.bin"
            table.write_bytes(count_exchanges.table(others, said))
            own = [p for p, f in zip(found, fold) if f == k]
            out |= zip(own, read(own, extractor, joint, table))
    return [out[p] for p in found]


class Data:
    """All differences of all stories as one sparse matrix, with their groups."""

    def __init__(self, all_stories: list[Story]) -> None:
        self.stories = all_stories
        names: dict[str, int] = {}
        rows, columns, groups = [], [], []
        number_of: dict[tuple, int] = {}
        self.level, self.group_story = [], []
        n = 0
        for s, story in enumerate(all_stories):
            for d in story.differences:
                d["row"] = n
                for feature in sorted(set(d["features"])):
                    columns.append(names.setdefault(f"{d['kind']}\t{feature}", len(names)))
                    rows.append(n)
                key = (s, "event", d["event"]) if d["event"] is not None else (s, "row", n)
                if key not in number_of:
                    number_of[key] = len(number_of)
                    level = story.events[d["event"]]["level"] if d["event"] is not None else 0
                    self.level.append(level)
                    self.group_story.append(s)
                groups.append(number_of[key])
                n += 1
        full = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (n, len(names)))
        seen = np.asarray(full.sum(0)).ravel()
        by_column = {k: name for name, k in names.items()}
        keep = [k for k in range(len(names)) if seen[k] >= RARE]
        self.names = [by_column[k] for k in keep]
        self.x = full[:, keep].tocsr()
        self.group = np.array(groups)
        self.level, self.group_story = np.array(self.level), np.array(self.group_story)
        self.row_story = self.group_story[self.group]
        self.fold = np.array([s.key % FOLDS for s in all_stories])


def fit(data: Data, rows: np.ndarray, ridge: float = RIDGE) -> np.ndarray:
    """Weights of the probability of harm, by logistic loss over the groups of the rows."""
    order = np.argsort(data.group[rows], kind="stable")
    rows = rows[order]
    x, of = data.x[rows], data.group[rows]
    ids, first = np.unique(of, return_index=True)
    size = np.diff(np.append(first, len(of)))
    label = HARM[data.level[ids]]
    always = np.array([name.endswith("\talways") for name in data.names])
    strength = np.where(always, 0.05, ridge)

    def loss(w):
        z = x @ w
        top = np.maximum.reduceat(z, first)
        e = np.exp(z - np.repeat(top, size))
        summed = np.add.reduceat(e, first)
        s = top + np.log(summed)
        value = np.sum(np.logaddexp(0, s) - label * s) + 0.5 * np.sum(strength * w * w)
        d = 1 / (1 + np.exp(-s)) - label
        row = np.repeat(d / summed, size) * e
        return value, x.T @ row + strength * w

    found = minimize(
        loss,
        np.zeros(x.shape[1]),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 120, "maxfun": 240},
    )
    return found.x


def auc(high, low) -> float:
    ranks = stats.rankdata(np.concatenate([high, low]))[: len(high)]
    return float((ranks.sum() - len(high) * (len(high) + 1) / 2) / (len(high) * len(low)))


# -------------------------------------------------------------------------------------- judgement
# As in src/assess/judge.rs.
LEAST = {"wording": 0.4, "omission": 0.5, "addition": 0.5, "duplication": 0.5}
THRESHOLDS = {"taken back": 1.0, "raised": 0.4, "new": 0.4, "closed": 0.15}
JOINT = {**THRESHOLDS, "closed": 0.25}
NEVER = {"taken back": 0.0, "raised": 2.0, "new": 2.0, "closed": 0.0}


def judged(story: Story, odds: np.ndarray, at: dict[str, float]) -> list[dict]:
    """The findings after judgement, as src/assess/judge.rs settles them."""
    out, claimed = [], set()
    for k, finding in enumerate(story.findings):
        f, wording = dict(finding), finding["kind"] == "wording"
        own = [d["row"] for d in story.differences if k in d["claims"]]
        if own:
            p = 1 - 1 / (1 + odds[own].sum())
            least = LEAST.get(f["kind"], at["closed"]) * at["taken back"]
            if f["level"] >= 2 and p < least:
                f["level"] = 1
            elif f["level"] == 1 and wording and p >= at["raised"]:
                f["level"] = 2
        if f["level"] >= 2 or (f["level"] == 1 and not wording):
            claimed.update(own)
        out.append(f)
    run: list[dict] = []
    for d in [*story.differences, None]:
        new = (
            d
            and d["kind"] == "substituted"
            and d["row"] not in claimed
            and 1 - 1 / (1 + odds[d["row"]]) >= at["new"]
        )
        if run and not (
            new
            and run[-1]["bead"] == d["bead"]
            and all(
                run[-1][f"{side}_words"][1] == d[f"{side}_words"][0]
                for side in ("original", "copy")
            )
        ):
            spans = {side: (run[0][side][0], run[-1][side][1]) for side in ("original", "copy")}
            out.append({"level": 2, **spans})
            run = []
        if new:
            run.append(d)
    return out


def score(all_stories: list[Story], found: list[list[dict]]) -> dict[str, float]:
    """The headline figures over serious findings and events."""
    hit, right, faithful, harmless = [0, 0], [0, 0], [0, 0], 0
    for story, findings in zip(all_stories, found):
        big = [f for f in findings if f["level"] >= 2]
        for e in story.events:
            alarmed = any(points_at(f, e) for f in big)
            harmless += alarmed and e["level"] == 0
            if e["level"] >= 2:
                hit[0] += alarmed
                hit[1] += 1
        serious = [e for e in story.events if e["level"] >= 2]
        right[0] += sum(any(points_at(f, e) for e in serious) for f in big)
        right[1] += len(big)
        if story.faithful:
            faithful[0] += len(big)
            faithful[1] += story.units

    def rate(x):
        return x[0] / max(x[1], 1)

    r, p = rate(hit), rate(right)
    return {
        "f1": 2 * r * p / max(r + p, 1e-9),
        "recall": r,
        "precision": p,
        "false per 100 faithful": 100 * rate(faithful),
        "harmless alarmed": harmless,
    }


def show(title: str, s: dict[str, float]) -> None:
    print(f"{title:28}", *(f"{name} {value:.3f}" for name, value in s.items()))


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("pairs", type=Path, nargs="+")
    ask.add_argument("--check", action="store_true", help="only print")
    ask.add_argument("--joint", action="store_true", help="the table with what read.json says")
    ask.add_argument("--counted", type=Path, nargs="*", default=[], metavar="MORE")
    ask.add_argument("--leave-out", type=re.compile, help="names of stories that are not counted")
    ask.add_argument("--extractor", type=Path, default=EXTRACTOR)
    a = ask.parse_args()
    data = Data(by_folds(a.pairs, a.counted, a.extractor, a.joint, a.leave_out))
    print(
        f"{len(data.stories)} stories, {data.x.shape[0]} differences, {len(data.level)} groups, "
        f"{np.sum(data.level >= 2)} of them major, {len(data.names)} features"
    )
    z = np.zeros(data.x.shape[0])
    for fold in range(FOLDS):
        held = data.fold[data.row_story] == fold
        z[held] = data.x[held] @ fit(data, np.flatnonzero(~held))
    odds, s = np.exp(z), np.log(np.bincount(data.group, np.exp(z), len(data.level)))
    usual = JOINT if a.joint else THRESHOLDS
    figures = {"AUC": auc(s[data.level >= 2], s[data.level < 2])}
    print(f"AUC of a group: {figures['AUC']:.3f}")
    show("without judgement", score(data.stories, [judged(t, odds, NEVER) for t in data.stories]))
    for step in (0.3, 0.35, 0.4, 0.5, 0.6):
        at = {**usual, "raised": step, "new": step}
        show(
            f"new and raised at {step}",
            score(data.stories, [judged(t, odds, at) for t in data.stories]),
        )
    figures |= score(data.stories, [judged(t, odds, usual) for t in data.stories])
    show("with judgement", figures)
    for p in np.arange(0, 1, 0.1):
        bin_ = (1 - 1 / (1 + np.exp(s)) >= p) & (1 - 1 / (1 + np.exp(s)) < p + 0.1)
        if bin_.any():
            print(
                f"probability {p:.1f} to {p + 0.1:.1f}: {bin_.sum():5} groups, {np.mean(data.level[bin_] >= 2):.2f} major"
            )
    if not a.check:
        table = ASSETS / ("judgement_joint.txt" if a.joint else "judgement.txt")
        write(table, data, fit(data, np.arange(data.x.shape[0])), figures)


def write(table: Path, data: Data, weights: np.ndarray, figures: dict[str, float]) -> None:
    lines = ["# kind\tfeature\tweight: made by tools/train_judgement.py, see docs/scoring.md"]
    lines += [f"{name}\t{w:.3f}" for name, w in sorted(zip(data.names, weights)) if abs(w) >= 0.01]
    text = "\n".join(lines) + "\n"
    table.write_text(text, "utf-8")
    manifest = {
        "made_by": "tools/train_judgement.py",
        "learnt_from": {"own marked stories (evals/pairs, evals/sentences)": "this project's"},
        "rows": len(lines) - 1,
        "cross_validated": {k: round(float(v), 3) for k, v in figures.items()},
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    table.with_suffix(".json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    print(f"wrote {table.relative_to(ROOT)}: {len(lines) - 1} rows")


if __name__ == "__main__":
    main()
