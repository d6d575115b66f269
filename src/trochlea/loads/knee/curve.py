"""Peak force and impulse behind the kneecap per step, as a function of speed, cadence and grade.

force / BW = level x s(speed)^a x (cadence / own cadence)^-e x grade term. The level differs
between people by a third and says little; the three other terms compare one runner with himself
and carry narrow intervals. They are kept apart: a ratio never contains the level.

The curve holds from 2.5 to 4.2 m/s, within a fifth of the runner's own cadence and up to 7 % of
grade; anywhere else the answer is None. Its intervals are those of study means: a single runner
may lie outside them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.interval import Interval, from_logs

STANDARD_GRAVITY = 9.80665  # m/s2, definition
REFERENCE_SPEED_MPS = 2.5  # the slowest speed of Doyle 2023, to which its figures are relative
# s(v) = 1 + A (v - 2.5) + B (v - 2.5)^2 through +9.3 % at 3.1 and +35.6 % at 4.2 m/s: the two ends
# of the range that the abstract of Doyle 2023 gives, read as belonging to its end speeds.
SPEED_LINEAR = 0.1253
SPEED_SQUARE = 0.0495
HALF_SINE = 2 / math.pi  # mean over peak of half a sine, the shape taken for the force in contact

Effect = Literal[
    "speed",
    "cadence",
    "cadence_unknown",
    "downhill",
    "uphill",
    "grade_unknown",
    "impulse_speed",
    "impulse_cadence",
    "contact",
    "steps_uncounted",
    "level",
]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
RELATIVE: tuple[Effect, ...] = EFFECTS[:6]

_VALUE_NAMES: tuple[tuple[Effect, str], ...] = (
    ("speed", "speed_strength"),
    ("cadence", "cadence_exponent"),
    ("cadence_unknown", "cadence_unknown"),
    ("downhill", "downhill"),
    ("uphill", "uphill"),
    ("grade_unknown", "grade_unknown"),
    ("impulse_speed", "impulse_speed_exponent"),
    ("impulse_cadence", "impulse_cadence_exponent"),
    ("contact", "contact"),
    ("steps_uncounted", "steps_uncounted"),
    ("level", "level"),
)


@dataclass(frozen=True, slots=True)
class KneeCurve:
    """The numbers of the rule `knee_curve`, ready for use.

    Attributes:
        speed_low_mps, speed_high_mps: Where the curve holds, m/s.
        ratio_low, ratio_high: Cadence over the runner's own, where it holds.
        ratio_tested: Change of that ratio beyond which an answer is `weaker`.
        grade_limit_pct: Grade up or down, %, up to which it holds.
        grade_flat_pct: Grade up or down, %, that counts as flat.
        effects: Value and 90 % interval of each effect, in the order of `EFFECTS`.
    """

    speed_low_mps: float
    speed_high_mps: float
    ratio_low: float
    ratio_high: float
    ratio_tested: float
    grade_limit_pct: float
    grade_flat_pct: float
    effects: tuple[Interval, ...]

    def effect(self, name: Effect) -> Interval:
        """Return value and interval of one effect."""
        return self.effects[EFFECTS.index(name)]


def knee_curve(rule: Rule) -> KneeCurve:
    """Return the curve of the knowledge rule `knee_curve`.

    Raises:
        KnowledgeError: if the rule lacks a number.
    """

    def interval(name: str) -> Interval:
        value, row = rule.number(name), rule.values[name]
        low = value if row.low is None else row.low
        return Interval(value, low, value if row.high is None else row.high)

    return KneeCurve(
        speed_low_mps=rule.number("speed_low"),
        speed_high_mps=rule.number("speed_high"),
        ratio_low=rule.number("cadence_ratio_low"),
        ratio_high=rule.number("cadence_ratio_high"),
        ratio_tested=rule.number("cadence_ratio_tested"),
        grade_limit_pct=rule.number("grade_limit"),
        grade_flat_pct=rule.number("grade_flat"),
        effects=tuple(interval(name) for _, name in _VALUE_NAMES),
    )


def speed_term(speed_mps: float) -> float:
    """Return peak force at a speed over that at 2.5 m/s, same runner, own cadence, flat.

    Args:
        speed_mps: 2.5 to 4.2 m/s; beyond, the polynomial means nothing (Doyle 2023).
    """
    more = speed_mps - REFERENCE_SPEED_MPS
    return 1 + SPEED_LINEAR * more + SPEED_SQUARE * more * more


@dataclass(frozen=True, slots=True)
class StepLoad:
    """What one step loads the kneecap joint with.

    Attributes:
        relative: Peak force over that of a flat step at 2.5 m/s at the runner's own cadence.
        peak_bw: Peak force in body weights; its interval holds the spread between people.
        peak_n: The same in newtons, or None without a body mass.
        marks: What weakens the answer: `weaker`, `cadence_unknown`, `grade_unknown`.
    """

    relative: Interval
    peak_bw: Interval
    peak_n: Interval | None
    marks: tuple[str, ...]


def step_load(
    curve: KneeCurve,
    speed_mps: float,
    cadence_ratio: float | None = None,
    grade_pct: float | None = None,
    mass_kg: float | None = None,
) -> StepLoad | None:
    """Return the load of one step, or None where the curve does not hold.

    Args:
        curve: From `knee_curve`.
        speed_mps: Speed, m/s.
        cadence_ratio: Steps per minute over the runner's own at that speed, or None if unknown:
            then taken as own, with a wider interval and a mark.
        grade_pct: Grade in %, downhill negative, or None if unknown: taken as flat, marked.
        mass_kg: Body mass, for newtons only.

    Raises:
        ValueError: if the body mass is not positive.
    """
    if mass_kg is not None and not mass_kg > 0:
        raise ValueError("mass_kg must be positive")
    if not _holds(curve, speed_mps, cadence_ratio, grade_pct):
        return None
    shares = _shares(curve, speed_mps, cadence_ratio, grade_pct)
    log_value = sum(curve.effect(name).value * share for name, share in shares)
    ends = [
        tuple(log_value + (end - row.value) * share for end in (row.low, row.high))
        for name, share in shares
        if (row := curve.effect(name))
    ]
    relative = from_logs(log_value, ends)
    level = curve.effect("level")
    log_level = math.log(level.value)
    of_level = tuple(log_value + math.log(end) for end in (level.low, level.high))
    shifted = [tuple(end + log_level for end in pair) for pair in ends]
    peak_bw = from_logs(log_value + log_level, [*shifted, of_level])
    peak_n = None if mass_kg is None else peak_bw.times(mass_kg * STANDARD_GRAVITY)
    return StepLoad(relative, peak_bw, peak_n, _marks(curve, cadence_ratio, grade_pct))


def _holds(
    curve: KneeCurve, speed_mps: float, cadence_ratio: float | None, grade_pct: float | None
) -> bool:
    return (
        curve.speed_low_mps <= speed_mps <= curve.speed_high_mps
        and (cadence_ratio is None or curve.ratio_low <= cadence_ratio <= curve.ratio_high)
        and (grade_pct is None or abs(grade_pct) <= curve.grade_limit_pct)
    )


def _shares(
    curve: KneeCurve, speed_mps: float, cadence_ratio: float | None, grade_pct: float | None
) -> tuple[tuple[Effect, float], ...]:
    """Return how much of each effect is in the logarithm of the relative force."""
    by_speed: tuple[Effect, float] = ("speed", math.log(speed_term(speed_mps)))
    of_cadence: tuple[Effect, float] = ("cadence_unknown", -curve.effect("cadence").value)
    if cadence_ratio is not None:
        of_cadence = ("cadence", -math.log(cadence_ratio))
    of_grade: tuple[Effect, float] = ("grade_unknown", 1.0)
    if grade_pct is not None:
        of_grade = ("downhill", -grade_pct) if grade_pct < 0 else ("uphill", grade_pct)
    return by_speed, of_cadence, of_grade


def _marks(
    curve: KneeCurve, cadence_ratio: float | None, grade_pct: float | None
) -> tuple[str, ...]:
    far = cadence_ratio is not None and abs(cadence_ratio - 1) > curve.ratio_tested
    sloped = grade_pct is not None and abs(grade_pct) > curve.grade_flat_pct
    found = (
        ("cadence_unknown", cadence_ratio is None),
        ("grade_unknown", grade_pct is None),
        ("weaker", far or sloped or grade_pct is None),
    )
    return tuple(name for name, holds in found if holds)
