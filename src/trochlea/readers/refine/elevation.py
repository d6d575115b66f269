"""What measured the altitude, how far it may be off, and the climb and descent it makes.

How far one altitude may be off relative to that of the next kilometre (half of a 95 % range):

- Barometric, 2 m: the weather moves the pressure by up to about 1 hPa in an hour of usual
  weather, which is 8.4 m near the sea (standard atmosphere), or 0.8 m in the six minutes of a
  kilometre; the rest is the sensor and wind, by our own estimate. Total climb of barometric
  devices came out 2 to 5 % low in dry weather and 25 % low in the wet (Menaspa et al. 2016,
  J Sci Cycling 5(1):10-12, 28 devices on 216 climbs), so that rain makes this too small.
- GPS, 15 m: the Standard Positioning Service promises a vertical error within 15 m for 95 % of
  the time, as the mean over the Earth (GPS SPS Performance Standard, 4th edition, 2008). Good
  receivers under open sky do far better (about 4 m, FAA performance reports of 2013); a wrist
  between trees or houses does not.
- Unknown, 20 m: our own estimate, wider than the worst of the two that it may be.

A file that does not say that it has a barometer is not taken to have one: smoothness proves
nothing, since platforms smooth altitudes and replace them with those of a map.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from trochlea.model.activity import AltitudeSource
from trochlea.readers.refine.grade import Profile, bridged, grade_of, profile_of
from trochlea.readers.refine.work import Column, Work

UNCERTAINTY_M: dict[AltitudeSource, float] = {"barometric": 2.0, "gps": 15.0, "unknown": 20.0}
# Half of the window over which the slope is fitted: wide enough that what the source scatters
# within it does not drown the ground: on hills of up to 8 % the grade is off by 0.5 % with the
# noise of a barometer and by 2.2 % with that of GPS (tests/readers/refine/test_grade.py).
HALF_WINDOW_M: dict[AltitudeSource, float] = {"barometric": 25.0, "gps": 100.0, "unknown": 100.0}
# A rise or fall counts once it is this high: above the scatter that is left after smoothing.
THRESHOLD_M: dict[AltitudeSource, float] = {"barometric": 2.0, "gps": 8.0, "unknown": 8.0}


def complete_elevation(work: Work) -> None:
    """Add the source and uncertainty of the altitude, the grade, and missing climb and descent.

    Indoors the ground does not rise: there is neither grade nor computed climb.
    """
    altitude = work.column("altitude_m")
    if altitude is None:
        work.activity = replace(work.activity, altitude_source=None, altitude_uncertainty_m=None)
        return
    source = _source(work)
    uncertainty = work.activity.altitude_uncertainty_m or UNCERTAINTY_M[source]
    work.activity = replace(
        work.activity, altitude_source=source, altitude_uncertainty_m=uncertainty
    )
    distance = work.column("distance_m")
    if work.is_indoor or distance is None:
        return
    distance = bridged(distance, work.time)
    altitude = _without_stuck(work, altitude)
    profile = profile_of(distance, altitude, work.time, HALF_WINDOW_M[source])
    if profile is None:
        return
    grade = grade_of(profile, distance, altitude)
    if not np.isnan(grade).all():
        work.columns["grade_pct"] = grade
        _complete_climb(work, profile, source)


def _source(work: Work) -> AltitudeSource:
    if work.activity.altitude_source is not None:
        return work.activity.altitude_source
    return "gps" if "latitude_deg" in work.columns else "unknown"


def _without_stuck(work: Work, altitude: Column) -> Column:
    """Return the altitude without the stretches in which it stands still: no flat ground."""
    stretches = work.stuck.get("altitude_m")
    if not stretches:
        return altitude
    altitude = altitude.copy()
    for first, last in stretches:
        altitude[first : last + 1] = np.nan
    return altitude


def _complete_climb(work: Work, profile: Profile, source: AltitudeSource) -> None:
    """Add the total climb and descent where the file does not give them."""
    activity = work.activity
    if activity.ascent_m is not None and activity.descent_m is not None:
        return
    up, down = climbs(profile.altitude_m, THRESHOLD_M[source])
    work.activity = replace(
        activity,
        ascent_m=up if activity.ascent_m is None else activity.ascent_m,
        descent_m=down if activity.descent_m is None else activity.descent_m,
    )


def climbs(altitude_m: Column, threshold_m: float) -> tuple[float, float]:
    """Return the total climb and descent, rises and falls below a threshold left out.

    A turn from up to down counts once the fall from the highest point is as large as the
    threshold, and the other way round (hysteresis). With no threshold, noise adds up without end;
    with this one, waves of the ground lower than it are lost.

    Args:
        altitude_m: Smoothed, all known, shape (n,).
        threshold_m: Smallest rise or fall that counts.

    Returns:
        Climb and descent, m, both at least 0.
    """
    up = down = 0.0
    low = high = peak = float(altitude_m[0])
    rising: bool | None = None
    for height in _turns(altitude_m):
        low, high = min(low, height), max(high, height)
        if rising is not True and height - low >= threshold_m:
            down += 0.0 if rising is None else peak - low
            rising, peak, high = True, low, height
        elif rising is not False and high - height >= threshold_m:
            up += 0.0 if rising is None else high - peak
            rising, peak, low = False, high, height
    if rising is True:
        up += high - peak
    elif rising is False:
        down += peak - low
    return up, down


def _turns(altitude_m: Column) -> Iterable[float]:
    """Return the altitudes at which it turns, and both ends."""
    falls = np.diff(altitude_m) < 0
    at = np.flatnonzero(falls[1:] != falls[:-1]) + 1
    turns: list[float] = altitude_m[np.concatenate(([0], at, [len(altitude_m) - 1]))].tolist()
    return turns
