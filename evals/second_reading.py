#!/usr/bin/env python3
"""How far a second reader agrees with the marks of stories: what a program could reach.

    python3 evals/second_reading.py evals/held_out evals/second_reading/held_out.txt
    python3 evals/second_reading.py evals/pairs evals/second_reading/development.txt

The reader had both texts, aligned, and did not see the marks. A line of the file is a change: the
story and the number of its aligned unit, the words of the original and of the copy (either may be
none), its kind and severity. It is scored as a report is: a mark points at another where they
overlap by a fifth of its span on either side, and of those of severity major or critical recall,
precision and F1 are told. The reader had the stories of the series, by the first letter of their
names, that stand in the file; one of them without a line has no change.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from accuracy import LEVEL, points_at


class Place(NamedTuple):
    """Where words stand."""

    start: int
    end: int


class Mark(NamedTuple):
    """A change as the second reader marked it."""

    severity: str
    original: Place | None
    copy: Place | None


def read(path: Path) -> dict[str, list[list[str]]]:
    """The lines of each story: unit, words of the original, words of the copy, severity."""
    stories: dict[str, list[list[str]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            place, original, copy, kind = (cell.strip() for cell in line.split("|"))
            story, unit = place.rsplit(".", 1)
            stories[story].append([unit, original, copy, kind.split()[1]])
    return stories


def find(words: str, side: str, unit: int, gold: dict[str, Any], text: str) -> Place | None:
    """Where the words first stand in the segments of a unit."""
    if not words:
        return None
    form = re.compile(r"\s+".join(map(re.escape, words.split())))
    segments = {s["id"]: s for s in gold[f"{side}_segments"]}
    for segment in gold["alignment"][unit][side]:
        found = form.search(text, segments[segment]["start"], segments[segment]["end"])
        if found:
            return Place(*found.span())
    return None


def main() -> None:
    """Read the arguments and print the figures."""
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    pairs, stories = Path(sys.argv[1]), read(Path(sys.argv[2]))
    series = {name[0] for name in stories}
    flagged, right = [0, 0], [0, 0]
    for path in sorted(pairs.glob("*/gold.json")):
        if path.parent.name[0] not in series:
            continue
        gold = json.loads(path.read_text("utf-8"))
        texts = {s: (path.parent / f"{s}.txt").read_text("utf-8") for s in ("original", "copy")}
        marks = [
            Mark(
                severity,
                find(original, "original", int(unit), gold, texts["original"]),
                find(copy, "copy", int(unit), gold, texts["copy"]),
            )
            for unit, original, copy, severity in stories.get(path.parent.name, [])
        ]
        serious = [m for m in marks if LEVEL[m.severity] >= 2]
        events = [e for e in gold["events"] if LEVEL[e["severity"]] >= 2]
        flagged[0] += sum(any(points_at(m, e) for m in serious) for e in events)
        flagged[1] += len(events)
        right[0] += sum(any(points_at(m, e) for e in events) for m in serious)
        right[1] += len(serious)
    recall, precision = (hits / all_ for hits, all_ in (flagged, right))
    print(f"recall {recall:.3f}, precision {precision:.3f}, ", end="")
    print(f"F1 {2 * recall * precision / (recall + precision):.3f}, of {flagged[1]} changes")


if __name__ == "__main__":
    main()
