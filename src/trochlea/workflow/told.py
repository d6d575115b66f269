"""Single facts read out of what was told at one check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from trochlea.model import Answers, Observation

ONSET = "days_since_onset"


def told_in(answers: Answers, observed_at: datetime) -> tuple[Observation, ...]:
    """Return what stored answers say, without what is derived from them (age, mass index)."""
    general = [
        Observation(key, value, "none", observed_at, "answer")
        for key, value in answers.general.items()
    ]
    of_knees = [
        Observation(key, value, knee, observed_at, "answer")
        for knee, values in answers.knees.items()
        for key, value in values.items()
    ]
    return (*general, *of_knees)


def complaint_began(observations: Sequence[Observation]) -> date | None:
    """Return the first day of the complaint as answered (of two knees the earlier), or None."""
    days = [
        row.observed_at.date() - timedelta(days=float(row.value))
        for row in observations
        if row.finding == ONSET and isinstance(row.value, int | float)
    ]
    return min(days, default=None)


def told_number(observations: Sequence[Observation], finding: str) -> float | None:
    """Return the number given for a finding without a side, or None where there is none."""
    for row in observations:
        if row.finding == finding and isinstance(row.value, int | float):
            return float(row.value)
    return None
