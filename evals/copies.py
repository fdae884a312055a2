#!/usr/bin/env python3
"""How well the tree of copies is found where it is known: made-up traditions of real stories.

    python3 evals/copies.py PAIRS [TREES]  # folders with original.txt, such as evals/pairs

From each original a tradition is made by a seeded program: a copy is made from the original or
from an earlier copy, with words exchanged, dropped and put in, numbers changed, sentences cut,
added and moved; some copies are lost. What is likely by chance is likely here too: the nearest
synonym is taken most often, the last sentences are cut most often, house style comes and goes.
Then `compare_copies` is asked for the tree of those that are left.

Told are: groups of the true tree that were found and groups found that are true (a group is the
copies below a point; Robinson and Foulds 1981 count those that differ), for the tree of
wiredrift, for the same locations without weights, and for neighbour joining on the share of words
that two texts have in common; how often a group with a support of 90 or more is true; how often a
hypothesis `B can be made from A` names a true ancestor.

What it does not show: how real editors copy. The program is ours, and so are its rates.
"""

from __future__ import annotations

import difflib
import random
import re
import sys
from collections import Counter
from pathlib import Path

import wiredrift

SYNONYMS = Path(__file__).parent.parent / "src" / "lexicon" / "data" / "synonyms.txt"
STYLES = [("centre", "center"), ("metres", "meters"), ("per cent", "percent"), ("–", "-")]
Group = frozenset[str]


def rings() -> dict[str, list[str]]:
    """For each word the others of its line."""
    found: dict[str, list[str]] = {}
    for line in SYNONYMS.read_text("utf-8").splitlines():
        words = [] if line.startswith("#") else line.split()
        for word in words:
            found.setdefault(word, [other for other in words if other != word])
    return found


class Editor:
    """Makes a copy of a copy."""

    def __init__(self, seed: int, filler: list[str]) -> None:
        """Start from a seed; sentences to put in come from `filler`."""
        self.random = random.Random(seed)  # noqa: S311 - nothing secret
        self.filler = filler
        self.rings = rings()

    def word(self, word: str) -> str:
        """A word as the copy has it."""
        chance = self.random.random
        bare = word.strip(".,;:“”\"'()").lower()
        if any(c.isdigit() for c in bare) and chance() < 0.08:
            return re.sub(r"\d", lambda m: str((int(m[0]) + self.random.randint(1, 8)) % 10), word)
        others = self.rings.get(bare)
        if others and chance() < 0.15:
            # The nearest synonym seven times in ten.
            other = others[0] if chance() < 0.7 else self.random.choice(others)
            return word.lower().replace(bare, other)
        if chance() < 0.008:
            return ""
        if chance() < 0.004:
            return f"{self.random.choice(['reportedly', 'only', 'now', 'again', 'mostly'])} {word}"
        return word

    def copy(self, paragraphs: list[str]) -> list[str]:
        """A copy of a text."""
        chance = self.random.random
        made = [" ".join(filter(None, map(self.word, p.split()))) for p in paragraphs]
        if chance() < 0.25 and len(made) > 5:
            made.pop()
        if chance() < 0.4 and len(made) > 5:
            made.pop(self.random.randrange(1, len(made)))
        if chance() < 0.3:
            made.insert(self.random.randrange(1, len(made)), self.random.choice(self.filler))
        if chance() < 0.15 and len(made) > 4:
            made.insert(self.random.randrange(1, len(made)), made.pop())
        if chance() < 0.4:
            old, new = self.random.choice(STYLES)
            made = [p.replace(old, new) for p in made]
        return made


