#!/usr/bin/env python3
"""Make stories of our own and copies of them, to measure how well a source is found.

    python3 evals/index/generate.py OUT --stories 100000 --copies 200

writes OUT/stories.jsonl (id, text), OUT/absent.jsonl (stories that are not to be indexed) and
OUT/copies.jsonl (id, kind, text, sources, and for a stitched copy the source of each sentence). The
same seed gives the same bytes. Only the standard library is needed, and WordNet 3.0 (Debian:
wordnet-base).

A story is a chain of words learnt from the stories of this project (second order), of glosses of
WordNet, and of sentences filled with the people, places, bodies, numbers and matters of that story.
Three in ten are about the matter of an earlier one, with its people and places and other facts; one
in twenty is another update of an earlier one and shares half of its sentences word for word.

What it does not show: how real outlets write. Its words are fewer than those of a real archive, its
sentences repeat one another far more (they are learnt from some fifteen thousand words), its names
are rarer. Its copies are made by rules: no translation engine or model was asked. The pairs of
evals/, which people wrote, are the check on it; they are few.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from spin import Spinner

ROOT = Path(__file__).resolve().parents[2]

SYLLABLES = (
    "ar bel cor dan el far gal hol is jor kal lin mar nor os pel quin ros sel tor ul ven wal yar "
    "zan ber dal fen gor hal jan kor lem mor nel pol ram sol tam vor wes zel ado bri cla dre eska"
).split()
ENDINGS = "a en er ic is o ov ski son stad ter us vik ley mann ez ini aki oto ane".split()
PLACES = "ville burg ton ford haven stead mouth minster field holm berg by wick gate".split()
BODIES = (
    "council|ministry|police|court|union|port authority|water board|hospital|university|railway|"
    "coast guard|central bank|parliament|party|court of appeal|fire brigade|school board|airport"
).split("|")
FRAMES = (
    "{last} told reporters in {place} on {day} that the {noun} of the {topic} had cost {money}.",
    "The {body} of {place} said {number} people were affected by the {topic} since {month}.",
    "{first} {last}, who heads the {body}, called the {topic} “{adj} and {adj2}”.",
    "About {number} residents of {place2} signed a letter against the {noun}, the {body} said.",
    "“We will not accept a {adj} {noun},” {last} said. “The {topic} belongs to {place}.”",
    "In {month} the {body} had put the damage to the {noun} at {money}, up from {money2}.",
    "A spokesman for {last} declined to say whether the {noun} would {verb} before {day}.",
    "{last2} of the {body2} denied that {number2} {noun}s were taken from {place2}.",
    "The {topic} will {verb} the {noun} by {month}, according to a report seen by this paper.",
    "It was the {ordinal} {topic} in {place} in {small} years, figures of the {body2} show.",
    "Rescuers, {first2} {last2} said, needed {small} hours to reach the {noun} near {place2}.",
    "The {adj} {noun} was approved by {number} votes to {number2} after a debate on the {topic}.",
)
VERBS = "close open delay replace finance review suspend rebuild inspect sell move extend".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = (
    "January February March April May June July August September October November December"
).split()
ORDINALS = "second third fourth fifth sixth seventh eighth ninth tenth".split()
SMALL = "two three four five six seven eight nine ten eleven twelve fifteen twenty".split()

Story = dict[str, Any]


class Words:
    """Common nouns, adjectives and glosses of WordNet, the most used first."""

    def __init__(self, folder: Path) -> None:
        """Read them."""
        counts: dict[str, int] = {}
        for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
            key, _, count = line.split()
            counts[key.split(":")[0]] = counts.get(key.split(":")[0], 0) + int(count)
        self.glosses: list[str] = []
        self.words: dict[str, list[str]] = {}
        for part in ("noun", "adj"):
            seen: dict[str, int] = {}
            for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
                if line.startswith("  "):
                    continue
                data, _, gloss = line.partition("|")
                word = data.split()[4]
                if re.fullmatch(r"[a-z]{4,12}", word):
                    seen[word] = counts.get(f"{word}%{data.split()[2]}", 0)
                first = gloss.split(";")[0].strip()
                if part == "noun" and 6 <= len(first.split()) <= 22 and '"' not in first:
                    self.glosses.append(first)
            self.words[part] = sorted(seen, key=lambda w: (-counts.get(f"{w}%1", 0), w))


class Chain:
    """A chain of words of the second order, learnt from sentences."""

    def __init__(self, texts: list[str]) -> None:
        """Learn."""
        self.next: dict[tuple[str, str], list[str]] = {}
        for text in texts:
            for sentence in re.split(r"(?<=[.!?”])\s+", text):
                words = ["", "", *sentence.split()]
                for a, b, c in zip(words, words[1:], [*words[2:], ""], strict=False):
                    self.next.setdefault((a, b), []).append(c)

    def sentence(self, rng: Random) -> str:
        """One sentence of at most forty words."""
        a, b = "", ""
        out: list[str] = []
        while len(out) < 40:
            word = rng.choice(self.next[a, b])
            if not word:
                break
            out.append(word)
            a, b = b, word
        text = " ".join(out)
        return text if text.endswith((".", "!", "?", "”")) else f"{text}."


def name(rng: Random, endings: list[str]) -> str:
    """A name: one in three of some hundred that come again and again."""
    if rng.random() < 0.35:
        rng = Random(rng.randrange(120))
    return (rng.choice(SYLLABLES) + rng.choice(SYLLABLES[:20]) + rng.choice(endings)).capitalize()


class Maker:
    """Makes stories."""

    def __init__(self, seed: int, wordnet: Path) -> None:
        """Read what stories are made of."""
        self.rng = Random(seed)
        self.words = Words(wordnet)
        texts = [
            file.read_text("utf-8").replace("\n", " ")
            for folder in ("pairs",)
            for file in sorted((ROOT / "evals" / folder).glob("*/original.txt"))
        ]
        self.chain = Chain(texts)
        self.matters: list[dict[str, str]] = []
        self.recent: list[Story] = []

    def matter(self) -> dict[str, str]:
        """People, places and things that a story is about."""
        rng = self.rng
        noun, adj = self.words.words["noun"], self.words.words["adj"]

        def pick(words: list[str]) -> str:
            # Common words are common: the square of a uniform number lies near 0.
            return words[int(rng.random() ** 2 * len(words))]

        return {
            "first": name(rng, ENDINGS[:2]),
            "last": name(rng, ENDINGS),
            "first2": name(rng, ENDINGS[:2]),
            "last2": name(rng, ENDINGS),
            "place": name(rng, PLACES),
            "place2": name(rng, PLACES),
            "body": rng.choice(BODIES),
            "body2": rng.choice(BODIES),
            "topic": pick(noun),
            **{f"noun{i}": pick(noun) for i in range(8)},
            **{f"adj{i}": pick(adj) for i in range(6)},
        }

    def sentence(self, matter: dict[str, str]) -> str:
        """One sentence."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.45:
            fields = {
                **matter,
                "noun": matter[f"noun{rng.randrange(8)}"],
                "adj": matter[f"adj{rng.randrange(6)}"],
                "adj2": matter[f"adj{rng.randrange(6)}"],
                "verb": rng.choice(VERBS),
                "day": rng.choice(DAYS),
                "month": rng.choice(MONTHS),
                "ordinal": rng.choice(ORDINALS),
                "small": rng.choice(SMALL),
                "number": f"{int(10 ** rng.uniform(1, 4.5)):,}",
                "number2": f"{int(10 ** rng.uniform(1, 3)):,}",
                "money": f"${rng.randrange(11, 99) / 10} million",
                "money2": f"{rng.randrange(200, 9000) * 100:,} euros",
            }
            return rng.choice(FRAMES).format(**fields)
        if kind < 0.65:
            gloss = rng.choice(self.words.glosses)
            return f"{matter['last']} described the {matter['topic']} as {gloss}."
        return self.chain.sentence(rng)

    def story(self, number: int) -> Story:
        """The next story."""
        rng = self.rng
        base: Story | None = None
        if self.recent and rng.random() < 0.05:
            base = rng.choice(self.recent)
            matter, family = base["matter"], base["id"]
        elif self.matters and rng.random() < 0.3:
            matter, family = dict(rng.choice(self.matters)), ""
            for i in range(8):
                if rng.random() < 0.5:
                    matter[f"noun{i}"] = rng.choice(self.words.words["noun"][:4000])
        else:
            matter, family = self.matter(), ""
        sentences: list[str] = []
        if base is not None:
            sentences = [s for s in base["sentences"] if rng.random() < 0.5]
        goal = int(rng.lognormvariate(6.15, 0.35))
        words = sum(len(s.split()) for s in sentences)
        while words < goal:
            sentences.insert(rng.randrange(len(sentences) + 1), self.sentence(matter))
            words += len(sentences[-1].split())
        story = {
            "id": f"s{number:07}",
            "matter": matter,
            "sentences": sentences,
            "update_of": family,
        }
        if len(self.matters) < 20_000:
            self.matters.append(matter)
        if len(self.recent) < 2_000:
            self.recent.append(story)
        elif rng.random() < 0.2:
            self.recent[rng.randrange(2_000)] = story
        return story


