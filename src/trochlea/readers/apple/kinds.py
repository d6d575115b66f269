"""The kinds of measurement that are taken from an export, and the units that they come in.

Every value is kept in thousandths of the kind's own unit, as a whole number: so a document is the
same whether the telephone writes kilometres or miles, apart from what it rounded itself.
"""

from __future__ import annotations

from dataclasses import dataclass

MILE_M = 1609.344
THOUSANDTHS = 1000.0
PREFIX = "HKQuantityTypeIdentifier"

_LENGTHS_M = {
    "m": 1.0,
    "km": 1000.0,
    "mi": MILE_M,
    "cm": 0.01,
    "mm": 0.001,
    "ft": 0.3048,
    "yd": 0.9144,
    "in": 0.0254,
}
_LENGTHS_MM = {unit: 1000.0 * metres for unit, metres in _LENGTHS_M.items()}
_TIMES_S = {"s": 1.0, "ms": 0.001, "min": 60.0, "hr": 3600.0, "h": 3600.0}
_TIMES_MS = {unit: 1000.0 * seconds for unit, seconds in _TIMES_S.items()}
_SPEEDS_MPS = {
    f"{length}/{time}": metres / seconds
    for length, metres in _LENGTHS_M.items()
    for time, seconds in _TIMES_S.items()
}
_BEATS = {"count/min": 1.0, "count/s": 60.0}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of measurement.

    Attributes:
        name: In a document.
        types: Apple's names for it, without `HKQuantityTypeIdentifier`.
        units: Unit in the export to how many of our units one of it is.
    """

    name: str
    types: tuple[str, ...]
    units: dict[str, float]


# The running stride length of HealthKit is that of a single step, by Apple's own definition.
KINDS = (
    Kind("heart_rate_bpm", ("HeartRate",), _BEATS),
    Kind("steps", ("StepCount",), {"count": 1.0}),
    Kind("distance_m", ("DistanceWalkingRunning",), _LENGTHS_M),
    Kind("cycling_distance_m", ("DistanceCycling",), _LENGTHS_M),
    Kind("speed_mps", ("RunningSpeed",), _SPEEDS_MPS),
    Kind("power_w", ("RunningPower",), {"W": 1.0, "kW": 1000.0}),
    Kind("step_length_mm", ("RunningStrideLength",), _LENGTHS_MM),
    Kind("vertical_oscillation_mm", ("RunningVerticalOscillation",), _LENGTHS_MM),
    Kind("ground_contact_ms", ("RunningGroundContactTime",), _TIMES_MS),
)
BY_TYPE = {PREFIX + each: number for number, kind in enumerate(KINDS) for each in kind.types}


def length_m(value: float | None, unit: str | None) -> float | None:
    """Return a length in metres, or None where its unit is not known."""
    share = _LENGTHS_M.get((unit or "").strip())
    return None if value is None or share is None else value * share


def time_s(value: float | None, unit: str | None) -> float | None:
    """Return a length of time in seconds, or None where its unit is not known."""
    share = _TIMES_S.get((unit or "").strip())
    return None if value is None or share is None else value * share
