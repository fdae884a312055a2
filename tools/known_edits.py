"""Passages of published test sets with one known edit, from which tools/train_joint.py learns first.

DEMETR (Karpinska et al. 2022, MIT) damages a translation in one known way beside a reference that says
the same in other words; MENLI (Chen and Eger 2023, MIT) does so with paraphrases; SummEdits (Laban et
al. 2023, Apache-2.0) edits summaries, harmlessly or not. Development halves, as eval_drift.py reads
them. What differs from the undamaged text misleads; where a reference only says it otherwise, nothing
does.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path

HARMLESS, SERIOUS = 0, 2
# Edits of the sense; those of spelling, order and marks are no matter of reading.
DEMETR = re.compile(
    r"(numbers_replaced|gender|adj_adv_removed|verb_removed|noun_removed|subj_removed|ne_removed|"
    r"addition|antonym|negation|ne_replaced|tense|question|hypernym|pp_removed)$"
)
MENLI = {"neg", "add", "drop", "word_NN", "word_VB", "word_JJ", "name", "pron", "num"}
# A rewording of more words than this is no phrase.
LONGEST = 4

Span = tuple[int, int]


@dataclass
class Edited:
    """Two passages with marked spans of either side and how they mislead."""

    original: str
    copy: str
    events: list[tuple[int, list[Span], list[Span]]]


def words(text: str) -> list[Span]:
    return [m.span() for m in re.finditer(r"\w+(?:[.,'’-]\w+)*", text)]


def differing(a: str, b: str) -> list[tuple[list[Span], list[Span]]]:
    """The runs of words of two texts that stand for one another and differ."""
    left, right = words(a), words(b)
    lower = [[t[s:e].lower() for s, e in spans] for t, spans in ((a, left), (b, right))]
    runs = difflib.SequenceMatcher(None, *lower, autojunk=False).get_opcodes()
    return [(left[i:j], right[k:m]) for tag, i, j, k, m in runs if tag != "equal"]


def damaged(reference: str, good: str, bad: str) -> Edited | None:
    """A reference with a damaged rewording of it; none where the damage is no run of words."""
    events, taken = [], []
    lower = reference.lower()
    for gone, new in differing(good, bad):
        in_reference = []
        for start, end in gone:
            place = re.search(rf"\b{re.escape(good[start:end].lower())}\b", lower)
            if place:
                in_reference.append(place.span())
        if new or in_reference:
            events.append((SERIOUS, in_reference, new))
            taken += new
    if not events:
        return None
    for old, new in differing(reference, bad):
        if new and not set(new) & set(taken) and max(len(old), len(new)) <= LONGEST:
            events.append((HARMLESS, old, new))
    return Edited(reference, bad, events)


def known_edits(folder: Path) -> list[Edited]:
    """All edits of the three sets in a folder with demetr.jsonl, menli_xpaws.jsonl, summedits.jsonl."""

    def rows(name: str) -> list[dict]:
        lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
        return [row for row in map(json.loads, lines) if row["split"] == "dev"]

    found = []
    for row in rows("demetr") + rows("menli_xpaws"):
        if DEMETR.search(row["type"]) or row["type"] in MENLI:
            found.append(damaged(row["ref"], row["good"], row["bad"]))
    for row in rows("summedits"):
        level = SERIOUS if row["label"] else HARMLESS
        spans = differing(row["a"], row["b"])
        old, new = ([s for pair in spans for s in pair[side]] for side in (0, 1))
        if old or new:
            found.append(Edited(row["a"], row["b"], [(level, old, new)]))
    return [edited for edited in found if edited]
