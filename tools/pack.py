"""Write an asset in the packed form that `src/semantic/packed.rs` reads.

Codes of a model look like chance to a compressor that searches for repetitions. What can be gained
is that small codes are more frequent than large ones, in some rows and columns more so than in
others. So each row names a class, each group of columns has a table of frequencies for each class,
and the bytes are written by range ANS (Duda 2013, "Asymmetric numeral systems"; with the lanes of
Giesen 2014, "Interleaved entropy coders"), to within a thousandth of what such tables allow.

Little-endian layout:

    magic "WDPK", version u32, sections u32
    for each section: kind u32 (0 stored, 1 coded, 2 rows), bytes unpacked u32, bytes packed u32
    the packed sections

and of a coded section:

    bytes of a row u32, groups of columns u32, classes u32
    for each class and group 256 frequencies (u16) that add up to 2048
    a class (u8) for each row
    the states of the 16 lanes (u32), then words (u16) in the order in which they are read

Byte i of a section is of lane i % 16. A section of rows is one whose rows can be read each alone, at
seven bytes a row more:

    bytes of a row u32, groups of columns u32, classes u32
    the tables as above, a class (u8) for each row
    the number of words (u8) of each row
    for each row the states of its 2 lanes (u32), then its words (u16)

Byte i of a row is of lane i % 2.
"""

import struct
from collections import Counter

MAGIC, VERSION = b"WDPK", 1
STORED, CODED, ROWS = 0, 1, 2
LANES, ROW_LANES, TOTAL, LEAST = 16, 2, 2048, 1 << 16


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


def classified(data, row, groups, classes):
    """The class of each row by how large its codes are, and a table for each class and group."""
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
    return class_of, [frequencies(count or Counter([0])) for count in counts]


def tables_of(tables):
    """(frequency, first slot) of each symbol of each table."""
    places = []
    for table in tables:
        first, place = 0, []
        for frequency in table:
            place.append((frequency, first))
            first += frequency
        places.append(place)
    return places


def written(data, table_of, lanes):
    """The states and words that bytes are read from, byte i by `table_of(i)` in lane i % lanes."""
    states, words = [LEAST] * lanes, []
    for i in range(len(data) - 1, -1, -1):
        frequency, first = table_of(i)[data[i]]
        state = states[i % lanes]
        if state >= frequency << 21:
            words.append(state & 0xFFFF)
            state >>= 16
        states[i % lanes] = (state // frequency << 11) + first + state % frequency
    words.reverse()
    return struct.pack(f"<{lanes}I{len(words)}H", *states, *words)


def head(row, groups, classes, tables, class_of):
    """What coded sections and those of rows begin with."""
    frequencies = b"".join(struct.pack("<256H", *table) for table in tables)
    return struct.pack("<3I", row, groups, classes) + frequencies + bytes(class_of)


def coded(data, row, groups=1, classes=1):
    """A section of rows of signed codes, in classes by how large its codes are."""
    class_of, tables = classified(data, row, groups, classes)
    places, width = tables_of(tables), row // groups
    body = written(data, lambda i: places[class_of[i // row] * groups + i % row // width], LANES)
    return CODED, len(data), head(row, groups, classes, tables, class_of) + body


def in_rows(data, row, groups=1, classes=1):
    """The same for rows that are read each alone."""
    class_of, tables = classified(data, row, groups, classes)
    places, width = tables_of(tables), row // groups
    bodies = []
    for at, class_ in zip(range(0, len(data), row), class_of, strict=True):
        of_class = places[class_ * groups : (class_ + 1) * groups]
        codes = data[at : at + row]
        bodies.append(written(codes, lambda i, of=of_class: of[i // width], ROW_LANES))
    words = bytes((len(body) - 4 * ROW_LANES) // 2 for body in bodies)
    start = head(row, groups, classes, tables, class_of)
    return ROWS, len(data), start + words + b"".join(bodies)


def packed(*sections):
    """The bytes of a file of sections."""
    heads = b"".join(struct.pack("<3I", kind, size, len(data)) for kind, size, data in sections)
    head = MAGIC + struct.pack("<2I", VERSION, len(sections))
    return head + heads + b"".join(data for _, _, data in sections)


def read_head(size, data):
    """Of a coded section or one of rows: row, groups, slots of each table, classes, and where they end."""
    row, groups, classes = struct.unpack_from("<3I", data)
    at, tables = 12, []
    for _ in range(classes * groups):
        slots, first = [], 0
        for symbol, frequency in enumerate(struct.unpack_from("<256H", data, at)):
            slots += [(symbol, frequency, first)] * frequency
            first += frequency
        tables.append(slots)
        at += 512
    return row, groups, tables, data[at : at + size // row], at + size // row


def read(size, table_of, states, words):
    """Bytes from states and words, byte i by `table_of(i)`."""
    states, words, out = list(states), iter(words), bytearray(size)
    for i in range(size):
        lane = i % len(states)
        slot = states[lane] % TOTAL
        out[i], frequency, first = table_of(i)[slot]
        state = frequency * (states[lane] // TOTAL) + slot - first
        states[lane] = state << 16 | next(words) if state < LEAST else state
    return bytes(out)


def decoded(size, data):
    """What the bytes of a coded section stand for."""
    row, groups, tables, class_of, at = read_head(size, data)
    width = row // groups
    states = struct.unpack_from(f"<{LANES}I", data, at)
    at += 4 * LANES
    words = struct.unpack_from(f"<{(len(data) - at) // 2}H", data, at)
    table_of = lambda i: tables[class_of[i // row] * groups + i % row // width]  # noqa: E731
    return read(size, table_of, states, words)


def decoded_rows(size, data):
    """What the bytes of a section of rows stand for."""
    row, groups, tables, class_of, at = read_head(size, data)
    width, rows = row // groups, []
    counts = data[at : at + size // row]
    at += size // row
    for class_, count in zip(class_of, counts, strict=True):
        states = struct.unpack_from(f"<{ROW_LANES}I", data, at)
        words = struct.unpack_from(f"<{count}H", data, at + 4 * ROW_LANES)
        at += 4 * ROW_LANES + 2 * count
        of_class = tables[class_ * groups : (class_ + 1) * groups]
        rows.append(read(row, lambda i, of=of_class: of[i // width], states, words))
    return b"".join(rows)


def unpacked(data):
    """What a file stands for; slow, and the plainest way to say it."""
    magic, version, count = struct.unpack_from("<4s2I", data)
    if (magic, version) != (MAGIC, VERSION):
        raise ValueError("not a packed file")
    at, parts = 12 + 12 * count, []
    for section in range(count):
        kind, size, length = struct.unpack_from("<3I", data, 12 + 12 * section)
        body = data[at : at + length]
        reader = {STORED: lambda _, body: body, CODED: decoded, ROWS: decoded_rows}[kind]
        parts.append(reader(size, body))
        at += length
    return b"".join(parts)
