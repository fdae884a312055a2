#!/usr/bin/env python3
"""Write what the reference tokenizer makes of many texts, for the tests of `semantic::wordpiece`.

    pip install tokenizers==0.23.3
    python3 tools/check_wordpiece.py MODEL_FOLDER golden src/semantic/wordpiece/golden.txt
    python3 tools/check_wordpiece.py MODEL_FOLDER all out.jsonl TEXT_FILE...
    WIREDRIFT_WORDPIECE=out.jsonl cargo test --release --lib wordpiece -- --ignored

`golden` renews the numbers of the golden file and keeps its texts; `all` takes each line of the
files, and strings of random characters of every script besides.
"""

import json
import random
import sys
from pathlib import Path

from tokenizers import Tokenizer


def encode(tokenizer, text):
    found = tokenizer.encode(text, add_special_tokens=False)
    at = [0]
    for character in text:
        at.append(at[-1] + len(character.encode()))
    return [[i, at[a], at[b]] for i, (a, b) in zip(found.ids, found.offsets)]


def noise(count, seed=1):
    """Strings of characters from a few blocks each, with spaces and punctuation among them."""
    draw = random.Random(seed)
    blocks = [(b, b + 0x80) for b in [*range(0, 0x3000, 0x80), *range(0xA000, 0x10000, 0x200)]]
    blocks += [(0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x3040, 0x30FF), (0x1F300, 0x1F6FF)]
    blocks += [(0x1D400, 0x1D7FF), (0x20000, 0x2FA1F), (0x10000, 0x12000)]
    for _ in range(count):
        chosen = [draw.choice(blocks) for _ in range(draw.randint(1, 3))]
        letters = []
        for _ in range(draw.randint(1, 40)):
            if draw.random() < 0.2:
                letters.append(draw.choice(" \t.,;'-\u2019\u201c\u00a0\u00ade\u0301"))
                continue
            code = draw.randint(*draw.choice(chosen))
            letters.append(chr(code) if not 0xD800 <= code < 0xE000 else " ")
        yield "".join(letters)


def main():
    folder, mode, output, *files = sys.argv[1:]
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    output = Path(output)
    if mode == "golden":
        lines = output.read_text("utf-8").split("\n")
        for i, line in enumerate(lines):
            if line.startswith("- "):
                text = json.loads(line[2:])
                lines[i + 1] = "= " + " ".join(
                    f"{n}:{a}-{b}" for n, a, b in encode(tokenizer, text)
                )
        output.write_text("\n".join(lines), "utf-8")
        return
    texts = [t for f in files for t in Path(f).read_text("utf-8").split("\n") if t.strip()]
    # A mark in a text is an ordinary word for us; the reference gives it the mark's number.
    texts = [t for t in dict.fromkeys([*texts, *noise(20000)]) if "[" not in t]
    with output.open("w", encoding="utf-8") as f:
        for text in texts:
            f.write(json.dumps({"text": text, "pieces": encode(tokenizer, text)}) + "\n")
    print(len(texts), "texts")


if __name__ == "__main__":
    main()
