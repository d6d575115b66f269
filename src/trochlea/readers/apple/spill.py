"""Rows of records set aside on the disk, and given back workout by workout.

Records stand in an export by kind, so that what belongs to one workout is spread over all of it.
Rows are gathered up to some megabytes, put in the order of the workouts, and written as one run;
those of a workout are then a slice of each run.
"""

from __future__ import annotations

import tempfile
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.apple.records import ROW, Rows

_RUN_ROWS = 200_000
_IN_MEMORY = 1 << 24  # bytes that do not yet go to the disk
_MOST_ROWS = 50_000_000


class Spill:
    """Takes rows in any order and gives them back for one workout after another."""

    def __init__(self, workouts: int) -> None:
        """Begin without rows, for so many workouts; `beyond` counts rows that were too many."""
        self.beyond = 0
        self._workouts = workouts
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._runs: list[tuple[int, NDArray[np.uint32]]] = []
        self._waiting: list[Rows] = []
        self._waiting_rows = 0
        self._rows = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the disk back what was taken of it."""
        self._file.close()

    def add(self, rows: Rows) -> None:
        """Set rows aside."""
        if self._rows + len(rows) > _MOST_ROWS:
            self.beyond += len(rows)
            return
        self._rows += len(rows)
        self._waiting.append(rows)
        self._waiting_rows += len(rows)
        if self._waiting_rows >= _RUN_ROWS:
            self._write()

    def of(self, workout: int, most: int) -> Rows:
        """Return the rows of a workout, of each run no more than a number.

        Args:
            workout: Its number; nothing may be added any more.
            most: How many rows are taken at most.
        """
        if self._waiting:
            self._write()
        parts, left = [np.empty(0, ROW)], most
        for begin, places in self._runs:
            first, after = int(places[workout]), int(places[workout + 1])
            count = min(after - first, left)
            if count > 0:
                self._file.seek(begin + first * ROW.itemsize)
                parts.append(np.frombuffer(self._file.read(count * ROW.itemsize), ROW))
                left -= count
        return np.concatenate(parts)

    def _write(self) -> None:
        """Write what waits as one run, in the order of the workouts."""
        rows = np.concatenate(self._waiting)
        rows = rows[np.argsort(rows["workout"], kind="stable")]
        places = np.searchsorted(rows["workout"], np.arange(self._workouts + 1))
        begin = self._file.seek(0, 2)
        self._file.write(rows.tobytes())
        self._runs.append((begin, places.astype(np.uint32)))
        self._waiting, self._waiting_rows = [], 0
