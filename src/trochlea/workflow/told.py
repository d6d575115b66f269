"""Single facts read out of what was told at one check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from trochlea.model import Observation


def complaint_began(observations: Sequence[Observation]) -> date | None:
    """Return the first day of the complaint as answered (of two knees the earlier), or None."""
    days = [
        row.observed_at.date() - timedelta(days=float(row.value))
        for row in observations
        if row.finding == "days_since_onset" and isinstance(row.value, int | float)
    ]
    return min(days, default=None)


def told_number(observations: Sequence[Observation], finding: str) -> float | None:
    """Return the number given for a finding without a side, or None where there is none."""
    for row in observations:
        if row.finding == finding and isinstance(row.value, int | float):
            return float(row.value)
    return None
