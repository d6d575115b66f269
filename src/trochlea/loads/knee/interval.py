"""`Interval`: a value with the two ends of its 90 % interval, and how effects are combined.

Effects are taken on a logarithmic scale, one at a time to each of its ends, and added in
quadrature on each side: they come from different sources and are taken as independent of each
other. This stops being true where two of them stem from one study.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and its 90 % interval, all in the unit of the field that holds it."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Distance between the two ends."""
        return self.high - self.low

    def holds(self, number: float) -> bool:
        """Return whether a number lies within the interval, ends included."""
        return self.low <= number <= self.high

    def times(self, factor: float) -> Interval:
        """Return the interval with value and ends multiplied by a factor that is not negative."""
        return Interval(self.value * factor, self.low * factor, self.high * factor)


def from_logs(log_value: float, ends: Iterable[Sequence[float]]) -> Interval:
    """Return the interval of a positive quantity from its logarithm at each effect's ends.

    Args:
        log_value: Logarithm of the quantity with every effect at its value.
        ends: For each effect the logarithm of the quantity with that effect at one end.
    """
    below = above = 0.0
    for pair in ends:
        steps = [end - log_value for end in pair]
        below += min(0.0, *steps) ** 2
        above += max(0.0, *steps) ** 2
    return Interval(
        math.exp(log_value),
        math.exp(log_value - math.sqrt(below)),
        math.exp(log_value + math.sqrt(above)),
    )
