"""Examining: what a clinician found goes into the journal with name and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from trochlea.journal import Journal
from trochlea.model import FindingValue, Observation, Side
from trochlea.workflow.checking import NOON


def keep_examination(
    journal: Journal,
    found: Sequence[tuple[str, FindingValue, Side]],
    by: str,
    on: date,
    now: datetime,
) -> tuple[Observation, ...]:
    """Keep a clinician's findings, and return them as they were kept.

    Args:
        journal: The runner's store.
        found: Finding, checked value and side.
        by: The clinician's name.
        on: The day of the examination; it counts from noon, and never later than now.
        now: The clock, with the runner's offset.
    """
    moment = min(datetime.combine(on, NOON, tzinfo=now.tzinfo), now)
    rows = tuple(
        Observation(finding, value, side, moment, "clinician", ref=by)
        for finding, value, side in found
    )
    journal.add_observations(None, rows)
    return rows
