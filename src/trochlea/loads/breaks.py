"""Breaks from running, returns after them, days with two runs and weeks with a race.

What is not on record is not known: a break here is one in the journal. A race is one that the
runner told of; none is guessed from its speed or length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from trochlea.knowledge import Knowledge
from trochlea.loads.days import RunnerDay
from trochlea.loads.weeks import Week

BREAKS_RULE = "training_breaks"


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a run, long enough to count as a break.

    Attributes:
        last_run_on: The last day with a run before it.
        days: Days from that day to the next run, or to today where it is still open.
        returned_on: First day with a run after it; None where there is none yet.
    """

    last_run_on: date
    days: int
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class Return:
    """The first weeks after a break.

    Attributes:
        gap: The break.
        first_run_m: The longest run of the first day back.
        longest_before_m: The longest run in the stated days before the break.
        ratio: The first over the second; None where there was no distance before.
        runs: Runs in the weeks that count as the return.
        distance_m: Their metres together.
        rule: Rule that says what counts.
    """

    gap: Gap
    first_run_m: float
    longest_before_m: float
    ratio: float | None
    runs: int
    distance_m: float
    rule: str = BREAKS_RULE


def gaps(days: Sequence[RunnerDay], today: date, knowledge: Knowledge) -> tuple[Gap, ...]:
    """Return the breaks up to today, oldest first; the last may be still open.

    Args:
        days: Rows of `day_table`, oldest first.
        today: The runner's own day. Runs after it are not looked at.
        knowledge: Gives `training_breaks`.
    """
    least = knowledge.rules[BREAKS_RULE].number("gap_days")
    ran = [row.day for row in days if row.day <= today]
    found = [
        Gap(one, (following - one).days, following)
        for one, following in pairwise(ran)
        if (following - one).days >= least
    ]
    if ran and (today - ran[-1]).days >= least:
        found.append(Gap(ran[-1], (today - ran[-1]).days, None))
    return tuple(found)


def returns(days: Sequence[RunnerDay], today: date, knowledge: Knowledge) -> tuple[Return, ...]:
    """Return how running began again after each break that is over, oldest first.

    Args:
        days: Rows of `day_table`, oldest first.
        today: The runner's own day.
        knowledge: Gives `training_breaks`.
    """
    rule = knowledge.rules[BREAKS_RULE]
    before = timedelta(days=rule.number("before_gap_days"))
    after = timedelta(days=rule.number("return_days"))
    until = [row for row in days if row.day <= today]
    dates = [row.day for row in until]
    found = []
    for gap in gaps(until, today, knowledge):
        if gap.returned_on is None:
            continue
        left, back_on = bisect_right(dates, gap.last_run_on), bisect_left(dates, gap.returned_on)
        earlier = until[bisect_right(dates, gap.last_run_on - before) : left]
        back = until[back_on : bisect_left(dates, gap.returned_on + after)]
        longest_m = max(row.longest_m for row in earlier)
        found.append(
            Return(
                gap=gap,
                first_run_m=back[0].longest_m,
                longest_before_m=longest_m,
                ratio=back[0].longest_m / longest_m if longest_m > 0 else None,
                runs=sum(row.runs for row in back),
                distance_m=sum(row.distance_m for row in back),
            )
        )
    return tuple(found)


def double_days(days: Sequence[RunnerDay]) -> tuple[RunnerDay, ...]:
    """Return the days with two runs or more, in their order."""
    return tuple(row for row in days if row.runs > 1)


def race_weeks(weeks: Sequence[Week]) -> tuple[Week, ...]:
    """Return the weeks with a run that was told to be a race, in their order."""
    return tuple(week for week in weeks if week.races)