def text(sentences: list[str]) -> str:
    """The text of a story, in paragraphs of three sentences."""
    return "\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)) + "\n"


def copies(stories: list[Story], spinner: Spinner, rng: Random) -> Iterator[dict[str, Any]]:
    """Copies of every kind of each of some stories; every second stitched from two."""
    for i, story in enumerate(stories):
        own = story["sentences"]
        other = stories[(i + 7) % len(stories)]["sentences"]
        kinds = {
            "faithful": spinner.faithful(own, rng),
            "roundtrip": spinner.roundtrip(own, rng),
            "spun": spinner.spun(own, rng),
            "shortened": spinner.spun(own, rng)[: max(3, len(own) // 5)],
        }
        for kind, sentences in kinds.items():
            yield {
                "id": f"{kind}-{story['id']}",
                "kind": kind,
                "text": text(sentences),
                "sources": [story["id"]],
            }
        first = spinner.roundtrip(own[: len(own) // 2], rng)
        second = spinner.roundtrip(other[len(other) // 2 :], rng)
        yield {
            "id": f"stitched-{story['id']}",
            "kind": "stitched",
            "text": text(first + second),
            "sources": [story["id"], stories[(i + 7) % len(stories)]["id"]],
            "parts": [first, second],
        }


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--copies", type=int, default=200, help="stories that are copied")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    arguments = parser.parse_args()
    maker = Maker(arguments.seed, arguments.wordnet)
    arguments.out.mkdir(parents=True, exist_ok=True)
    step = max(1, arguments.stories // arguments.copies)
    copied: list[Story] = []
    with (arguments.out / "stories.jsonl").open("w", encoding="utf-8") as out:
        for number in range(arguments.stories):
            story = maker.story(number)
            line = {"id": story["id"], "text": text(story["sentences"])}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            if number % step == step // 2:
                copied.append(story)
    spinner, rng = Spinner(arguments.wordnet), Random(arguments.seed + 1)
    with (arguments.out / "copies.jsonl").open("w", encoding="utf-8") as out:
        for copy in copies(copied, spinner, rng):
            out.write(json.dumps(copy, ensure_ascii=False) + "\n")
        for number in range(arguments.stories, arguments.stories + arguments.copies):
            story = maker.story(number)
            if story["update_of"]:
                continue
            line = {
                "id": f"absent-{story['id']}",
                "kind": "absent",
                "text": text(spinner.roundtrip(story["sentences"], rng)),
                "sources": [],
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
