"""The one table of authorities: what the curve was fitted to, what was held out, how it came out.

The tests and the page docs/explanation/load-on-the-knee.md both read it. A fitted row says only
how well the curve repeats what it was made from. A held-out row is a bar: same sign, the
published value within our 90 % interval, the interval no wider than half the effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.columns import Columns
from trochlea.loads.knee.curve import KneeCurve, step_load
from trochlea.loads.knee.interval import Interval
from trochlea.loads.knee.terms import impulse_level, impulse_terms, ratio_of, step_terms, total
from trochlea.units import METRES_PER_KM, SECONDS_PER_HOUR

Role = Literal["fitted", "held_out", "no_bar"]
PERCENT = 100.0
FULL_EFFECT_SHARE = 0.5  # the interval of a held-out row may be half as wide as its effect
SLOW_MPS, MIDDLE_MPS, FAST_MPS = 2.5, 3.1, 4.2  # Doyle 2023
WILLSON_MPS = 3.7
FUKUCHI_MPS = 3.5
# Willson 2014 gives change per step and per mile; miles per step is their ratio. So its steps were
# really 1.31 / 1.14 longer and 0.778 / 0.925 shorter: "at least 10 %", as it says.
WILLSON_LONG, WILLSON_SHORT = 1.31 / 1.14, 0.778 / 0.925
PETERSEN_SLOW_KMH = 8.02


@dataclass(frozen=True, slots=True)
class Authority:
    """One published figure, its part in the curve, and our own answer in the same unit.

    Attributes:
        name: Name of its value in the rule `knee_authorities`, and of the row.
        role: Fitted, held out, or shown without being a bar.
        says: What was measured, for the page.
        ours: Our value and 90 % interval from the curve, None where the curve says unknown.
        value_name: The value's name where several rows hold one figure in two readings.
    """

    name: str
    role: Role
    says: str
    ours: Callable[[KneeCurve], Interval | None]
    value_name: str = ""

    def published(self, rule: Rule) -> float:
        """Return the published value in its own unit."""
        return rule.number(self.value_name or self.name)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a held-out row came out.

    Attributes:
        same_sign: Ours and the published value point the same way.
        inside: The published value lies within our interval.
        narrow: Our interval is no wider than half the published effect.
    """

    same_sign: bool
    inside: bool
    narrow: bool

    @property
    def passed(self) -> bool:
        """All three hold."""
        return self.same_sign and self.inside and self.narrow


def verdict(published: float, ours: Interval) -> Verdict:
    """Return whether a published effect is met by our interval; both are changes about 0."""
    return Verdict(
        same_sign=published * ours.value > 0,
        inside=ours.holds(published),
        narrow=ours.width <= FULL_EFFECT_SHARE * abs(published),
    )


def change_percent(ratio: Interval) -> Interval:
    """Return a ratio as a change in %."""
    return Interval(*((end - 1) * PERCENT for end in (ratio.value, ratio.low, ratio.high)))


def _kilometre(speed_mps: float, ratio: float = 1.0) -> Columns:
    """Return one flat kilometre; the count of steps is only compared with itself."""
    own = np.array([160.0])
    speed = np.array([speed_mps])
    return Columns(METRES_PER_KM / speed, speed, own * ratio, np.zeros(1), own)


def peak_change(curve: KneeCurve, speed_mps: float, ratio: float, base_mps: float) -> Interval:
    """Return the change of peak force in % against own cadence at another speed, flat."""
    above = step_terms(curve, _kilometre(speed_mps, ratio))
    below = step_terms(curve, _kilometre(base_mps))
    steps = ratio_of(curve, above, below, 0).value
    return change_percent(ratio_of(curve, above, below, 1).times(1 / steps))


def sum_change(curve: KneeCurve, speed_mps: float, ratio: float) -> Interval:
    """Return the change of peak x steps over a distance in % at another cadence."""
    above = step_terms(curve, _kilometre(speed_mps, ratio))
    return change_percent(ratio_of(curve, above, step_terms(curve, _kilometre(speed_mps)), 1))


def impulse_change(
    curve: KneeCurve, speed_mps: float, ratio: float, base_mps: float | None = None
) -> Interval:
    """Return the change of impulse per km in % against own cadence, at a base speed or this."""
    below = _kilometre(speed_mps if base_mps is None else base_mps)
    above = impulse_terms(curve, _kilometre(speed_mps, ratio))
    return change_percent(ratio_of(curve, above, impulse_terms(curve, below), 1))


def _cadence_peak_bw(curve: KneeCurve) -> Interval:
    """Return the change of peak in BW at +7.5 % cadence at the curve's nominal level.

    The level is taken as it is: its spread lies between people, and the study's runners are
    compared with themselves.
    """
    change = peak_change(curve, WILLSON_MPS, 1.075, WILLSON_MPS)
    level = curve.effect("level").value / PERCENT
    return Interval(change.value * level, change.low * level, change.high * level)


def _cadence_impulse_bw(curve: KneeCurve) -> Interval:
    change = impulse_change(curve, SLOW_MPS, 1.075)
    log_level, _ = impulse_level(curve)
    level = total(curve, impulse_terms(curve, _kilometre(SLOW_MPS)), 1, log_level).value / PERCENT
    return Interval(change.value * level, change.low * level, change.high * level)


def _level(curve: KneeCurve) -> Interval | None:
    step = step_load(curve, SLOW_MPS, 1.0, 0.0)
    return None if step is None else step.peak_bw


