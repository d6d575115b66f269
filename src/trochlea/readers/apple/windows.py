"""Which workouts a moment belongs to: the times of all workouts as one list of stretches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.apple.workouts import Workout

MOST_AT_ONCE = 4  # workouts that one moment may belong to: a watch, and programs that copy it


class Windows:
    """The stretches between the starts and ends of workouts, and the workouts of each."""

    def __init__(self, workouts: Sequence[Workout]) -> None:
        """Cut time at each start and each end; both belong to the workout."""
        changes = sorted(
            change
            for number, each in enumerate(workouts)
            for change in ((each.start_s, 0, number), (each.end_s + 0.5, 1, number))
        )
        edges: list[float] = []
        stretches: list[list[int]] = []
        running: list[int] = []
        for at, is_end, number in changes:
            if is_end:
                running = [each for each in running if each != number]
            elif len(running) < MOST_AT_ONCE:
                running = [*running, number]
            if edges and edges[-1] == at:
                stretches[-1] = running
            else:
                edges.append(at)
                stretches.append(running)
        self.depth = max(map(len, stretches), default=0)
        self._edges = np.array(edges)
        self._of = np.full((len(edges) + 1, max(self.depth, 1)), -1, np.int32)
        for row, members in enumerate(stretches, 1):
            self._of[row, : len(members)] = members

    def near(self, seconds: NDArray[np.int64], lead_s: int) -> NDArray[np.bool_]:
        """Return which moments may be within a workout, or no longer before one than `lead_s`."""
        if not self.depth:
            return np.zeros(len(seconds), bool)
        first = np.searchsorted(self._edges, seconds, side="right")
        last = np.searchsorted(self._edges, seconds + lead_s, side="right")
        near: NDArray[np.bool_] = (self._of[first, 0] >= 0) | (last > first)
        return near

    def at(self, seconds: NDArray[np.float64], layer: int) -> NDArray[np.int32]:
        """Return the number of the workout at each moment, -1 for none.

        Args:
            seconds: Since 1970, shape (n,).
            layer: From 0 below `depth`: where workouts overlap, each of them has its own.
        """
        found: NDArray[np.int32] = self._of[np.searchsorted(self._edges, seconds, "right"), layer]
        return found
