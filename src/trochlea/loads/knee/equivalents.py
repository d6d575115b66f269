"""Knee-kilometres: kilometres of flat, easy running at the own cadence that load the knee as much.

How much more a hard step counts than a light one is not known, so each answer is three: for
exponents 1, 4 and 9. Whether faster running loads a kneecap more over a kilometre depends on that
exponent; the record says when the three do not agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.columns import FEET, Columns, usual_cadence
from trochlea.loads.knee.curve import KneeCurve
from trochlea.loads.knee.interval import Interval
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.loads.knee.run_load import exponents, known_rows
from trochlea.loads.knee.terms import counted_steps, ratio_of, step_terms
from trochlea.units import METRES_PER_KM, SECONDS_PER_MINUTE

Direction = Literal["more", "less", "same"]


@dataclass(frozen=True, slots=True)
class KneeKilometres:
    """The known part of a run as kilometres of flat, easy running.

    Attributes:
        known_km: Kilometres of it.
        easy_speed_mps: The easy speed that it is compared with, m/s.
        by_exponent: Exponent and knee-kilometres, smallest exponent first.
        shown_exponent: The one to show where only one can be.
        directions: For each exponent, against as many easy kilometres.
        agree: True where all exponents say the same direction.
    """

    known_km: float
    easy_speed_mps: float
    by_exponent: tuple[tuple[float, Interval], ...]
    shown_exponent: float
    directions: tuple[Direction, ...]
    agree: bool

    @property
    def shown(self) -> Interval:
        """Knee-kilometres for the exponent that is shown."""
        return dict(self.by_exponent)[self.shown_exponent]


def knee_kilometres(
    curve: KneeCurve,
    rule: Rule,
    rows: Columns,
    own: OwnCadence | None,
    easy_speed_mps: float,
) -> KneeKilometres | None:
    """Return the knee-kilometres of a run, or None where nothing of it or the easy speed is known.

    Args:
        curve: From `knee_curve`.
        rule: The knowledge rule `knee_exponents`.
        rows: Of the run.
        own: The runner's own cadence; without it the easy steps are counted from this run's.
        easy_speed_mps: The runner's easy speed, m/s.
    """
    known = known_rows(curve, rows)
    in_range = curve.speed_low_mps <= easy_speed_mps <= curve.speed_high_mps
    if not known.seconds.size or not in_range:
        return None
    terms = step_terms(curve, known)
    reference = step_terms(curve, easy_kilometre(known, own, easy_speed_mps))
    found = [(power, ratio_of(curve, terms, reference, power)) for power in exponents(rule)]
    known_km = float(known.metres.sum()) / METRES_PER_KM
    same = rule.number("same_within")
    directions = [direction(row.value / known_km, same) for _, row in found]
    return KneeKilometres(
        known_km=known_km,
        easy_speed_mps=easy_speed_mps,
        by_exponent=tuple(found),
        shown_exponent=rule.number("shown"),
        directions=tuple(directions),
        agree=all_agree(directions),
    )


def easy_kilometre(rows: Columns, own: OwnCadence | None, easy_speed_mps: float) -> Columns:
    """Return one flat kilometre at the easy speed and the runner's own cadence, as one row.

    Without an own cadence it is what runners usually take, times how far this run's steps differ
    from what is usual: then both are counted alike.
    """
    speed = np.array([easy_speed_mps])
    line = None if own is None else own.at(easy_speed_mps)
    usual = rows.seconds * usual_cadence(rows.speed_mps) / (FEET * SECONDS_PER_MINUTE)
    habit = float(counted_steps(rows).sum() / usual.sum())
    cadence = usual_cadence(speed) * habit if line is None else np.array([line])
    seconds = METRES_PER_KM / speed
    return Columns(seconds, speed, cadence, np.zeros(1), cadence)


def direction(ratio: float, same_within: float) -> Direction:
    """Return whether a ratio is more, less or the same within a share."""
    if abs(ratio - 1) <= same_within:
        return "same"
    return "more" if ratio > 1 else "less"


def all_agree(directions: Sequence[Direction]) -> bool:
    """Return whether several directions are one."""
    return len(set(directions)) == 1
