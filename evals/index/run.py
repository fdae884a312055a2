#!/usr/bin/env python3
"""How often the source of a copy is found, how fast, beside what others would use.

    python3 evals/index/generate.py DATA --stories 20000 --copies 200
    python3 evals/index/run.py DATA [--pairs FOLDER...] [--peers] [--threads 1]

DATA is what generate.py wrote. FOLDER holds pairs NAME/original.txt, copy.txt, gold.json; their
originals are put among the stories of DATA. evals/pairs, evals/held_out and the marked sentences of
evals/sentences are taken always. With --peers, the same questions go to datasketch (MinHash LSH
over shingles of three words) and to tantivy (BM25 over the sixty rarest words of the copy), where
these packages are installed.

recall@1: the share of copies whose first candidate is the source. An update of the source ranked
before it counts as a miss. Times are those of the processor, all threads together, so that a busy
machine does not change them; reading the JSON is part of building.
"""

import argparse
import json
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import wiredrift

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "evals"))
import stories as marked  # noqa: E402

WORD = re.compile(r"\w+")
Copy = dict[str, Any]
Find = Callable[[str], list[str]]


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with file.open(encoding="utf-8") as source:
        yield from map(json.loads, source)


def read_pairs(folders: list[Path]) -> tuple[list[tuple[str, str]], list[Copy]]:
    """Originals and copies of marked pairs."""
    originals, copies = [], []
    for folder in folders:
        found = sorted(folder.glob("*/gold.json")) or sorted(folder.glob("gold.json"))
        for gold in found:
            kind = json.loads(gold.read_text("utf-8")).get("kind", "roundtrip")
            own = gold.parent
            name = f"{folder.name}/{own.name}"
            originals.append((name, (own / "original.txt").read_text("utf-8")))
            text = (own / "copy.txt").read_text("utf-8")
            copies.append({"kind": f"real {kind}", "text": text, "sources": [name]})
    return originals, copies


def read_marked() -> tuple[list[tuple[str, str]], list[Copy]]:
    """Originals and copies of evals/sentences: three to six sentences each."""
    originals, copies = [], []
    for file in sorted((ROOT / "evals" / "sentences").glob("*.txt")):
        for story in marked.read(file):
            originals.append((story.name, story.texts["original"]))
            kind = f"short {story.kind}"
            copies.append({"kind": kind, "text": story.texts["copy"], "sources": [story.name]})
    return originals, copies


