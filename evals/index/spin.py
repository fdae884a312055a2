"""Copies made by rules: faithful, as by a translation there and back, and spun.

Synonyms are WordNet's, of the first two senses, whatever the word means where it stands, as a
spinner takes them.
"""

import re
from pathlib import Path
from random import Random

WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
# What a translation there and back does to function words and to the words of news.
SWAPS = {
    "said": "stated",
    "told": "informed",
    "told reporters": "said to journalists",
    "about": "around",
    "since": "from",
    "before": "prior to",
    "after": "following",
    "because": "since",
    "but": "however,",
    "also": "too",
    "will": "is going to",
    "had": "has",
    "people": "persons",
    "on": "at",
    "in": "at",
    "by": "through",
    "against": "contrary to",
    "spokesman": "speaker",
    "residents": "inhabitants",
    "figures": "numbers",
    "votes": "voices",
    "the": "",
    "whether": "if",
    "needed": "required",
    "called": "named",
    "years": "annual",
}
# Romanisations that come back as others.
SOUNDS = (("c", "k"), ("ski", "sky"), ("ov", "off"), ("y", "i"), ("w", "v"), ("qu", "kv"))
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def read_synonyms(folder: Path) -> dict[str, list[str]]:
    """The other words of each word's first sense, one word long."""
    words: dict[str, dict[str, list[str]]] = {}
    for part in ("noun", "verb", "adj", "adv"):
        synsets: dict[str, list[str]] = {}
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            field = line.split("|")[0].split()
            count = int(field[3], 16)
            synsets[field[0]] = [re.sub(r"\(.*\)", "", w) for w in field[4 : 4 + 2 * count : 2]]
        for line in (folder / f"index.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            field = line.split()
            senses = field[4 + int(field[3]) + 2 :]
            others = [
                w
                for sense in senses[:2]
                for w in synsets[sense]
                if w.lower() != field[0] and re.fullmatch(r"[a-z]+", w)
            ]
            if others:
                words.setdefault(field[0], {})[part] = others
    return {word: next(iter(parts.values())) for word, parts in words.items()}


class Spinner:
    """Makes copies of lists of sentences."""

    def __init__(self, wordnet: Path) -> None:
        """Read WordNet."""
        self.synonyms = read_synonyms(wordnet)

    def _exchange(self, sentence: str, share: float, rng: Random) -> str:
        def other(match: re.Match[str]) -> str:
            word = match.group()
            if len(word) < 4 or not word.islower() or rng.random() > share:
                return word
            for ending in ("", "s", "ed", "ing"):
                base = word.removesuffix(ending) if ending else word
                for stem in (base, f"{base}e") if ending in ("ed", "ing") else (base,):
                    found = self.synonyms.get(stem)
                    if found and (not ending or base != word):
                        return rng.choice(found) + ending
            return word

        return WORD.sub(other, sentence)

    def _reorder(self, sentence: str, rng: Random) -> str:
        clauses = sentence.rstrip(".").split(", ")
        if len(clauses) < 2 or "”" in sentence:
            return sentence
        rng.shuffle(clauses)
        return f"{', '.join(clauses)}."

    def _garble(self, sentence: str, share: float, rng: Random) -> str:
        def other(match: re.Match[str]) -> str:
            name = match.group()
            if rng.random() < share:
                # The same name is garbled in the same way throughout a copy, as a rule.
                old, new = SOUNDS[len(name) % len(SOUNDS)]
                name = name.replace(old, new)
            return name

        return re.sub(r"(?<=[a-z,] )[A-Z][a-z]{4,}", other, sentence)

    def _swap(self, sentence: str, share: float, rng: Random) -> str:
        def other(match: re.Match[str]) -> str:
            word = match.group()
            if word in SWAPS and rng.random() < share:
                return SWAPS[word]
            return word

        return re.sub(r"  +", " ", WORD.sub(other, sentence)).strip()

    def _numbers(self, sentence: str, rng: Random) -> str:
        def other(match: re.Match[str]) -> str:
            digits = match.group().replace(",", "")
            if int(digits) <= 12:
                return NUMBERS[int(digits)]
            if digits.endswith("000") and rng.random() < 0.5:
                return f"{digits[:-3]} thousand"
            return digits if rng.random() < 0.5 else match.group()

        return re.sub(r"\b\d{1,3}(?:,\d{3})*\b(?![.\d])", other, sentence)

    def faithful(self, sentences: list[str], rng: Random) -> list[str]:
        """A clean re-edit: the end cut, a few words exchanged, furniture put round it."""
        kept = [s for s in sentences[: max(3, len(sentences) * 4 // 5)] if rng.random() > 0.05]
        own = [self._exchange(s, 0.04, rng) for s in kept]
        return ["Advertisement", *own, "Sign up to our newsletter for the latest news."]

    def roundtrip(self, sentences: list[str], rng: Random) -> list[str]:
        """As by a translation there and back: function words, a third of the others, names."""
        out: list[str] = []
        for sentence in sentences:
            own = self._swap(sentence, 0.7, rng)
            own = self._exchange(own, 0.35, rng)
            own = self._numbers(self._garble(own, 0.4, rng), rng)
            if rng.random() < 0.3:
                own = self._reorder(own, rng)
            if out and rng.random() < 0.1:
                out[-1] = f"{out[-1].rstrip('.')}, and {own[:1].lower()}{own[1:]}"
                continue
            out.append(f"{own[:1].upper()}{own[1:]}")
        return out

    def spun(self, sentences: list[str], rng: Random) -> list[str]:
        """As by a spinner: nearly every word with a synonym, clauses and sentences moved."""
        out = [self._reorder(self._exchange(s, 0.8, rng), rng) for s in sentences]
        for i in range(0, len(out) - 1, 2):
            if rng.random() < 0.3:
                out[i], out[i + 1] = out[i + 1], out[i]
        return out
