"""How to run what is advised: pace, step rate and terrain, from the runs the knee settled from.

Notes only: nothing here makes a light greener or a distance longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from trochlea.knowledge import Knowledge
from trochlea.loads.settling import settled_runs
from trochlea.model import Light, Reason, Run, RunHow
from trochlea.plan.distance import (
    PERCENT,
    DistanceAdvice,
    before_complaint,
    past_checkins,
    past_runs,
)
from trochlea.plan.inputs import TodayInputs
from trochlea.plan.verdict import NOTE, because
from trochlea.units import METRES_PER_KM


def advise_how(
    inputs: TodayInputs, distance: DistanceAdvice, light: Light, knowledge: Knowledge
) -> tuple[RunHow | None, tuple[Reason, ...]]:
    """Return pace, cadence and terrain with their reasons; None where no distance is left.

    Args:
        inputs: All that the advice is made of.
        distance: What is advised; a walk-run session gets terrain alone.
        light: Green or amber; amber is flat ground, also for who ran hills lately.
        knowledge: Gives the rules.
    """
    if distance.walk_run is None and not distance.max_distance_m:
        return None, ()
    settled = () if distance.walk_run else _settled(inputs, knowledge)
    pace_s_per_km = _pace_s_per_km(settled, knowledge)
    cadence_spm = _cadence_spm(settled, knowledge)
    descent_m_per_km = _descent_m_per_km(settled, light, knowledge)
    reasons = [_terrain_reason(descent_m_per_km, knowledge)]
    if cadence_spm is not None:
        reasons.insert(0, because(knowledge, "advised_cadence", NOTE, cadence_spm=cadence_spm))
    if pace_s_per_km is not None:
        reasons.insert(0, because(knowledge, "advised_pace", NOTE, pace_s_per_km=pace_s_per_km))
    return RunHow(pace_s_per_km, cadence_spm, descent_m_per_km), tuple(reasons)


def _settled(inputs: TodayInputs, knowledge: Knowledge) -> tuple[Run, ...]:
    window_days = knowledge.rules["advised_pace"].number("window_days")
    before = before_complaint(inputs, knowledge.rules["distance_longest_settled"])
    checkins = past_checkins(inputs)
    return settled_runs(past_runs(inputs), checkins, before, inputs.now, window_days)


def _pace_s_per_km(settled: Sequence[Run], knowledge: Knowledge) -> float | None:
    """Return the middle pace; of an even number the slower of the two in the middle."""
    rule = knowledge.rules["advised_pace"]
    all_paces = (
        row.moving_s / row.distance_m * METRES_PER_KM
        for row in settled
        if row.moving_s and row.distance_m >= rule.number("shortest_run_m")
    )
    paces = sorted(pace for pace in all_paces if pace >= rule.number("fastest_s_per_km"))
    if len(paces) < rule.number("fewest_runs"):
        return None
    return round(paces[len(paces) // 2])


def _cadence_spm(settled: Sequence[Run], knowledge: Knowledge) -> float | None:
    rule = knowledge.rules["advised_cadence"]
    own = [row.mean_cadence_spm for row in settled if row.mean_cadence_spm]
    if len(own) < rule.number("fewest_runs"):
        return None
    return round(median(own) * rule.number("lowest_percent") / PERCENT)


def _descent_m_per_km(settled: Sequence[Run], light: Light, knowledge: Knowledge) -> float | None:
    """Return None for flat ground, or on green the descent that the knee has settled from."""
    if light != "green":
        return None
    known = [
        row.descent_m / row.distance_m * METRES_PER_KM
        for row in settled
        if row.descent_m is not None and row.distance_m > 0
    ]
    rule = knowledge.rules["advised_terrain"]
    if len(known) < rule.number("fewest_runs"):
        return None
    usual = round(median(known))
    return usual if usual > rule.number("flat_m_per_km") else None


def _terrain_reason(descent_m_per_km: float | None, knowledge: Knowledge) -> Reason:
    if descent_m_per_km is None:
        return because(knowledge, "advised_terrain", NOTE)
    under = "advised_terrain"
    return because(knowledge, "advised_descent", NOTE, under, metres_a_km=descent_m_per_km)
