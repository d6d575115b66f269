"""Persistence: what the diary shows over time, as observations beside the answers.

A runner forgets how a knee was six weeks ago; the journal does not. What is seen here is only
ever a "yes": a diary with holes cannot show that something was not there. All numbers come from
the rule `persistence`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.model import CheckIn, Knee, Observation, Side


@dataclass(frozen=True, slots=True)
class Past:
    """What the journal holds of one knee before a check.

    Attributes:
        knee: Which knee.
        checks: Moments of earlier full checks in which this knee had a complaint.
        checkins: Its check-ins, in any order.
        began: First day of the complaint, or None where it was never said.
        last_run: Day of the last run known, or None where none is known.
    """

    knee: Knee
    checks: tuple[datetime, ...]
    checkins: tuple[CheckIn, ...]
    began: date | None
    last_run: date | None


def observe_persistence(
    past: Past, now: datetime, knowledge: Knowledge
) -> tuple[Observation, ...]:
    """Return what lasted, came back or grew, by the diary of one knee.

    Args:
        past: What the journal holds of it.
        now: The moment of the new check, with its offset.
        knowledge: Gives the rule.
    """
    rule = knowledge.rules["persistence"]
    rows = sorted(past.checkins, key=lambda row: row.observed_at)
    known = [row for row in rows if row.observed_at <= now]
    seen = (
        ("second_contact_within_week", _came_twice(past, now, rule)),
        ("not_better_after_week_rest", _no_better_after_rest(past, known, now, rule)),
        ("not_better_after_6_weeks", _no_better_after_weeks(past, known, now, rule)),
        ("recurrent_swelling", _swelling_came_back(known, now, rule)),
        ("pain_growing_over_weeks", _grows(known, now, rule)),
    )
    return tuple(
        Observation(finding, True, _side(finding, past.knee, knowledge), now, "journal")
        for finding, shown in seen
        if shown
    )


def _side(finding: str, knee: Knee, knowledge: Knowledge) -> Side:
    return knee if knowledge.findings[finding].per_knee else "none"


def _days(rule: Rule, name: str) -> timedelta:
    return timedelta(days=rule.number(name))


def _came_twice(past: Past, now: datetime, rule: Rule) -> bool:
    apart = timedelta(hours=rule.number("same_visit_hours"))
    return any(apart <= now - moment <= _days(rule, "week_days") for moment in past.checks)


def _worst(rows: Sequence[CheckIn], since: datetime, until: datetime) -> list[int]:
    return [
        row.worst_pain
        for row in rows
        if since <= row.observed_at <= until and row.worst_pain is not None
    ]


def _no_better(before: Sequence[int], lately: Sequence[int], rule: Rule) -> bool:
    """Return whether pain is still there and did not fall by what counts as a change."""
    if not before or not lately or max(lately) == 0:
        return False
    return fmean(before) - fmean(lately) < rule.number("smallest_change")


def _no_better_after_rest(past: Past, rows: Sequence[CheckIn], now: datetime, rule: Rule) -> bool:
    week = _days(rule, "week_days")
    if past.last_run is None or now.date() - past.last_run < week:
        return False
    stopped = now - (now.date() - past.last_run)
    before = _worst(rows, stopped - week, stopped + _days(rule, "last_run_days"))
    return _no_better(before, _worst(rows, now - _days(rule, "lately_days"), now), rule)


def _no_better_after_weeks(past: Past, rows: Sequence[CheckIn], now: datetime, rule: Rule) -> bool:
    week, long = _days(rule, "week_days"), _days(rule, "long_days")
    if past.began is None or now.date() - past.began < long or not rows:
        return False
    first = rows[0].observed_at
    if now - first < long - week:
        return False
    return _no_better(_worst(rows, first, first + week), _worst(rows, now - week, now), rule)


def _swelling_came_back(rows: Sequence[CheckIn], now: datetime, rule: Rule) -> bool:
    """Return whether swelling was told, then denied for a week or more, then told again."""
    since = now - _days(rule, "look_back_days")
    told = [row for row in rows if row.observed_at >= since and row.new_swelling is not None]
    return any(
        later.new_swelling and last - first >= _days(rule, "week_days")
        for first, last, later in _quiet_spells(told)
    )


def _quiet_spells(rows: Sequence[CheckIn]) -> Iterator[tuple[datetime, datetime, CheckIn]]:
    """Yield first and last moment of a spell between two swellings, and the second swelling."""
    swollen, first, last = False, None, None
    for row in rows:
        if row.new_swelling:
            if swollen and first is not None and last is not None:
                yield first, last, row
            swollen, first, last = True, None, None
        elif swollen:
            first, last = first or row.observed_at, row.observed_at


def _grows(rows: Sequence[CheckIn], now: datetime, rule: Rule) -> bool:
    half = _days(rule, "growing_days")
    before = _worst(rows, now - 2 * half, now - half)
    lately = _worst(rows, now - half, now)
    least = rule.number("growing_checkins")
    if min(len(before), len(lately)) < least:
        return False
    return fmean(lately) - fmean(before) >= rule.number("smallest_change")
