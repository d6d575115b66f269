"""Broken FIT files made from whole ones: at the level of bytes, of messages and of definitions.

The messages are taken apart here with no help from the reader, so that a fault of the reader
cannot hide itself.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from fastcrc import crc16

from tests.fuzz.byte_mutants import mutated_bytes

BASE_TYPES = (0, 1, 2, 0x83, 0x84, 0x85, 0x86, 7, 0x88, 0x89, 10, 0x8B, 0x8C, 13, 0x8E, 0x8F, 0x90)
MESSAGES = (0, 18, 19, 20, 21, 23, 26, 27, 34, 49, 78, 132, 206, 207, 65_280, 65_535)
FIELD_SIZES = (0, 1, 2, 3, 4, 5, 8, 16, 127, 254, 255)
FIELD_NUMBERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 39, 40, 41, 53, 73, 78, 87, 253, 254, 255)
EXTREMES = (b"\x00", b"\xff", b"\x7f", b"\x80", b"\x01", b"\xfe")
DECIMALS = (0.0, -1.0, 1e9, 1e12, 1e18, 1e38, -1e18, 1e-40, float("nan"), float("inf"), 0.5)
MOST_BYTES = 200_000


@dataclass
class Definition:
    """A definition message, open to change."""

    local: int
    big: int
    number: int
    fields: list[list[int]]
    developer: list[list[int]] = field(default_factory=list)
    reserved: int = 0

    @property
    def size(self) -> int:
        """Bytes of a data message under this definition, without its header."""
        return sum(each[1] for each in self.fields) + sum(each[1] for each in self.developer)

    def encoded(self) -> bytes:
        head = 0x40 | (self.local & 15) | (0x20 if self.developer else 0)
        out = bytearray((head, self.reserved, self.big & 255))
        out += (self.number & 65_535).to_bytes(2, "big" if self.big == 1 else "little")
        out.append(len(self.fields) & 255)
        for each in self.fields:
            out += bytes(each)
        if self.developer:
            out.append(len(self.developer) & 255)
            for each in self.developer:
                out += bytes(each)
        return bytes(out)


Piece = Definition | bytes


def pieces(data: bytes) -> list[Piece]:
    """Return the messages of one whole FIT file; what follows a break comes as one last piece."""
    at = data[0] if data else 0
    end = min(at + int.from_bytes(data[4:8], "little"), len(data))
    found: list[Piece] = []
    defined: dict[int, Definition] = {}
    while at < end:
        head = data[at]
        if head & 0xC0 == 0x40:
            read = _definition(data, at)
            if read is None:
                break
            definition, at = read
            defined[definition.local] = definition
            found.append(definition)
            continue
        under = defined.get((head >> 5) & 3 if head & 0x80 else head & 15)
        if under is None or at + 1 + under.size > end:
            break
        found.append(data[at : at + 1 + under.size])
        at += 1 + under.size
    if at < end:
        found.append(data[at:end])
    return found


def _definition(data: bytes, at: int) -> tuple[Definition, int] | None:
    """Return the definition at an offset and where it ends, or None where the file is cut."""
    if at + 6 > len(data):
        return None
    big = data[at + 2]
    number = int.from_bytes(data[at + 3 : at + 5], "big" if big == 1 else "little")
    count, start = data[at + 5], at + 6
    end = start + 3 * count
    fields = [list(data[i : i + 3]) for i in range(start, end, 3)]
    developer: list[list[int]] = []
    if data[at] & 0x20 and end < len(data):
        count, start = data[end], end + 1
        end = start + 3 * count
        developer = [list(data[i : i + 3]) for i in range(start, end, 3)]
    if end > len(data):
        return None
    return Definition(data[at] & 15, big, number, fields, developer, data[at + 1]), end


def joined(parts: Sequence[Piece]) -> bytes:
    return b"".join(each.encoded() if isinstance(each, Definition) else each for each in parts)


def framed(body: bytes, *, head_size: int = 14, claimed: int | None = None) -> bytes:
    """Return messages with a header and the right checksums."""
    size = len(body) if claimed is None else claimed
    head = bytes((head_size, 0x20, 0x54, 0x08)) + (size & 0xFFFFFFFF).to_bytes(4, "little")
    head += b".FIT"
    if head_size >= 14:
        head += crc16.arc(head).to_bytes(2, "little") + bytes(head_size - 14)
    return head + body + crc16.arc(head + body).to_bytes(2, "little")


def repaired(data: bytes) -> bytes:
    """Return a file whose header says its true size and whose checksums are right."""
    if len(data) < 16:
        return data
    start = data[0] if data[0] in (12, 14) else 14
    return framed(data[start:-2], head_size=start)


def _definitions(parts: Sequence[Piece]) -> list[int]:
    return [i for i, each in enumerate(parts) if isinstance(each, Definition)]


def _alter_field(rng: Random, parts: list[Piece]) -> None:
    """Change one field of one definition; half the time the data is made to fit again."""
    places = _definitions(parts)
    if not places:
        return
    at = rng.choice(places)
    definition = parts[at]
    assert isinstance(definition, Definition)
    if not definition.fields:
        definition.fields.append([253, 4, 0x86])
    before = definition.size
    changed = rng.choice(definition.fields)
    which = rng.randrange(4)
    if which == 0:
        changed[1] = rng.choice(FIELD_SIZES)
    elif which == 1:
        changed[2] = rng.choice(BASE_TYPES) if rng.random() < 0.7 else rng.randrange(256)
    elif which == 2:
        changed[0] = rng.choice(FIELD_NUMBERS)
    else:
        changed[1], changed[2] = rng.choice(FIELD_SIZES), rng.choice(BASE_TYPES)
    if rng.random() < 0.5:
        _refit(rng, parts, at, definition, before)


def _refit(rng: Random, parts: list[Piece], at: int, under: Definition, before: int) -> None:
    """Bring the data messages that follow a changed definition to its new size."""
    for i in range(at + 1, len(parts)):
        each = parts[i]
        if isinstance(each, Definition):
            if each.local == under.local:
                return
        elif len(each) == 1 + before and not each[0] & 0x80 and each[0] & 15 == under.local:
            parts[i] = (each + rng.randbytes(max(0, under.size - before)))[: 1 + under.size]


def _decimals(rng: Random, parts: list[Piece]) -> None:
    """Write a field as decimals, and odd ones into the data."""
    places = _definitions(parts)
    if not places:
        return
    at = rng.choice(places)
    definition = parts[at]
    assert isinstance(definition, Definition)
    if not definition.fields:
        return
    column = rng.randrange(len(definition.fields))
    start = 1 + sum(each[1] for each in definition.fields[:column])
    size = definition.fields[column][1]
    code, width, kind = rng.choice((("<d", 8, 0x89), ("<f", 4, 0x88)))
    definition.fields[column][1:] = [width, kind]
    for i in range(at + 1, len(parts)):
        each = parts[i]
        if isinstance(each, Definition):
            if each.local == definition.local:
                return
        elif not each[0] & 0x80 and each[0] & 15 == definition.local:
            odd = struct.pack(code, rng.choice(DECIMALS))
            parts[i] = each[:start] + odd + each[start + size :]


def _alter_head(rng: Random, parts: list[Piece]) -> None:
    """Change the head of a definition: byte order, message, local number, count of fields."""
    places = _definitions(parts)
    if not places:
        return
    definition = parts[rng.choice(places)]
    assert isinstance(definition, Definition)
    which = rng.randrange(6)
    if which == 0:
        definition.big = rng.choice((0, 1, 2, 255))
    elif which == 1:
        definition.number = rng.choice(MESSAGES)
    elif which == 2:
        definition.local = rng.randrange(16)
    elif which == 3:
        definition.fields *= rng.choice((0, 2, 3, 30))
        del definition.fields[255:]
    elif which == 4:
        rng.shuffle(definition.fields)
    else:
        count = rng.choice((1, 2, 255))
        size = rng.choice(FIELD_SIZES)
        definition.developer = [[rng.randrange(4), size, rng.randrange(3)] for _ in range(count)]


def _alter_data(rng: Random, parts: list[Piece]) -> None:
    """Set bytes of data messages to their extremes."""
    places = [i for i, each in enumerate(parts) if isinstance(each, bytes) and len(each) > 1]
    for at in rng.sample(places, min(len(places), rng.choice((1, 3, 20)))):
        each = parts[at]
        assert isinstance(each, bytes)
        start = rng.randrange(1, len(each))
        width = min(rng.choice((1, 2, 4, 8, len(each))), len(each) - start)
        with_extreme = rng.choice(EXTREMES) * width if rng.random() < 0.7 else rng.randbytes(width)
        parts[at] = each[:start] + with_extreme + each[start + width :]


def _alter_header_byte(rng: Random, parts: list[Piece]) -> None:
    """Make data messages compressed ones, or of another local number."""
    places = [i for i, each in enumerate(parts) if isinstance(each, bytes) and each]
    compressed = rng.random() < 0.6
    for at in rng.sample(places, min(len(places), rng.choice((1, 5, 40)))):
        each = parts[at]
        assert isinstance(each, bytes)
        local = each[0] & 3
        head = 0x80 | local << 5 | rng.randrange(32) if compressed else rng.randrange(256)
        parts[at] = bytes((head,)) + each[1:]


def _rearrange(rng: Random, parts: list[Piece]) -> None:
    """Drop, double, move or repeat a stretch of messages."""
    if not parts:
        return
    start = rng.randrange(len(parts))
    end = min(len(parts), start + rng.choice((1, 1, 2, 5, 30)))
    stretch = parts[start:end]
    which = rng.randrange(5)
    if which == 0:
        del parts[start:end]
    elif which == 1:
        parts[start:start] = stretch
    elif which == 2:
        del parts[start:end]
        at = rng.randrange(len(parts) + 1)
        parts[at:at] = stretch
    elif which == 3:
        parts[start:start] = stretch * rng.choice((3, 10, 50))
    else:
        parts[start:end] = stretch[::-1]


def _developer(rng: Random, parts: list[Piece]) -> None:
    """Add descriptions of developer fields, right and wrong, and records that use them."""
    kind = rng.choice(BASE_TYPES) if rng.random() < 0.8 else rng.randrange(256)
    name = rng.choice((b"Power", b"", b"\xff\xfe\x80", b"A" * 40, b"heart_rate", b"\x00x"))
    size = len(name)
    about = Definition(
        13, 0, 206, [[0, 1, 2], [1, 1, 2], [2, 1, 2], [3, size, 7], [14, 2, 0x84], [15, 1, 2]]
    )
    index, number = rng.choice((0, 0, 255)), rng.choice((0, 1, 255))
    native = (rng.choice((18, 19, 20, 65_535))).to_bytes(2, "little")
    native += bytes((rng.choice(FIELD_NUMBERS),))
    described = bytes((13, index, number, kind)) + name + native
    width = rng.choice(FIELD_SIZES)
    user = Definition(12, 0, 20, [[253, 4, 0x86], [3, 1, 2]], [[number, width, index]])
    rows = [
        b"\x0c" + (1_000_000_000 + i).to_bytes(4, "little") + b"\x90" + rng.randbytes(width)
        for i in range(rng.choice((1, 3, 20)))
    ]
    new: list[Piece] = [Definition(14, 0, 207, [[3, 1, 2]]), bytes((14, index)), about, described]
    if rng.random() < 0.2:
        rng.shuffle(new)
    at = rng.randrange(len(parts) + 1)
    parts[at:at] = [*new, user, *rows]


def _forged(rng: Random, parts: list[Piece]) -> None:
    """Add a definition that no watch would write, and data under it."""
    count = rng.choice((0, 1, 2, 8, 255))
    fields = [
        [rng.choice(FIELD_NUMBERS), rng.choice(FIELD_SIZES), rng.choice(BASE_TYPES)]
        for _ in range(count)
    ]
    forged = Definition(rng.randrange(16), rng.randrange(2), rng.choice(MESSAGES), fields)
    data = bytes((forged.local,)) + rng.randbytes(min(forged.size, 4_000))
    at = rng.randrange(len(parts) + 1)
    parts[at:at] = [forged, *([data] * rng.choice((0, 1, 5)))]


_STRUCTURAL: tuple[Callable[[Random, list[Piece]], None], ...] = (
    _alter_field,
    _alter_field,
    _decimals,
    _alter_head,
    _alter_data,
    _alter_data,
    _alter_header_byte,
    _rearrange,
    _rearrange,
    _developer,
    _forged,
)


def _header(rng: Random, data: bytes) -> bytes:
    """Return a file with a wrong header: its length, the size it claims, its mark."""
    out = bytearray(data)
    which = rng.randrange(5)
    if which == 0:
        out[0] = rng.choice((0, 1, 11, 12, 13, 14, 15, 255))
    elif which == 1:
        size = int.from_bytes(out[4:8], "little") + rng.choice((-2, -1, 1, 2, 14, 10_000))
        out[4:8] = (size & 0xFFFFFFFF).to_bytes(4, "little")
    elif which == 2:
        out[4:8] = rng.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"))
    elif which == 3:
        out[1:4] = rng.randbytes(3)
    else:
        body = bytes(out[14:-2])
        return framed(body, head_size=rng.choice((12, 14, 20)), claimed=rng.choice((None, 0)))
    return bytes(out)


def _chained(rng: Random, data: bytes, other: bytes) -> bytes:
    """Return two files in one, or a file and something else after it."""
    which = rng.randrange(4)
    if which == 0:
        return data + other
    if which == 1:
        return data + rng.randbytes(rng.choice((1, 2, 14, 100)))
    if which == 2:
        return data[: rng.randrange(len(data) + 1)] + other
    return data + bytes(rng.choice((1, 16, 1000))) + other


def fit_mutant(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Return a broken FIT file; about half have right checksums.

    Args:
        rng: Where chance comes from.
        seeds: Whole files.
    """
    data = rng.choice(seeds)
    if rng.random() < 0.65:
        parts = pieces(data)
        if rng.random() < 0.25:
            other = pieces(rng.choice(seeds))
            start = rng.randrange(len(other) + 1)
            at = rng.randrange(len(parts) + 1)
            parts[at:at] = other[start : start + rng.choice((1, 3, 20))]
        for _ in range(rng.choice((1, 1, 2, 3))):
            rng.choice(_STRUCTURAL)(rng, parts)
        data = framed(joined(parts)[:MOST_BYTES])
    if rng.random() < 0.45:
        data = mutated_bytes(rng, data)
        if rng.random() < 0.5:
            data = repaired(data)
    if rng.random() < 0.1 and len(data) > 16:
        data = _header(rng, data)
    if rng.random() < 0.1:
        data = _chained(rng, data, rng.choice(seeds))
    return data[:MOST_BYTES]
