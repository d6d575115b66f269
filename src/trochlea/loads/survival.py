"""Survival curves for distances: Kaplan-Meier, its interval, quantiles, means, the log-rank test.

Small and general: an outcome is a length and whether the event came there (True) or it was not
seen to come by then (False, censored). An event and a censoring at one length count in that order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Outcome = tuple[float, bool]

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Bounds:
    """A value with its interval; an end that is not reached is None."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """One step of a curve.

    Attributes:
        at: The length at which events came, in the outcomes' unit.
        at_risk: How many were still without the event just before.
        events: How many had it here.
        share: Share without the event after this step, 0 to 1.
        low: Lower end of its interval; None where the share is 0.
        high: Upper end of it; None where the share is 0.
    """

    at: float
    at_risk: int
    events: int
    share: float
    low: float | None
    high: float | None


def _tables(outcomes: Sequence[Outcome]) -> Iterator[tuple[float, int, int]]:
    """Yield each length with an event, how many were at risk, and how many events."""
    lengths = sorted({length for length, event in outcomes if event})
    for at in lengths:
        risk = sum(length >= at for length, _event in outcomes)
        yield at, risk, sum(event and length == at for length, event in outcomes)


def kaplan_meier(outcomes: Sequence[Outcome], z: float) -> tuple[SurvivalStep, ...]:
    """Return the product-limit curve of some outcomes, one step a length with an event.

    Kaplan & Meier 1958; variance by Greenwood's sum, interval on the log(-log) scale (Kalbfleisch
    & Prentice 1980), so that it stays between 0 and 1. The interval is a large-sample one: rough
    below some ten events, and not told where the share has come to 0.

    Args:
        outcomes: Length and whether the event came.
        z: Normal quantile of the interval, 1.96 for 95 %.
    """
    steps: list[SurvivalStep] = []
    share, greenwood = 1.0, 0.0
    for at, risk, events in _tables(outcomes):
        share *= (risk - events) / risk
        if risk == events:
            steps.append(SurvivalStep(at, risk, events, 0.0, None, None))
            continue
        greenwood += events / (risk * (risk - events))
        reach = z * math.sqrt(greenwood) / abs(math.log(share))
        low, high = share ** math.exp(reach), share ** math.exp(-reach)
        steps.append(SurvivalStep(at, risk, events, share, low, high))
    return tuple(steps)


def quantile_of(curve: Sequence[SurvivalStep], share: float) -> Bounds | None:
    """Return the length at which no more than a share is left, or None where not reached.

    Its interval is where the curve's own interval crosses the share (Brookmeyer & Crowley 1982).
    """
    level = share + _ROUNDING
    at = next((row.at for row in curve if row.share <= level), None)
    if at is None:
        return None
    low = next((row.at for row in curve if row.low is None or row.low <= level), None)
    high = next((row.at for row in curve if row.high is not None and row.high <= level), None)
    return Bounds(at, low, high)


def restricted_mean(outcomes: Sequence[Outcome], limit: float) -> tuple[float, float]:
    """Return the mean length without the event up to a limit, and its standard error.

    The area under the Kaplan-Meier curve; its variance by Greenwood's sum weighted with the area
    still to come. True up to the longest outcome; with no event the standard error is 0, which is
    too small.

    Args:
        outcomes: Length and whether the event came.
        limit: The length up to which the mean is taken, in the same unit.
    """
    rows = [row for row in _tables(outcomes) if row[0] < limit]
    ends = [*(at for at, _risk, _events in rows[1:]), limit]
    share, pieces = 1.0, []
    for (at, risk, events), end in zip(rows, ends, strict=True) if rows else ():
        share *= (risk - events) / risk
        pieces.append((share * (end - at), risk, events))
    area = (rows[0][0] if rows else limit) + sum(piece for piece, _risk, _events in pieces)
    variance, to_come = 0.0, 0.0
    for piece, risk, events in reversed(pieces):
        to_come += piece
        if risk > events:
            variance += to_come**2 * events / (risk * (risk - events))
    return area, math.sqrt(variance)


def log_rank(first: Sequence[Outcome], second: Sequence[Outcome]) -> float | None:
    """Return chi-squared of the log-rank test of two groups, one degree of freedom (Mantel 1966).

    Returns:
        The statistic, or None where there is no event with both groups at risk.
    """
    excess, variance = 0.0, 0.0
    for at, risk, events in _tables([*first, *second]):
        own = sum(length >= at for length, _event in first)
        came = sum(event and length == at for length, event in first)
        excess += came - events * own / risk
        if risk > 1:
            rest = (risk - own) * (risk - events)
            variance += events * own * rest / (risk**2 * (risk - 1))
    return excess**2 / variance if variance else None
