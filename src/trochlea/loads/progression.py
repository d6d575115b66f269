"""How much more, at most: the stated maximum progression of frequency, intensity and duration.

Consensus, in the rule files; trials found no protection from the ten percent rule. None of it
raises what `plan` allows today: the longest run here is never above it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.loads.days import DAYS_PER_WEEK, RunnerDay, add_sums
from trochlea.loads.weeks import Week, rolling_weeks
from trochlea.units import SECONDS_PER_MINUTE

FREQUENCY_RULE = "progression_frequency"
INTENSITY_RULE = "progression_intensity"
DURATION_RULE = "progression_duration"
PERCENT = 100.0
WEEK = timedelta(days=DAYS_PER_WEEK)

Measure = Literal["runs", "moving_min", "longest_m", "fast_share"]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most of one measure that a week should hold.

    Attributes:
        measure: Runs, moving minutes, metres of the longest run, or share of fast running.
        usual: The mean of the compared weeks (of the longest run: the longest of its window), or
            None where that is not known.
        most: The ceiling; None where it is not known, or where the runner starts again.
        rule: Rule that states it.
        lacks: Runs of the compared weeks that do not give the measure.
        held_by_today: True where today's distance is lower than the rule and holds.
    """

    measure: Measure
    usual: float | None
    most: float | None
    rule: str
    lacks: int = 0
    held_by_today: bool = False


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A ceiling that the last week went above."""

    measure: Measure
    value: float
    most: float
    rule: str


@dataclass(frozen=True, slots=True)
class Progression:
    """The ceilings of the coming week, and what the last week exceeded.

    Attributes:
        first_day: First day of the coming week.
        last_day: Its last day.
        ceilings: One a measure, always all four.
        exceeded: Of the last week, by the ceilings that stood before it.
        restart: No run in the window: no ceiling is given, and walking and running comes first.
    """

    first_day: date
    last_day: date
    ceilings: tuple[Ceiling, ...]
    exceeded: tuple[Exceeded, ...]
    restart: bool


def coming_week(
    days: Sequence[RunnerDay],
    last_day: date,
    knowledge: Knowledge,
    today_allows_m: float | None = None,
) -> Progression:
    """Return the most that the seven days after `last_day` should hold.

    Args:
        days: Rows of `day_table`, made with `session_loads` for the share of fast running.
        last_day: Last day of the last week, as a rule today.
        knowledge: Gives the three `progression_` rules.
        today_allows_m: The longest distance that `plan` advises, metres; it holds where lower.
            None where there is none: then the caller must not show a distance from here either.

    Compared with the mean of the stated weeks; unknown where the record began after their start.
    Raise one of the three at a time. Consensus: no bound here was tested on sore knees.
    """
    until = [row for row in days if row.day <= last_day]
    ceilings = _ceilings(until, last_day, knowledge)
    restart = ceilings[2].usual is None
    if today_allows_m is not None:
        ceilings = (*ceilings[:2], _held(ceilings[2], today_allows_m), ceilings[3])
    return Progression(
        first_day=last_day + timedelta(days=1),
        last_day=last_day + WEEK,
        ceilings=ceilings,
        exceeded=_exceeded(until, last_day, knowledge),
        restart=restart,
    )


def _ceilings(
    days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge
) -> tuple[Ceiling, ...]:
    """Return the four ceilings of the week after a day: runs, minutes, longest, fast share."""
    longest = _longest(days, last_day, knowledge)
    found = (
        _runs(days, last_day, knowledge),
        _minutes(days, last_day, knowledge),
        longest,
        _fast_share(days, last_day, knowledge),
    )
    if longest.usual is not None:
        return found
    # Who starts again has a mean of old weeks that says nothing of the first one back.
    return tuple(Ceiling(row.measure, row.usual, None, row.rule, row.lacks) for row in found)


def _held(ceiling: Ceiling, today_allows_m: float) -> Ceiling:
    if ceiling.most is None or ceiling.most <= today_allows_m:
        return ceiling
    return Ceiling(ceiling.measure, ceiling.usual, today_allows_m, ceiling.rule, 0, True)


def _compared(days: Sequence[RunnerDay], last_day: date, weeks: float) -> tuple[Week, ...] | None:
    """Return the weeks to compare with; None where the record began after their start."""
    found = rolling_weeks(days, last_day, int(weeks))
    began = min((row.day for row in days), default=None)
    return found if began is not None and began <= found[0].first_day else None


def _runs(days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge) -> Ceiling:
    rule = knowledge.rules[FREQUENCY_RULE]
    weeks = _compared(days, last_day, rule.number("weeks_compared"))
    if weeks is None:
        return Ceiling("runs", None, None, rule.id)
    usual = sum(week.runs for week in weeks) / len(weeks)
    return Ceiling("runs", usual, float(math.floor(usual + rule.number("more_runs"))), rule.id)


def _minutes(days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge) -> Ceiling:
    rule = knowledge.rules[DURATION_RULE]
    weeks = _compared(days, last_day, rule.number("weeks_compared"))
    if weeks is None:
        return Ceiling("moving_min", None, None, rule.id)
    total = add_sums([week.sums for week in weeks]).moving_s
    if total.complete is None:
        return Ceiling("moving_min", None, None, rule.id, total.lacks)
    usual = total.complete / SECONDS_PER_MINUTE / len(weeks)
    most = usual * rule.number("times_usual") if usual > 0 else None
    return Ceiling("moving_min", usual, most, rule.id)


def _longest(days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge) -> Ceiling:
    rule = knowledge.rules[DURATION_RULE]
    window = timedelta(days=rule.number("longest_window_days"))
    fresh = timedelta(days=rule.number("new_longest_days"))
    near = [row for row in days if last_day - window < row.day]
    longest_m = max((row.longest_m for row in near), default=0.0)
    if not longest_m:
        return Ceiling("longest_m", None, None, rule.id)
    earlier_m = max((row.longest_m for row in near if row.day <= last_day - fresh), default=0.0)
    # The first run after a month off is a new longest one too, as in today's rule.
    is_new = earlier_m < longest_m
    percent = rule.number("longest_after_new_percent" if is_new else "longest_percent")
    return Ceiling("longest_m", longest_m, longest_m * percent / PERCENT, rule.id)


def _fast_share(days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge) -> Ceiling:
    rule = knowledge.rules[INTENSITY_RULE]
    weeks = _compared(days, last_day, rule.number("weeks_compared"))
    if weeks is None:
        return Ceiling("fast_share", None, None, rule.id)
    sums = add_sums([week.sums for week in weeks])
    usual, lacks = sums.fast_share, sums.fast_s.lacks
    if usual is None:
        return Ceiling("fast_share", None, None, rule.id, lacks)
    most = min(rule.number("most_share"), usual + rule.number("more_share"))
    return Ceiling("fast_share", usual, most, rule.id, lacks)


def _exceeded(
    days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge
) -> tuple[Exceeded, ...]:
    """Return what the week that ends on a day went above, by the ceilings of the day before it."""
    before = last_day - WEEK
    ceilings = _ceilings([row for row in days if row.day <= before], before, knowledge)
    week = rolling_weeks(days, last_day, 1)[0]
    moving_s = week.sums.moving_s.complete
    values: dict[Measure, float | None] = {
        "runs": float(week.runs),
        "moving_min": None if moving_s is None else moving_s / SECONDS_PER_MINUTE,
        "longest_m": week.longest_m,
        # A share of a part of the runs may be above where that of all is not.
        "fast_share": None if week.sums.fast_s.lacks else week.sums.fast_share,
    }
    found = []
    for ceiling in ceilings:
        value = values[ceiling.measure]
        if value is not None and ceiling.most is not None and value > ceiling.most:
            found.append(Exceeded(ceiling.measure, value, ceiling.most, ceiling.rule))
    return tuple(found)
