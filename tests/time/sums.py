"""What holds of any runs, whatever the clocks do: nothing is lost or doubled by days and weeks."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from trochlea.loads import day_table, span_total, weekly_distances
from trochlea.model import Run

# Whole metres add up exactly; distances by GPS to the last bit but a few.
_SLIGHTLY = 1e-12


def check_days(runs: Sequence[Run], expected: Mapping[float, date]) -> None:
    """Check that every run is on its day, and that the days together are the runs.

    Args:
        runs: What is to be counted.
        expected: The wall clock's day of each run, by the run's start in Unix seconds.
    """
    wrong = {
        run.start_time.isoformat(): (run.day, expected[run.start_time.timestamp()])
        for run in runs
        if run.day != expected[run.start_time.timestamp()]
    }
    assert wrong == {}
    table = day_table(runs)
    assert {row.day: row.runs for row in table} == Counter(expected.values())
    assert sum(row.runs for row in table) == len(runs)
    for name in ("distance_m", "moving_s"):
        total = math.fsum(getattr(run, name) for run in runs)
        assert math.fsum(getattr(row, name) for row in table) == pytest.approx(total, _SLIGHTLY)
    assert all(0 < row.longest_m <= row.distance_m and row.moving_s > 0 for row in table)


def check_weeks(runs: Sequence[Run]) -> None:
    """Check that the weeks of each year together, and each ISO week, are sums of their runs."""
    by_year: dict[int, list[Run]] = {}
    for run in runs:
        by_year.setdefault(run.day.year, []).append(run)
    for year, some in by_year.items():
        weeks = weekly_distances(some, date(year + 1, 1, 6), 54)
        total = math.fsum(run.distance_m for run in some)
        assert math.fsum(weeks) == pytest.approx(total, _SLIGHTLY)
        of_week: dict[date, list[float]] = {}
        for run in some:
            sunday = run.day + timedelta(days=7 - run.day.isoweekday())
            of_week.setdefault(sunday, []).append(run.distance_m)
        for sunday, distances in of_week.items():
            week = span_total(some, sunday, 7)
            assert week.runs == len(distances)
            assert week.distance_m == pytest.approx(math.fsum(distances), _SLIGHTLY)
