"""The records of an export that were made during a workout: the second reading.

Nearly all records are written in one way, attribute after attribute; these are cut out of a block
by one pattern. A record of a wanted kind that is written otherwise (attributes in another order,
on several lines, or within other quotes) is looked at by itself, which is slow and the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.apple.dates import NO_TIME, unix_seconds
from trochlea.readers.apple.kinds import BY_TYPE, KINDS, PREFIX, THOUSANDTHS
from trochlea.readers.apple.tags import attributes
from trochlea.readers.apple.windows import Windows
from trochlea.readers.limits import Limits

# One record of one workout. Times are seconds since 1970, values thousandths of the kind's unit.
ROW = np.dtype(
    [
        ("workout", "<i4"),
        ("kind", "u1"),
        ("source", "<u2"),
        ("start_s", "<i8"),
        ("end_s", "<i8"),
        ("value", "<i8"),
    ]
)
Rows = NDArray[np.void]

# A record that lasts longer tells nothing of a workout that begins within it.
LONGEST_S = 3600
_MOST_SOURCES = 60_000
_MOST_HEADS = 10_000
_LARGEST = 1e9
_TYPES = "|".join(sorted(each.removeprefix(PREFIX) for each in BY_TYPE)).encode()
_WANTED = rb'type="' + PREFIX.encode() + rb"(?:" + _TYPES + rb')"'
_RECORD = re.compile(
    rb"<Record(?: (" + _WANTED + rb' sourceName="[^"<]*"(?: sourceVersion="[^"<]*")?'
    rb'(?: device="[^"<]*")?(?: unit="[^"<]*")?)(?: creationDate="[^"<]*")?'
    rb' startDate="([^"<]{25})" endDate="([^"<]{25})" value="([0-9.]{1,24})"(?=[/>])'
    rb'|(?=\s)(?:(?! type="HK)|(?= ' + _WANTED + rb"))([^<]*))"
)
_WATCHES = ("model:Watch", "name:Apple Watch")


@dataclass(frozen=True, slots=True)
class Source:
    """What recorded something: its name, and whether it is a watch."""

    name: str
    is_watch: bool


@dataclass(slots=True)
class Sources:
    """All that recorded something, by the numbers that rows have for them.

    A source is told by its name; it is a watch if any of its records says so.
    """

    known: list[Source] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, source: Source) -> int | None:
        """Return the number of a source; None where there are too many."""
        found = self._numbers.get(source.name)
        if found is None and len(self.known) < _MOST_SOURCES:
            found = self._numbers[source.name] = len(self.known)
            self.known.append(source)
        elif found is not None and source.is_watch:
            self.known[found] = source
        return found


# Kind, source and thousandths of our unit for one of theirs.
_Head = tuple[int, int, float]


class Records:
    """Cuts the records of workouts out of blocks; `unreadable` counts those that are none."""

    def __init__(self, windows: Windows, limits: Limits) -> None:
        self.sources = Sources()
        self.unreadable = 0
        self._windows = windows
        self._limits = limits
        self._heads: dict[bytes, _Head | None] = {}

    def rows(self, blocks: Iterable[bytes]) -> Iterator[Rows]:
        """Yield the records of workouts, a block's at a time.

        Args:
            blocks: Of an export; each begins with a tag and ends before one.
        """
        if not self._windows.depth:
            return
        for block in blocks:
            found = _RECORD.findall(block)
            if found:
                yield from self._of_block(found)

    def _of_block(self, found: list[tuple[bytes, ...]]) -> Iterator[Rows]:
        heads, starts, ends, values, odd = zip(*found, strict=True)
        if any(odd):
            usual = [each for each in found if each[0]]
            odd_ones = (self._odd(each) for each in odd if each)
            usual += [each for each in odd_ones if each is not None]
            if not usual:
                return
            heads, starts, ends, values, odd = zip(*usual, strict=True)
        start_s = unix_seconds(starts)
        near = np.flatnonzero(self._windows.near(start_s, LONGEST_S) & (start_s != NO_TIME))
        self.unreadable += int(np.count_nonzero(start_s == NO_TIME))
        if not len(near):
            return
        places = near.tolist()
        found_heads = self._heads_of([heads[at] for at in places])
        end_s = unix_seconds([ends[at] for at in places])
        amounts = _amounts([values[at] for at in places])
        yield from self._of_workouts(found_heads, start_s[near], end_s, amounts)

    def _of_workouts(
        self,
        heads: NDArray[np.float64],
        start_s: NDArray[np.int64],
        end_s: NDArray[np.int64],
        amounts: NDArray[np.float64],
    ) -> Iterator[Rows]:
        """Yield the rows of records for each layer of workouts."""
        with np.errstate(invalid="ignore", over="ignore"):
            values = amounts * heads[:, 2]
            good = (end_s >= start_s) & (np.abs(values) <= _LARGEST * THOUSANDTHS)
        self.unreadable += int(np.count_nonzero(~good))
        good &= end_s - start_s <= LONGEST_S * 2
        middle = (start_s + end_s) / 2
        for layer in range(self._windows.depth):
            workout = self._windows.at(middle, layer)
            taken = np.flatnonzero(good & (workout >= 0))
            if not len(taken):
                continue
            rows = np.empty(len(taken), ROW)
            rows["workout"] = workout[taken]
            rows["kind"] = heads[taken, 0]
            rows["source"] = heads[taken, 1]
            rows["start_s"], rows["end_s"] = start_s[taken], end_s[taken]
            rows["value"] = np.round(values[taken])
            yield rows

    def _heads_of(self, heads: Sequence[bytes]) -> NDArray[np.float64]:
        """Return kind, source and share of each head; NaN where it is of no use."""
        nothing = (0, 0, float("nan"))
        found = [self._heads.get(head, nothing) for head in heads]
        for at, each in enumerate(found):
            if each is nothing:
                found[at] = self._head(heads[at])
        return np.array([nothing if each is None else each for each in found])

    def _head(self, head: bytes) -> _Head | None:
        """Return what the first attributes of a record say; None where it is of no use."""
        if head in self._heads:
            return self._heads[head]
        given = attributes(" " + head.decode("utf-8", "replace"))
        kind = BY_TYPE.get(given.get("type", ""))
        share = None if kind is None else KINDS[kind].units.get(given.get("unit", ""))
        is_watch = any(mark in given.get("device", "") for mark in _WATCHES)
        source = Source(given.get("sourceName", ""), is_watch)
        number = self.sources.number(source)
        known = None
        if kind is not None and share is not None and number is not None:
            known = (kind, number, share * THOUSANDTHS)
        if len(self._heads) >= _MOST_HEADS:
            self._heads.clear()
        self._heads[head] = known
        return known

    def _odd(self, tag: bytes) -> tuple[bytes, ...] | None:
        """Return an unusual record as a usual one, or None where it is of no use."""
        if len(tag) > self._limits.attribute_bytes:
            self.unreadable += 1
            return None
        given = attributes(tag.decode("utf-8", "replace"))
        if given.get("type") not in BY_TYPE:
            return None
        names = ("type", "sourceName", "device", "unit")
        plain = {key: given.get(key, "").replace('"', "'").replace("&", "&amp;") for key in names}
        head = " ".join(f'{key}="{value}"' for key, value in plain.items())
        rest = (given.get(key, "").strip() for key in ("startDate", "endDate", "value"))
        return (head.encode(), *(each.encode() for each in rest), b"")


def _amounts(texts: list[bytes]) -> NDArray[np.float64]:
    """Return numbers; NaN where a text is none."""
    try:
        return np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return np.array([_amount(text) for text in texts], np.float64)


def _amount(text: bytes) -> float:
    try:
        return float(text.replace(b",", b"."))
    except ValueError:
        return float("nan")
