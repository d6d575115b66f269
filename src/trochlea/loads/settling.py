"""Which runs the knee had settled from by the next morning.

A run counts as settled when the check-in after it says that pain was back at its usual level the
next morning; without a check-in only when it was run before the complaint began.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from trochlea.model import CheckIn, Run


def usual_pain(checkin: CheckIn) -> int | None:
    """Return the usual level that settling is measured against; None where it was not given."""
    return checkin.pain_before


def _settled(score: int | None, usual: int | None) -> bool | None:
    if score is None:
        return None
    if usual is None:
        return True if score == 0 else None
    return score <= usual


def settled_within_hour(checkin: CheckIn) -> bool | None:
    """Return whether pain was back at its usual level an hour after; None where unknown.

    Without a usual level only 0 of 10 is known to be settled.
    """
    return _settled(checkin.pain_hour_after, usual_pain(checkin))


def settled_by_morning(checkin: CheckIn) -> bool | None:
    """Return whether pain was back at its usual level next morning; None where unknown."""
    return _settled(checkin.pain_next_morning, usual_pain(checkin))


def run_had_settled(
    run: Run, runs: Sequence[Run], checkins: Sequence[CheckIn], complaint_began: date | None
) -> bool | None:
    """Return whether the knee had settled from a run by next morning; None where unknown.

    Args:
        run: The run in question.
        runs: All runs, to find the next one: a check-in belongs to the last run before it.
        checkins: Of any knee; one knee that had not settled decides.
        complaint_began: First day of the complaint, or None where unknown.
    """
    nexts = [row.start_time for row in runs if row.start_time > run.start_time]
    until = min(nexts, default=None)
    own = [
        row
        for row in checkins
        if row.observed_at > run.start_time and (until is None or row.observed_at <= until)
    ]
    verdicts = {settled_by_morning(row) for row in own} - {None}
    if verdicts:
        return False not in verdicts
    if not own and complaint_began is not None and run.day < complaint_began:
        return True
    return None


def longest_settled_run(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    complaint_began: date | None,
    now: datetime,
    window_days: float,
) -> Run | None:
    """Return the longest run of the window that had settled by the next morning, or None."""
    since = now - timedelta(days=window_days)
    found = [
        row
        for row in runs
        if since <= row.start_time <= now and run_had_settled(row, runs, checkins, complaint_began)
    ]
    return max(found, key=lambda row: (row.distance_m, row.activity_id), default=None)