def _unknown_when_slow(curve: KneeCurve) -> Interval | None:
    step = step_load(curve, PETERSEN_SLOW_KMH * METRES_PER_KM / SECONDS_PER_HOUR, 1.0, 0.0)
    return None if step is None else step.relative


def authorities() -> tuple[Authority, ...]:
    """Return every row of the table, fitted ones first."""
    return (*_fitted(), *_held_out(), *_without_bar())


def _ten_percent_more_steps(curve: KneeCurve) -> Interval:
    return peak_change(curve, MIDDLE_MPS, 1.1, MIDDLE_MPS)


def _steps_ten_percent_shorter(curve: KneeCurve) -> Interval:
    return peak_change(curve, MIDDLE_MPS, 1 / 0.9, MIDDLE_MPS)


def _fitted() -> tuple[Authority, ...]:
    def row(name: str, says: str, ours: Callable[[KneeCurve], Interval | None]) -> Authority:
        return Authority(name, "fitted", says, ours)

    def per_km(curve: KneeCurve) -> Interval:
        return impulse_change(curve, MIDDLE_MPS, 1 / 0.9)

    more, shorter = _ten_percent_more_steps, _steps_ten_percent_shorter
    willson = "Willson 2015: per"
    return (
        *(
            row(name, f"Doyle 2023: peak, {speed} against 2.5 m/s, %", _doyle(peak_change, speed))
            for name, speed in (("doyle_peak_31", MIDDLE_MPS), ("doyle_peak_42", FAST_MPS))
        ),
        *(
            row(
                name,
                f"Doyle 2023: impulse per km, {speed} against 2.5 m/s, %",
                _doyle(impulse_change, speed),
            )
            for name, speed in (("doyle_impulse_31", MIDDLE_MPS), ("doyle_impulse_42", FAST_MPS))
        ),
        row("lenhart_peak", "Lenhart 2014: peak force at 10 % more steps, %", more),
        row("bonacci_stress", "Bonacci 2018: peak stress at 10 % more steps, %", more),
        row("bonacci_force", "Bonacci 2018: peak force at 10 % more steps, %", more),
        row("willson_2015_peak_least", f"{willson} step, steps 10 % shorter, least, %", shorter),
        row("willson_2015_peak_most", f"{willson} step, steps 10 % shorter, most, %", shorter),
        row("willson_2015_km_least", f"{willson} km, steps 10 % shorter, least, %", per_km),
        row("willson_2015_km_most", f"{willson} km, steps 10 % shorter, most, %", per_km),
        row("roos_level", "Roos 2012: peak force, BW", _level),
    )


def _doyle(
    change: Callable[[KneeCurve, float, float, float], Interval], speed_mps: float
) -> Callable[[KneeCurve], Interval]:
    """Return a change against the slowest speed of Doyle 2023, at the runner's own cadence."""
    return lambda curve: change(curve, speed_mps, 1.0, SLOW_MPS)


def _held_out() -> tuple[Authority, ...]:
    def row(
        name: str, says: str, ours: Callable[[KneeCurve], Interval | None], value: str = ""
    ) -> Authority:
        return Authority(name, "held_out", says, ours, value)

    return (
        row("willy_2016_peak", "Willy 2016: peak at 7.5 % more steps, BW", _cadence_peak_bw),
        row(
            "willson_2014_step_short",
            "Willson 2014: per step, steps taken as 10 % shorter, %",
            lambda curve: peak_change(curve, WILLSON_MPS, 1 / 0.9, WILLSON_MPS),
        ),
        row(
            "willson_2014_step_long",
            "Willson 2014: per step, steps taken as 10 % longer, %",
            lambda curve: peak_change(curve, WILLSON_MPS, 1 / 1.1, WILLSON_MPS),
        ),
        row(
            "willson_2014_step_short_real",
            "Willson 2014: per step, steps 15.9 % shorter as its figures imply, %",
            lambda curve: peak_change(curve, WILLSON_MPS, 1 / WILLSON_SHORT, WILLSON_MPS),
            "willson_2014_step_short",
        ),
        row(
            "willson_2014_step_long_real",
            "Willson 2014: per step, steps 14.9 % longer as its figures imply, %",
            lambda curve: peak_change(curve, WILLSON_MPS, 1 / WILLSON_LONG, WILLSON_MPS),
            "willson_2014_step_long",
        ),
        row(
            "willson_2014_mile_short",
            "Willson 2014: per mile, steps taken as 10 % shorter, %",
            lambda curve: sum_change(curve, WILLSON_MPS, 1 / 0.9),
        ),
        row(
            "willson_2014_mile_long",
            "Willson 2014: per mile, steps taken as 10 % longer, %",
            lambda curve: sum_change(curve, WILLSON_MPS, 1 / 1.1),
        ),
        row(
            "fukuchi_moment",
            "Fukuchi 2017, one runner: peak knee moment, 3.5 against 2.5 m/s, %",
            lambda curve: peak_change(curve, FUKUCHI_MPS, 1.0, SLOW_MPS),
        ),
    )


def _without_bar() -> tuple[Authority, ...]:
    return (
        Authority(
            "willy_2016_impulse",
            "no_bar",
            "Willy 2016: impulse per km at 7.5 % more steps, BW (level nominal)",
            _cadence_impulse_bw,
        ),
        Authority(
            "hart_running",
            "no_bar",
            "Hart 2022: peak force of running, BW (spread between people)",
            _level,
        ),
        Authority(
            "petersen_2015_sum",
            "no_bar",
            "Petersen 2015: moment impulse per km, 8.02 against 15.78 km/h, % (outside the range)",
            _unknown_when_slow,
        ),
    )
