"""Steps of both feet from what GPX and TCX call cadence.

Garmin's schemas (TrackPointExtension `cad`, ActivityExtension `RunCadence`) and the devices that
follow them count one foot on a run, about 80 to 95 a minute; other programs write the steps of
both feet into the same element, about 150 to 190. The rule: for a run, a median of the values
above zero of up to 120 a minute is the count of one foot and is doubled, as hardly anyone runs at
120 with both feet or at more with one. For other sports nothing is changed: a bike has no feet,
and a walk at 60 or 110 may be either. `readers.refine` looks again, with the speed.
"""

from __future__ import annotations

import numpy as np

from trochlea.readers.xml.numerals import Column

MOST_OF_ONE_FOOT = 120.0


def both_feet(cadence: Column, running: bool) -> tuple[Column, bool]:
    """Return cadence in steps of both feet a minute, and whether one foot was counted.

    Args:
        cadence: As written, shape (n,); NaN where there is none.
        running: Whether the sport is running.
    """
    known = cadence[cadence > 0]
    if not running or not len(known) or float(np.median(known)) > MOST_OF_ONE_FOOT:
        return cadence, False
    return cadence * 2, True


def mean_of_both_feet(mean: float | None, running: bool, doubled: bool | None) -> float | None:
    """Return a mean of a lap in steps of both feet a minute.

    Args:
        mean: As written, or None.
        running: Whether the sport is running.
        doubled: Whether the points of the activity were found to count one foot; None where they
            have no cadence, and the mean itself has to tell.
    """
    if mean is None or not running:
        return mean
    one_foot = mean <= MOST_OF_ONE_FOOT if doubled is None else doubled
    return mean * 2 if one_foot and mean <= MOST_OF_ONE_FOOT else mean
