"""Peak memory and time of `wiredrift batch` over generated pairs, short ones and stories.

    cargo build --release --features cli
    python3 benches/batch.py target/release/wiredrift [PAIRS …]

PAIRS are 10,000 and 100,000 unless told. Pairs are of three sentences, other ones for each number,
as JSON lines; the output is Parquet. The last rows have 1,000 pairs of 600 words. Unix only: memory
is the peak resident size that the system tells of the ended process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCES = (
    "The council of ward {0} will not close bridge {1} before May.",
    "Mayor Ada Ruhl said so on Monday: “We waited {0} years.”",
    "About {1} people may have come, the paper reports.",
)
# Pairs of about the length of news stories: so many times the three sentences.
STORY = 18


def pair(number: int, length: int) -> dict[str, str]:
    """An original and a copy with two changes, other ones for each number."""
    sentences = (
        " ".join(SENTENCES).format((number + at * 7) % 97, (number + at * 13) % 101)
        for at in range(length)
    )
    text = " ".join(sentences)
    copy = text.replace("will not", "will", 1).replace("Monday", "Tuesday", 1)
    return {"original": text, "copy": copy}


def write(path: Path, pairs: int, length: int) -> int:
    """Write pairs as JSON lines; returns the bytes."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(pairs):
            file.write(json.dumps(pair(number, length)) + "\n")
    return path.stat().st_size


def measure(program: str, source: Path, threads: int, level: str) -> tuple[float, float, int]:
    """Seconds by the clock, peak resident megabytes, bytes of the output."""
    output = source.with_name("out.parquet")
    options = ["--output", str(output), "--threads", str(threads), "--level", level, "--quiet"]
    start = time.monotonic()
    process = subprocess.Popen([program, "batch", str(source), *options])
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - start
    if status:
        sys.exit(f"the program ended with {status}")
    size = output.stat().st_size
    output.unlink()
    # Kilobytes on Linux, bytes on macOS.
    peak = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return took, peak, size


def main() -> None:
    """Print a row for each number of pairs and of threads."""
    program, *counts = sys.argv[1:]
    rows = [(int(count), 1) for count in counts or ("10000", "100000")] + [(1_000, STORY)]
    print("pairs    words/pair  input MB  threads  level     peak MB  seconds  pairs/s  output MB")
    with tempfile.TemporaryDirectory() as folder:
        for pairs, length in rows:
            source = Path(folder, "pairs.jsonl")
            size = write(source, pairs, length)
            words = len(pair(0, length)["original"].split())
            for threads in (1, 2):
                for level in ("pairs", "beads"):
                    took, peak, out = measure(program, source, threads, level)
                    print(
                        f"{pairs:<8} {words:<11} {size / 1e6:<9.1f} {threads:<8} {level:<9} "
                        f"{peak:<8.1f} {took:<8.1f} {pairs / took:<8.0f} {out / 1e6:.2f}"
                    )


if __name__ == "__main__":
    main()
