#!/usr/bin/env python3
"""Train the weights of differences: assets/differences.txt.

    cargo build --example difference_features
    python3 evals/stories.py evals/sentences/*.txt PAIRS && cp -r evals/pairs/* PAIRS
    python3 tools/train_combiner.py DRIFT PAIRS [--check] [--blind FOLDER]

DRIFT is a folder with demetr.jsonl, menli_xpaws.jsonl, summedits.jsonl and mlqe_pe.jsonl (and
stsb.jsonl, which is measured on and never trained on); PAIRS a folder of marked stories
(NAME/original.txt, copy.txt, gold.json). Prints what the weights reach on parts that they were not
trained on (five folds, by source sentence and by original story), then trains on everything and
writes the table and its manifest. --check only prints. --blind scores marked stories that nothing
was trained on.

Licences of what the weights are learnt from: DEMETR (MIT), MENLI (MIT), SummEdits (Apache-2.0),
MLQE-PE (CC0), the project's own marked pairs. Features come from the library itself, through
examples/difference_features.rs, so that training and use cannot differ.

The model. A difference with features x has three worths, linear in x:
  penalty  max(0, a.x), summed over the differences;
  risk     odds exp(b.x), summed over the differences: one decisive difference decides;
  story    the same, learnt on whole stories, where rewording is dense.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import zlib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy import sparse, stats
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "assets" / "differences.txt"
PROFILE = "debug"
EXTRACTOR = ROOT / "target" / PROFILE / "examples" / "difference_features"
FOLDS = 5
SEVERITY = {"none": 0, "minor": 1, "major": 2, "critical": 3}

# DEMETR's perturbations by what they do to the meaning: 1 it changes, 0 only the form does,
# between them what a careful reader would call minor more often than not.
MEANING = {
    "critical_id7_antonym",
    "critical_id8_negation",
    "critical_id9_ne_replaced",
    "critical_id10_numbers_replaced",
    "critical_id11_gender",
    "critical_id6_addition",
    "critical_id21_adj_adv_removed",
    "critical_id22_verb_removed",
    "critical_id23_noun_removed",
    "critical_id24_subj_removed",
    "critical_id25_ne_removed",
}
NOISE = {
    "minor_id26_misspelled",
    "minor_id27_char_removed",
    "minor_id28_final_punc_removed",
    "minor_id29_punc_addition",
    "minor_id30_tokenized",
    "minor_id31_full_lower",
    "minor_id32_first_lower",
}
BETWEEN = {
    "major_id17_tense": 0.7,
    "major_id18_aspect": 0.4,
    "major_id19_question": 0.7,
    "major_id3_hypernym": 0.6,
    "major_id5_pp_removed": 0.8,
    "critical_id4_codemix": 0.8,
    "critical_id20_shuffled": 1.0,
    "minor_id12_conj_removed": 0.3,
    "minor_id13_pos_shift": 0.3,
    "minor_id14_word_swap": 0.25,
    "minor_id15_case": 0.2,
    "minor_id16_function_word": 0.4,
    "minor_id1_repeat2": 0.1,
    "minor_id2_repeat4": 0.2,
}
# How much a pair of each kind counts. Faithful paraphrases count more, because there is one of them
# for thirty perturbations; unrelated sentences keep the model from learning that a small change is
# the suspicious one.
WEIGHT = {
    "between": 0.5,
    "paraphrase": 6.0,
    "unrelated": 2.0,
    "menli": 200.0,
    "summedits": 1.0,
    "mlqe": 1.0,
}
RIDGE = {"penalty": 5.0, "risk": 2.0, "story": 0.5}
RARE = 20


def fold_of(key) -> int:
    return zlib.crc32(str(key).encode()) % FOLDS


# ------------------------------------------------------------------------------------------ data
class Data:
    """All pairs with their differences as one sparse matrix, a row for each difference."""

    def __init__(self, drift: Path, folders: list[Path]) -> None:
        def read(name):
            return [json.loads(line) for line in (drift / f"{name}.jsonl").open(encoding="utf-8")]

        self.demetr, self.menli = read("demetr"), read("menli_xpaws")
        self.summedits, self.mlqe = read("summedits"), read("mlqe_pe")
        stsb = drift / "stsb.jsonl"
        self.stsb = [r for r in read("stsb") if r["split"] == "dev"] if stsb.exists() else []
        self.unrelated = unrelated(self.demetr)
        pairs: dict[tuple[str, str], None] = {}
        for r in self.demetr:
            pairs |= {
                (r["ref"], r["good"]): None,
                (r["ref"], r["bad"]): None,
                (r["good"], r["bad"]): None,
            }
        for r in self.menli:
            pairs |= {(r["ref"], r["good"]): None, (r["ref"], r["bad"]): None}
        for r in [*self.summedits, *self.mlqe, *self.stsb]:
            pairs[(r["a"], r["b"])] = None
        pairs |= {p: None for _, p in self.unrelated}
        self.index = {p: k for k, p in enumerate(pairs)}
        lines = "".join(json.dumps(p) + "\n" for p in pairs)
        out = subprocess.run([EXTRACTOR], input=lines, capture_output=True, text=True, check=True)
        groups = [json.loads(line) for line in out.stdout.splitlines()]
        self.beads: list[dict] = []
        for folder in folders:
            for bead in stories(folder):
                bead["group"] = len(groups)
                groups.append(bead)
                self.beads.append(bead)
        self.similarity = np.array([g["similarity"] for g in groups])
        self.matrix(groups)

    def matrix(self, groups: list[dict]) -> None:
        names: dict[str, int] = {}
        rows, columns, amounts, self.row_group = [], [], [], []
        for at, group in enumerate(groups):
            for difference in group["differences"]:
                for feature, amount in difference["features"]:
                    name = f"{difference['kind']}\t{feature}"
                    columns.append(names.setdefault(name, len(names)))
                    rows.append(len(self.row_group))
                    amounts.append(amount)
                self.row_group.append(at)
        full = sparse.csr_matrix((amounts, (rows, columns)), (len(self.row_group), len(names)))
        seen = np.asarray((full > 0).sum(0)).ravel()
        keep = [k for k in range(len(names)) if seen[k] >= RARE]
        by_column = {k: name for name, k in names.items()}
        self.names = [by_column[k] for k in keep]
        self.x = full[:, keep].tocsr()
        self.row_group = np.array(self.row_group)
        self.groups = len(groups)

    def of(self, pairs) -> np.ndarray:
        return np.array([self.index[p] for p in pairs], int)


def unrelated(demetr: list[dict]) -> list[tuple[object, tuple[str, str]]]:
    """Sentences with the translation of another: its neighbour, and the one most like it in words."""
    items = sorted({(r["item"], r["ref"], r["good"]) for r in demetr})
    words = [set(ref.lower().split()) for _, ref, _ in items]

    def alike(i, j):
        return len(words[i] & words[j]) / len(words[i] | words[j])

    made = []
    for i, (item, ref, _) in enumerate(items):
        others = [j for j in range(len(items)) if items[j][0] != item]
        like = max(others, key=lambda j: (alike(i, j), -j))
        for j in ((i + 1) % len(items), like):
            made.append((item, (ref, items[j][2])))
    return made


def stories(folder: Path) -> list[dict]:
    """The paired beads of all marked stories of a folder, each with its worst marked severity."""
    beads = []
    for pair in sorted(p.parent for p in folder.glob("*/gold.json")):
        events = json.loads((pair / "gold.json").read_text("utf-8"))["events"]
        texts = {side: (pair / f"{side}.txt").read_bytes() for side in ("original", "copy")}
        run = [EXTRACTOR, pair / "original.txt", pair / "copy.txt"]
        out = subprocess.run(run, capture_output=True, text=True, check=True)
        for bead in map(json.loads, out.stdout.splitlines()):
            # By the original, which several stories may share.
            bead["pair"], bead["worst"] = zlib.crc32(texts["original"]), 0
            for side, text in texts.items():
                words = bead[f"{side}_words"]
                if not words:
                    continue
                start, end = (
                    len(text[:byte].decode("utf-8", "ignore"))
                    for byte in (words[0][0], words[-1][1])
                )
                for e in events:
                    a, b = e.get(f"{side}_start"), e.get(f"{side}_end")
                    if a is not None and min(b, end) > max(a, start):
                        bead["worst"] = max(bead["worst"], SEVERITY[e["severity"]])
            beads.append(bead)
    return beads


# ----------------------------------------------------------------------------------------- model
class Odds:
    """Log odds of groups as the logarithm of the summed odds of their differences."""

    NONE = -9.0  # of a group without differences

    def __init__(self, data: Data, groups: np.ndarray) -> None:
        take = np.isin(data.row_group, groups)
        self.x, of = data.x[take], data.row_group[take]
        self.groups, first = np.unique(of, return_index=True)
        self.first, self.size = first, np.diff(np.append(first, len(of)))
        self.total = data.groups

    def __call__(self, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        odds = np.full(self.total, self.NONE)
        if not len(self.groups):
            return odds, np.zeros(0)
        z = self.x @ w
        top = np.maximum.reduceat(z, self.first)
        e = np.exp(z - np.repeat(top, self.size))
        summed = np.add.reduceat(e, self.first)
        odds[self.groups] = top + np.log(summed)
        return odds, e / np.repeat(summed, self.size)

    def fit(self, points, ranks, ridge: float, rising: np.ndarray, steps: int = 150):
        """Weights and the intercept of each source, by logistic loss.

        points: (group, label, weight, source); ranks: (higher group, lower group, weight).
        """
        group, label, weight, source = (np.array(c) for c in zip(*points))
        group, source = group.astype(int), source.astype(int)
        high, low, worth = (np.array(c) for c in zip(*ranks)) if ranks else (np.zeros(0, int),) * 3
        n, sources = self.x.shape[1], source.max() + 1

        def loss(v):
            w, c = v[:n], v[n:]
            odds, share = self(w)
            s = odds[group] + c[source]
            value = 0.5 * ridge * (w @ w) + np.sum(weight * (np.logaddexp(0, s) - label * s))
            d = weight * (1 / (1 + np.exp(-s)) - label)
            slope = np.zeros(self.total)
            np.add.at(slope, group, d)
            if len(high):
                s = odds[high] - odds[low]
                value += np.sum(worth * np.logaddexp(0, -s))
                r = -worth / (1 + np.exp(s))
                np.add.at(slope, high, r)
                np.add.at(slope, low, -r)
            rows = np.repeat(slope[self.groups], self.size) * share
            return value, np.concatenate(
                [self.x.T @ rows + ridge * w, np.bincount(source, d, sources)]
            )

        bounds = [(0, None) if up else (None, None) for up in rising] + [(None, None)] * sources
        found = minimize(
            loss,
            np.zeros(n + sources),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": steps, "maxfun": 2 * steps},
        )
        return found.x[:n], found.x[n:]


def rising(names: list[str]) -> np.ndarray:
    """Features that may only ever add risk: how far two passages are apart as wholes."""
    return np.array([n.startswith("whole\t") and ("<" in n or "amount" in n) for n in names])


def train_risk(data: Data, leave: int | None) -> np.ndarray:
    def keep(key):
        return leave is None or fold_of(key) != leave

    points, ranks, seen = [], [], set()
    at = data.index
    for r in data.demetr:
        if not keep(r["item"]):
            continue
        kind, pair = r["type"], (r["ref"], r["good"])
        if kind == "base_id33_shuffle_trans":
            points.append((at[(r["ref"], r["bad"])], 1.0, WEIGHT["unrelated"], 0))
        if kind.startswith("base"):
            continue
        sure = kind in MEANING or kind in NOISE
        label = float(kind in MEANING) if sure else BETWEEN[kind]
        points.append((at[(r["good"], r["bad"])], label, 1.0 if sure else WEIGHT["between"], 0))
        if pair not in seen:
            seen.add(pair)
            points.append((at[pair], 0.0, WEIGHT["paraphrase"], 0))
    points += [(at[p], 1.0, WEIGHT["unrelated"], 0) for item, p in data.unrelated if keep(item)]
    of_kind = Counter(r["type"] for r in data.menli)
    for r in data.menli:
        if keep(r["item"]):
            ranks.append(
                (
                    at[(r["ref"], r["bad"])],
                    at[(r["ref"], r["good"])],
                    WEIGHT["menli"] / of_kind[r["type"]],
                )
            )
    points += [
        (at[(r["a"], r["b"])], float(r["label"]), WEIGHT["summedits"], 1)
        for r in data.summedits
        if keep(r["a"])
    ]
    for r in data.mlqe:
        if keep(r["a"]):
            points.append(
                (at[(r["a"], r["b"])], 1 / (1 + np.exp(1.5 * r["gold"])), WEIGHT["mlqe"], 2)
            )
    groups = {p[0] for p in points} | {g for r in ranks for g in r[:2]}
    w, intercepts = Odds(data, np.array(sorted(groups))).fit(
        points, ranks, RIDGE["risk"], rising(data.names)
    )
    return settled(data, w, intercepts[0])


def train_story(data: Data, beads: list[dict]) -> np.ndarray:
    label = {0: 0.0, 1: 0.15, 2: 0.9, 3: 1.0}
    points = [(b["group"], label[b["worst"]], 1.0, 0) for b in beads]
    model = Odds(data, np.array([b["group"] for b in beads]))
    w, intercepts = model.fit(points, [], RIDGE["story"], rising(data.names), steps=80)
    return settled(data, w, intercepts[0])


def settled(data: Data, w: np.ndarray, intercept: float) -> np.ndarray:
    """The intercept moved into the weights: every difference has the feature `always`."""
    w = w.copy()
    for k, name in enumerate(data.names):
        if name.endswith("\talways"):
            w[k] += intercept
    return w


def train_penalty(data: Data, leave: int | None) -> np.ndarray:
    rows = [r for r in data.demetr if leave is None or fold_of(r["item"]) != leave]
    rows = [r for r in rows if r["type"] != "base_id35_reference"]
    of_kind = Counter(r["type"] for r in rows)
    summed = (
        sparse.csr_matrix(
            (np.ones(len(data.row_group)), (data.row_group, np.arange(len(data.row_group)))),
            (data.groups, len(data.row_group)),
        )
        @ data.x
    )
    bad = data.of((r["ref"], r["bad"]) for r in rows)
    good = data.of((r["ref"], r["good"]) for r in rows)
    step = (summed[bad] - summed[good]).tocsr()
    weight = np.array([400 / of_kind[r["type"]] for r in rows])

    def loss(w):
        s = step @ w
        value = np.sum(weight * np.logaddexp(0, -s)) + 0.5 * RIDGE["penalty"] * (w @ w)
        return value, step.T @ (-weight / (1 + np.exp(s))) + RIDGE["penalty"] * w

    return minimize(
        loss, np.zeros(step.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x


def penalties(data: Data, w: np.ndarray) -> np.ndarray:
    return np.bincount(data.row_group, np.maximum(data.x @ w, 0.0), data.groups)


def odds(data: Data, w: np.ndarray) -> np.ndarray:
    return Odds(data, np.arange(data.groups))(w)[0]


# -------------------------------------------------------------------------------------- measures
def auc(high, low) -> float:
    if not len(high) or not len(low):
        return float("nan")
    ranks = stats.rankdata(np.concatenate([high, low]))[: len(high)]
    return float((ranks.sum() - len(high) * (len(high) + 1) / 2) / (len(high) * len(low)))


def macro(data: Data, rows: list[dict], figure: np.ndarray) -> dict[str, float]:
    won = defaultdict(list)
    for r in rows:
        won[r["type"]].append(
            figure[data.index[(r["ref"], r["bad"])]] > figure[data.index[(r["ref"], r["good"])]]
        )
    return {kind: float(np.mean(w)) for kind, w in won.items()}


def measure_risk(data: Data, s: np.ndarray, fold: int) -> dict[str, float]:
    rows = [
        r for r in data.demetr if not r["type"].startswith("base") and fold_of(r["item"]) == fold
    ]
    d = s[data.of((r["good"], r["bad"]) for r in rows)]
    kind = np.array([r["type"] for r in rows])
    faithful = s[data.of(dict.fromkeys((r["ref"], r["good"]) for r in rows))]
    meaning, noise = np.isin(kind, list(MEANING)), np.isin(kind, list(NOISE))
    edits = [r for r in data.summedits if fold_of(r["a"]) == fold]
    e, label = s[data.of((r["a"], r["b"]) for r in edits)], np.array([r["label"] for r in edits])
    out = {
        "meaning over noise": auc(d[meaning], d[noise]),
        "meaning over paraphrase": auc(d[meaning], faithful),
        "MENLI XPAWS": float(
            np.mean(
                list(macro(data, [r for r in data.menli if fold_of(r["item"]) == fold], s).values())
            )
        ),
        "SummEdits": auc(e[label == 1], e[label == 0]),
    }
    if data.stsb:
        gold = [r["gold"] for r in data.stsb]
        out["STS-B"] = float(
            stats.spearmanr(-s[data.of((r["a"], r["b"]) for r in data.stsb)], gold)[0]
        )
    return out


def measure_penalty(data: Data, p: np.ndarray, fold: int) -> dict[str, float]:
    kinds = macro(data, [r for r in data.demetr if fold_of(r["item"]) == fold], p)

    def mean(start):
        return float(np.mean([v for k, v in kinds.items() if k.startswith(start)]))

    return {
        "DEMETR": float(np.mean([v for k, v in kinds.items() if not k.startswith("base")])),
        **{f"DEMETR {s}": mean(s) for s in ("critical", "major", "minor")},
    }


def show(title: str, folds: list[dict[str, float]]) -> dict[str, float]:
    mean = {k: float(np.mean([f[k] for f in folds])) for k in folds[0]}
    for name, value in mean.items():
        spread = np.std([f[name] for f in folds])
        print(f"{title:10} {name:26} {value:.3f} +- {spread:.3f}")
    return mean


def show_stories(title: str, beads: list[dict], s: np.ndarray) -> dict[str, float]:
    worst = np.array([b["worst"] for b in beads])
    found = {
        "unit AUC": auc(s[worst >= 2], s[worst == 0]),
        "rho": float(stats.spearmanr(s, worst)[0]),
    }
    for name, value in found.items():
        print(f"{title:10} {name:26} {value:.3f}")
    return found


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("drift", type=Path)
    ask.add_argument("pairs", type=Path)
    ask.add_argument("--blind", type=Path)
    ask.add_argument("--check", action="store_true")
    a = ask.parse_args()
    data = Data(a.drift, [a.pairs] + ([a.blind] if a.blind else []))
    known = len(stories(a.pairs))
    own, blind = data.beads[:known], data.beads[known:]
    print(f"{data.groups} pairs, {len(data.row_group)} differences, {len(data.names)} features")
    figures: dict[str, float] = {}
    figures |= show(
        "penalty",
        [measure_penalty(data, penalties(data, train_penalty(data, k)), k) for k in range(FOLDS)],
    )
    figures |= show(
        "risk", [measure_risk(data, odds(data, train_risk(data, k)), k) for k in range(FOLDS)]
    )
    left_out = np.zeros(len(own))
    for k in range(FOLDS):
        w = train_story(data, [b for b in own if fold_of(b["pair"]) != k])
        s = odds(data, w)
        for i, b in enumerate(own):
            if fold_of(b["pair"]) == k:
                left_out[i] = s[b["group"]]
    figures |= show_stories("story", own, left_out)
    story = train_story(data, own)
    if blind:
        s = odds(data, story)
        show_stories("blind", blind, np.array([s[b["group"]] for b in blind]))
    if not a.check:
        write(data, train_penalty(data, None), train_risk(data, None), story, figures)


def write(data: Data, penalty, risk, story, figures: dict[str, float]) -> None:
    lines = [
        "# kind\tfeature\tpenalty\trisk\tstory: made by tools/train_combiner.py, see docs/scoring.md"
    ]
    for name, *weights in sorted(zip(data.names, penalty, risk, story)):
        if max(abs(w) for w in weights) >= 0.005:
            lines.append("\t".join([name, *(f"{w:.3f}" for w in weights)]))
    text = "\n".join(lines) + "\n"
    TABLE.write_text(text, "utf-8")
    manifest = {
        "made_by": "tools/train_combiner.py",
        "learnt_from": {
            "DEMETR": "MIT",
            "MENLI": "MIT",
            "SummEdits": "Apache-2.0",
            "MLQE-PE": "CC0",
            "own marked pairs": "this project's",
        },
        "rows": len(lines) - 1,
        "cross_validated": {k: round(v, 3) for k, v in figures.items()},
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    TABLE.with_suffix(".json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    print(f"wrote {TABLE.relative_to(ROOT)}: {len(lines) - 1} rows")


if __name__ == "__main__":
    main()
