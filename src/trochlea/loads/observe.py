"""What the watch saw, as observations: it stands beside the answers, with its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from trochlea.knowledge import Knowledge
from trochlea.loads.spike import Spike, is_spike, session_spike
from trochlea.model import Observation, Run


def spikes_before_onset(
    runs: Sequence[Run], onset: date, knowledge: Knowledge
) -> tuple[Spike, ...]:
    """Return the runs of the weeks before a day that were spikes, largest ratio first."""
    rule = knowledge.rules["session_spike"]
    since = onset - timedelta(days=rule.number("before_onset_days"))
    near = [run for run in runs if since <= run.day <= onset and is_spike(run, runs, rule)]
    spikes = [session_spike(run, runs, rule) for run in near]
    return tuple(sorted(spikes, key=lambda row: (-(row.ratio or 0.0), row.run.activity_id)))


def observe_loads(
    runs: Sequence[Run], complaint_began: date | None, now: datetime, knowledge: Knowledge
) -> tuple[Observation, ...]:
    """Return what the runs show: whether load jumped before the complaint began.

    Args:
        runs: The runner's runs.
        complaint_began: First day of the complaint; today where unknown.
        now: When the observation is made, with its offset.
        knowledge: Gives the spike rule.

    A run entered by hand counts like any other: the jump is measured, not answered. It is
    reported only where it was seen; runs that saw none say nothing, because others may be missing.
    """
    onset = complaint_began or now.date()
    spikes = spikes_before_onset(runs, onset, knowledge)
    if not spikes:
        return ()
    largest = spikes[0]
    return (
        Observation(
            finding="recent_load_jump",
            value=True,
            side="none",
            observed_at=now,
            source="watch",
            low=None if largest.ratio is None else round(largest.ratio, 3),
            ref=largest.run.activity_id,
        ),
    )
