"""Long-term load, short-term load and their balance, for those who know them as CTL, ATL and TSB.

Running means that forget slowly and quickly. They describe training; they say nothing of a knee,
predict no performance, and gate nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.loads.days import RunnerDay
from trochlea.units import SECONDS_PER_MINUTE

BALANCE_RULE = "training_load_balance"

LoadKind = Literal["session_load", "minutes"]


@dataclass(frozen=True, slots=True)
class LoadBalance:
    """One day of the two running means.

    Attributes:
        day: The day, with its own running counted.
        load: The load of the day; 0 on a day without a run.
        long_term_load: Usually called chronic training load (CTL) or fitness; None early on.
        short_term_load: Usually called acute training load (ATL) or fatigue; None early on.
        balance: Long-term less short-term load of the evening before, usually called training
            stress balance (TSB) or form; None where either is.
    """

    day: date
    load: float
    long_term_load: float | None
    short_term_load: float | None
    balance: float | None


@dataclass(frozen=True, slots=True)
class LoadHistory:
    """The two running means from the first run on record.

    Attributes:
        of: What the daily load is: exertion times minutes where every run was rated, else
            moving minutes; None where neither is known of every run.
        rule: Rule with the time constants and the caveat.
        rows: One a day, oldest first; none where the load is not known.
    """

    of: LoadKind | None
    rule: str
    rows: tuple[LoadBalance, ...]


def load_history(days: Sequence[RunnerDay], last_day: date, knowledge: Knowledge) -> LoadHistory:
    """Return long-term load, short-term load and balance of every day up to `last_day`.

    Args:
        days: Rows of `day_table`, oldest first.
        last_day: The last day wanted.
        knowledge: Gives `training_load_balance`.

    The mean moves by `1 - exp(-1 / time constant)` of the day's distance from it. The time
    constants of 42 and 7 days are defaults of Coggan's Performance Manager, a shortening of the
    impulse-response model of Banister (1975), and were not fitted to this runner or to knees.
    What was run before the record is unknown: it is taken as 0, and a mean is given only once
    that start has faded to the weight that the rule states. Both loads are in the unit of the
    daily load (arbitrary units, or minutes a day).
    """
    rows = [row for row in days if row.day <= last_day]
    kind = _kind(rows)
    if kind is None:
        return LoadHistory(None, BALANCE_RULE, ())
    rule = knowledge.rules[BALANCE_RULE]
    long_days, short_days = rule.number("long_days"), rule.number("short_days")
    settled = rule.number("settled_after")
    loads = {row.day: _load(row, kind) for row in rows}
    first = rows[0].day
    long_mean = short_mean = 0.0
    before: float | None = None
    found = []
    for number in range((last_day - first).days + 1):
        day = first + timedelta(days=number)
        load = loads.get(day, 0.0)
        long_mean += (load - long_mean) * -math.expm1(-1 / long_days)
        short_mean += (load - short_mean) * -math.expm1(-1 / short_days)
        long_told = long_mean if number + 1 >= settled * long_days else None
        short_told = short_mean if number + 1 >= settled * short_days else None
        found.append(LoadBalance(day, load, long_told, short_told, before))
        before = None if long_told is None or short_told is None else long_told - short_told
    return LoadHistory(kind, BALANCE_RULE, tuple(found))


def _kind(rows: Sequence[RunnerDay]) -> LoadKind | None:
    if not rows:
        return None
    if all(row.sums.session_load.complete is not None for row in rows):
        return "session_load"
    if all(row.sums.moving_s.complete is not None for row in rows):
        return "minutes"
    return None


def _load(row: RunnerDay, kind: LoadKind) -> float:
    if kind == "session_load":
        return row.sums.session_load.complete or 0.0
    return (row.sums.moving_s.complete or 0.0) / SECONDS_PER_MINUTE
