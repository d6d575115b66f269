"""Training load from the runner's own runs: run and day tables, spikes, settled runs.

Pure calculators over `Run` records; every threshold comes from the rule files.
"""

from trochlea.loads.days import RunnerDay, SpanTotal, day_table, span_total, weekly_distances
from trochlea.loads.observe import observe_loads
from trochlea.loads.settling import (
    longest_not_unsettled,
    longest_settled_run,
    settled_by_morning,
    settled_within_hour,
)
from trochlea.loads.spike import Spike, is_spike, longest_before, session_spike

__all__ = [
    "RunnerDay",
    "SpanTotal",
    "Spike",
    "day_table",
    "is_spike",
    "longest_before",
    "longest_not_unsettled",
    "longest_settled_run",
    "observe_loads",
    "session_spike",
    "settled_by_morning",
    "settled_within_hour",
    "span_total",
    "weekly_distances",
]
