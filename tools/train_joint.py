#!/usr/bin/env python3
"""Train the layers that read a passage and its copy together: crates/wiredrift-joint/weights.bin.

    pip install numpy scipy torch      # torch for CPUs will do: half an hour for one training on one core
    apt-get install wordnet-base
    cargo build --features cli --example difference_features
    python3 evals/stories.py evals/sentences/*.txt OUT && cp -r evals/pairs/* OUT
    python3 tools/train_joint.py DRIFT OUT          # writes the weights
    python3 tools/train_joint.py DRIFT OUT --halves # writes OUT/NAME/read.json for train_judgement.py
    python3 tools/train_joint.py DRIFT NEW --shipped # the same for stories that the weights never saw

OUT has folders of marked stories (NAME/original.txt, copy.txt, gold.json). All of them are the
project's own writing. Word pieces come from the library, through examples/difference_features.rs, so that
training and use cannot differ. DRIFT has the published sets of known_edits.py.

The model. The lower three layers of the accurate tier, as they are embedded, read each of the two
passages alone. A vector for the side of a piece, and for whether it stands on the other side too, is
added to each row; then the upper three layers read both passages as one row, and a weighted sum of
what a piece ends with is the log odds that it misleads (token classification as in Devlin et al. 2019,
BERT; layers joined late as in MacAvaney et al. 2020, PreTTR). The marks, the upper layers and the last
weights are trained: cross-entropy over the pieces, those of a marked passage sharing the weight of
that passage, those in none counting little. Either text may come first in training, since what misleads
one way does so the other way as a rule. First they learn from words exchanged in WordNet's examples
(exchanged_words.py) and from published sets with known edits (known_edits.py), which teach senses and
edits but not what matters in news; then from the stories. What is learnt first is kept in OUT/first.pt.

--halves trains twice, on the files of one half of the writers, and writes what is read of the
stories of the other half: weights that judge readings must not be learnt from readings of
stories that the layers were trained on, nor of stories by the same hand. It prints how well a half is read: the area under the ROC curve
of a marked passage's largest odds, major and critical against the rest.

Sums of training depend on the machine's number format and threads: another run gives other weights of
the same quality, the figures of --halves moving in the third decimal.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import unicodedata
import zlib
from pathlib import Path

import build_minilm as minilm
import numpy as np
import pack
import torch
from exchanged_words import exchanges
from known_edits import known_edits
from marked import EXTRACTOR, HARM, ROOT, SEVERITY
from torch import nn
from torch.nn import functional
from train_judgement import ASSETS, auc

CRATES = ROOT / "crates"
START, END = 101, 102
WIDTH, HEADS, BELOW, PART = minilm.WIDTH, minilm.HEADS, 3, 3
LONGEST = 110  # pieces of a side that are trained on
EPOCHS, BATCH, RATE, DROPOUT = 2, 16, 2e-4, 0.1
# Of what is learnt first: passages at once, and how often the known edits are seen.
FIRST_BATCH, EDITS_SEEN = 32, 2
OUTSIDE = 0.02  # the weight of a piece in no marked passage
FINENESS = 0.25  # of codes of what training changed, to its own standard deviation


# ------------------------------------------------------------------------------------------ stories
class Passage:
    """A bead of a story: the pieces of both sides and the marked passages among them."""

    def __init__(self, place: tuple[Path, int], bead: dict, events: list, half: int) -> None:
        self.story, self.bead = place
        self.half = half
        self.ids = {side: [p[0] for p in bead[side]] for side in ("original", "copy")}
        self.rows: dict[str, torch.Tensor] = {}
        self.events = []
        for level, spans in events:
            pieces = {}
            for side, pieced in bead.items():
                pieces[side] = [
                    i
                    for i, (_, a, b) in enumerate(pieced)
                    if any(a < end and start < b for start, end in spans[side])
                ]
            if pieces["original"] or pieces["copy"]:
                self.events.append((level, pieces))

    def laid_out(self, first: str = "original", longest: int | None = None):
        """Rows, marks and marked passages with the side `first` in front."""
        second = "copy" if first == "original" else "original"
        sides = [self.ids[side][:longest] for side in (first, second)]
        marks, at, rows = [], {}, []
        for n, (side, own, other) in enumerate(
            zip((first, second), sides, (sides[1], sides[0]), strict=True)
        ):
            at[side] = len(marks) + 1
            there = set(other)
            marks += [0, *(1 + 2 * n + (i not in there) for i in own), 0]
            rows += [self.rows[side][: len(own) + 1], self.rows[side][-1:]]
        events = [
            (level, [at[s] + i for s in at for i in pieces[s] if longest is None or i < longest])
            for level, pieces in self.events
        ]
        return torch.cat(rows), marks, [e for e in events if e[1]]


def events_of(gold: dict, texts: dict[str, str]) -> list:
    """The marked passages with their spans in bytes."""
    starts = {}
    for side, text in texts.items():
        lengths = [len(c.encode("utf-8", "surrogatepass")) for c in text]
        starts[side] = [0, *np.cumsum(lengths).tolist()]
    out = []
    for event in gold["events"]:
        spans = {}
        for side, at in starts.items():
            start = event.get(f"{side}_start")
            spans[side] = [] if start is None else [(at[start], at[event[f"{side}_end"]])]
        out.append((SEVERITY[event["severity"]], spans))
    return out


def passages_of(folder: Path, extractor: Path) -> tuple[list[Passage], dict[Path, int]]:
    """All beads that are read, and how many beads each story has."""
    stories = sorted(p.parent for p in folder.glob("*/gold.json"))
    told = subprocess.run(
        [extractor, "--pieces"],
        input="".join(f"{p}\n" for p in stories),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found, beads = [], {}
    for story, line in zip(stories, told.splitlines(), strict=True):
        texts = {s: (story / f"{s}.txt").read_text("utf-8") for s in ("original", "copy")}
        events = events_of(json.loads((story / "gold.json").read_text("utf-8")), texts)
        # By the file that a story was written in, each by another writer: NAME ends with its number there.
        half = zlib.crc32(story.name[:-3].encode()) % 2
        listed = json.loads(line)
        beads[story] = len(listed)
        for n, bead in enumerate(listed):
            if bead is not None:
                found.append(Passage((story, n), bead, events, half))
    return found, beads


# ----------------------------------------------------------------------- what is learnt from first
def read_words(pieces: minilm.Pieces, text: str) -> list[tuple[int, int, int]]:
    """The pieces of a text with their places, read well enough for English in Latin letters."""
    found = []
    for word in re.finditer(r"\w+|[^\w\s]", text):
        plain = unicodedata.normalize("NFD", word.group().lower())
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        found += [(i, *word.span()) for i in pieces.word(plain)]
    return found


def first_passages(pieces: minilm.Pieces, drift: Path, wordnet: Path) -> list[Passage]:
    """Exchanged words and known edits as passages."""
    marked = [
        (e.original, e.copy, [(e.level, [e.original_span], [e.copy_span])])
        for e in exchanges(wordnet)
    ]
    marked += EDITS_SEEN * [(e.original, e.copy, e.events) for e in known_edits(drift)]
    found = []
    for original, copy, events in marked:
        bead = {"original": read_words(pieces, original), "copy": read_words(pieces, copy)}
        spans = [(level, {"original": old, "copy": new}) for level, old, new in events]
        passage = Passage((Path(), 0), bead, spans, half=-1)
        if passage.events and max(map(len, passage.ids.values())) <= LONGEST:
            found.append(passage)
    return found


# -------------------------------------------------------------------------------------------- model
class Layer(nn.Module):
    """A layer of attention, as in src/semantic/minilm/forward.rs."""

    def __init__(self) -> None:
        super().__init__()
        inner = minilm.INNER
        self.heads, self.mix = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.widen, self.narrow = nn.Linear(WIDTH, inner), nn.Linear(inner, WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(DROPOUT)

    def matrices(self) -> list[nn.Linear]:
        return [self.heads, self.mix, self.widen, self.narrow]

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, n, _ = x.shape
        q, k, v = self.heads(x).view(b, n, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = self.mix(seen.transpose(1, 2).reshape(b, n, WIDTH))
        x = self.norms[0](x + self.drop(seen))
        return self.norms[1](x + self.drop(self.narrow(functional.gelu(self.widen(x)))))


class Embedded:
    """The accurate tier as it lies in the crates: vectors of pieces and places, and its layers."""

    def __init__(self) -> None:
        parts = [CRATES / f"wiredrift-minilm-{n}" / "weights.bin" for n in (1, 2)]
        first, second = (pack.unpacked(p.read_bytes()) for p in parts)
        count = int(np.frombuffer(first, "<u4", 1, 12)[0])
        self.file, self.at = first, 64
        codes = self.codes((count, WIDTH))
        self.words = torch.tensor(codes * self.floats(count)[:, None])
        self.file, self.at = second, 64
        codes = self.codes((minilm.POSITIONS, WIDTH))
        self.places = torch.tensor(codes * self.floats(minilm.POSITIONS)[:, None])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.fill(self.norm)
        self.layers = []
        for _ in range(minilm.LAYERS):
            layer = Layer()
            for m in layer.matrices():
                o, i = m.weight.shape
                codes = minilm.unblocked(self.codes((o, i)), o, i)
                m.weight.data = torch.tensor(codes * self.floats(o)[:, None])
                m.bias.data = torch.tensor(self.floats(o))
            for norm in layer.norms:
                self.fill(norm)
            self.layers.append(layer.eval())

    def codes(self, shape: tuple[int, ...]) -> np.ndarray:
        count = int(np.prod(shape))
        found = np.frombuffer(self.file, np.int8, count, self.at).astype(np.float32)
        self.at += count
        return found.reshape(shape)

    def floats(self, count: int) -> np.ndarray:
        found = np.frombuffer(self.file, "<f4", count, self.at).copy()
        self.at += (4 * count + 63) // 64 * 64
        return found

    def fill(self, norm: nn.LayerNorm) -> None:
        norm.weight.data = torch.tensor(self.floats(WIDTH))
        norm.bias.data = torch.tensor(self.floats(WIDTH))

    def below(self, texts: list[list[int]]) -> list[torch.Tensor]:
        """The rows of each text after the lower layers, marks included."""
        out: list[torch.Tensor] = [torch.empty(0)] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for chunk in (order[i : i + 64] for i in range(0, len(order), 64)):
                rows = [[START, *texts[i], END] for i in chunk]
                ids, mask = padded(rows)
                x = self.norm(self.words[ids] + self.places[: ids.shape[1]])
                for layer in self.layers[:BELOW]:
                    x = layer(x, mask)
                for i, row, found in zip(chunk, rows, x, strict=True):
                    out[i] = found[: len(row)].to(torch.bfloat16).clone()
        return out


class Joint(nn.Module):
    """Marks, the upper layers and what weighs a row."""

    def __init__(self, embedded: Embedded) -> None:
        super().__init__()
        self.marks = nn.Embedding(5, WIDTH)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.layers = nn.ModuleList(Layer() for _ in embedded.layers[BELOW:])
        for layer, original in zip(self.layers, embedded.layers[BELOW:], strict=True):
            layer.load_state_dict(original.state_dict())
        self.head = nn.Linear(WIDTH, 1)

    def forward(self, x: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = x + self.marks(marks)
        for layer in self.layers:
            x = layer(x, mask)
        return self.head(x).squeeze(-1)

    @classmethod
    def shipped(cls, embedded: Embedded) -> Joint:
        """The layers as the file has them: what was changed, on top of the model's own."""
        model = cls(embedded)
        file = pack.unpacked((CRATES / "wiredrift-joint" / "weights.bin").read_bytes())
        embedded.file, embedded.at = file, 64
        model.marks.weight.data = torch.tensor(embedded.floats(5 * WIDTH).reshape(5, WIDTH))
        for layer in model.layers:
            for matrix in layer.matrices():
                out, into = matrix.weight.shape
                blocks = embedded.codes((out // 32, into // 2, 32, 2))
                codes = blocks.transpose(0, 2, 1, 3).reshape(out, into)
                matrix.weight.data += torch.tensor(codes * embedded.floats(out)[:, None])
                matrix.bias.data = torch.tensor(embedded.floats(out))
            for norm in layer.norms:
                embedded.fill(norm)
        model.head.weight.data = torch.tensor(embedded.floats(WIDTH))[None]
        model.head.bias.data = torch.tensor(embedded.floats(1))
        return model.eval()


def padded(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    n = max(map(len, rows))
    mask = [[True] * len(r) + [False] * (n - len(r)) for r in rows]
    return torch.tensor([r + [0] * (n - len(r)) for r in rows]), torch.tensor(mask)[:, None, None]


def batched(laid_out: list) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    marks, mask = padded([marks for _, marks, _ in laid_out])
    x = torch.zeros(*marks.shape, WIDTH)
    for to, (rows, _, _) in zip(x, laid_out, strict=True):
        to[: len(rows)] = rows
    return x, marks, mask


# ----------------------------------------------------------------------------------------- training
def targets(laid_out: list, length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """What each piece should come to, and its weight."""
    y, weight = torch.zeros(len(laid_out), length), torch.zeros(len(laid_out), length)
    for n, (_, marks, events) in enumerate(laid_out):
        weight[n, : len(marks)] = OUTSIDE
        for level, pieces in events:
            share = (0.5 if level == 1 else 1.0) / len(pieces) ** 0.7
            for i in pieces:
                y[n, i] = max(float(y[n, i]), HARM[level])
                weight[n, i] = max(float(weight[n, i]), share)
    return y, weight


def train(
    embedded: Embedded,
    passages: list[Passage],
    seed: int,
    state: dict | None = None,
    epochs: int = EPOCHS,
    size: int = BATCH,
) -> Joint:
    """A model that learns from passages in batches of a size; from `state` on, if it is given."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Joint(embedded).train()
    if state:
        model.load_state_dict(state)
    fresh = [*model.marks.parameters(), *model.head.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": model.layers.parameters()}, {"params": fresh, "lr": 5 * RATE}],
        lr=RATE,
        weight_decay=0.01,
    )
    steps = epochs * -(-len(passages) // size)
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1, n / warm) * max(0.0, 1 - n / steps)
    )
    done, loss_sum = 0, 0.0
    for _ in range(epochs):
        passages = rng.sample(passages, len(passages))
        batches = []
        for i in range(0, len(passages), 20 * size):
            # Of like length, so that little is padded.
            chunk = passages[i : i + 20 * size]
            chunk.sort(key=lambda p: len(p.ids["original"]) + len(p.ids["copy"]))
            batches += [chunk[k : k + size] for k in range(0, len(chunk), size)]
        rng.shuffle(batches)
        for batch in batches:
            laid_out = [p.laid_out(rng.choice(("original", "copy")), LONGEST) for p in batch]
            x, marks, mask = batched(laid_out)
            y, weight = targets(laid_out, marks.shape[1])
            with torch.autocast("cpu", torch.bfloat16):
                z = model(x, marks, mask)
            loss = functional.binary_cross_entropy_with_logits(
                z.float(), y, weight=weight, reduction="sum"
            ) / len(batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done, loss_sum = done + 1, loss_sum + loss.item()
            if done % 100 == 0:
                print(f"step {done} of {steps}, loss {loss_sum / 100:.3f}", flush=True)
                loss_sum = 0.0
    return model.eval()


def read(model: Joint, passages: list[Passage]) -> list[tuple[np.ndarray, list]]:
    """The log odds of each piece of each passage, marks included, with the marked passages."""
    out: list = [None] * len(passages)
    order = sorted(range(len(passages)), key=lambda i: len(passages[i].ids["original"]))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for chunk in (order[i : i + 32] for i in range(0, len(order), 32)):
            laid_out = [passages[i].laid_out() for i in chunk]
            found = model(*batched(laid_out)).float().numpy()
            for i, (_, marks, events), z in zip(chunk, laid_out, found, strict=True):
                out[i] = (z[: len(marks)], events)
    return out


def learnt_first(embedded: Embedded, a: argparse.Namespace) -> dict:
    """The weights before any story was seen."""
    kept = a.stories / "first.pt"
    if not kept.exists():
        vocabulary = (ASSETS / "wordpiece.txt").read_text("utf-8").splitlines()
        passages = first_passages(minilm.Pieces(vocabulary), a.drift, a.wordnet)
        give_rows(embedded, passages)
        print(f"{len(passages)} passages to learn from first", flush=True)
        first = train(embedded, passages, seed=5, epochs=1, size=FIRST_BATCH)
        torch.save(first.state_dict(), kept)
    return torch.load(kept)


def give_rows(embedded: Embedded, passages: list[Passage]) -> None:
    """Read the passages as far as the lower layers."""
    for side in ("original", "copy"):
        rows = embedded.below([p.ids[side] for p in passages])
        for p, found in zip(passages, rows, strict=True):
            p.rows[side] = found


# ------------------------------------------------------------------------------------------- output
def write_halves(
    embedded: Embedded, first: dict, passages: list[Passage], beads: dict[Path, int]
) -> None:
    """What each half of the stories reads like to layers trained on the other."""
    lists = unread(beads)
    for half in (0, 1):
        model = train(embedded, [p for p in passages if p.half != half], half, first)
        figure = note(model, [p for p in passages if p.half == half], lists)
        print(f"half {half}: {figure}", flush=True)
    write_read(lists)


def unread(beads: dict[Path, int]) -> dict[Path, list]:
    return {story: [None] * count for story, count in beads.items()}


def note(model: Joint, passages: list[Passage], lists: dict[Path, list]) -> str:
    """Read the passages into the lists of their stories, and say how well."""
    levels, most = [], []
    for p, (z, events) in zip(passages, read(model, passages), strict=True):
        n = len(p.ids["original"])
        odds = [*z[1 : n + 1], *z[n + 3 : -1]]
        lists[p.story][p.bead] = [round(float(x), 3) for x in odds]
        levels += [level for level, _ in events]
        most += [z[pieces].max() for _, pieces in events]
    serious, most = np.array(levels) >= 2, np.array(most)
    return f"AUC {auc(most[serious], most[~serious]):.3f} of {len(most)} marked passages"


def write_read(lists: dict[Path, list]) -> None:
    for story, odds in lists.items():
        (story / "read.json").write_text(json.dumps(odds))


def quantised(model: Joint, embedded: Embedded, passages: list[Passage]) -> list:
    """The body of the file: what training changed in the matrices, rounded by passages that were read."""
    batches = []
    for p in passages:
        rows, marks, _ = p.laid_out()
        with torch.no_grad():
            batches.append((rows.float() + model.marks(torch.tensor(marks)))[None].double().numpy())
    body = [minilm.floats(model.marks.weight.detach().numpy().ravel())]
    for trained, before in zip(model.layers, embedded.layers[BELOW:], strict=True):
        layer = minilm.Layer(
            [m.weight.detach().double().numpy() for m in trained.matrices()],
            [m.bias.detach().double().numpy() for m in trained.matrices()],
            [[t.detach().double().numpy() for t in (n.weight, n.bias)] for n in trained.norms],
        )
        upon = [m.weight.detach().double().numpy() for m in before.matrices()]
        parts, batches = layer.coded(batches, FINENESS, upon)
        body += parts
    head = model.head.weight.detach().numpy().ravel()
    body += [minilm.floats(head), minilm.floats(model.head.bias.detach().numpy())]
    return body


def write(model: Joint, embedded: Embedded, passages: list[Passage]) -> None:
    """The weights and their manifest."""
    sample = random.Random(2).sample(passages, 600)
    sections, plain = minilm.with_header(
        PART, len(embedded.words), quantised(model, embedded, sample)
    )
    path = CRATES / "wiredrift-joint" / "weights.bin"
    about = {
        "what": "what training by tools/train_joint.py changed in the upper three layers of "
        "wiredrift-minilm-2, so that they read a passage and its copy together",
        "source": "all-MiniLM-L6-v2, as it is in wiredrift-minilm-2",
        "licence": "Apache-2.0, see NOTICE",
        "learnt from": "words exchanged in WordNet's examples, DEMETR, MENLI, SummEdits, then own "
        "marked stories (evals/pairs, evals/sentences)",
        "codes to a standard deviation": FINENESS,
    }
    minilm.write(path, sections, plain, about)


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("drift", type=Path, help="folder with the sets of known_edits.py")
    ask.add_argument("stories", type=Path, help="folder of folders of marked stories")
    ask.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    ask.add_argument("--halves", action="store_true", help="write what is read of the stories")
    ask.add_argument("--shipped", action="store_true", help="the same, by the weights there are")
    ask.add_argument("--extractor", type=Path, default=EXTRACTOR)
    a = ask.parse_args()
    passages, beads = passages_of(a.stories, a.extractor)
    embedded = Embedded()
    if a.shipped:
        give_rows(embedded, passages)
        lists = unread(beads)
        print(note(Joint.shipped(embedded), passages, lists))
        write_read(lists)
        return
    first = learnt_first(embedded, a)
    give_rows(embedded, passages)
    print(f"{len(beads)} stories, {len(passages)} passages", flush=True)
    if a.halves:
        write_halves(embedded, first, passages, beads)
    else:
        write(train(embedded, passages, 2, first), embedded, passages)


if __name__ == "__main__":
    main()