def tradition(
    original: list[str], editor: Editor, size: int
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """All copies that were ever made, and what each was made from; `` is the original."""
    texts = {"": original}
    made_from: dict[str, str] = {}
    for number in range(size):
        name = f"c{number:02}"
        source = editor.random.choice(sorted(texts))
        made_from[name] = source
        texts[name] = editor.copy(texts[source])
    return texts, made_from


def ancestors(name: str, made_from: dict[str, str]) -> list[str]:
    """What a copy goes back to, the nearest first, without the original."""
    found = []
    while made_from.get(name):
        name = made_from[name]
        found.append(name)
    return found


def true_groups(left: list[str], made_from: dict[str, str]) -> set[Group]:
    """Copies that are left of all that go back to one copy, itself among them."""
    groups: set[Group] = set()
    for source in made_from:
        below = [c for c in left if c == source or source in ancestors(c, made_from)]
        if 2 <= len(below) < len(left):
            groups.add(frozenset(below))
    return groups


def newick_groups(newick: str) -> dict[Group, float | None]:
    """The groups of a tree in Newick format with their support."""
    groups: dict[Group, float | None] = {}
    open_: list[set[str]] = []
    everything = set(re.findall(r"[(,]([\w.-]+)", newick))
    for match in re.finditer(r"\(|\)([^,():;]*)|([\w.-]+)(?::[\d.e-]+)?", newick):
        if match[0] == "(":
            open_.append(set())
        elif match[0].startswith(")"):
            below = open_.pop()
            if open_:
                open_[-1] |= below
            if 2 <= len(below) < len(everything):
                groups[frozenset(below)] = float(match[1]) if match[1] else None
        elif match[2] in everything and open_:
            open_[-1].add(match[2])
    return groups


def joined_groups(names: list[str], distance: dict[frozenset[str], float]) -> set[Group]:
    """Groups of the tree that neighbour joining gives; the first name is the original."""
    below = {name: frozenset([name]) for name in names}
    table = dict(distance)
    open_ = list(names)
    groups: set[Group] = set()

    def at(a: str, b: str) -> float:
        return table[frozenset((a, b))] if a != b else 0.0

    while len(open_) > 3:
        sums = {a: sum(at(a, b) for b in open_) for a in open_}
        pairs = [(a, b) for i, a in enumerate(open_) for b in open_[i + 1 :]]
        a, b = min(pairs, key=lambda p: (len(open_) - 2) * at(*p) - sums[p[0]] - sums[p[1]])
        new = f"{a}+{b}"
        for other in open_:
            if other not in (a, b):
                table[frozenset((new, other))] = (at(a, other) + at(b, other) - at(a, b)) / 2
        below[new] = below[a] | below[b]
        groups.add(below[new])
        open_ = [name for name in open_ if name not in (a, b)] + [new]
    everything = frozenset(names)
    rooted = {g if names[0] not in g else everything - g for g in groups}
    return {g for g in rooted if 2 <= len(g) < len(names) - 1}


def by_words(texts: dict[str, str], names: list[str]) -> set[Group]:
    """The baseline: neighbour joining on the share of words not in common."""
    distance = {}
    words = {name: texts[name].lower().split() for name in names}
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            match = difflib.SequenceMatcher(None, words[a], words[b], autojunk=False)
            distance[frozenset((a, b))] = 1 - match.ratio()
    return joined_groups(names, distance)


def unweighted(comparison: wiredrift.Comparison, left: list[str]) -> set[Group]:
    """The same locations, each counted once."""
    names = ["", *left]
    differ: Counter[frozenset[str]] = Counter()
    both: Counter[frozenset[str]] = Counter()
    data = comparison.to_dict()
    for location in data["locations"]:
        reads = {"": 0}
        for number, reading in enumerate(location["readings"]):
            reads |= {data["copies"][copy]["name"]: number for copy in reading["copies"]}
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                if a in reads and b in reads:
                    both[frozenset((a, b))] += 1
                    differ[frozenset((a, b))] += reads[a] != reads[b]
    pairs = [frozenset((a, b)) for i, a in enumerate(names) for b in names[i + 1 :]]
    return joined_groups(names, {p: differ[p] / max(both[p], 1) for p in pairs})


def percent(hits: int, all_: int) -> str:
    """A share in words."""
    return f"{hits} of {all_}" + (f" ({100 * hits / all_:.0f} %)" if all_ else "")


def main() -> None:
    """Make traditions and score the trees."""
    folder = Path(sys.argv[1])
    trees = int(sys.argv[2]) if len(sys.argv) > 2 else 24
    originals = [p.read_text("utf-8") for p in sorted(folder.glob("*/original.txt"))]
    split = [[line for line in text.splitlines() if line.strip()] for text in originals]
    found: dict[str, list[int]] = {}
    sure, descents = [0, 0], [0, 0]
    for seed in range(trees):
        original = split[seed % len(split)]
        filler = split[(seed + 1) % len(split)][2:]
        editor = Editor(seed, filler)
        texts, made_from = tradition(original, editor, 11)
        lost = set(editor.random.sample(sorted(made_from), 3))
        left = sorted(set(made_from) - lost)
        whole = {name: "\n\n".join(text) for name, text in texts.items()}
        truth = true_groups(left, made_from)
        comparison = wiredrift.compare_copies(whole[""], {name: whole[name] for name in left})
        groups = newick_groups(comparison.tree.newick())
        for name, answer in (
            ("wiredrift", set(groups)),
            ("the same without weights", unweighted(comparison, left)),
            ("words in common", by_words(whole, ["", *left])),
        ):
            score = found.setdefault(name, [0, 0, 0])
            score[0] += len(answer & truth)
            score[1] += len(truth)
            score[2] += len(answer)
        for group, support in groups.items():
            if support is not None and support >= 90:
                sure[0] += group in truth
                sure[1] += 1
        for descent in comparison.descents:
            if not descent.same:
                descents[0] += descent.source in ancestors(descent.copy, made_from)
                descents[1] += 1
    print(f"{trees} traditions of 8 copies, 3 more lost")
    for name, (hits, truth_, answers) in found.items():
        print(f"{name}: true groups found {percent(hits, truth_)}, found groups true ", end="")
        differing = (truth_ + answers - 2 * hits) / trees
        print(f"{percent(hits, answers)}, Robinson-Foulds {differing:.2f}")
    print(f"groups with a support of 90 or more that are true: {percent(*sure)}")
    print(f"sources named that are true ancestors: {percent(*descents)}")


if __name__ == "__main__":
    main()
