"""Training load from the runner's own runs: run, day and week tables, spikes, settled runs.

Pure calculators over `Run` and `RunSummary` records; every threshold comes from the rule files.
"""

from trochlea.loads.before_onset import (
    BeforeOnset,
    Change,
    OnsetWeek,
    observe_before_onset,
    week_value,
    weeks_before_onset,
)
from trochlea.loads.breaks import Gap, Return, double_days, gaps, race_weeks, returns
from trochlea.loads.days import (
    LoadSums,
    RunnerDay,
    SpanTotal,
    Total,
    day_table,
    span_total,
    weekly_distances,
)
from trochlea.loads.fitness import LoadBalance, LoadHistory, load_history
from trochlea.loads.observe import observe_loads
from trochlea.loads.progression import Ceiling, Exceeded, Progression, coming_week
from trochlea.loads.sessions import DownhillTime, SessionLoad, session_load, session_loads
from trochlea.loads.settling import (
    longest_not_unsettled,
    longest_settled_run,
    settled_by_morning,
    settled_within_hour,
)
from trochlea.loads.spike import Spike, is_spike, longest_before, session_spike, session_spikes
from trochlea.loads.weeks import LoadRatio, Week, calendar_weeks, rolling_weeks, week_ratios

__all__ = [
    "BeforeOnset",
    "Ceiling",
    "Change",
    "DownhillTime",
    "Exceeded",
    "Gap",
    "LoadBalance",
    "LoadHistory",
    "LoadRatio",
    "LoadSums",
    "OnsetWeek",
    "Progression",
    "Return",
    "RunnerDay",
    "SessionLoad",
    "SpanTotal",
    "Spike",
    "Total",
    "Week",
    "calendar_weeks",
    "coming_week",
    "day_table",
    "double_days",
    "gaps",
    "is_spike",
    "load_history",
    "longest_before",
    "longest_not_unsettled",
    "longest_settled_run",
    "observe_before_onset",
    "observe_loads",
    "race_weeks",
    "returns",
    "rolling_weeks",
    "session_load",
    "session_loads",
    "session_spike",
    "session_spikes",
    "settled_by_morning",
    "settled_within_hour",
    "span_total",
    "week_ratios",
    "week_value",
    "weekly_distances",
    "weeks_before_onset",
]
