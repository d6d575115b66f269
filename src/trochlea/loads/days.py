"""The runner-day table: one row a calendar day of the runner, and sums over weeks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trochlea.model import Run

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class RunnerDay:
    """One day on which the runner ran.

    Attributes:
        day: The runner's own calendar day.
        runs: Number of runs that started on it.
        distance_m: Their metres together.
        longest_m: The longest of them.
        moving_s: Seconds without pauses, of the runs that give it.
    """

    day: date
    runs: int
    distance_m: float
    longest_m: float
    moving_s: float


def day_table(runs: Sequence[Run]) -> tuple[RunnerDay, ...]:
    """Return one row for each day with a run, oldest first."""
    by_day: dict[date, list[Run]] = {}
    for run in sorted(runs, key=lambda row: (row.start_time, row.activity_id)):
        by_day.setdefault(run.day, []).append(run)
    return tuple(
        RunnerDay(
            day=day,
            runs=len(rows),
            distance_m=sum(row.distance_m for row in rows),
            longest_m=max(row.distance_m for row in rows),
            moving_s=sum(row.moving_s or 0.0 for row in rows),
        )
        for day, rows in sorted(by_day.items())
    )


def weekly_distances(runs: Sequence[Run], last_day: date, weeks: int) -> tuple[float, ...]:
    """Return metres in each of the rolling weeks that end on `last_day`, oldest first."""
    table = day_table(runs)
    sums = []
    for back in range(weeks - 1, -1, -1):
        end = last_day - timedelta(days=DAYS_PER_WEEK * back)
        begin = end - timedelta(days=DAYS_PER_WEEK)
        sums.append(sum(row.distance_m for row in table if begin < row.day <= end))
    return tuple(sums)
