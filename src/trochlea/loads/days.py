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


@dataclass(frozen=True, slots=True)
class SpanTotal:
    """What was run in some days together."""

    runs: int
    distance_m: float


def span_total(runs: Sequence[Run], last_day: date, days: int) -> SpanTotal:
    """Return the runs and metres of the days that end on `last_day`, that day among them."""
    begin = last_day - timedelta(days=days)
    rows = [row for row in day_table(runs) if begin < row.day <= last_day]
    return SpanTotal(sum(row.runs for row in rows), sum(row.distance_m for row in rows))


def weekly_distances(runs: Sequence[Run], last_day: date, weeks: int) -> tuple[float, ...]:
    """Return metres in each of the rolling weeks that end on `last_day`, oldest first."""
    ends = (last_day - timedelta(days=DAYS_PER_WEEK * back) for back in range(weeks - 1, -1, -1))
    return tuple(span_total(runs, end, DAYS_PER_WEEK).distance_m for end in ends)
