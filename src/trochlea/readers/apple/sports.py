"""Sports by the names that HealthKit has for the kinds of workout."""

from __future__ import annotations

import re

_PREFIX = "HKWorkoutActivityType"
_KNOWN: dict[str, str] = {
    "Running": "running",
    "TrackAndField": "track_and_field",
    "Walking": "walking",
    "Hiking": "hiking",
    "Cycling": "cycling",
    "HandCycling": "cycling",
    "Swimming": "swimming",
    "Rowing": "rowing",
    "CrossCountrySkiing": "cross_country_skiing",
    "DownhillSkiing": "alpine_skiing",
    "Elliptical": "fitness_equipment",
    "SwimBikeRun": "multisport",
    "Transition": "transition",
    "Other": "unknown",
}
_FINER = {"Elliptical": "elliptical"}
_INDOORS = {"running": "indoor_running", "walking": "indoor_walking", "cycling": "indoor_cycling"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_LONGEST = 60


def sport_of(kind: str | None, indoor: bool | None) -> tuple[str, str | None]:
    """Return sport and finer kind of a workout; what is not known by name keeps Apple's.

    Args:
        kind: Such as `HKWorkoutActivityTypeRunning`, or None.
        indoor: Whether it was indoors, or None where nothing says so.
    """
    name = (kind or "").removeprefix(_PREFIX)[:_LONGEST]
    words = [word.lower() for word in _WORD.findall(name)]
    sport = _KNOWN.get(name) or "_".join(words) or "unknown"
    finer = _FINER.get(name)
    return sport, finer or (_INDOORS.get(sport) if indoor else None)
