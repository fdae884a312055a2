"""Throughput on a 900-word pair: wiredrift's whole report beside what else is at hand.

    .venv/bin/pip install rapidfuzz redlines numpy
    .venv/bin/python benches/peers.py [ROUNDS]

All work in turns in one process on one thread, after a warm-up; start-up is left out. What is
printed are medians of CPU time, and articles a second on one core that follow from them. A peer
that is not installed is left out. They do not do the same: a word diff finds which words differ
and nothing else, an alignment which sentences belong together and nothing else.

Last come many pairs at once, by the clock, on one and on two threads: what a core more is worth.
"""

import difflib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import cycle, islice
from typing import Any

import wiredrift

Work = Callable[[], object]

# A story is made of facts (who, what, how many, where, when, why); the copy words each of them
# otherwise and gets every fifth number wrong. The lists have prime lengths, so that facts do not
# come round together and the words are about as varied as in a news story.
PEOPLE = [
    *("Ruth Calloway", "Ivo Sandoval", "Marta Lindqvist", "Owen Achterberg", "Dana Okafor"),
    *("Peter Wexley", "the harbour master", "a fire officer", "Senator Holm", "the head teacher"),
    *("Judge Varga", "two engineers", "the relief agency", "Captain Brandt", "a bus driver"),
    *("Professor Ilves", "the night nurse", "Mayor Oskarn", "an inspector"),
]
DEEDS = [
    ("repaired {n} boats in the harbour", "mended {n} boats in the port"),
    ("sent {n} trucks across the pass", "dispatched {n} lorries over the pass"),
    ("told {n} residents to leave", "asked {n} inhabitants to go"),
    ("counted {n} broken windows", "found {n} shattered windows"),
    ("promised {n} families new homes", "pledged new houses to {n} families"),
    ("met {n} striking drivers", "talked to {n} drivers on strike"),
    ("refused to sign {n} permits", "declined to sign {n} licences"),
    ("bought {n} blankets from a warehouse", "purchased {n} blankets at a depot"),
    ("heard {n} witnesses", "listened to {n} witnesses"),
    ("lent {n} paintings to the museum", "loaned the museum {n} pictures"),
    ("closed {n} schools", "shut {n} schools"),
    ("measured {n} cracks in the wall", "recorded {n} fissures in the wall"),
    ("freed {n} prisoners", "released {n} detainees"),
]
PLACES = [
    *("near Harrowmere", "on the Ostel", "outside Sundholm", "in the lower town", "at the border"),
    *("by the railway", "along the coast", "behind the stadium", "in two northern districts"),
    *("under the viaduct", "beside the old mill"),
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
REASONS = [
    ("because the old dam could fail", "as the ageing dam might give way"),
    ("after a week of heavy rain", "following seven days of downpours"),
    ("although the council had warned of the cost", "though councillors had cautioned on price"),
    ("while negotiators argued over wages", "as talks about pay dragged on"),
    ("before the first snow blocked every road", "ahead of early snow that cut all roads"),
    ("despite a ruling by the appeal court", "in spite of an appeal judgment"),
    ("so that harvest workers could return", "to let seasonal labourers come back"),
    ("when power failed for a third night", "once electricity went off a third time"),
    ("without asking parliament", "and did not consult lawmakers"),
    ("in exchange for cheaper fuel", "in return for lower petrol prices"),
    ("as smoke drifted over the vineyards", "with smoke moving across wine country"),
    ("to honour an agreement signed last spring", "to keep a deal made in the spring"),
    ("since nobody else answered the call", "because no one else had responded"),
    ("until reinforcements arrived from the capital", "until help came from the main city"),
    ("under pressure from insurers", "pushed by insurance firms"),
    ("if early figures can be trusted", "should first numbers prove right"),
    ("according to a leaked memo", "a leaked document says"),
]


def story(words: int) -> tuple[str, str]:
    """Original and copy, the original of at least `words` words."""
    original: list[str] = []
    copy: list[str] = []
    facts = zip(cycle(PEOPLE), cycle(DEEDS), cycle(PLACES), cycle(DAYS), cycle(REASONS))
    for number, (who, deed, where, when, why) in enumerate(islice(facts, 1000), 12):
        wrong = number + 30 if number % 5 == 0 else number
        original.append(
            f"{who[:1].upper()}{who[1:]} {deed[0].format(n=number)} {where} on {when} {why[0]}."
        )
        copy.append(f"On {when}, {who} {deed[1].format(n=wrong)} {where} {why[1]}.")
        if sum(len(sentence.split()) for sentence in original) >= words:
            break
    paragraphs = [range(at, min(at + 3, len(original))) for at in range(0, len(original), 3)]
    join = [
        "\n\n".join(" ".join(side[i] for i in p) for p in paragraphs) for side in (original, copy)
    ]
    return join[0], join[1]


def story_pairs(count: int) -> tuple[list[str], list[str]]:
    """Originals and copies of several lengths about 900 words."""
    pairs = [story(820 + 20 * (i % 9)) for i in range(count)]
    return [original for original, _ in pairs], [copy for _, copy in pairs]


def aligned(original: list[str], copy: list[str], np: Any) -> list[tuple[int, int]]:
    """Sentences that belong together by MiniLM's vectors: the best monotone way, gaps allowed."""
    vectors = [np.asarray(wiredrift.encode(side, model="accurate")) for side in (original, copy)]
    near = vectors[0] @ vectors[1].T - 0.5
    best = np.zeros((len(original) + 1, len(copy) + 1))
    for i in range(len(original)):
        for j in range(len(copy)):
            best[i + 1, j + 1] = max(best[i, j] + near[i, j], best[i, j + 1], best[i + 1, j])
    i, j, way = len(original), len(copy), []
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            way.append((i, j))
    return way[::-1]


def peers(original: str, copy: str) -> Iterator[tuple[str, str, Work]]:
    """Name, what it gives, and the work, for each that is installed."""
    left, right = original.split(), copy.split()
    yield (
        f"difflib ({platform.python_version()})",
        "differing words",
        lambda: difflib.SequenceMatcher(None, left, right).get_opcodes(),
    )
    try:
        from redlines import Redlines
    except ImportError:
        pass
    else:
        name = f"redlines {version('redlines')}"
        yield name, "differing words, marked", lambda: Redlines(original, copy).output_markdown
    try:
        from rapidfuzz.distance import Indel
    except ImportError:
        pass
    else:
        name = f"rapidfuzz {version('rapidfuzz')}"
        yield name, "differing words", lambda: Indel.opcodes(left, right)
    try:
        import numpy as np
    except ImportError:
        pass
    else:
        sides = [[s.strip() for s in wiredrift.sentences(text)] for text in (original, copy)]
        yield "MiniLM + DP", "aligned sentences", lambda: aligned(*sides, np)
    yield "wiredrift", "whole report", lambda: wiredrift.compare(original, copy)
    yield (
        "wiredrift, accurate",
        "whole report",
        lambda: wiredrift.compare(original, copy, model="accurate"),
    )


def milliseconds(work: Work) -> float:
    """CPU time of one call, of all threads."""
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


def rates(rounds: int) -> None:
    """Measure in turns and print the medians."""
    original, copy = story(900)
    works = list(peers(original, copy))
    # What takes a quarter of a second is measured less often.
    every = [max(1, round(min(milliseconds(w), milliseconds(w)) / 25)) for _, _, w in works]
    times: list[list[float]] = [[] for _ in works]
    for turn in range(rounds):
        for at, (_, _, work) in enumerate(works):
            if turn % every[at] == 0:
                times[at].append(milliseconds(work))
    words = f"{len(original.split())} and {len(copy.split())} words"
    print(f"one pair of {words}, {rounds} rounds, medians of CPU time, one thread")
    for (name, gives, _), taken in zip(works, times, strict=True):
        median = statistics.median(taken)
        rate = 1000 / median
        print(f"{name:24} {median:9.2f} ms {rate:8.1f} articles/s per core   {gives}")


def scaling(count: int) -> None:
    """Many pairs on one thread and on two."""
    originals, copies = story_pairs(count)
    print(f"{count} pairs by compare_many, {os.cpu_count()} cores, by the clock")
    first = 0.0
    for threads in (1, 2):
        best = min(elapsed(originals, copies, threads) for _ in range(3))
        first = first or best
        name = f"{threads} thread{'s' * (threads > 1)}"
        print(f"{name:9} {count / best:8.1f} articles/s   x{first / best:.2f}")


def elapsed(originals: list[str], copies: list[str], threads: int) -> float:
    """Seconds by the clock."""
    start = time.perf_counter()
    wiredrift.compare_many(originals, copies, threads=threads)
    return time.perf_counter() - start


if __name__ == "__main__":
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rates(rounds)
    scaling(2 * rounds)
