"""The runner-day table: one row a calendar day of the runner, and sums over weeks of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trochlea.loads.sessions import SessionLoad, session_load
from trochlea.model import Run
from trochlea.units import METRES_PER_KM

DAYS_PER_WEEK = 7


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over runs of which some may not give the measure.

    Attributes:
        known: Sum over the runs that give it; None where none does.
        lacks: How many runs do not give it. Where this is not 0, `known` is a part only.
    """

    known: float | None
    lacks: int = 0

    @property
    def complete(self) -> float | None:
        """The sum over all the runs; None where any of them does not give it."""
        return None if self.lacks else self.known


NOTHING = Total(0.0)


def total_of(values: Iterable[float | None]) -> Total:
    """Return the sum of the known values and how many are not known; 0 for no values at all."""
    known, lacks, any_known = 0.0, 0, False
    for value in values:
        if value is None:
            lacks += 1
        else:
            known += value
            any_known = True
    if lacks and not any_known:
        return Total(None, lacks)
    return Total(known, lacks)


def add_totals(totals: Iterable[Total]) -> Total:
    """Return the sum of sums: lacking runs add up, and nothing known stays None."""
    known, lacks, any_known = 0.0, 0, False
    for total in totals:
        lacks += total.lacks
        if total.known is not None:
            known += total.known
            any_known = True
    if lacks and not any_known:
        return Total(None, lacks)
    return Total(known, lacks)


@dataclass(frozen=True, slots=True)
class LoadSums:
    """What some runs add up to beside their metres, each with how many runs it lacks.

    Attributes:
        moving_s: Seconds without pauses.
        ascent_m: Metres climbed.
        descent_m: Metres of descent.
        descent_over_m: Metres run in the runs that give their descent.
        session_load: Perceived exertion times minutes, arbitrary units.
        slight_down_s: Seconds slightly downhill.
        moderate_down_s: Seconds moderately downhill.
        steep_down_s: Seconds steeply downhill.
        fast_s: Seconds of fast running.
        paced_s: Seconds of running of which it is known whether they were fast.
    """

    moving_s: Total = NOTHING
    ascent_m: Total = NOTHING
    descent_m: Total = NOTHING
    descent_over_m: Total = NOTHING
    session_load: Total = NOTHING
    slight_down_s: Total = NOTHING
    moderate_down_s: Total = NOTHING
    steep_down_s: Total = NOTHING
    fast_s: Total = NOTHING
    paced_s: Total = NOTHING

    @property
    def fast_share(self) -> float | None:
        """Fast seconds over all seconds, of the runs that tell; None where none does."""
        return _part(self.fast_s.known, self.paced_s.known)

    @property
    def descent_m_per_km(self) -> float | None:
        """Metres of descent per kilometre, of the runs that tell; None where none does."""
        part = _part(self.descent_m.known, self.descent_over_m.known)
        return None if part is None else part * METRES_PER_KM


