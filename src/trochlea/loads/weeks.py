"""Weeks of training: what was run, how alike the days were, and ratios that describe and no more.

The ratios here (week over week, ACWR, sameness, strain) never gate anything: `plan` does not
import them, and a test holds that. Each carries the rule with its caveat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, pstdev
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.loads.days import DAYS_PER_WEEK, LoadSums, RunnerDay, add_sums

MONOTONY_RULE = "training_monotony"
WEEK_TO_WEEK_RULE = "training_week_to_week"
ACWR_RULE = "training_acwr"

WeekMeasure = Literal["distance_m", "moving_s", "session_load"]
RatioKind = Literal["week_to_week", "acwr_uncoupled"]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the runner, with running or without.

    Attributes:
        first_day: Its first day.
        last_day: Its last day.
        runs: Number of runs.
        days_run: Days with a run.
        distance_m: Metres together.
        longest_m: The longest run; 0 where there was none.
        sums: The other measures, with how many runs each lacks.
        races: Runs that were told to be a race.
        monotony: Mean over standard deviation of the daily session load; None where unknown.
        strain: Session load of the week times monotony, arbitrary units; None where unknown.
        is_whole: The record had begun by its first day and the week is over; else the days that
            are missing are unknown and no days off, and there is no monotony.
        daily_rule: Rule that says what monotony and strain are worth.
    """

    first_day: date
    last_day: date
    runs: int
    days_run: int
    distance_m: float
    longest_m: float
    sums: LoadSums
    races: int
    monotony: float | None
    strain: float | None
    is_whole: bool
    daily_rule: str = MONOTONY_RULE

    def measure(self, name: WeekMeasure) -> float | None:
        """Return metres, moving seconds or session load; None where a run does not give it."""
        if name == "distance_m":
            return self.distance_m
        return self.sums.moving_s.complete if name == "moving_s" else self.session_load

    @property
    def session_load(self) -> float | None:
        """Session load of all the runs, arbitrary units; None where any was not rated."""
        return self.sums.session_load.complete


@dataclass(frozen=True, slots=True)
class LoadRatio:
    """One week against those before it: a description, never a limit.

    Attributes:
        kind: Over the week before, or over the mean of the three before (ACWR, uncoupled).
        measure: Of what.
        last_day: Last day of the week in question.
        value: The ratio, or None: unknown, nothing before, or the record began too late.
        rule: Rule with the caveat that goes with it.
        descriptive: Always True.
    """

    kind: RatioKind
    measure: WeekMeasure
    last_day: date
    value: float | None
    rule: str
    descriptive: bool = True


def rolling_weeks(days: Sequence[RunnerDay], last_day: date, weeks: int) -> tuple[Week, ...]:
    """Return the weeks of seven days that end on a day, and every seventh before, oldest first.

    Args:
        days: Rows of `day_table`.
        last_day: Last day of the last week.
        weeks: How many.
    """
    return _weeks(days, last_day, weeks, last_day)


def _weeks(
    days: Sequence[RunnerDay], last_day: date, weeks: int, known_until: date
) -> tuple[Week, ...]:
    by_day = {row.day: row for row in days}
    began = min(by_day, default=None)
    ends = (last_day - timedelta(days=DAYS_PER_WEEK * back) for back in range(weeks - 1, -1, -1))
    return tuple(_week(by_day, end, began, known_until) for end in ends)


def calendar_weeks(days: Sequence[RunnerDay], last_day: date) -> tuple[Week, ...]:
    """Return the weeks from Monday to Sunday, from that of the first run to that of `last_day`.

    A week without a run is there with zeros; the last one may not be over yet.
    """
    first = min((row.day for row in days), default=None)
    if first is None or first > last_day:
        return ()
    until = [row for row in days if row.day <= last_day]
    sunday = last_day + timedelta(days=DAYS_PER_WEEK - last_day.isoweekday())
    monday = first - timedelta(days=first.isoweekday() - 1)
    return _weeks(until, sunday, ((sunday - monday).days + 1) // DAYS_PER_WEEK, last_day)


def _week(
    by_day: Mapping[date, RunnerDay], last_day: date, began: date | None, known_until: date
) -> Week:
    first_day = last_day - timedelta(days=DAYS_PER_WEEK - 1)
    dates = (first_day + timedelta(days=number) for number in range(DAYS_PER_WEEK))
    rows = [by_day[day] for day in dates if day in by_day]
    sums = add_sums([row.sums for row in rows])
    is_whole = began is not None and began <= first_day and last_day <= known_until
    monotony = _monotony(rows) if is_whole else None
    load = sums.session_load.complete
    return Week(
        first_day=first_day,
        last_day=last_day,
        runs=sum(row.runs for row in rows),
        days_run=len(rows),
        distance_m=sum(row.distance_m for row in rows),
        longest_m=max((row.longest_m for row in rows), default=0.0),
        sums=sums,
        races=sum(row.races for row in rows),
        monotony=monotony,
        strain=None if monotony is None or load is None else load * monotony,
        is_whole=is_whole,
    )


def _monotony(rows: Sequence[RunnerDay]) -> float | None:
    """Return mean over standard deviation of the seven daily loads, days off as 0.

    Foster 1998 (Med Sci Sports Exerc 30:1164), who names no kind of standard deviation in the
    abstract; the seven days are the whole week, so it is the population's here. Unknown where a
    run was not rated, and undefined where all days are alike, no running at all among them.
    """
    loads = []
    for row in rows:
        load = row.sums.session_load.complete
        if load is None:
            return None
        loads.append(load)
    loads += [0.0] * (DAYS_PER_WEEK - len(rows))
    spread = pstdev(loads)
    return fmean(loads) / spread if spread > 0 else None


def week_ratios(
    days: Sequence[RunnerDay], last_day: date, measure: WeekMeasure, knowledge: Knowledge
) -> tuple[LoadRatio, LoadRatio]:
    """Return the last week over the one before, and over the mean of the three before (ACWR).

    Args:
        days: Rows of `day_table`.
        last_day: Last day of the week in question.
        measure: Metres, moving seconds or session load.
        knowledge: Gives `training_acwr`.

    Uncoupled: the week itself is no part of what it is divided by (Lolli 2019, Windt and Gabbett
    2019). Schuster Brandt Frandsen 2025 found no link of the first with injury and an inverse one
    of the second; neither is a limit. Weeks before the first run on record are unknown, not 0.
    """
    before = int(knowledge.rules[ACWR_RULE].number("weeks_before"))
    weeks = rolling_weeks(days, last_day, before + 1)
    began = min((row.day for row in days), default=None)
    known = [
        week.measure(measure) if began is not None and began <= week.first_day else None
        for week in weeks
    ]
    # Of the week itself it is enough that the record had begun by its end.
    this = weeks[-1].measure(measure)
    return (
        LoadRatio("week_to_week", measure, last_day, _over(this, known[-2:-1]), WEEK_TO_WEEK_RULE),
        LoadRatio("acwr_uncoupled", measure, last_day, _over(this, known[:-1]), ACWR_RULE),
    )


def _over(value: float | None, before: Sequence[float | None]) -> float | None:
    told = [row for row in before if row is not None]
    if value is None or len(told) < len(before) or not sum(told):
        return None
    return value / fmean(told)