def memory() -> int:
    """The most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def ask(name: str, copies: list[Copy], find: Find) -> None:
    """Ask for the source of every copy and print how often it was right."""
    right: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    took = []
    for copy in copies:
        start = time.process_time()
        found = find(copy["text"])
        took.append(time.process_time() - start)
        if copy["kind"] in ("stitched", "absent"):
            continue
        source = copy["sources"][0]
        right[copy["kind"]].append((found[:1] == [source], source in found[:10]))
    took.sort()
    print(f"\n{name}: {statistics.median(took) * 1000:.1f} ms a query", end="")
    print(f" (95 of 100 below {took[len(took) * 95 // 100] * 1000:.1f} ms)")
    print(f"  {'kind':22} {'copies':>6} {'recall@1':>9} {'recall@10':>9}")
    for kind, hits in sorted(right.items()):
        first = sum(h[0] for h in hits) / len(hits)
        ten = sum(h[1] for h in hits) / len(hits)
        print(f"  {kind:22} {len(hits):6} {first:9.3f} {ten:9.3f}")


def own(documents: Iterator[tuple[str, str]], copies: list[Copy], threads: int, keep: Path) -> None:
    """Measure the index."""
    before = memory()
    start, clock = time.process_time(), time.perf_counter()
    with wiredrift.Index.create(keep, threads=threads) as index:
        count = index.add_many(documents)
    took, waited = time.process_time() - start, time.perf_counter() - clock
    size = sum(file.stat().st_size for file in keep.iterdir())
    posts = sum(file.stat().st_size for file in keep.glob("*.posts"))
    print(f"wiredrift: {count} documents in {took:.1f} s ({count / took:.0f} a second; ", end="")
    print(f"{waited:.1f} s by the clock), ", end="")
    print(f"{size / count:.0f} bytes each on disk ({posts / count:.0f} of them postings), ", end="")
    print(f"{memory()} MiB of memory ({before} before)")
    index = wiredrift.Index.open(keep)
    ask("wiredrift", copies, lambda text: [c.id for c in index.find(text)])
    both, exact, wrong, right = 0, 0, 0, 0
    stitched = [copy for copy in copies if copy["kind"] == "stitched"]
    for copy in stitched:
        found = index.find(copy["text"])
        chosen = {c.id for c in found if c.adds > 0}
        both += chosen >= set(copy["sources"])
        exact += chosen == set(copy["sources"])
        # Whose sentence: by the words of the part that it stands in.
        edge = copy["text"].index(copy["parts"][1][0][:40]) if copy["parts"][1] else 0
        for candidate in found:
            if candidate.id in copy["sources"]:
                side = copy["sources"].index(candidate.id)
                for match in candidate.matches:
                    if (match.start >= edge) == (side == 1):
                        right += 1
                    else:
                        wrong += 1
    if stitched:
        print(f"  stitched: both sources {both / len(stitched):.3f} of {len(stitched)}, ", end="")
        print(f"both and no other {exact / len(stitched):.3f}; ", end="")
        print(f"sentences given to the right one {right / max(1, right + wrong):.3f}")
    shares: dict[str, list[float]] = defaultdict(list)
    for copy in copies:
        found = index.find(copy["text"], limit=1)
        hit = not copy["sources"] or (found and found[0].id in copy["sources"])
        if hit:
            shares[copy["kind"]].append(found[0].explained if found else 0.0)
    print("  share explained by the first candidate, where it is right: median (from ... to)")
    for kind, values in sorted(shares.items()):
        values.sort()
        print(f"  {kind:22} {statistics.median(values):.2f} ({values[0]:.2f} to {values[-1]:.2f})")


def minhash(documents: list[tuple[str, str]], copies: list[Copy]) -> None:
    """Measure datasketch: MinHash LSH over shingles of three words."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        print("\ndatasketch is not installed", file=sys.stderr)
        return

    def sketch(text: str) -> Any:
        words = WORD.findall(text.lower())
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
        return sketch

    start = time.process_time()
    lsh = MinHashLSH(threshold=0.1, num_perm=128)
    sketches = {}
    for name, text in documents:
        sketches[name] = sketch(text)
        lsh.insert(name, sketches[name], check_duplication=False)
    took = time.process_time() - start
    print(f"\ndatasketch: {len(documents) / took:.0f} documents a second, {memory()} MiB in all")

    def find(text: str) -> list[str]:
        own = sketch(text)
        found = lsh.query(own)
        return sorted(found, key=lambda name: (-own.jaccard(sketches[name]), name))[:10]

    ask("datasketch", copies, find)


def bm25(documents: list[tuple[str, str]], copies: list[Copy]) -> None:
    """Measure tantivy: BM25 over the sixty rarest words."""
    try:
        import tantivy
    except ImportError:
        print("\ntantivy is not installed", file=sys.stderr)
        return
    counts: Counter[str] = Counter()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    schema = builder.build()
    folder = tempfile.mkdtemp()
    start = time.process_time()
    index = tantivy.Index(schema, path=folder)
    writer = index.writer(heap_size=256 << 20, num_threads=1)
    for name, text in documents:
        writer.add_document(tantivy.Document(id=name, text=text))
    writer.commit()
    writer.wait_merging_threads()
    took = time.process_time() - start
    print(f"\ntantivy: {len(documents) / took:.0f} documents a second, {memory()} MiB in all")
    # Which words are rare is counted here, outside of the time.
    for _, text in documents:
        counts.update(set(WORD.findall(text.lower())))
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[str]:
        words = sorted(set(WORD.findall(text.lower())), key=lambda w: (counts[w] or 1 << 40, w))
        words = [w for w in words if counts[w]][:60]
        terms = [tantivy.Query.term_query(schema, "text", w) for w in words]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = searcher.search(query, 10).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    ask("tantivy", copies, find)
    shutil.rmtree(folder)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where to leave the index")
    arguments = parser.parse_args()
    folders = [ROOT / "evals" / "pairs", ROOT / "evals" / "held_out", *arguments.pairs]
    originals, real = read_pairs(folders)
    short, short_copies = read_marked()
    originals += short
    copies = [*lines(arguments.data / "copies.jsonl"), *real, *short_copies]

    def documents() -> Iterator[tuple[str, str]]:
        yield from originals
        for line in lines(arguments.data / "stories.jsonl"):
            yield line["id"], line["text"]

    keep = arguments.keep or Path(tempfile.mkdtemp()) / "index"
    own(documents(), copies, arguments.threads, keep)
    if arguments.keep is None:
        shutil.rmtree(keep.parent)
    if arguments.peers:
        held = list(documents())
        minhash(held, copies)
        bm25(held, copies)


if __name__ == "__main__":
    main()
