"""Which runs the knee had settled from by the next morning.

A run counts as settled when the check-in after it says that pain was back at its usual level the
next morning; without a check-in only when it was run before the complaint began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from trochlea.model import CheckIn, Run

A_DAY = timedelta(days=1)


def _settled(score: int | None, usual: int | None) -> bool | None:
    if score is None:
        return None
    return score <= (usual or 0)


def settled_within_hour(checkin: CheckIn) -> bool | None:
    """Return whether pain was back at its usual level an hour after; None where unknown.

    Without a usual level only 0 of 10 counts as settled.
    """
    return _settled(checkin.pain_hour_after, checkin.pain_before)


def settled_by_morning(checkin: CheckIn) -> bool | None:
    """Return whether pain was back at its usual level next morning; None where unknown.

    Without a usual level only 0 of 10 counts as settled.
    """
    return _settled(checkin.pain_next_morning, checkin.pain_before)


def run_had_settled(
    run: Run, runs: Sequence[Run], checkins: Sequence[CheckIn], before: date | None
) -> bool | None:
    """Return whether every sore knee had settled from a run by next morning; None where unknown.

    Args:
        run: The run in question.
        runs: All runs, to find the next one: a check-in belongs to the last run before it.
        checkins: Of any knee. A knee counts once it has a check-in; a morning's score counts for
            runs of an earlier day only.
        before: Runs before this day were before the complaint, next morning and all; None where
            that is unknown. A run of this day or the next is never known to have settled.
    """
    until = min((row.start_time for row in runs if row.start_time > run.start_time), default=None)
    known = [row for row in checkins if until is None or row.observed_at <= until]
    own = [row for row in known if row.observed_at > run.start_time]
    if not own:
        return True if before is not None and run.day < before else None
    mornings = [row for row in own if row.observed_at.date() > run.day]
    verdicts = [
        _of_knee(row for row in mornings if row.knee == knee)
        for knee in sorted({row.knee for row in known})
    ]
    if False in verdicts:
        return False
    # The run of the day before the complaint, or of its first day, may have brought it on.
    brought_on = before is not None and before <= run.day <= before + A_DAY
    return None if None in verdicts or brought_on else True


def _of_knee(checkins: Iterable[CheckIn]) -> bool | None:
    verdicts = {settled_by_morning(row) for row in checkins} - {None}
    return False not in verdicts if verdicts else None


def longest_settled_run(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    before: date | None,
    now: datetime,
    window_days: float,
) -> Run | None:
    """Return the longest run of the window that had settled by the next morning, or None."""
    return _longest(runs, checkins, before, now, window_days, (True,))


def longest_not_unsettled(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    before: date | None,
    now: datetime,
    window_days: float,
) -> Run | None:
    """Return the longest run of the window that no check-in contradicts, or None."""
    return _longest(runs, checkins, before, now, window_days, (True, None))


def settled_runs(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    before: date | None,
    now: datetime,
    window_days: float,
    accepted: tuple[bool | None, ...] = (True,),
) -> tuple[Run, ...]:
    """Return the runs of the window that had settled by the next morning, in their order."""
    since = now - timedelta(days=window_days)
    return tuple(
        row
        for row in runs
        if since < row.start_time <= now
        and run_had_settled(row, runs, checkins, before) in accepted
    )


def _longest(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    before: date | None,
    now: datetime,
    window_days: float,
    accepted: tuple[bool | None, ...],
) -> Run | None:
    found = settled_runs(runs, checkins, before, now, window_days, accepted)
    return max(found, key=lambda row: (row.distance_m, row.activity_id), default=None)
