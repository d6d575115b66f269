"""Lasting: what the journal holds of a knee, gathered for what it shows over weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from trochlea.assess import Past, observe_persistence
from trochlea.knowledge import Knowledge
from trochlea.model import KNEES, Assessment, Knee, Observation, Run
from trochlea.workflow.records import from_json
from trochlea.workflow.told import ONSET, complaint_began

if TYPE_CHECKING:
    from trochlea.journal import Journal

# What is read of the diary: more than any window that the rule `persistence` looks through.
LOOK_BACK = timedelta(days=120)


def lasting_observations(
    journal: Journal,
    told: Sequence[Observation],
    runs: Sequence[Run],
    now: datetime,
    knowledge: Knowledge,
) -> tuple[Observation, ...]:
    """Return what the diary shows of each knee that the new answers speak of.

    Args:
        journal: The runner's store.
        told: The new answers.
        runs: The runner's runs.
        now: The moment of the new check.
        knowledge: Gives the rule.
    """
    knees = [knee for knee in KNEES if any(row.side in (knee, "both") for row in told)]
    if not knees:
        return ()
    checkins = journal.checkins(since=now - LOOK_BACK)
    last_run = max((run.day for run in runs if run.start_time <= now), default=None)
    checks = _checks(journal, now)
    began = complaint_began((*_earlier_onset(journal, now), *told))
    found = [
        observe_persistence(
            Past(
                knee=knee,
                checks=tuple(moment for moment, sore in checks if knee in sore),
                checkins=tuple(row for row in checkins if row.knee == knee),
                began=began,
                last_run=last_run,
            ),
            now,
            knowledge,
        )
        for knee in knees
    ]
    return tuple(dict.fromkeys(row for rows in found for row in rows))


def _checks(journal: Journal, now: datetime) -> list[tuple[datetime, frozenset[Knee]]]:
    """Return the moments of earlier checks with the knees that had a complaint then."""
    rows = []
    for stored in journal.assessments():
        if stored.assessed_at < now:
            made = from_json(Assessment, stored.payload_json)
            sore = frozenset(
                knee for row in made.differentials for knee in KNEES if row.knee == knee
            )
            rows.append((stored.assessed_at, sore))
    return rows


def _earlier_onset(journal: Journal, now: datetime) -> tuple[Observation, ...]:
    return tuple(
        row
        for row in journal.observations(since=now - LOOK_BACK, findings=[ONSET])
        if row.observed_at <= now
    )
