"""Statistics that a few odd points do not move: middle, spread, line, and quantiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import median

Point = tuple[float, float]

# Median absolute deviation to standard deviation of a normal (Rousseeuw & Croux 1993).
_MAD_TO_SD = 1.4826
# A median of normals has pi/2 times the variance of their mean.
_MEDIAN_FACTOR = math.sqrt(math.pi / 2)
_MOST_POINTS = 150


def robust_sd(values: Sequence[float]) -> float:
    """Return a standard deviation from the median absolute deviation, in the values' unit.

    True for values that are normal but for a few; 0 where more than half are equal.

    Raises:
        ValueError: if there is no value.
    """
    if not values:
        raise ValueError("robust_sd needs at least one value")
    middle = median(values)
    return _MAD_TO_SD * median(abs(value - middle) for value in values)


def median_difference_se(sd: float, first: int, second: int) -> float:
    """Return the standard error of the difference of two medians of normals with one spread.

    Args:
        sd: The spread of single values.
        first: How many values made the first median, at least 1.
        second: How many made the second, at least 1.
    """
    return _MEDIAN_FACTOR * sd * math.sqrt(1 / first + 1 / second)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies, between neighbours by line."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def theil_sen_slope(groups: Iterable[Sequence[Point]]) -> float | None:
    """Return the median slope between all pairs of points of the same group (Sen 1968).

    Pairs are taken inside a group only, so that a shift between groups is not taken for a slope.
    A large group is thinned evenly along x, which keeps it deterministic and quick.

    Args:
        groups: Points as (x, y).

    Returns:
        Slope in y per x, or None where no two points of a group differ in x.
    """
    slopes = [
        (y2 - y1) / (x2 - x1)
        for group in groups
        for points in (_thinned(group),)
        for at, (x1, y1) in enumerate(points)
        for x2, y2 in points[at + 1 :]
        if x2 > x1
    ]
    return median(slopes) if slopes else None


def _thinned(points: Sequence[Point]) -> list[Point]:
    ordered = sorted(points)
    if len(ordered) <= _MOST_POINTS:
        return ordered
    step = (len(ordered) - 1) / (_MOST_POINTS - 1)
    return [ordered[round(at * step)] for at in range(_MOST_POINTS)]
