"""Find where every message of one FIT section starts, without reading what it says.

A definition message fixes the size of the data messages that follow under the same local number,
so a scan only has to hop. What the hops found is a few `Layout`s, each with the offsets of its
messages; `columns` gathers the values from there, whole columns at a time.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from trochlea.readers.fit.profile import TIMESTAMP
from trochlea.readers.fit.resume import resume_at

MAX_MESSAGES = 4_000_000  # a day at eight messages a second is 691,200
MAX_LAYOUTS = 4_096
MAX_DAMAGES = 16  # stretches of damage read past in one section
DAY_S = 86_400

_COMPRESSED = 0x80  # header bits
_DEFINITION = 0x40
_WITH_DEVELOPER = 0x20
_PROBE = 64  # messages taken one by one before the next look for a run
_MAX_PROBE = 1 << 14
_FIELDS_AT = 5  # of the fields in a layout's key


class FieldDef(NamedTuple):
    """A field as a definition message gives it; `at` counts bytes from the message's header."""

    number: int
    size: int
    base: int
    at: int


class DeveloperFieldDef(NamedTuple):
    """A developer field as a definition message gives it; `at` as in `FieldDef`."""

    number: int
    size: int
    developer: int
    at: int


@dataclass(eq=False)
class Layout:
    """One shape of data message, and the offsets at which messages of this shape start.

    Attributes:
        key: The definition's bytes: developer bit, then from the byte order on.
        message: Global message number.
        order: `<` or `>`, the byte order of its numbers.
        size: Bytes of a whole message, header included.
        offsets: Starts of the messages with a normal header.
        compressed: Starts of the messages with a compressed timestamp header.
    """

    key: bytes
    message: int
    order: str
    size: int
    offsets: array[int] = field(default_factory=lambda: array("q"))
    compressed: array[int] = field(default_factory=lambda: array("q"))

    @cached_property
    def fields(self) -> tuple[FieldDef, ...]:
        """Its fields in the order of the definition; most layouts are never asked for them."""
        key, at = self.key, 1
        found: list[FieldDef] = []
        for i in range(_FIELDS_AT, _FIELDS_AT + 3 * key[4], 3):
            found.append(FieldDef(key[i], key[i + 1], key[i + 2] & 31, at))
            at += key[i + 1]
        return tuple(found)

    @cached_property
    def developer(self) -> tuple[DeveloperFieldDef, ...]:
        """Its developer fields in the order of the definition."""
        key, start = self.key, _FIELDS_AT + 3 * self.key[4] + 1
        at = self.size - sum(key[start + 1 :: 3])
        found: list[DeveloperFieldDef] = []
        for i in range(start, len(key), 3):
            found.append(DeveloperFieldDef(key[i], key[i + 1], key[i + 2], at))
            at += key[i + 1]
        return tuple(found)


class Fault(NamedTuple):
    """Bytes that a scan could not read: a problem code, from and until which offset, a clause."""

    code: str
    at: int
    until: int
    why: str


@dataclass(slots=True)
class Scan:
    """What a scan found.

    Attributes:
        layouts: In the order of their first definition.
        faults: Which bytes could not be read, and why.
    """

    layouts: list[Layout]
    faults: list[Fault]


def scan(data: bytes, start: int, end: int) -> Scan:
    """Find every whole message of `data[start:end]`.

    Args:
        data: The whole file.
        start: Offset of the first message, after the file header.
        end: Offset after the last message, before the CRC.
    """
    return _Scanner(data, start, end).run()


