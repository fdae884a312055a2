#!/usr/bin/env python3
"""Make drift on purpose: clean stories damaged by one known mechanism at a time, and reworded.

    python3 tools/generate_drift.py evals/sentences/*.txt DRIFT.txt [--seed N]
    python3 evals/stories.py DRIFT.txt OUT
    python3 tools/generate_drift.py DRIFT.txt --report OUT --cmd "wiredrift compare {original} {copy} --format json"

The first call takes the *originals* of marked stories, all the project's own writing, and writes
copies of them in the same form (see evals/stories.py): in each story some sentences are damaged, each
by one mechanism of DAMAGE, and all are reworded by those of HARMLESS that fit. The same seed makes the
same file. The last call prints for each mechanism how often its damage is called major, or its
rewording left alone.

What it cannot show: mechanisms are patterns of the grammar's surface, so that what they make is what
a program that swaps words makes. It says whether a mechanism is known, not how a human or a
translation system would have used it; that is what the marked stories are for.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shlex
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Replace = str | Callable[[re.Match[str], random.Random], str | None]


class Mechanism(NamedTuple):
    """One way of changing a sentence: what is looked for and what is put in its place."""

    name: str
    type: str
    severity: str
    pattern: str
    replace: Replace


NUMBERS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
]
REVERSED = {
    "at least": "at most", "more than": "less than", "fewer than": "more than", "over": "under",
    "up to": "at least", "nearly": "well over", "almost": "more than", "under": "over",
    "at most": "at least", "no more than": "no less than", "less than": "more than",
}  # fmt: skip
CERTAIN = {"may": "will", "might": "will", "could": "will", "will": "may", "must": "may"}
PARTLY = {"all": "some", "every": "hardly any", "most": "few", "both": "one of the", "some": "all"}
TURNED = {
    "before": "after", "after": "before", "because": "although", "although": "because",
    "with": "without", "without": "with", "for": "against", "against": "for", "until": "from",
    "above": "below", "below": "above",
}  # fmt: skip
OPPOSITE = {
    "rose": "fell", "fell": "rose", "increased": "decreased", "opened": "closed", "closed": "opened",
    "won": "lost", "lost": "won", "accepted": "rejected", "rejected": "accepted", "approved": "blocked",
    "bought": "sold", "sold": "bought", "first": "last", "last": "first", "higher": "lower",
    "lower": "higher", "largest": "smallest", "cheaper": "dearer", "north": "south", "south": "north",
    "east": "west", "west": "east", "stopped": "started", "began": "ended", "early": "late",
    "alive": "dead", "guilty": "innocent", "public": "secret", "cleared": "convicted",
}  # fmt: skip


def other(words: list[str]) -> Replace:
    """Another word of a closed set."""

    def pick(match: re.Match[str], chance: random.Random) -> str:
        return chance.choice([w for w in words if w != match[0]])

    return pick


def from_table(table: dict[str, str]) -> Replace:
    """What a table has, with the capital of what it replaces."""

    def look_up(match: re.Match[str], _: random.Random) -> str:
        new = table[match[0].lower()]
        return new.capitalize() if match[0][0].isupper() else new

    return look_up


def digits(match: re.Match[str], chance: random.Random) -> str:
    """A number of as many digits; of a year the third digit differs, of others the first."""
    place = 2 if re.fullmatch(r"1\d{3}|20[0-4]\d", match[0]) else 0
    first = chance.choice([d for d in "12345" if d != match[0][place]])
    return match[0][:place] + first + match[0][place + 1 :]


def words(table: dict[str, str] | list[str]) -> str:
    """A pattern of whole words, longest first."""
    longest = sorted(table, key=len, reverse=True)
    return r"\b(?i:" + "|".join(map(re.escape, longest)) + r")\b"


AUXILIARY = r"\b(was|were|is|are|has|have|had|will|would|could|can|did|does|do)\b"

DAMAGE = [
    Mechanism("number", "NUM", "critical", r"(?<![\d.,:])[1-9]\d*(?![\d.,:]*\d)", digits),
    Mechanism("number word", "NUM", "critical", words(NUMBERS), other(NUMBERS)),
    Mechanism("bound reversed", "NUM", "critical", words(REVERSED) + r"(?= [\d£$€])", lambda m, _: REVERSED[m[0].lower()]),
    Mechanism("weekday", "TIME", "critical", words(DAYS), other(DAYS)),
    Mechanism("month", "TIME", "critical", words(MONTHS), other(MONTHS)),
    Mechanism("plan told as done", "TIME", "critical", r"\bwill be (?=\w+ed\b)", "was "),
    Mechanism("deed told as plan", "TIME", "critical", r"\b(was|were|has been|have been) (?=\w+ed\b)", "will be "),
    Mechanism("negation put in", "NEG", "critical", AUXILIARY + r"(?! (not|never|no|yet|n't|been|have|be)\b)(?= [a-z])", lambda m, _: f"{m[0]} not"),
    Mechanism("negation lost", "NEG", "critical", r"\b(was|were|is|are|has|have|will|could|would) (?:not|never) ", r"\1 "),
    Mechanism("no lost", "NEG", "critical", r"\b(?<=[a-z] )no (?=[a-z]+s?\b)(?!one|longer|more|less|doubt)", ""),
    Mechanism("certainty", "MOD", "major", r"\b(may|might|could|must|will)\b(?= (be|have|not|[a-z]+)\b)", from_table(CERTAIN)),
    Mechanism("hedge lost", "MOD", "major", r"\b(probably|reportedly|allegedly|apparently|possibly|perhaps) ", ""),
    Mechanism("quantifier", "SCOPE", "major", r"\b(?i:all|every|most|both|some)\b(?= [a-z]+s?\b)(?! (of|but|likely)\b)", from_table(PARTLY)),
    Mechanism("restriction lost", "SCOPE", "major", r"\b(only|solely|exclusively) (?=(if|when|for|in|by|with|after|to|members|residents|those)\b)", ""),
    Mechanism("restriction put in", "SCOPE", "major", r"\b(?<=can |may )(?=[a-z]+\b)", "only "),
    Mechanism("turned connective", "TIME", "major", r"\b(before|after|because|although|without|against|until|above|below)\b", from_table(TURNED)),
    Mechanism("opposite", "LEX", "critical", words(OPPOSITE), from_table(OPPOSITE)),
    Mechanism("attribution lost", "ATTR", "major", r", (?:[A-Z]\w+ |the |a )?(?:\w+ ){0,3}said(?=\.$)", ""),
    Mechanism("owner", "ATTR", "major", r"\bour\b", "their"),
    Mechanism("doubling", "DUP", "minor", r"\b([a-z]{4,}) ", lambda m, _: f"{m[1]} {m[1]} "),
]  # fmt: skip

FORMS = dict(zip(NUMBERS, map(str, range(2, 13)), strict=True))
FIGURES = {figure: word for word, figure in FORMS.items()}
RESPELT = {
    "harbour": "harbor", "centre": "center", "programme": "program", "labour": "labor", "colour": "color",
    "neighbour": "neighbor", "metres": "meters", "organised": "organized", "defence": "defense",
}  # fmt: skip
REWORDED = {
    "more than": "over", "however": "but", "bought": "purchased", "began": "started", "about": "around",
    "nearly": "almost", "also": "too", "because of": "owing to", "company": "firm", "said": "stated",
    "people": "persons", "children": "kids", "next to": "beside", "help": "assistance",
}  # fmt: skip
HARMLESS = [
    Mechanism("number form", "PARA", "none", words(NUMBERS) + r"(?= [a-z]{3,})", lambda m, _: FORMS[m[0].lower()]),
    Mechanism("figure spelled", "PARA", "none", r"(?<=[a-z] )(?<![\d.,:])([2-9]|1[0-2])(?= [a-z]{3,})", lambda m, _: FIGURES.get(m[0])),
    Mechanism("per cent", "PARA", "none", r"(?<=\d) ?(%|per ?cent)", lambda m, _: " percent" if m[1] == "%" else "%"),
    Mechanism("contraction", "PARA", "none", r"\b(was|were|did|does|is|has|have|would|could) not\b", lambda m, _: f"{m[1]}n't"),
    Mechanism("contraction written out", "PARA", "none", r"\b(was|were|did|does|is|has|have|would|could)n't\b", lambda m, _: f"{m[1]} not"),
    Mechanism("preposition of a day", "PARA", "none", r" on (?=(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b[,. ])", " "),
    Mechanism("spelling", "PARA", "none", words(RESPELT), from_table(RESPELT)),
    Mechanism("speaker first", "PARA", "none", r"\bsaid ([A-Z][a-z]+ [A-Z][a-z]+)(?=[,.])", lambda m, _: f"{m[1]} said"),
    Mechanism("near synonym", "PARA", "none", r"(?<=[a-z] )" + words(REWORDED) + r"(?= [a-z])", from_table(REWORDED)),
]  # fmt: skip

BRACE = re.compile(r"\{([^{}|]*)\|[^{}|]*\|[A-Z]+\|(?:none|minor|major|critical)\}")


def originals(paths: list[Path]) -> list[list[str]]:
    """The originals of marked stories, as lists of sentences."""
    stories: list[list[str]] = [[]]
    for path in paths:
        for line in [*path.read_text("utf-8").splitlines(), ""]:
            if line.startswith("#"):
                continue
            plain = BRACE.sub(r"\1", line).strip()
            if plain and "{" not in plain and "|" not in plain:
                stories[-1].append(plain)
            elif stories[-1]:
                stories.append([])
    return [story for story in stories if len(story) >= 3]


def change(pieces: list[tuple[str, str]], mechanism: Mechanism, chance: random.Random) -> bool:
    """Change one place of what is still untouched; the change is a piece of its own, with its name."""
    places = [
        (k, match)
        for k, (piece, name) in enumerate(pieces)
        if not name
        for match in re.finditer(mechanism.pattern, piece)
    ]
    chance.shuffle(places)
    for k, match in places:
        replace = mechanism.replace
        new = match.expand(replace) if isinstance(replace, str) else replace(match, chance)
        if new is None or new == match[0]:
            continue
        mark = f"{{{match[0]}|{new}|{mechanism.type}|{mechanism.severity}}}"
        before, after = match.string[: match.start()], match.string[match.end() :]
        made = [(before, ""), (mark, mechanism.name), (after, "")]
        pieces[k : k + 1] = [part for part in made if part[0]]
        return True
    return False


def generate(stories: list[list[str]], seed: int) -> tuple[list[str], Counter[str]]:
    """Damaged and reworded copies of stories, as lines of a file of marked stories."""
    chance = random.Random(seed)
    lines: list[str] = ["## generated"]
    used: Counter[str] = Counter()
    for story in stories:
        copies = []
        for sentence in story:
            pieces = [(sentence, "")]
            if chance.random() < 0.5:
                # What was used least comes first: rare mechanisms get their turn.
                for mechanism in sorted(DAMAGE, key=lambda m: (used[m.name], chance.random())):
                    if change(pieces, mechanism, chance):
                        used[mechanism.name] += 1
                        break
            for mechanism in HARMLESS:
                if chance.random() < 0.7 and change(pieces, mechanism, chance):
                    used[mechanism.name] += 1
            copies.append(pieces)
        if names := [name for pieces in copies for _, name in pieces if name]:
            lines += ["# " + "; ".join(names)]
            lines += ["".join(text for text, _ in pieces) for pieces in copies]
            lines.append("")
    return lines, used


def report(marked: Path, folder: Path, command: str) -> None:
    """Print for each mechanism how often its change is called major or critical."""
    called: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    names = [line[2:] for line in marked.read_text("utf-8").splitlines() if line.startswith("# ")]
    harmless = {mechanism.name for mechanism in HARMLESS}
    # Beyond 999 stories the shorter name comes first.
    order = sorted(folder.glob("*/gold.json"), key=lambda gold: (len(gold.parent.name), gold))
    for mechanisms, gold in zip(names, order, strict=True):
        texts = {side: str(gold.parent / f"{side}.txt") for side in ("original", "copy")}
        run = [part.format(**texts) for part in shlex.split(command)]
        # Status 1 says that the copy drifts.
        found = json.loads(subprocess.run(run, capture_output=True, text=True, check=False).stdout)
        serious = [f for f in found["findings"] if f["severity"] in ("major", "critical")]
        events = json.loads(gold.read_text("utf-8"))["events"]
        for name, event in zip(mechanisms.split("; "), events, strict=True):
            name = f"{'harmless' if name in harmless else 'damage'}: {name}"
            all_of[name] += 1
            called[name] += any(
                f[side]
                and event.get(f"{side}_start") is not None
                and f[side]["start"] < event[f"{side}_end"]
                and event[f"{side}_start"] < f[side]["end"]
                for f in serious
                for side in ("original", "copy")
            )
    print("| mechanism | changes | called major or critical |\n|---|---|---|")
    for name in sorted(all_of):
        print(f"| {name} | {all_of[name]} | {called[name] / all_of[name]:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "paths", nargs="*", type=Path, help="marked stories, then the file to write"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--report", type=Path, metavar="OUT", help="print what a program makes of a written file"
    )
    parser.add_argument("--cmd", default="wiredrift compare {original} {copy} --format json")
    given = parser.parse_args()
    if given.report:
        report(given.paths[0], given.report, given.cmd)
        return
    *sources, out = given.paths or parser.error("give the marked stories and the file to write")
    stories = originals(sources)
    lines, used = generate(stories, given.seed)
    out.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(stories)} stories;", ", ".join(f"{name} {n}" for name, n in used.most_common()))


if __name__ == "__main__":
    main()
