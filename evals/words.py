#!/usr/bin/env python3
"""How well each built-in model of meaning tells a synonym from an antonym and a sibling.

    apt-get install wordnet-base
    python3 evals/words.py            # some minutes

Pairs of words are WordNet's: synonyms share a synset, antonyms are linked as such, siblings share
a hypernym and no synset, and strangers are drawn. All are single words that WordNet's tagged texts
use at least five times. *Alone* is the cosine of the two words by themselves. *In a sentence* is
the cosine of an example of WordNet's with the sentence that has the other word in the first one's
place. The AUC is how often a synonym comes out nearer than the other: 0.5 is chance.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

import wiredrift

WORDNET = Path("/usr/share/wordnet")
LEAST = 5  # Uses in tagged texts.
MOST = 500  # Pairs of a sort.
SORTS = ("synonym", "antonym", "sibling", "stranger")


class Synset(NamedTuple):
    """What is read of a synset."""

    words: list[str]
    antonyms: list[tuple[int, str, int]]  # Index of the word; synset and index of the other.
    hypernyms: list[str]
    examples: list[str]


def synsets() -> dict[str, Synset]:
    """All synsets, by part of speech and offset."""
    found = {}
    for part, letter in (("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")):
        for line in (WORDNET / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue
            data, _, gloss = line.partition(" | ")
            fields = data.split()
            count = int(fields[3], 16)
            words = [re.sub(r"\(.*\)", "", w).lower() for w in fields[4 : 4 + 2 * count : 2]]
            pointers = fields[5 + 2 * count :]
            antonyms, hypernyms = [], []
            for i in range(0, 4 * int(fields[4 + 2 * count]), 4):
                symbol, offset, other, places = pointers[i : i + 4]
                target = other.replace("s", "a") + offset
                if symbol == "!":
                    here, there = int(places[:2], 16), int(places[2:], 16)
                    antonyms.append((here - 1, target, there - 1))
                elif symbol == "@":
                    hypernyms.append(target)
            found[letter + fields[0]] = Synset(
                words, antonyms, hypernyms, re.findall(r'"([^"]+)"', gloss)
            )
    return found


def used() -> set[str]:
    """Words that the tagged texts use often enough."""
    uses: dict[str, int] = defaultdict(int)
    for line in (WORDNET / "cntlist.rev").read_text(encoding="utf-8").splitlines():
        key, _, count = line.split()
        uses[key.split("%")[0]] += int(count)
    return {word for word, count in uses.items() if count >= LEAST and word.isalpha()}


def chance(*key: str) -> bytes:
    """A number that looks like chance and is the same every time."""
    return hashlib.sha256("\n".join(key).encode()).digest()


def pairs(known: dict[str, Synset], words: set[str]) -> dict[str, list[tuple[str, str, str]]]:
    """For each sort its pairs of words, each with the synset of the first."""
    near = {frozenset(pair) for s in known.values() for pair in combinations(s.words, 2)}
    found: dict[str, set[tuple[str, str, str]]] = {sort: set() for sort in SORTS}
    below = defaultdict(list)
    for name, synset in known.items():
        for a, b in combinations(synset.words, 2):
            found["synonym"].add((a, b, name))
        for here, other, there in synset.antonyms:
            found["antonym"].add((synset.words[here], known[other].words[there], name))
        for hypernym in synset.hypernyms:
            below[hypernym].append((synset.words[0], name))
    for kin in below.values():
        kin = sorted((k for k in kin if k[0] in words), key=lambda k: chance(*k))
        for (a, name), (b, _) in zip(kin[::2], kin[1::2], strict=False):
            found["sibling"].add((a, b, name))
    drawn = sorted(words, key=chance)
    found["stranger"] = {(a, b, "") for a, b in zip(drawn[::2], drawn[1::2], strict=False)}
    chosen = {}
    for sort, some in found.items():
        fit = (
            (a, b, name)
            for a, b, name in some
            if a != b and {a, b} <= words and (sort == "synonym") == (frozenset((a, b)) in near)
        )
        chosen[sort] = sorted(fit, key=lambda pair: chance(sort, *pair))
    return chosen


def swaps(known: dict[str, Synset], some: list[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    """Examples with the first word, and the same with the second."""
    for a, b, name in some:
        for example in known[name].examples if name else ():
            swapped, count = re.subn(rf"\b{a}\b", b, example)
            if count == 1:
                yield example, swapped
                break


def cosines(some: list[tuple[str, str]], model: Literal["fast", "accurate"]) -> list[float]:
    """The cosine of each pair; vectors have length 1."""
    vectors: object = wiredrift.encode([text for pair in some for text in pair], model=model)
    rows = memoryview(vectors).tolist()  # type: ignore[arg-type]
    return [
        sum(x * y for x, y in zip(a, b, strict=True))
        for a, b in zip(rows[::2], rows[1::2], strict=True)
    ]


def auc(above: list[float], below: list[float]) -> float:
    """How often a figure of the first is higher than one of the second, ties by half."""
    wins = sum((x > y) + 0.5 * (x == y) for x in above for y in below)
    return wins / (len(above) * len(below))


def main() -> None:
    """Print the table."""
    known, words = synsets(), used()
    chosen = pairs(known, words)
    print("| model | words | cosine: " + " | ".join(SORTS), end=" | ")
    print(" | ".join(f"AUC against {s}" for s in SORTS[1:]) + " |")
    print("|" + "---|" * 9)
    for model in ("fast", "accurate"):
        for where in ("alone", "in a sentence"):
            found = {}
            for sort, some in chosen.items():
                texts = [(a, b) for a, b, _ in some]
                if where != "alone":
                    texts = [*swaps(known, some)]
                found[sort] = cosines(texts[:MOST], model)
            counts = ", ".join(f"{sort} {len(list_)}" for sort, list_ in found.items())
            print(f"{model}, {where}: {counts}", file=sys.stderr)
            cells = [f"{sum(c) / len(c):.2f}" if c else "–" for c in found.values()]
            against = (auc(found["synonym"], found[s]) if found[s] else None for s in SORTS[1:])
            cells += ["–" if a is None else f"{a:.2f}" for a in against]
            print(f"| {model} | {where} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
