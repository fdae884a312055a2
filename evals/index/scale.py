#!/usr/bin/env python3
"""How long an index of a million documents takes, how much memory, and how fast it answers.

    python3 evals/index/generate.py DATA --stories 100000 --copies 200
    python3 evals/index/scale.py DATA [--documents 1000000]

Documents of some 500 words are put together from the paragraphs of DATA's stories, three sentences
each, as often as chance has it, so that a million takes seconds to make and no space. Before them
stand the stories that were copied, whole, so that the copies have a source to be found.

What it does not show: a real archive has more different features, which the directory of an index
holds in memory with 32 bytes for each 256. The lists of features are longer here than there, so
that a question takes longer, and the sources stand among documents with their very paragraphs.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import wiredrift

WORDS = 500


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=1_000_000)
    arguments = parser.parse_args()
    lines = (arguments.data / "copies.jsonl").read_text("utf-8").splitlines()
    copies = [json.loads(line) for line in lines]
    copies = [copy for copy in copies if copy["kind"] in ("faithful", "roundtrip", "spun")]
    wanted = {copy["sources"][0] for copy in copies}
    sources: list[tuple[str, str]] = []
    paragraphs: list[tuple[str, int]] = []
    with (arguments.data / "stories.jsonl").open(encoding="utf-8") as file:
        for line in file:
            story = json.loads(line)
            if story["id"] in wanted:
                sources.append((story["id"], story["text"]))
            parts = story["text"].strip().split("\n\n")
            paragraphs += [(part, len(part.split())) for part in parts]

    def documents() -> Iterator[tuple[str, str]]:
        yield from sources
        rng = Random(3)
        for number in range(arguments.documents - len(sources)):
            words, parts = 0, []
            while words < WORDS:
                part, length = paragraphs[int(rng.random() * len(paragraphs))]
                parts.append(part)
                words += length
            yield f"m{number:07}", "\n\n".join(parts)

    start = time.process_time()
    count = sum(1 for _ in documents())
    making = time.process_time() - start
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        with wiredrift.Index.create(Path(folder) / "index") as index:
            index.add_many(documents())
        took = time.process_time() - start - making
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        size = sum(file.stat().st_size for file in (Path(folder) / "index").iterdir())
        print(
            f"{count} documents in {took:.0f} s of a core ({count / took:.0f} a second), ", end=""
        )
        print(f"{size / 2**30:.2f} GiB on disk, {most - held} MiB of memory more than before")
        index = wiredrift.Index.open(Path(folder) / "index")
        times, right = [], 0
        for copy in copies:
            start = time.process_time()
            found = index.find(copy["text"])
            times.append(time.process_time() - start)
            right += bool(found) and found[0].id == copy["sources"][0]
        times.sort()
        print(f"{statistics.median(times) * 1000:.1f} ms a query, ", end="")
        print(f"95 of 100 below {times[len(times) * 95 // 100] * 1000:.1f} ms; ", end="")
        print(f"recall@1 {right / len(copies):.3f} of {len(copies)}")


if __name__ == "__main__":
    main()
