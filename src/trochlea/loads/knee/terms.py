"""Sums over running with their intervals: every effect moved to its ends for all rows at once.

An effect that is the same for all rows (how steep the curve is) does not average out over a run,
so it is moved for the whole sum; and in a ratio it is moved above and below alike, so that what
is common to both falls out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trochlea.loads.knee.columns import FEET, Column, Columns, usual_cadence
from trochlea.loads.knee.curve import (
    EFFECTS,
    HALF_SINE,
    REFERENCE_SPEED_MPS,
    SPEED_LINEAR,
    SPEED_SQUARE,
    Effect,
    KneeCurve,
)
from trochlea.loads.knee.interval import Interval, from_logs
from trochlea.units import METRES_PER_KM, SECONDS_PER_MINUTE

Parts = tuple[tuple[Effect, Column], ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What is summed: weight x load^exponent over rows, in logarithms.

    Attributes:
        log_weight: Of each row.
        log_load: Of each row, with every effect at its value.
        load_parts: How much of each effect is in a row's logarithm of load.
        weight_parts: The same for its weight.
    """

    log_weight: Column
    log_load: Column
    load_parts: Parts
    weight_parts: Parts = ()

    def log_sum(self, exponent: float, effect: Effect | None = None, shift: float = 0.0) -> float:
        """Return the logarithm of the sum, with one effect shifted from its value."""
        weight, load = self.log_weight, self.log_load
        for name, part in self.load_parts:
            if name == effect:
                load = load + shift * part
        for name, part in self.weight_parts:
            if name == effect:
                weight = weight + shift * part
        total = weight + exponent * load
        top = float(total.max())
        return top + math.log(float(np.exp(total - top).sum()))

    def effects(self) -> set[Effect]:
        """Return the effects that change anything here."""
        parts = (*self.load_parts, *self.weight_parts)
        return {name for name, part in parts if bool(np.any(part != 0))}


def counted_steps(rows: Columns) -> Column:
    """Return the steps of one leg in each row: as measured, else the runner's own, else usual."""
    cadence = np.where(np.isfinite(rows.cadence_spm), rows.cadence_spm, rows.own_spm)
    cadence = np.where(np.isfinite(cadence), cadence, usual_cadence(rows.speed_mps))
    steps: Column = rows.seconds * cadence / (FEET * SECONDS_PER_MINUTE)
    return steps


def _grade_parts(rows: Columns) -> Parts:
    grade = rows.grade_pct
    return (
        ("downhill", np.where(grade < 0, -grade, 0.0)),
        ("uphill", np.where(grade > 0, grade, 0.0)),
        ("grade_unknown", np.isnan(grade).astype(np.float64)),
    )


def _summed(curve: KneeCurve, parts: Parts) -> Column:
    first = curve.effect(parts[0][0]).value * parts[0][1]
    for name, part in parts[1:]:
        first = first + curve.effect(name).value * part
    return first


def step_terms(curve: KneeCurve, rows: Columns) -> Terms:
    """Return steps of one leg and the peak force of each over the reference step's.

    Args:
        curve: From `knee_curve`.
        rows: Only rows that the curve can judge, at least one with time in it.
    """
    ratio = rows.ratio
    unknown = np.isnan(ratio)
    exponent = curve.effect("cadence").value
    parts: Parts = (
        ("speed", np.log(_speed_terms(rows.speed_mps))),
        ("cadence", np.where(unknown, 0.0, -np.log(np.where(unknown, 1.0, ratio)))),
        ("cadence_unknown", np.where(unknown, -exponent, 0.0)),
        *_grade_parts(rows),
    )
    uncounted = np.isnan(rows.cadence_spm) & np.isnan(rows.own_spm)
    steps = counted_steps(rows)
    return Terms(
        _logs(steps),
        _summed(curve, parts),
        parts,
        (("steps_uncounted", uncounted.astype(np.float64)),),
    )


