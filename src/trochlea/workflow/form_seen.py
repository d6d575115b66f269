"""What the watch shows of form over weeks, as observations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from trochlea.knowledge import Knowledge
from trochlea.model import Observation, Run, RunSummary


def form_observations(
    runs: Sequence[Run], summaries: Sequence[RunSummary], now: datetime, knowledge: Knowledge
) -> tuple[Observation, ...]:
    """Return the changes of form that are beyond noise and for which a finding stands.

    Args:
        runs: The runner's runs of the last months.
        summaries: Of those runs.
        now: When it is observed, with its offset.
        knowledge: Gives the rules.
    """
    earlier = [row for row in runs if row.start_time <= now]
    if not earlier or not any(row.windows for row in summaries):
        return ()
    # Loaded here: a runner without a watch does not pay for it.
    from trochlea.loads.watch_form import form_changes, observe_form

    return observe_form(form_changes(earlier, summaries, now, knowledge), now, knowledge)
