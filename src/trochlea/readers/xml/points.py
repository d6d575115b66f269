"""Gather the fields of points as texts, and turn them into columns, a block at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.xml.numerals import Column, number, numbers
from trochlea.readers.xml.times import Times, parse_times

Rows = NDArray[np.int64]

# What is further from zero than this is no measurement of a runner in any unit.
_LARGEST = 1e9


class Points:
    """The points of a document: the values of each field, with the rows they belong to."""

    def __init__(self, most: int) -> None:
        """Start without points; of those beyond `most` only the number is kept."""
        self.count = 0
        self.beyond = 0
        self.unreadable: dict[str, int] = {}
        self.zoneless = 0
        self._most = most
        self._loose: dict[str, dict[int, str]] = {}
        self._parts: dict[str, list[tuple[Rows, Column]]] = {}
        self._offsets: list[tuple[Rows, Column]] = []

    def begin(self) -> bool:
        """Begin a point; False where there are too many already."""
        if self.count >= self._most:
            self.beyond += 1
            return False
        self.count += 1
        return True

    def take(self, count: int) -> int:
        """Begin several points and return the row of the first; too many are only counted.

        Rows from `most` on are given, but nothing is kept of them.
        """
        row = self.count
        self.count = min(row + count, self._most)
        self.beyond += row + count - self.count
        return row

    def put(self, field: str, text: str) -> None:
        """Put a field of the present point; the first of two for one point counts."""
        self._loose.setdefault(field, {}).setdefault(self.count - 1, text)

    def add(self, field: str, rows: Rows, texts: Sequence[str]) -> None:
        """Add a field of many points, which it has not yet been given for."""
        if rows[-1] >= self._most:
            kept = int(np.searchsorted(rows, self._most))
            rows, texts = rows[:kept], texts[:kept]
            if not kept:
                return
        if field == "time":
            self._add_times(rows, parse_times(texts))
            return
        values = numbers(texts)
        wrong = ~(np.abs(values) <= _LARGEST)
        if wrong.any():
            values[wrong] = np.nan
            said = sum(bool(texts[i].strip()) for i in np.flatnonzero(wrong).tolist())
            if said:
                self.unreadable[field] = self.unreadable.get(field, 0) + said
        self._parts.setdefault(field, []).append((rows, values))

    def _add_times(self, rows: Rows, times: Times) -> None:
        self.zoneless += times.zoneless
        self._parts.setdefault("time", []).append((rows, times.unix_s))
        if times.offset_s is not None:
            self._offsets.append((rows, times.offset_s))

    def flush(self) -> None:
        """Turn what was put since the last time into columns, so that no texts pile up."""
        for field, texts in self._loose.items():
            self.add(field, np.array(list(texts)), list(texts.values()))
        self._loose.clear()

    def column(self, field: str) -> Column | None:
        """Return a field of all points; NaN where it is missing, no number, or not finite."""
        parts = self._parts.get(field)
        return None if parts is None else self._spread(parts)

    def times(self) -> Column:
        """Return the times of all points in seconds since 1970; NaN where there is none."""
        return self._spread(self._parts.get("time", []))

    def offsets(self) -> Column | None:
        """Return the local offsets that the times name, s; None where none names one."""
        return self._spread(self._offsets) if self._offsets else None

    def _spread(self, parts: list[tuple[Rows, Column]]) -> Column:
        """Return values at the points they belong to."""
        if len(parts) == 1 and len(parts[0][0]) == self.count:
            return parts[0][1]
        out = np.full(self.count, np.nan)
        for rows, values in reversed(parts):
            out[rows] = values
        return out


def finite(text: str | None) -> float | None:
    """Return a text as a number that something measured can have, or None."""
    value = float("nan") if text is None else number(text)
    return value if abs(value) <= _LARGEST else None
