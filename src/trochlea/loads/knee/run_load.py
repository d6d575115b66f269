"""What a run loaded the kneecap joint with, from its cells or from its seconds, by one way.

Sums are over the steps of one leg. A damage-weighted sum counts each step as (its force / the
force of a reference step)^m, the reference being a flat step at 2.5 m/s at the runner's own
cadence: it is told in such steps, so that the level, which differs between people, falls out.
Running that the curve cannot judge is told as its share and never counted as zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.columns import Columns, Mask, columns_of_cells, unknown_rows
from trochlea.loads.knee.curve import STANDARD_GRAVITY, KneeCurve
from trochlea.loads.knee.interval import Interval
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.loads.knee.terms import (
    impulse_level,
    impulse_terms,
    log_shifts,
    ratio_of,
    step_terms,
    total,
)
from trochlea.model.run_summary import RunSummary
from trochlea.units import METRES_PER_KM

EXPONENT_NAMES = ("plain", "middle", "steep")


@dataclass(frozen=True, slots=True)
class WeightedLoad:
    """A damage-weighted sum, in reference steps.

    Attributes:
        exponent: How much more a hard step counts.
        steps: Reference steps of one leg that would count as much.
        steps_per_km: The same for each known kilometre.
    """

    exponent: float
    steps: Interval
    steps_per_km: Interval


@dataclass(frozen=True, slots=True)
class KneeLoad:
    """Load of the kneecap joint of one leg over the running that the curve can judge.

    Attributes:
        steps: Steps of one leg.
        relative_peak: Mean peak force of a step over that of the reference step.
        peak_bw: Mean peak force of a step, body weights; holds the spread between people.
        peak_n: The same in newtons, or None without a body mass.
        impulse_bw_s: Sum of impulse, body weights x seconds; nominal.
        impulse_bw_s_per_km: The same for each known kilometre.
        cumulative_bw: Sum of peak forces, body weights.
        cumulative_bw_per_km: The same for each known kilometre.
        weighted: Damage-weighted sums by exponent, smallest exponent first.
    """

    steps: Interval
    relative_peak: Interval
    peak_bw: Interval
    peak_n: Interval | None
    impulse_bw_s: Interval
    impulse_bw_s_per_km: Interval
    cumulative_bw: Interval
    cumulative_bw_per_km: Interval
    weighted: tuple[WeightedLoad, ...]


@dataclass(frozen=True, slots=True)
class RunLoad:
    """Load of one run, and how much of it is not known.

    Attributes:
        load: Of the known part; None where nothing is known.
        known_s: Seconds of running that the curve can judge.
        known_m: Metres of it.
        unknown_s: Seconds that it cannot, walking among them.
        unknown_why: Those seconds by reason: no_speed, too_slow, too_fast, too_steep, odd_cadence.
        marks: What weakens it: partly_unknown, cadence_unknown, steps_uncounted, grade_unknown,
            weaker.
    """

    load: KneeLoad | None
    known_s: float
    known_m: float
    unknown_s: float
    unknown_why: tuple[tuple[str, float], ...]
    marks: tuple[str, ...]

    @property
    def unknown_share(self) -> float | None:
        """Unknown over all seconds, or None for a run without time."""
        whole = self.known_s + self.unknown_s
        return self.unknown_s / whole if whole > 0 else None


def exponents(rule: Rule) -> tuple[float, ...]:
    """Return the exponents of the rule `knee_exponents`, smallest first."""
    return tuple(sorted(rule.number(name) for name in EXPONENT_NAMES))


def summary_load(
    curve: KneeCurve,
    powers: Sequence[float],
    summary: RunSummary,
    own: OwnCadence | None = None,
    mass_kg: float | None = None,
) -> RunLoad:
    """Return the load of a stored run summary.

    Args:
        curve: From `knee_curve`.
        powers: From `exponents`.
        summary: Of the run; its walking and its seconds without speed count as unknown.
        own: The runner's own cadence, or None.
        mass_kg: Body mass, for newtons only.
    """
    rows = columns_of_cells(summary.cells, own)
    more = (("no_speed", summary.unknown_s), ("too_slow", summary.walking_s))
    return run_load(curve, powers, rows, more, mass_kg)


def run_load(
    curve: KneeCurve,
    powers: Sequence[float],
    rows: Columns,
    more_unknown: Sequence[tuple[str, float]] = (),
    mass_kg: float | None = None,
) -> RunLoad:
    """Return the load of a run from its rows, each a cell or a second.

    Args:
        curve: From `knee_curve`.
        powers: Exponents of the weighted sums.
        rows: From `columns` or `columns_of_cells`.
        more_unknown: Seconds that are in no row, by reason.
        mass_kg: Body mass, for newtons only.

    Raises:
        ValueError: if the body mass is not positive.
    """
    if mass_kg is not None and not mass_kg > 0:
        raise ValueError("mass_kg must be positive")
    masks = unknown_rows(curve, rows)
    why = {name: float(rows.seconds[mask].sum()) for name, mask in masks.items()}
    for name, seconds in more_unknown:
        why = {**why, name: why.get(name, 0.0) + seconds}
    known = rows.taken(judged(rows, masks))
    unknown_s = sum(why.values())
    load = _knee_load(curve, powers, known, mass_kg) if known.seconds.size else None
    return RunLoad(
        load=load,
        known_s=float(known.seconds.sum()),
        known_m=float(known.metres.sum()),
        unknown_s=unknown_s,
        unknown_why=tuple((name, seconds) for name, seconds in why.items() if seconds > 0),
        marks=_marks(curve, known, unknown_s),
    )


def judged(rows: Columns, masks: dict[str, Mask]) -> Mask:
    """Return the rows with time in them that no reason makes unknown."""
    kept: Mask = rows.seconds > 0
    for mask in masks.values():
        kept = kept & ~mask
    return kept


def known_rows(curve: KneeCurve, rows: Columns) -> Columns:
    """Return the rows that the curve can judge."""
    return rows.taken(judged(rows, unknown_rows(curve, rows)))


def _knee_load(
    curve: KneeCurve, powers: Sequence[float], rows: Columns, mass_kg: float | None
) -> KneeLoad:
    steps, impulse = step_terms(curve, rows), impulse_terms(curve, rows)
    level = curve.effect("level")
    log_level, of_level = np.log(level.value), (log_shifts(level),)
    relative = ratio_of(curve, steps, steps, 1, 0)
    peak = total_peak(relative, level)
    log_impulse, of_impulse = impulse_level(curve)
    impulses = total(curve, impulse, 1, log_impulse, of_impulse)
    cumulative = total(curve, steps, 1, float(log_level), of_level)
    per_km = METRES_PER_KM / float(rows.metres.sum())
    weighted = [(power, total(curve, steps, power)) for power in powers]
    return KneeLoad(
        steps=total(curve, steps, 0),
        relative_peak=relative,
        peak_bw=peak,
        peak_n=None if mass_kg is None else peak.times(mass_kg * STANDARD_GRAVITY),
        impulse_bw_s=impulses,
        impulse_bw_s_per_km=impulses.times(per_km),
        cumulative_bw=cumulative,
        cumulative_bw_per_km=cumulative.times(per_km),
        weighted=tuple(WeightedLoad(power, row, row.times(per_km)) for power, row in weighted),
    )


def total_peak(relative: Interval, level: Interval) -> Interval:
    """Return a relative peak times the level, both intervals added in quadrature of logarithms."""
    value = relative.value * level.value
    sides = [np.log(relative.low / relative.value), np.log(relative.high / relative.value)]
    of_level = log_shifts(level)
    low, high = (float(np.hypot(side, part)) for side, part in zip(sides, of_level, strict=True))
    return Interval(value, value * float(np.exp(-low)), value * float(np.exp(high)))


def _marks(curve: KneeCurve, rows: Columns, unknown_s: float) -> tuple[str, ...]:
    ratio, grade = rows.ratio, rows.grade_pct
    uncounted = np.isnan(rows.cadence_spm) & np.isnan(rows.own_spm)
    weak = (np.abs(ratio - 1) > curve.ratio_tested) | (np.abs(grade) > curve.grade_flat_pct)
    found = (
        ("partly_unknown", unknown_s > 0),
        ("cadence_unknown", bool(np.isnan(ratio).any())),
        ("steps_uncounted", bool(uncounted.any())),
        ("grade_unknown", bool(np.isnan(grade).any())),
        ("weaker", bool((weak | np.isnan(grade)).any())),
    )
    return tuple(name for name, holds in found if holds)