class _Scanner:
    """The state of the hop through one section: which header byte means which layout."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        """Set up for the messages of `data[start:end]`."""
        self.data = data
        self.start = start
        self.end = end
        self.layouts: dict[bytes, Layout] = {}
        self.sizes = [0] * 256
        self.sinks = [array("q")] * 256
        self.left = MAX_MESSAGES
        self.assigned: dict[int, Layout] = {}
        self.faults: list[Fault] = []

    def run(self) -> Scan:
        """Hop from message to message to the end, or to the first thing that has no meaning."""
        at = self.start
        while at < self.end:
            if self.left <= 0 or len(self.layouts) > MAX_LAYOUTS:
                return self._stop("too_many_messages", at, "there are too many messages")
            header = self.data[at]
            if self.sizes[header]:
                after = self._hop(self._same_run(at))
            elif header & _DEFINITION and not header & _COMPRESSED:
                after = self._define(at)
            else:
                number = header >> 5 & 3 if header & _COMPRESSED else header & 15
                why = f"local message {number} is used before it is defined"
                after = self._damage("undefined_local_message", at, why)
            if after == at:
                after = self._damage("message_cut", at, "a message is cut off")
            at = after
        return Scan(list(self.layouts.values()), self.faults)

    def _stop(self, code: str, at: int, why: str) -> Scan:
        self.faults.append(Fault(code, at, self.end, why))
        return Scan(list(self.layouts.values()), self.faults)

    def _damage(self, code: str, at: int, why: str) -> int:
        """Note damage; return where messages surely start again after it, else the end."""
        first = (
            _stamp(self.data, each, each.offsets[0])
            for each in self.layouts.values()
            if each.offsets
        )
        known = sorted(stamp for stamp in first if stamp is not None)
        found = None
        if known and len(self.faults) < MAX_DAMAGES:
            middle = known[len(known) // 2]  # one spoilt stamp must not decide
            found = resume_at(at, self.end, self.data, self.sizes, self._stamp_at, middle - DAY_S)
        until = self.end if found is None else found
        self.faults.append(Fault(code, at, until, why))
        return until

    def _stamp_at(self, at: int) -> int | None:
        """Return the full timestamp of the message at an offset, by what is defined now."""
        layout = self.assigned.get(self.data[at])
        return None if layout is None else _stamp(self.data, layout, at)

    def _hop(self, at: int) -> int:
        """Take up to `_PROBE` messages one by one; return the offset after them."""
        data, end, sizes, sinks = self.data, self.end, self.sizes, self.sinks
        self.left -= _PROBE
        for _ in range(_PROBE):
            if at >= end:
                break
            header = data[at]
            size = sizes[header]
            if not size or at + size > end:
                break
            sinks[header].append(at)
            at += size
        return at

    def _same_run(self, at: int) -> int:
        """Take the messages from `at` that share one header byte; return the offset after them.

        Messages of one header have one size, so that where each byte at that stride is the same
        header, each starts a message: a run is proven by one slice and one comparison.
        """
        data, header = self.data, self.data[at]
        size = self.sizes[header]
        start, probe = at, _PROBE
        while (
            at + probe * size <= self.end
            and data[at : at + probe * size : size].count(header) == probe
        ):
            at += probe * size
            probe = min(2 * probe, _MAX_PROBE)
        if at > start:
            offsets = np.arange(start, at, size, dtype=np.int64)
            self.left -= len(offsets)
            self.sinks[header].frombytes(offsets.tobytes())
        return at

    def _define(self, at: int) -> int:
        """Take a definition message; return the offset after it, or `at` where it is cut off."""
        data, header = self.data, self.data[at]
        self.left -= 1
        if at + 6 > self.end:
            return at
        after = at + 6 + 3 * data[at + 5]
        if header & _WITH_DEVELOPER:
            after += 1 + 3 * data[after] if after < self.end else 1
        if after > self.end:
            return at
        key = bytes((header & _WITH_DEVELOPER,)) + data[at + 2 : after]
        layout = self.layouts.get(key)
        if layout is None:
            layout = self.layouts[key] = layout_of(key)
        self._assign(header & 15, layout)
        return after

    def _assign(self, number: int, layout: Layout) -> None:
        """Let the header bytes of a local message number mean a layout."""
        for bits in (0x00, 0x10, 0x20, 0x30):  # the two bits are reserved: other readers mask them
            self.sizes[number | bits] = layout.size
            self.sinks[number | bits] = layout.offsets
            self.assigned[number | bits] = layout
        if number < 4:  # only these can have a compressed timestamp header
            first = _COMPRESSED | number << 5
            self.sizes[first : first + 32] = [layout.size] * 32
            self.sinks[first : first + 32] = [layout.compressed] * 32


def _stamp(data: bytes, layout: Layout, at: int) -> int | None:
    """Return the full timestamp of a message of a layout, or None where it has none."""
    order: Literal["big", "little"] = "big" if layout.order == ">" else "little"
    for number, size, _, within in layout.fields:
        if number == TIMESTAMP and size == 4:
            return int.from_bytes(data[at + within : at + within + 4], order)
    return None


def layout_of(key: bytes) -> Layout:
    """Return the layout that a definition's bytes give (see `Layout.key`), without messages."""
    order = ">" if key[1] else "<"
    message = int.from_bytes(key[2:4], "big" if key[1] else "little")
    developer = _FIELDS_AT + 3 * key[4]
    size = 1 + sum(key[_FIELDS_AT + 1 : developer : 3]) + sum(key[developer + 2 :: 3])
    return Layout(key, message, order, size)