def impulse_terms(curve: KneeCurve, rows: Columns) -> Terms:
    """Return kilometres and the impulse of one leg per km over that at 2.5 m/s, own cadence, flat.

    Impulse per km falls with speed by a power law through the figures of Doyle 2023, and with
    cadence by one through those of Willson 2015; grade raises it as it raises the peak.
    """
    ratio = rows.ratio
    unknown = np.isnan(ratio)
    exponent = curve.effect("impulse_cadence").value
    parts: Parts = (
        ("impulse_speed", -np.log(rows.speed_mps / REFERENCE_SPEED_MPS)),
        ("impulse_cadence", np.where(unknown, 0.0, -np.log(np.where(unknown, 1.0, ratio)))),
        ("cadence_unknown", np.where(unknown, -exponent, 0.0)),
        *_grade_parts(rows),
    )
    return Terms(_logs(rows.metres / METRES_PER_KM), _summed(curve, parts), parts)


def impulse_level(curve: KneeCurve) -> tuple[float, tuple[tuple[float, float], ...]]:
    """Return the logarithm of BW s per km of one leg at 2.5 m/s, and its shifts at the ends.

    Level x mean over peak of half a sine x contact time x steps: nominal, off by a third.
    """
    level, contact = curve.effect("level"), curve.effect("contact")
    usual = float(usual_cadence(np.array([REFERENCE_SPEED_MPS]))[0])
    steps = METRES_PER_KM / REFERENCE_SPEED_MPS * usual / (FEET * SECONDS_PER_MINUTE)
    value = math.log(level.value * HALF_SINE * contact.value * steps)
    return value, (log_shifts(level), log_shifts(contact))


def log_shifts(interval: Interval) -> tuple[float, float]:
    """Return how far the two ends lie from the value, in logarithms."""
    return math.log(interval.low / interval.value), math.log(interval.high / interval.value)


def total(
    curve: KneeCurve,
    above: Terms,
    exponent: float,
    log_factor: float = 0.0,
    factor_shifts: Sequence[tuple[float, float]] = (),
) -> Interval:
    """Return a sum times a factor, with the shifts of that factor among its effects."""
    names = [name for name in EFFECTS if name in above.effects()]
    value = above.log_sum(exponent) + log_factor
    ends = [
        tuple(above.log_sum(exponent, name, shift) + log_factor for shift in _shifts(curve, name))
        for name in names
    ]
    level = [tuple(value + shift for shift in pair) for pair in factor_shifts]
    return from_logs(value, [*ends, *level])


def ratio_of(
    curve: KneeCurve,
    above: Terms,
    below: Terms,
    exponent: float,
    exponent_below: float | None = None,
) -> Interval:
    """Return one sum over another, each effect moved in both at once.

    Args:
        curve: From `knee_curve`.
        above: Of the numerator.
        below: Of the denominator.
        exponent: Of the load, above and below.
        exponent_below: Where it differs below; 0 sums the weights alone, so that a mean results.
    """
    other = exponent if exponent_below is None else exponent_below
    used = above.effects() | below.effects()
    names = [name for name in EFFECTS if name in used]
    value = above.log_sum(exponent) - below.log_sum(other)
    ends = [
        tuple(
            above.log_sum(exponent, name, shift) - below.log_sum(other, name, shift)
            for shift in _shifts(curve, name)
        )
        for name in names
    ]
    return from_logs(value, ends)


def _shifts(curve: KneeCurve, name: Effect) -> tuple[float, float]:
    row = curve.effect(name)
    return row.low - row.value, row.high - row.value


def _logs(weights: Column) -> Column:
    with np.errstate(divide="ignore"):
        logs: Column = np.log(weights)
    return logs


def _speed_terms(speed_mps: Column) -> Column:
    more = speed_mps - REFERENCE_SPEED_MPS
    terms: Column = 1 + SPEED_LINEAR * more + SPEED_SQUARE * more * more
    return terms
