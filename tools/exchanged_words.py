"""Sentences with one word exchanged, from WordNet's examples, for tools/train_joint.py.

WordNet shows the sense of a synset in sentences. Another word of the synset put in the place of the one
that stands there says the same; a word of another sense of it, its antonym or its sibling does not:
the errors of a synonym spinner, marked by who made the dictionary (lexical substitution, McCarthy and
Navigli 2007). They teach layers that read in context which sense a sentence asks for, not what
matters in news.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from build_wordnet import LETTER, PARTS

# How far an exchange misleads, on the scale of marked stories: none, minor, major.
SAME, NEAR, OTHER = 0, 1, 2


@dataclass
class Synset:
    """Its words, the synsets it points at by symbol, and its example sentences."""

    part: str
    words: list[str]
    pointers: dict[str, list[tuple[str, str]]]
    antonyms: list[tuple[int, tuple[str, str], int]]
    examples: list[str] = field(default_factory=list)


@dataclass
class Exchange:
    """Two sentences that differ in one word, with the place of that word in each."""

    original: str
    copy: str
    original_span: tuple[int, int]
    copy_span: tuple[int, int]
    level: int


def synsets(folder: Path) -> dict[tuple[str, str], Synset]:
    """All synsets by part of speech and offset."""
    found = {}
    for part in PARTS:
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition("|")
            cells = head.split()
            count = int(cells[3], 16)
            # Adjectives may say where they stand, as in "galore(ip)".
            words = [re.sub(r"\(.*\)", "", cells[4 + 2 * i]) for i in range(count)]
            pointers: dict[str, list[tuple[str, str]]] = {}
            antonyms = []
            at = 4 + 2 * count
            for i in range(int(cells[at])):
                symbol, offset, letter, places = cells[at + 1 + 4 * i : at + 5 + 4 * i]
                to = (LETTER[letter], offset)
                if symbol == "!":
                    antonyms.append((int(places[:2], 16) - 1, to, int(places[2:], 16) - 1))
                else:
                    pointers.setdefault(symbol, []).append(to)
            examples = re.findall(r'"([A-Za-z][^"]{10,160})"', gloss)
            found[part, cells[0]] = Synset(part, words, pointers, antonyms, examples)
    return found


def irregular(folder: Path) -> set[str]:
    """Words some form of which follows no rule."""
    lines = [li for part in PARTS for li in (folder / f"{part}.exc").read_text().splitlines()]
    return {word for line in lines for word in line.split()[1:]}


VOWEL = "aeiou"


def inflected(word: str, ending: str) -> str:
    """A regular word with the ending `s`, `ed` or `ing`, or as it is."""
    if not ending:
        return word
    if word.endswith("y") and word[-2:-1] not in VOWEL and ending != "ing":
        return word[:-1] + ("ies" if ending == "s" else "ied")
    if ending == "s":
        return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + ending
    return word + ending


def ending_of(form: str, word: str) -> str | None:
    """How a form was made of a word; none where it was not by `inflected`."""
    return next((e for e in ("", "s", "ed", "ing") if inflected(word, e) == form), None)


def exchanges(folder: Path, seed: int = 7) -> list[Exchange]:
    """At most one harmless and one harmful exchange for each example, in random order."""
    rng = random.Random(seed)
    all_synsets = synsets(folder)
    odd = irregular(folder)
    senses: dict[tuple[str, str], list[tuple[str, str]]] = {}
    children: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, synset in all_synsets.items():
        for word in synset.words:
            senses.setdefault((synset.part, word.lower()), []).append(key)
        for above in synset.pointers.get("@", []):
            children.setdefault(above, []).append(key)

    def usable(word: str) -> bool:
        return word.islower() and word.isascii() and word.isalpha() and len(word) > 2

    found = []
    for key, synset in all_synsets.items():
        own = {w.lower() for w in synset.words}
        around = {
            w.lower() for to in synset.pointers.values() for k in to for w in all_synsets[k].words
        }
        for example in synset.examples:
            for place, word in enumerate(synset.words):
                made = made_of(example, word)
                if not usable(word) or made is None:
                    continue
                span, ending = made
                same = [w for w in own - {word} if usable(w)]
                above = [w for k in synset.pointers.get("@", []) for w in all_synsets[k].words]
                opposite = [all_synsets[k].words[j] for i, k, j in synset.antonyms if i == place]
                elsewhere = [
                    w
                    for k in senses.get((synset.part, word), [])
                    if k != key
                    for w in all_synsets[k].words
                    if w.lower() not in own | around
                ]
                siblings = [
                    w
                    for k in synset.pointers.get("@", [])
                    for c in children.get(k, [])
                    if c != key
                    for w in all_synsets[c].words
                    if w.lower() not in own | around
                ]
                harmful = [(opposite, OTHER), (elsewhere, OTHER), (siblings, OTHER), (above, NEAR)]
                harmful = [(words, level) for words, level in harmful if any(map(usable, words))]
                choices = [(same, SAME)] if same else []
                if harmful:
                    choices.append(rng.choice(harmful))
                for words, level in choices:
                    words = sorted({w for w in words if usable(w) and (not ending or w not in odd)})
                    if words:
                        found.append(
                            exchange(example, span, inflected(rng.choice(words), ending), level)
                        )
                break
    rng.shuffle(found)
    return found


def made_of(example: str, word: str) -> tuple[tuple[int, int], str] | None:
    """The only place of a word in a sentence, and how its form there was made."""
    places = [
        (match.span(), ending)
        for match in re.finditer(r"[A-Za-z]+", example)
        if (ending := ending_of(match.group(), word)) is not None
    ]
    return places[0] if len(places) == 1 else None


def exchange(example: str, span: tuple[int, int], new: str, level: int) -> Exchange:
    start, end = span
    copy = example[:start] + new + example[end:]
    # "an" before a vowel: not what is to be learnt.
    before = re.search(r"\b(a|an) $", copy[:start])
    if before:
        article = "an" if new[0] in VOWEL else "a"
        copy = copy[: before.start()] + article + " " + copy[start:]
        start += len(article) - len(before.group(1))
    return Exchange(example, copy, span, (start, start + len(new)), level)
