#!/usr/bin/env python3
"""Count which words stood for which in marked stories, and how often that misinformed: assets/exchanges.bin.

    cargo build --release --features cli --example difference_features
    python3 evals/stories.py evals/sentences/*.txt OUT && cp -r evals/pairs/* OUT
    python3 tools/count_exchanges.py OUT [--leave-out NAMES]

Takes folders of marked stories (NAME/original.txt, copy.txt, gold.json); those whose names the regular
expression NAMES matches are not counted. The second source is tools/exchanges.txt, our own list of what
may stand for a word: a line `word: same, same | in a sense | near | wrong` each.

Of an exchange the table has how often it was seen and what share of it misinformed (a minor event counts
three tenths), of a word what share of its exchanges did, by its form in the stories and by what the list
says; src/lexicon/exchanges.rs documents its layout and makes the keys. What was exchanged once is a
weak sign, and the weights that tools/train_judgement.py learns say how weak: it counts anew for each of
its folds, so that no story is judged by what was seen in itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from marked import EXTRACTOR, HARM, ROOT, SEVERITY, Story, folders_of, read

TABLE = ROOT / "assets" / "exchanges.bin"
LIST = ROOT / "tools" / "exchanges.txt"
BUCKETS, REST_BITS = 1 << 16, 8
# Upper ends of the shares that codes stand for, and what is added to a count of 0 events of 0.
SEEN, SEEN_PRIOR = np.array([0.08, 0.15, 0.25, 0.4, 0.6]), (0.2, 1.0)
HAZARD, HAZARD_PRIOR = np.array([0.1, 0.15, 0.2, 0.3, 0.4]), (0.4, 2.0)
# Exchanges of a word that its share is told from.
FEWEST = 3
# What a difference remembers that is counted; the exchange back is only asked for.
COUNTED = {"seen", "seen old", "seen new", "seen run"}

Counts = dict[tuple[str, int], np.ndarray]


def counts(stories: Iterable[Story]) -> Counts:
    """How many events of each level every key was part of, in stories."""
    found: Counts = defaultdict(lambda: np.zeros(len(HARM)))
    for story in stories:
        for d in story.differences:
            level = story.events[d["event"]]["level"] if d["event"] is not None else 0
            for name, key in d["remembered"]:
                if name in COUNTED:
                    found[name, key][level] += 1
    return found


def code(name: str, count: np.ndarray) -> int | None:
    """The code of a count, as src/lexicon/exchanges.rs names it; none where it says too little."""
    n = count.sum()
    if name in ("seen old", "seen new"):
        harm, of = HAZARD_PRIOR
        share = (count @ HARM + harm) / (n + of)
        return None if n < FEWEST else 1 + int(np.searchsorted(HAZARD, share, "right"))
    if n == 1:
        return 1 + min(int(count.argmax()), SEVERITY["major"])
    harm, of = SEEN_PRIOR
    share = (count @ HARM + harm) / (n + of)
    return (4 if n < 4 else 10) + int(np.searchsorted(SEEN, share, "right"))


def listed(extractor: Path, text: str) -> dict[int, int]:
    """Codes of the words of the list, by their keys."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    out = subprocess.run(
        [extractor, "--listed"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found: dict[int, int] = {}
    for line in out.splitlines():
        for key, said in json.loads(line):
            found.setdefault(key, said)
    return found


def table(found: Counts, said: dict[int, int]) -> bytes:
    """The table of counts and of the list."""
    entries = dict(said)
    for (name, key), count in found.items():
        told = code(name, count)
        if told is not None:
            entries[key] = told
    keys, codes = zip(*sorted(entries.items()))
    number = np.bincount(np.array(keys) >> REST_BITS, minlength=BUCKETS)
    rests = bytes(key & ((1 << REST_BITS) - 1) for key in keys)
    codes += (0,)
    two = bytes(a | b << 4 for a, b in zip(codes[::2], codes[1::2]))
    return bytes(number.tolist()) + rests + two


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("pairs", type=Path, nargs="+")
    ask.add_argument("--leave-out", type=re.compile, help="names of stories that are not counted")
    ask.add_argument("--extractor", type=Path, default=EXTRACTOR)
    a = ask.parse_args()
    stories = read(folders_of(a.pairs, a.leave_out), a.extractor, features=False)
    found = counts(stories)
    said = listed(a.extractor, LIST.read_text("utf-8"))
    data = table(found, said)
    TABLE.write_bytes(data)
    manifest = {
        "what": "exchanges of words counted by tools/count_exchanges.py",
        "counted_in": {"own marked stories (evals/pairs, evals/sentences)": "this project's"},
        "stories": len(stories),
        "listed": len(said),
        "list_sha256": hashlib.sha256(LIST.read_bytes()).hexdigest(),
        "entries": sum(data[:BUCKETS]),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    TABLE.with_suffix(".json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    print(f"wrote {TABLE.relative_to(ROOT)}: {manifest['entries']} entries, {len(data)} bytes")


if __name__ == "__main__":
    main()
