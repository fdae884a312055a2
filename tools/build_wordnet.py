#!/usr/bin/env python3
"""Compile WordNet 3.0 into the tables that `src/lexicon/wordnet.rs` reads in place.

    apt-get install wordnet-base          # Debian's WordNet 3.0, /usr/share/wordnet
    python3 tools/build_wordnet.py        # writes assets/wordnet.bin and assets/wordnet.json

Needs only the standard library. The same input gives the same bytes. Little-endian layout:

    magic "WDWN", version, then for each section its length in bytes (u32 each)
    1 block offsets   u32 per block of 32 lemmas, into section 4
    2 shared          u8 per lemma, sorted: how many bytes it begins with as the one before it; 0 for
                      the first of a block
    3 lengths         u8 per lemma: how many bytes follow
    4 suffixes        what follows, of all lemmas
    5 sense counts    u8 per lemma: so many of section 6 are its own
    6 senses          synset numbers, nouns, verbs, adjectives, adverbs, each most frequent first:
                      the lowest bytes of all, then the middle ones, then the highest
    7 pointer counts  u8 per synset: so many of sections 8 and 9 are its own
    8 relations       u8 per pointer, in order of synsets
    9 pointers        how far the synset pointed to is from that which points, twice the steps down or
                      twice the steps up less one; those of the first relation first, in order of
                      synsets, then those of the second: bytes as in section 6
    10 exceptions     lines "form pos lemma", sorted by form (ASCII text)

From the antonym on a relation holds both ways, and only the pointer to the higher number is written.

Synsets are numbered nouns first, then verbs, adjectives, adverbs; the header's version is followed by the first number
of each part of speech.
"""

import argparse
import hashlib
import json
import re
import struct
from pathlib import Path

PARTS = ("noun", "verb", "adj", "adv")
LETTER = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
# Relations kept, by WordNet's pointer symbol; the numbers are those of `Relation` in wordnet.rs.
RELATIONS = {"@": 0, "@i": 1, "!": 2, "&": 3, "+": 4}
# From this one on a relation is written once for both directions.
MUTUAL = 2
BLOCK = 32
VERSION = 3


def read_synsets(folder):
    """[(part, offset, pointers)] in order, and the number of each (part, offset)."""
    synsets, number, first = [], {}, []
    for part in PARTS:
        first.append(len(synsets))
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            field = line.split("|")[0].split()
            words = int(field[3], 16)
            at = 4 + 2 * words
            pointers = []
            for i in range(int(field[at])):
                symbol, offset, letter, _ = field[at + 1 + 4 * i : at + 5 + 4 * i]
                if symbol in RELATIONS:
                    pointers.append((RELATIONS[symbol], (LETTER[letter], offset)))
            number[part, field[0]] = len(synsets)
            synsets.append(pointers)
    return synsets, number, first


def read_lemmas(folder, number):
    """{lemma: [synset number, …]}: parts of speech in order, most frequent sense first."""
    lemmas = {}
    for part in PARTS:
        for line in (folder / f"index.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            field = line.split()
            pointers = int(field[3])
            senses = [number[part, offset] for offset in field[4 + pointers + 2 :]]
            lemmas.setdefault(field[0].replace("_", " ").lower(), []).extend(senses)
    return dict(sorted(lemmas.items(), key=lambda item: item[0].encode()))


def read_exceptions(folder):
    """Lines "form pos lemma", sorted."""
    lines = set()
    for code, part in zip("nvar", PARTS):
        for line in (folder / f"{part}.exc").read_text("latin-1").splitlines():
            form, *bases = line.replace("_", " ").split()
            lines.update(
                f"{form} {code} {base}" for base in bases if re.fullmatch(r"[a-z'-]+", form)
            )
    return sorted(lines)


def front_code(words):
    """Front-coded strings: where each block starts, shared prefixes, lengths, suffixes."""
    starts, shared, lengths, suffixes, previous = [], bytearray(), bytearray(), bytearray(), b""
    for i, word in enumerate(words):
        raw = word.encode()
        if i % BLOCK == 0:
            starts.append(len(suffixes))
            previous = b""
        same = 0
        while same < min(len(previous), len(raw), 255) and previous[same] == raw[same]:
            same += 1
        shared.append(same)
        lengths.append(len(raw) - same)
        suffixes += raw[same:]
        previous = raw
    return u32s(starts), bytes(shared), bytes(lengths), bytes(suffixes)


def u32s(values):
    return struct.pack(f"<{len(values)}I", *values)


def planes(numbers):
    """The lowest bytes of all numbers, then the middle ones, then the highest."""
    return b"".join(bytes(n >> shift & 255 for n in numbers) for shift in (0, 8, 16))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).parent.parent / "assets" / "wordnet.bin"
    )
    args = parser.parse_args()

    synsets, number, first = read_synsets(args.wordnet)
    lemmas = read_lemmas(args.wordnet, number)
    senses = [synset for entry in lemmas.values() for synset in entry]
    both = {
        (own, relation, number[target])
        for own, entry in enumerate(synsets)
        for relation, target in entry
    }
    both |= {(target, relation, own) for own, relation, target in both if relation >= MUTUAL}
    kept = sorted((o, r, t) for o, r, t in both if r < MUTUAL or o < t)
    pointer_counts = bytearray(len(synsets))
    for own, _, _ in kept:
        pointer_counts[own] += 1
    grouped = sorted(kept, key=lambda pointer: pointer[1])
    steps = [2 * (own - to) if own >= to else 2 * (to - own) - 1 for own, _, to in grouped]
    exceptions = "\n".join(read_exceptions(args.wordnet)).encode()
    sections = [
        *front_code(lemmas),
        bytes(len(entry) for entry in lemmas.values()),
        planes(senses),
        bytes(pointer_counts),
        bytes(relation for _, relation, _ in kept),
        planes(steps),
        exceptions,
    ]
    header = b"WDWN" + u32s([VERSION, *first, len(lemmas)]) + u32s([len(s) for s in sections])
    data = header + b"".join(sections)
    args.output.write_bytes(data)
    inputs = sorted(
        p
        for p in args.wordnet.iterdir()
        if p.name.startswith(("data.", "index.")) or p.suffix == ".exc"
    )
    manifest = {
        "what": "WordNet 3.0 compiled by tools/build_wordnet.py",
        "source": "Debian package wordnet-base, https://wordnet.princeton.edu",
        "licence": "WordNet 3.0 license (Princeton University), see NOTICE",
        "inputs": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in inputs},
        "sha256": hashlib.sha256(data).hexdigest(),
        "lemmas": len(lemmas),
        "synsets": len(synsets),
    }
    args.output.with_suffix(".json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(
        f"{args.output}: {len(data)} bytes, {len(lemmas)} lemmas, {len(synsets)} synsets, sections {[len(s) for s in sections]}"
    )


if __name__ == "__main__":
    main()
