"""Units: SI inside the house, conversion only at its border.

Exact definitions (international mile and pound); FIT semicircles as 180 degrees = 2**31.
"""

from __future__ import annotations

METRES_PER_KM = 1000.0
METRES_PER_MILE = 1609.344
KG_PER_POUND = 0.45359237
CM_PER_M = 100.0
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86_400
DEGREES_PER_SEMICIRCLE = 180.0 / 2**31


def km_from_m(distance_m: float) -> float:
    """Return a distance in metres as kilometres."""
    return distance_m / METRES_PER_KM


def m_from_km(distance_km: float) -> float:
    """Return a distance in kilometres as metres."""
    return distance_km * METRES_PER_KM


def miles_from_m(distance_m: float) -> float:
    """Return a distance in metres as international miles."""
    return distance_m / METRES_PER_MILE


def m_from_miles(distance_mi: float) -> float:
    """Return a distance in international miles as metres."""
    return distance_mi * METRES_PER_MILE


def body_mass_index(mass_kg: float, height_cm: float) -> float:
    """Return the body mass index in kg/m2 from mass in kg and height in cm.

    Raises:
        ValueError: if the height is not positive.
    """
    if height_cm <= 0:
        raise ValueError("height_cm must be positive")
    height_m = height_cm / CM_PER_M
    return mass_kg / (height_m * height_m)


def clock(seconds: float) -> str:
    """Return a duration as h:mm:ss, or m:ss below an hour."""
    total = round(seconds)
    hours, rest = divmod(total, SECONDS_PER_HOUR)
    minutes, secs = divmod(rest, SECONDS_PER_MINUTE)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"


def pace_per_km(distance_m: float, moving_s: float) -> str | None:
    """Return the pace as m:ss per kilometre, or None where there is no distance."""
    if distance_m <= 0:
        return None
    return clock(moving_s / km_from_m(distance_m))
