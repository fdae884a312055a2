"""Marked stories with the differences and findings that the library has of them, for training."""

from __future__ import annotations

import json
import re
import subprocess
import zlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
EXTRACTOR = ROOT / "target" / "debug" / "examples" / "difference_features"
SEVERITY = {"none": 0, "minor": 1, "major": 2, "critical": 3}
# How far each severity misinforms: a minor event is no harmless one.
HARM = np.array([0.0, 0.3, 1.0, 1.0])
# Folders that one call of the library reads: what it says of a story is long.
AT_ONCE = 400


class Story:
    """A marked story with the differences and findings of the library."""

    def __init__(self, folder: Path, read: dict) -> None:
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        self.kind = gold.get("kind", "")
        self.key = key_of(folder)
        self.faithful = "faithful" in (self.kind, gold.get("modelled_on", ""))
        self.units = sum(1 for u in gold["alignment"] if u["original"] and u["copy"])
        self.events = gold["events"]
        self.findings, self.differences = read["findings"], read["differences"]
        for side in ("original", "copy"):
            text = (folder / f"{side}.txt").read_bytes()
            for part in (*self.findings, *self.differences):
                if part[side]:
                    part[side] = tuple(len(text[:b].decode("utf-8", "ignore")) for b in part[side])
        for f in self.findings:
            f["level"] = SEVERITY[f["severity"]]
        for e in self.events:
            e["level"] = SEVERITY[e["severity"]]
            for side in ("original", "copy"):
                start = e.get(f"{side}_start")
                e[side] = None if start is None else (start, e[f"{side}_end"])
        for d in self.differences:
            best = max(
                range(len(self.events)), key=lambda k: shared(d, self.events[k]), default=None
            )
            d["event"] = best if best is not None and shared(d, self.events[best]) else None


def overlap(a, b) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) if a and b else 0


def shared(d, e) -> int:
    return overlap(d["copy"], e["copy"]) + overlap(d["original"], e["original"])


def points_at(f, e) -> bool:
    """Whether a finding points at an event: they overlap by a fifth of the finding."""
    for side in ("copy", "original"):
        o = overlap(f[side], e[side])
        if o and o >= 0.2 * (f[side][1] - f[side][0]):
            return True
    return False


def folders_of(folders: list[Path], leave_out: re.Pattern | None = None) -> list[Path]:
    found = sorted(p.parent for folder in folders for p in folder.glob("*/gold.json"))
    return [p for p in found if not (leave_out and leave_out.fullmatch(p.name))]


def read(
    found: list[Path],
    extractor: Path,
    joint: bool = False,
    exchanges: Path | None = None,
    features: bool = True,
) -> list[Story]:
    """Stories with what the library says of them; without features to save room."""
    asked = [*(["--read"] if joint else []), *(["--exchanges", exchanges] if exchanges else [])]
    stories = []
    for k in range(0, len(found), AT_ONCE):
        part = found[k : k + AT_ONCE]
        out = subprocess.run(
            [extractor, "--judgement", *asked],
            input="".join(f"{p}\n" for p in part),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for folder, line in zip(part, out.splitlines(), strict=True):
            story = Story(folder, json.loads(line))
            for d in story.differences if not features else ():
                del d["features"]
            stories.append(story)
    return stories


def key_of(folder: Path) -> int:
    """The number of an original, by which its copies stay in one fold."""
    return zlib.crc32((folder / "original.txt").read_bytes())
