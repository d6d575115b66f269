"""What the watch saw, as observations: it stands beside the answers, with its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads.spike import Spike, is_spike, session_spike
from trochlea.model import Observation, Run
from trochlea.units import METRES_PER_KM


def spikes_before_onset(
    runs: Sequence[Run], onset: date, knowledge: Knowledge
) -> tuple[Spike, ...]:
    """Return the runs of the weeks before a day that were spikes, largest ratio first.

    A first run after a window without one has no ratio; where earlier runs are on record and it
    was as long as the rule says, it is among them, last. Nothing against nothing is no jump.
    """
    rule = knowledge.rules["session_spike"]
    since = onset - timedelta(days=rule.number("before_onset_days"))
    near = [
        run
        for run in runs
        if since <= run.day <= onset and (is_spike(run, runs, rule) or _is_back(run, runs, rule))
    ]
    spikes = [session_spike(run, runs, rule) for run in near]
    return tuple(sorted(spikes, key=lambda row: (-(row.ratio or 0.0), row.run.activity_id)))


def _is_back(run: Run, runs: Sequence[Run], rule: Rule) -> bool:
    """Return whether a run is the first of some length after a window without any."""
    restart = session_spike(run, runs, rule).is_restart
    known = any(row.start_time < run.start_time for row in runs)
    return restart and known and run.distance_m >= rule.number("restart_least_m")


def observe_loads(
    runs: Sequence[Run], complaint_began: date | None, now: datetime, knowledge: Knowledge
) -> tuple[Observation, ...]:
    """Return what the runs show: a jump of load or more descent before onset, a low step rate.

    Args:
        runs: The runner's runs.
        complaint_began: First day of the complaint; today where unknown.
        now: When the observation is made, with its offset.
        knowledge: Gives the rules.

    A run entered by hand counts like any other: the jump is measured, not answered. Each is
    reported only where it was seen; runs that saw none say nothing, because others may be missing.
    """
    onset = complaint_began or now.date()
    found = (
        _jump(runs, onset, now, knowledge),
        _descent(runs, onset, now, knowledge),
        _step_rate(runs, onset, now, knowledge),
    )
    return tuple(row for row in found if row is not None)


def _seen(finding: str, now: datetime, low: float | None, ref: str | None) -> Observation:
    return Observation(finding, True, "none", now, "watch", low=low, ref=ref)


def _jump(
    runs: Sequence[Run], onset: date, now: datetime, knowledge: Knowledge
) -> Observation | None:
    spikes = spikes_before_onset(runs, onset, knowledge)
    if not spikes:
        return None
    ratio = spikes[0].ratio
    low = None if ratio is None else round(ratio, 3)
    return _seen("recent_load_jump", now, low, spikes[0].run.activity_id)


def _descent(
    runs: Sequence[Run], onset: date, now: datetime, knowledge: Knowledge
) -> Observation | None:
    rule = knowledge.rules["hills_before_onset"]
    near = onset - timedelta(days=rule.number("before_onset_days"))
    far = near - timedelta(days=rule.number("compared_days"))
    lately = [row for row in runs if near <= row.day <= onset and row.descent_m is not None]
    before = [row for row in runs if far <= row.day < near and row.descent_m is not None]
    if min(len(lately), len(before)) < rule.number("fewest_runs"):
        return None
    now_m_per_km, then_m_per_km = _descent_per_km(lately), _descent_per_km(before)
    more = now_m_per_km >= rule.number("times_before") * then_m_per_km
    if not more or now_m_per_km < rule.number("least_m_per_km"):
        return None
    return _seen("new_downhill", now, round(now_m_per_km, 1), None)


def _descent_per_km(runs: Sequence[Run]) -> float:
    km = sum(row.distance_m for row in runs) / METRES_PER_KM
    return sum(row.descent_m or 0.0 for row in runs) / km if km else 0.0


def _step_rate(
    runs: Sequence[Run], onset: date, now: datetime, knowledge: Knowledge
) -> Observation | None:
    rule = knowledge.rules["step_rate"]
    since = onset - timedelta(days=rule.number("window_days"))
    rates = [
        row.mean_cadence_spm
        for row in runs
        if row.day >= since and row.mean_cadence_spm is not None
    ]
    if len(rates) < rule.number("fewest_runs") or median(rates) > rule.number("low_at_most"):
        return None
    return _seen("low_cadence", now, round(median(rates), 1), None)
