"""One 900-word pair: wiredrift's whole report beside a word diff of the standard library.

    .venv/bin/python benches/peers.py [ROUNDS]

Both run in turns in one process, after a warm-up; start-up is left out. What is printed are
medians of CPU time. The word diff finds which words differ and nothing else.
"""

import difflib
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice

import wiredrift

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


def milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


def main() -> None:
    """Measure in turns and print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    original, copy = story(900)
    left, right = original.split(), copy.split()

    def diff() -> object:
        return difflib.SequenceMatcher(None, left, right).get_opcodes()

    def report() -> object:
        return wiredrift.compare(original, copy)

    for _ in range(10):
        diff()
        report()
    peers, ours = zip(
        *((milliseconds(diff), milliseconds(report)) for _ in range(rounds)), strict=True
    )
    peer, own = statistics.median(peers), statistics.median(ours)
    print(f"pair      {len(left)} and {len(right)} words, {rounds} rounds, medians of CPU time")
    print(f"difflib   {peer:.2f} ms")
    print(f"wiredrift {own:.2f} ms")
    print(f"ratio     {own / peer:.2f}")


if __name__ == "__main__":
    main()
