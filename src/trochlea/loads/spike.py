"""Session-specific spike: this run against the longest run of the 30 days before it.

Schuster Brandt Frandsen et al. 2025 (Br J Sports Med 59:1203, 5205 runners): hazard rate ratios
by band, adjusted, of runners who were not asked about a painful knee. Bands, not a curve: never
interpolated. No run in the window means a restart, and the ratio is undefined.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from trochlea.knowledge.schema import Band, Rule
from trochlea.model import Run


@dataclass(frozen=True, slots=True)
class Spike:
    """One run against what came before it.

    Attributes:
        run: The run.
        longest_before_m: Longest run of the window before it, metres; None for a restart.
        ratio: Distance over that longest, or None for a restart.
        band: The published band the ratio falls into, or None for a restart.
    """

    run: Run
    longest_before_m: float | None
    ratio: float | None
    band: Band | None

    @property
    def is_restart(self) -> bool:
        """No run in the window before it: there is nothing to compare with, and no band."""
        return self.longest_before_m is None


def longest_before(runs: Sequence[Run], moment: datetime, window_days: float) -> Run | None:
    """Return the longest run that started in the window before a moment, its edge among them."""
    since = moment - timedelta(days=window_days)
    found = [row for row in runs if since <= row.start_time < moment]
    return max(found, key=lambda row: (row.distance_m, row.activity_id), default=None)


def session_spike(run: Run, runs: Sequence[Run], rule: Rule) -> Spike:
    """Return how long a run was against the longest of the window before it.

    Args:
        run: The run in question; it may be among `runs`.
        runs: The runner's runs.
        rule: The knowledge rule `session_spike` with its window and bands.
    """
    longest = longest_before(runs, run.start_time, rule.number("window_days"))
    return _against(run, None if longest is None else longest.distance_m, rule)


def session_spikes(runs: Sequence[Run], rule: Rule) -> tuple[Spike, ...]:
    """Return `session_spike` of every run, oldest first, in one walk over them.

    Args:
        runs: The runner's runs, in any order.
        rule: The knowledge rule `session_spike` with its window and bands.
    """
    window = timedelta(days=rule.number("window_days"))
    ordered = sorted(runs, key=lambda row: (row.start_time, row.activity_id))
    # Runs of the window that no later one is longer than: the first of them is the longest.
    longest: deque[Run] = deque()
    found, taken = [], 0
    for run in ordered:
        while ordered[taken].start_time < run.start_time:
            while longest and longest[-1].distance_m <= ordered[taken].distance_m:
                longest.pop()
            longest.append(ordered[taken])
            taken += 1
        while longest and longest[0].start_time < run.start_time - window:
            longest.popleft()
        found.append(_against(run, longest[0].distance_m if longest else None, rule))
    return tuple(found)


def _against(run: Run, longest_m: float | None, rule: Rule) -> Spike:
    if not longest_m or longest_m <= 0:
        return Spike(run, None, None, None)
    ratio = run.distance_m / longest_m
    band = next((row for row in rule.bands if row.up_to is None or ratio <= row.up_to), None)
    return Spike(run, longest_m, ratio, band)


def is_spike(run: Run, runs: Sequence[Run], rule: Rule) -> bool:
    """Return whether a run was above the stated ratio to the longest of the window before."""
    ratio = session_spike(run, runs, rule).ratio
    return ratio is not None and ratio > rule.number("spike_above")
