"""The runner's own cadence at each speed: a robust line through stretches of their own runs.

Theil-Sen: the middle of the slopes between all pairs, so that a few odd stretches do not turn it.
It holds near the speeds that the runner has run; beyond, their own cadence is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from trochlea.knowledge.schema import Rule
from trochlea.model.run_summary import RunSummary


@dataclass(frozen=True, slots=True)
class OwnCadence:
    """Steps per minute of both feet as a line over speed.

    Attributes:
        at_middle_spm: Cadence at the middle speed.
        middle_mps: That speed, m/s.
        slope_spm_per_mps: Rise of cadence with speed; 0 where the speeds lie too close together.
        low_mps, high_mps: Where the line holds.
        runs: How many runs it was drawn from.
    """

    at_middle_spm: float
    middle_mps: float
    slope_spm_per_mps: float
    low_mps: float
    high_mps: float
    runs: int

    def at(self, speed_mps: float) -> float | None:
        """Return the runner's own cadence at a speed in m/s, or None where it is not known."""
        if not self.low_mps <= speed_mps <= self.high_mps:
            return None
        return self.at_middle_spm + self.slope_spm_per_mps * (speed_mps - self.middle_mps)


def own_cadence(
    summaries: Sequence[RunSummary], rule: Rule, flat_pct: float, slowest_mps: float
) -> OwnCadence | None:
    """Return the runner's own cadence over speed, or None with too few runs for it.

    Args:
        summaries: Of the runner's runs; the caller chooses which weeks.
        rule: The knowledge rule `knee_own_cadence`.
        flat_pct: Grade up or down, %, that counts as flat; hills change the step.
        slowest_mps: Slowest speed that is taken for running, m/s.
    """
    found = [
        (row.activity_id, speed, cadence)
        for row in summaries
        for speed, cadence in _stretches(row, rule.number("shortest"), flat_pct)
        if speed >= slowest_mps
    ]
    runs = len({name for name, _, _ in found})
    if runs < rule.number("fewest_runs") or len(found) < rule.number("fewest_points"):
        return None
    points = _thinned([(speed, cadence) for _, speed, cadence in found], rule)
    speeds = [speed for speed, _ in points]
    middle = median(speeds)
    wide = max(speeds) - min(speeds) >= rule.number("narrow")
    slope = _middle_slope(points) if wide else 0.0
    margin = rule.number("margin")
    return OwnCadence(
        at_middle_spm=median(cadence - slope * (speed - middle) for speed, cadence in points),
        middle_mps=middle,
        slope_spm_per_mps=slope,
        low_mps=min(speeds) - margin,
        high_mps=max(speeds) + margin,
        runs=runs,
    )


def _stretches(
    summary: RunSummary, shortest_s: float, flat_pct: float
) -> Iterator[tuple[float, float]]:
    """Yield speed and cadence of flat stretches: windows, or cells where there are none."""
    for row in summary.windows or summary.cells:
        flat = row.grade_pct is None or abs(row.grade_pct) <= flat_pct
        cadence = row.cadence_spm
        if cadence is not None and cadence > 0 and flat and row.seconds >= shortest_s:
            yield row.speed_mps, cadence


def _thinned(points: list[tuple[float, float]], rule: Rule) -> list[tuple[float, float]]:
    """Return so many points that all pairs can be looked at, spread evenly over the speeds."""
    ordered = sorted(points)
    step = max(1, -(-len(ordered) // int(rule.number("most_points"))))
    return ordered[step // 2 :: step]


def _middle_slope(points: Sequence[tuple[float, float]]) -> float:
    slopes = [
        (right[1] - left[1]) / (right[0] - left[0])
        for index, left in enumerate(points)
        for right in points[index + 1 :]
        if right[0] > left[0]
    ]
    return median(slopes) if slopes else 0.0
