"""Answering: a flag that rested on what nobody answered is settled by the answer itself.

A flag that was met by what a runner said stays open until a clinician clears it. One that was
raised because an item was left open never rested on anything said; it is settled by a later check
that answers the open items, says everything else again as it was, and no longer raises it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from trochlea.model import Assessment, FindingValue, Observation, RaisedFlag, Side

Told = dict[tuple[str, Side], FindingValue]


def is_answered(
    flag: RaisedFlag,
    made_at: datetime,
    later: Iterable[tuple[datetime, Assessment]],
    observations: Sequence[Observation],
) -> bool:
    """Return whether a later check settled a flag that rested on silence.

    Args:
        flag: As it was raised.
        made_at: When it was raised.
        later: Moments and assessments of checks, in any order.
        observations: All that was ever told.
    """
    if not flag.left_open:
        return False
    return any(
        moment > made_at
        and _settles(made, flag)
        and _says_again(flag, _told(observations, moment))
        for moment, made in later
    )


def _settles(made: Assessment, flag: RaisedFlag) -> bool:
    """Return whether a check neither raises the flag nor leaves it open."""
    raised = {(row.flag, row.side) for row in made.triage.red_flags}
    left = {(row.flag, row.side) for row in made.triage.unknown_red_flags}
    return (flag.flag, flag.side) not in raised | left


def _told(observations: Sequence[Observation], moment: datetime) -> Told:
    return {
        (row.finding, row.side): row.value
        for row in observations
        if row.observed_at == moment and row.source == "answer"
    }


def _says_again(flag: RaisedFlag, told: Told) -> bool:
    """Return whether the open items are answered, and what was seen is told again unchanged."""

    def value(finding: str) -> FindingValue:
        return told.get((finding, flag.side), told.get((finding, "none")))

    answered = all(value(finding) is not None for finding in flag.left_open)
    return answered and all(value(row.finding) == row.value for row in flag.seen)