def _part(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole


@dataclass(frozen=True, slots=True)
class RunnerDay:
    """One day on which the runner ran.

    Attributes:
        day: The runner's own calendar day.
        runs: Number of runs that started on it; two or more make a double day, still one row.
        distance_m: Their metres together.
        longest_m: The longest of them.
        sums: The other measures, with what they lack.
        races: How many were told to be a race; a run that was not told is not counted.
    """

    day: date
    runs: int
    distance_m: float
    longest_m: float
    sums: LoadSums = LoadSums()
    races: int = 0

    @property
    def moving_s(self) -> float:
        """Seconds without pauses, of the runs that give it; `sums.moving_s` says what it lacks."""
        return self.sums.moving_s.known or 0.0


def day_table(runs: Sequence[Run], sessions: Sequence[SessionLoad] = ()) -> tuple[RunnerDay, ...]:
    """Return one row for each day with a run, oldest first.

    Args:
        runs: The runner's runs.
        sessions: Rows of `session_loads` for them. A run without its row lacks what only a
            summary tells: downhill seconds and fast seconds.
    """
    known = {row.run.activity_id: row for row in sessions}
    by_day: dict[date, list[SessionLoad]] = {}
    for run in sorted(runs, key=lambda row: (row.start_time, row.activity_id)):
        row = known.get(run.activity_id)
        if row is None or row.run != run:
            # A row made from another state of the run, before a note say, tells of that state.
            row = SessionLoad(run, run.day, session_load(run))
        by_day.setdefault(row.day, []).append(row)
    return tuple(_runner_day(day, rows) for day, rows in sorted(by_day.items()))


def _runner_day(day: date, rows: Sequence[SessionLoad]) -> RunnerDay:
    return RunnerDay(
        day=day,
        runs=len(rows),
        distance_m=sum(row.run.distance_m for row in rows),
        longest_m=max(row.run.distance_m for row in rows),
        sums=_sums(rows),
        races=sum(1 for row in rows if row.run.is_race),
    )


def _sums(rows: Sequence[SessionLoad]) -> LoadSums:
    downhill = [row.downhill for row in rows]
    return LoadSums(
        moving_s=total_of([row.run.moving_s for row in rows]),
        ascent_m=total_of([row.run.ascent_m for row in rows]),
        descent_m=total_of([row.run.descent_m for row in rows]),
        descent_over_m=total_of(
            [None if row.run.descent_m is None else row.run.distance_m for row in rows]
        ),
        session_load=total_of([row.session_load for row in rows]),
        slight_down_s=total_of([None if row is None else row.slight_s for row in downhill]),
        moderate_down_s=total_of([None if row is None else row.moderate_s for row in downhill]),
        steep_down_s=total_of([None if row is None else row.steep_s for row in downhill]),
        fast_s=total_of([row.fast_s for row in rows]),
        paced_s=total_of([row.paced_s for row in rows]),
    )


def add_sums(rows: Sequence[LoadSums]) -> LoadSums:
    """Return what several days or weeks add up to."""
    return LoadSums(
        moving_s=add_totals(row.moving_s for row in rows),
        ascent_m=add_totals(row.ascent_m for row in rows),
        descent_m=add_totals(row.descent_m for row in rows),
        descent_over_m=add_totals(row.descent_over_m for row in rows),
        session_load=add_totals(row.session_load for row in rows),
        slight_down_s=add_totals(row.slight_down_s for row in rows),
        moderate_down_s=add_totals(row.moderate_down_s for row in rows),
        steep_down_s=add_totals(row.steep_down_s for row in rows),
        fast_s=add_totals(row.fast_s for row in rows),
        paced_s=add_totals(row.paced_s for row in rows),
    )


@dataclass(frozen=True, slots=True)
class SpanTotal:
    """What was run in some days together."""

    runs: int
    distance_m: float


def span_total(runs: Sequence[Run], last_day: date, days: int) -> SpanTotal:
    """Return the runs and metres of the days that end on `last_day`, that day among them."""
    begin = last_day - timedelta(days=days)
    return _span(day_table([run for run in runs if begin < run.day <= last_day]))


def _span(rows: Sequence[RunnerDay]) -> SpanTotal:
    return SpanTotal(sum(row.runs for row in rows), sum(row.distance_m for row in rows))


def weekly_distances(runs: Sequence[Run], last_day: date, weeks: int) -> tuple[float, ...]:
    """Return metres in each of the rolling weeks that end on `last_day`, oldest first."""
    by_week: dict[int, list[RunnerDay]] = {}
    for row in day_table(runs):
        by_week.setdefault((last_day - row.day).days // DAYS_PER_WEEK, []).append(row)
    # A day after `last_day` falls into a week below 0 and is asked for by none.
    return tuple(_span(by_week.get(back, ())).distance_m for back in range(weeks - 1, -1, -1))
