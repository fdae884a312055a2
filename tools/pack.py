"""Write an asset in the packed form that `src/semantic/packed.rs` reads.

Codes of a model look like chance to a compressor that searches for repetitions. What can be gained
is that small codes are more frequent than large ones, in some rows and columns more so than in
others. So each row names a class, each group of columns has a table of frequencies for each class,
and the bytes are written by range ANS (Duda 2013, "Asymmetric numeral systems"; with the lanes of
Giesen 2014, "Interleaved entropy coders"), to within a thousandth of what such tables allow.

Little-endian layout:

    magic "WDPK", version u32, sections u32
    for each section: kind u32 (0 stored, 1 coded), bytes unpacked u32, bytes packed u32
    the packed sections

and of a coded section:

    bytes of a row u32, groups of columns u32, classes u32
    for each class and group 256 frequencies (u16) that add up to 2048
    a class (u8) for each row
    the states of the 16 lanes (u32), then words (u16) in the order in which they are read

Byte i of a section is of lane i % 16.
"""

import struct
from collections import Counter

MAGIC, VERSION = b"WDPK", 1
STORED, CODED = 0, 1
LANES, TOTAL, LEAST = 16, 2048, 1 << 16


def stored(data):
    """A section as it is."""
    return STORED, len(data), data


def frequencies(counts):
    """Whole frequencies in the ratio of counts, none of them zero, with the sum TOTAL."""
    everything = sum(counts.values())
    given = {s: max(1, n * TOTAL // everything) for s, n in counts.items()}
    while (missing := TOTAL - sum(given.values())) != 0:
        if missing > 0:
            symbol = max(given, key=lambda s: (counts[s] / given[s], s))
        else:
            larger = [s for s in given if given[s] > 1]
            symbol = min(larger, key=lambda s: (counts[s] / given[s], s))
        given[symbol] += 1 if missing > 0 else -1
    return [given.get(symbol, 0) for symbol in range(256)]


def coded(data, row, groups=1, classes=1):
    """A section of rows of signed codes, in classes by how large its codes are."""
    if len(data) % row or row % (groups * LANES):
        raise ValueError(f"{len(data)} bytes in rows of {row} in {groups} groups")
    rows, width = len(data) // row, row // groups
    weight = [min(code, 256 - code) for code in range(256)]
    loud = [sum(map(weight.__getitem__, data[i * row : (i + 1) * row])) for i in range(rows)]
    order = sorted(range(rows), key=lambda i: (loud[i], i))
    class_of = bytearray(rows)
    for place, i in enumerate(order):
        class_of[i] = place * classes // rows
    counts = [Counter() for _ in range(classes * groups)]
    for i, class_ in enumerate(class_of):
        for group in range(groups):
            at = i * row + group * width
            counts[class_ * groups + group].update(data[at : at + width])
    tables = [frequencies(count or Counter([0])) for count in counts]
    # (frequency, first slot) of each symbol
    places = []
    for table in tables:
        first, place = 0, []
        for frequency in table:
            place.append((frequency, first))
            first += frequency
        places.append(place)
    states, words = [LEAST] * LANES, []
    for i in range(len(data) - 1, -1, -1):
        place = places[class_of[i // row] * groups + i % row // width]
        frequency, first = place[data[i]]
        state = states[i % LANES]
        if state >= frequency << 21:
            words.append(state & 0xFFFF)
            state >>= 16
        states[i % LANES] = (state // frequency << 11) + first + state % frequency
    packed = b"".join(
        [
            struct.pack("<3I", row, groups, classes),
            *(struct.pack("<256H", *table) for table in tables),
            bytes(class_of),
            struct.pack(f"<{LANES}I", *states),
            struct.pack(f"<{len(words)}H", *reversed(words)),
        ]
    )
    return CODED, len(data), packed


def packed(*sections):
    """The bytes of a file of sections."""
    heads = b"".join(struct.pack("<3I", kind, size, len(data)) for kind, size, data in sections)
    head = MAGIC + struct.pack("<2I", VERSION, len(sections))
    return head + heads + b"".join(data for _, _, data in sections)


def decoded(size, data):
    """What the bytes of a coded section stand for."""
    row, groups, classes = struct.unpack_from("<3I", data)
    at, width = 12, row // groups
    tables = []
    for _ in range(classes * groups):
        slots, first = [], 0
        for symbol, frequency in enumerate(struct.unpack_from("<256H", data, at)):
            slots += [(symbol, frequency, first)] * frequency
            first += frequency
        tables.append(slots)
        at += 512
    class_of = data[at : at + size // row]
    at += size // row
    states = list(struct.unpack_from(f"<{LANES}I", data, at))
    at += 4 * LANES
    words = iter(struct.unpack_from(f"<{(len(data) - at) // 2}H", data, at))
    out = bytearray(size)
    for i in range(size):
        state = states[i % LANES]
        slot = state % TOTAL
        symbol, frequency, first = tables[class_of[i // row] * groups + i % row // width][slot]
        out[i] = symbol
        state = frequency * (state // TOTAL) + slot - first
        states[i % LANES] = state << 16 | next(words) if state < LEAST else state
    return bytes(out)


def unpacked(data):
    """What a file stands for; slow, and the plainest way to say it."""
    magic, version, count = struct.unpack_from("<4s2I", data)
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError("not a packed file")
    at, parts = 12 + 12 * count, []
    for section in range(count):
        kind, size, length = struct.unpack_from("<3I", data, 12 + 12 * section)
        body = data[at : at + length]
        parts.append(body if kind == STORED else decoded(size, body))
        at += length
    return b"".join(parts)
