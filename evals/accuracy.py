#!/usr/bin/env python3
"""Error rates of the installed package, as tables in Markdown.

    python3 evals/accuracy.py stories PAIRS    # folders with original.txt, copy.txt, gold.json
    python3 evals/accuracy.py sentences DRIFT  # demetr.jsonl

`stories` tells for each kind of marked change how many were found and how many rewordings were
flagged, and for each code how often it was right. A finding points at a mark where their spans
overlap on either side by a fifth of the finding's span. `sentences` tells for each perturbation of
DEMETR (Karpinska et al. 2022) how often the penalty of the damaged translation exceeds that of the
faithful one, and how well the risk tells the damage from a faithful paraphrase. Intervals are
Wilson's, of 95 %.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import wiredrift

LEVEL = {"none": 0, "minor": 1, "major": 2, "critical": 3}
Span = tuple[int, int]


def interval(hits: int, all_: int) -> str:
    """A share with Wilson's interval, in per cent."""
    if not all_:
        return "–"
    z, p = 1.96, hits / all_
    middle = (p + z * z / (2 * all_)) / (1 + z * z / all_)
    half = z * ((p * (1 - p) + z * z / (4 * all_)) / all_) ** 0.5 / (1 + z * z / all_)
    return f"{100 * p:.0f} ({100 * (middle - half):.0f}–{100 * (middle + half):.0f})"


def table(head: list[str], rows: Iterable[list[object]]) -> None:
    """Print a table."""
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def points_at(finding: wiredrift.Finding, event: dict[str, Any]) -> bool:
    """Whether a finding and a mark overlap by a fifth of the finding, on either side."""
    for side, place in (("copy", finding.copy), ("original", finding.original)):
        start, end = event.get(f"{side}_start"), event.get(f"{side}_end")
        if place is None or start is None:
            continue
        shared = min(end, place.end) - max(start, place.start)
        if shared > 0 and 5 * shared >= place.end - place.start:
            return True
    return False


def marked(folder: Path) -> Iterator[tuple[list[dict[str, Any]], wiredrift.Report]]:
    """The marks of each pair of a folder, with the report on it."""
    for gold in sorted(folder.glob("*/gold.json")):
        texts = [(gold.parent / f"{s}.txt").read_text("utf-8") for s in ("original", "copy")]
        yield json.loads(gold.read_text("utf-8"))["events"], wiredrift.compare(*texts)


def stories(folder: Path) -> None:
    """Error rates on marked stories, by kind and by code."""
    kinds: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    codes: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for events, report in marked(folder):
        serious = [f for f in report.findings if LEVEL[f.severity] >= 2]
        for event in events:
            row = kinds[event["type"]]
            hits = [f for f in report.findings if LEVEL[f.severity] >= 1 and points_at(f, event)]
            flagged = any(LEVEL[f.severity] >= 2 for f in hits)
            if LEVEL[event["severity"]] >= 2:
                row[0] += 1
                row[1] += flagged
                row[2] += bool(hits)
            elif event["severity"] == "none":
                row[3] += 1
                row[4] += flagged
        for finding in serious:
            worst = max((LEVEL[e["severity"]] for e in events if points_at(finding, e)), default=0)
            codes[finding.code][0] += 1
            codes[finding.code][1] += worst >= 2
            codes[finding.code][2] += worst >= 1
    print("Marked changes, major and critical, and harmless ones:\n")
    head = ["kind", "changes", "flagged as such, %", "found at all, %", "harmless", "flagged, %"]
    table(
        head,
        (
            [k, n, interval(flagged, n), interval(found, n), calm, interval(alarm, calm)]
            for k, (n, flagged, found, calm, alarm) in sorted(kinds.items())
        ),
    )
    print("Findings of severity major and critical, by code:\n")
    head = ["code", "findings", "right, %", "right or a minor change, %"]
    table(
        head,
        (
            [code, n, interval(right, n), interval(near, n)]
            for code, (n, right, near) in sorted(codes.items())
        ),
    )


def above(high: list[float], low: list[float]) -> float:
    """How often a figure of `high` exceeds one of `low`; ties count half."""
    from bisect import bisect_left, bisect_right

    low = sorted(low)
    wins = sum(bisect_left(low, x) + bisect_right(low, x) for x in high)
    return wins / (2 * len(high) * len(low))


def sentences(folder: Path) -> None:
    """Error rates on DEMETR, by perturbation."""
    with (folder / "demetr.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [r for r in rows if not r["type"].startswith("base")]
    faithful = {(r["ref"], r["good"]): wiredrift.assess(r["ref"], r["good"]) for r in rows}
    calm = [risk for _, _, risk in faithful.values()]
    kinds: dict[str, tuple[list[bool], list[float]]] = defaultdict(lambda: ([], []))
    for r in rows:
        won, risks = kinds[r["type"]]
        penalty = wiredrift.assess(r["ref"], r["bad"])[1]
        won.append(penalty > faithful[(r["ref"], r["good"])][1])
        risks.append(wiredrift.assess(r["good"], r["bad"])[2])
    head = ["perturbation", "pairs", "penalty right, %", "risk above a faithful paraphrase, %"]
    table(
        head,
        (
            [k, len(won), interval(sum(won), len(won)), f"{100 * above(risks, calm):.0f}"]
            for k, (won, risks) in sorted(kinds.items())
        ),
    )


def main() -> None:
    """Read the arguments."""
    tables = {"stories": stories, "sentences": sentences}
    if len(sys.argv) != 3 or sys.argv[1] not in tables:
        raise SystemExit(__doc__)
    tables[sys.argv[1]](Path(sys.argv[2]))


if __name__ == "__main__":
    main()
