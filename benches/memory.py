"""Does memory return to its level? PAIRS comparisons (100,000 unless told), and what is resident.

    .venv/bin/python benches/memory.py [PAIRS]

Linux only: it reads /proc. Prints the resident memory after each tenth; fails where the last is
more than 2 MB over that after the first.
"""

import contextlib
import gc
import sys
from pathlib import Path

import wiredrift

SENTENCES = (
    "The council of ward {0} will not close bridge {1} before May.",
    "Mayor Ada Ruhl said so on Monday: “We waited {0} years.”",
    "About {1} people may have come, the paper reports.",
)


def resident() -> float:
    """Resident memory of this process in MB."""
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096 / 1e6


def pair(number: int) -> tuple[str, str]:
    """Two short texts, others for each number."""
    text = " ".join(SENTENCES).format(number % 97, number % 101)
    return text, text.replace("will not", "will").replace("Monday", "Tuesday")


def measure(pairs: int) -> list[float]:
    """Resident memory after each tenth of the pairs, through every function that makes objects."""
    levels = []
    for tenth in range(10):
        for number in range(tenth * pairs // 10, (tenth + 1) * pairs // 10):
            report = wiredrift.compare(*pair(number))
            if number % 100 == 0:
                wiredrift.Report.from_json(report.to_json())
                report.to_html()
                wiredrift.inspect(report.copy.segments[0].text)
                wiredrift.compare_many(*zip(pair(number), strict=True))
            if number % 1_000 == 0:
                with contextlib.suppress(wiredrift.WiredriftError):
                    wiredrift.compare("a", "\ud800")
        levels.append(resident())
    return levels


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    levels = measure(count)
    print(f"{count} pairs, MB resident after each tenth:", *(f"{level:.1f}" for level in levels))
    sys.exit(levels[-1] > levels[0] + 2)
