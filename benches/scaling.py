"""Start-up, memory, growth with length, and what a second thread is worth.

    .venv/bin/python benches/scaling.py [SENTENCES ...]

Each row is measured in a process of its own, so that peaks do not mix; the bare interpreter is
measured beside it and taken off. Lengths are in sentences a side, 1,000, 10,000 and 100,000 unless
told otherwise. Times are of the CPU but where they are said to be by the clock; the best of several
runs counts, as a busy machine only ever adds.
"""

import json
import math
import os
import statistics
import subprocess
import sys

# A long story: sentences of 8 to 20 words, most of them rare; the copy rewords one in four, leaves
# out one in fifty and gets every twentieth number wrong. Written by a small generator of ours, so
# so that the texts are the same on every machine.
STORY = """
def story(sentences):
    state = 88172645463325252
    def below(limit):
        nonlocal state
        state ^= state << 13 & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 7
        state ^= state << 17 & 0xFFFFFFFFFFFFFFFF
        return state % limit
    common = "the of to a and in that for on with was said by at from as it has were".split()
    verbs = [("closed", "shut"), ("sent", "dispatched"), ("bought", "purchased"), ("said", "told")]
    nouns = [("boats", "vessels"), ("houses", "homes"), ("roads", "streets"), ("workers", "staff")]
    def word():
        rank, letters = below(20000), []
        for _ in range(2 + rank % 3):
            letters.append("bcdfghklmnprst"[rank % 14] + "aeiou"[rank // 14 % 5])
            rank = rank // 70 + rank % 999
        return "".join(letters)
    original, copy = [], []
    for number in range(sentences):
        words = [common[below(19)] if below(2) else word() for _ in range(5 + below(12))]
        verb, noun = verbs[below(4)], nouns[below(4)]
        count, said = 3 + number % 997, 3 + number % 997 + (number % 20 == 7)
        body = " ".join(words)
        at = int(below(4) == 0)
        original.append(f"{word().title()} {verb[0]} {count} {noun[0]} {body}.")
        if number % 50 != 49:
            copy.append(f"{original[-1].split()[0]} {verb[at]} {said} {noun[at]} {body}.")
    return " ".join(original), " ".join(copy)
"""
PAIR = (
    "original = 'The council of Marrow said on Monday that no more than 40 boats could leave.'\n"
    "copy = 'The council of Marrow said on Monday that more than 40 boats could leave.'\n"
)


def run(code: str) -> list[float]:
    """The numbers that a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [float(number) for number in json.loads(done.stdout)]


def measured(setup: str, work: str) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of CPU, peak of memory in MB, in a process of its own."""
    clock, cpu, peak = run(
        f"import json, resource, time\n{setup}\n"
        f"start = time.perf_counter(), time.process_time()\n{work}\n"
        "end = time.perf_counter(), time.process_time()\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(json.dumps([end[0] - start[0], end[1] - start[1], peak]))"
    )
    # Linux counts in kilobytes, macOS in bytes.
    return clock, cpu, peak / (1e6 if sys.platform == "darwin" else 1e3)


def row(name: str, value: str, goal: str) -> None:
    """One line of the table."""
    print(f"{name:44} {value:>14}   goal {goal}", flush=True)


def start_up() -> None:
    """From the import to the first result."""
    work = "import wiredrift\nwiredrift.compare(original, copy{})"
    for model, room in (("fast", 50), ("accurate", 100)):
        model_word = f", model={model!r}"
        runs = [measured(PAIR, work.format(model_word)) for _ in range(5)]
        bare = min(measured(PAIR, "pass")[2] for _ in range(3))
        if model == "fast":
            row("import to first result, clock", f"{1e3 * min(r[0] for r in runs):.0f} ms", "60 ms")
            row("import to first result, CPU", f"{1e3 * min(r[1] for r in runs):.0f} ms", "-")
        over = statistics.median(r[2] for r in runs) - bare
        row(f"memory over the interpreter, {model}", f"{over:.0f} MB", f"{room} MB")


def growth(lengths: list[int]) -> None:
    """Time and memory against the length of a story."""
    points: list[tuple[float, float]] = []
    for length in lengths:
        texts = f"import wiredrift\n{STORY}\noriginal, copy = story({length})\n"
        [size] = run(f"import json\n{texts}print(json.dumps([len(original) + len(copy)]))")
        _, _, bare = measured(f"{texts}wiredrift.compare('A b c.', 'A b c.')", "pass")
        work = "wiredrift.compare(original, copy)"
        runs = [measured(texts, work) for _ in range(1 if length > 20_000 else 3)]
        cpu, peak = min(r[1] for r in runs), max(r[2] for r in runs) - bare
        points.append((math.log(length), math.log(cpu)))
        largest = length == 100_000
        row(f"{length:,} sentences a side, CPU", f"{cpu:.2f} s", "3 s" if largest else "-")
        row(
            f"{length:,} sentences a side, memory by input",
            f"{peak / (size / 1e6):.1f} x",
            "10 x" if largest else "-",
        )
    if len(points) > 1:
        (x, y), (far_x, far_y) = points[0], points[-1]
        row("growth of time with length, exponent", f"{(far_y - y) / (far_x - x):.2f}", "1.15")


def threads(count: int) -> None:
    """Two threads against one."""
    texts = f"import wiredrift\n{STORY}\npairs = [story(40 + n % 9) for n in range({count})]\n"
    texts += "originals, copies = map(list, zip(*pairs))\n"
    best = []
    for number in (1, 2):
        work = f"wiredrift.compare_many(originals, copies, threads={number})"
        best.append(min(measured(texts, work)[0] for _ in range(3)))
    row(
        f"two threads by one, clock ({os.cpu_count()} cores)", f"{best[0] / best[1]:.2f} x", "1.8 x"
    )


if __name__ == "__main__":
    start_up()
    growth([int(length) for length in sys.argv[1:]] or [1_000, 10_000, 100_000])
    threads(400)
