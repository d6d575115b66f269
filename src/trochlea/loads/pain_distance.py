"""How far a knee runs without pain: the distance at which pain begins, with its censored runs.

A run on which pain began ends its pain-free distance there; a run that stayed free of pain says
only that pain would have begun later, and counts as censored at its end (Kaplan & Meier 1958).
Runs of which nothing is known are left out and counted. The method takes the end of a run to have
nothing to do with the pain to come: whoever stops early because they fear it looks worse off.
Today's limit does not come from here but from the shortest onset of `plan.distance`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads.survival import (
    Bounds,
    Outcome,
    SurvivalStep,
    kaplan_meier,
    log_rank,
    quantile_of,
    restricted_mean,
)
from trochlea.model import CheckIn, Knee, Run
from trochlea.units import km_from_m

LeftOut = Literal["says_nothing", "onset_unknown", "onset_beyond_run"]
Trend = Literal["longer", "shorter", "no_real_change", "unknown"]


@dataclass(frozen=True, slots=True)
class PainFreeRun:
    """One run of which it is known how far one knee ran without pain.

    Attributes:
        run: The run.
        distance_m: Where pain began, or the run's length where none did.
        pain_began: True where pain began; False where the run is censored.
    """

    run: Run
    distance_m: float
    pain_began: bool


@dataclass(frozen=True, slots=True)
class PainFreeDistance:
    """The distance that one knee runs without pain.

    Attributes:
        knee: Which knee.
        runs: Runs that count.
        began: Of those, runs on which pain began.
        longest_free_m: Longest run that stayed free of pain, or None.
        median_m: Distance by which pain had begun on half of the runs; None where not reached.
        most_m: Distance up to which most runs (the share `most_share`) stayed free; or None.
        most_share: That share.
        curve: The share still free of pain at each distance where pain began, with intervals.
        left_out: How many runs with a check-in were left out, by why.
        enough: False where there are fewer runs or onsets than the rule asks; then no distance.
    """

    knee: Knee
    runs: int
    began: int
    longest_free_m: float | None
    median_m: Bounds | None
    most_m: Bounds | None
    most_share: float
    curve: tuple[SurvivalStep, ...]
    left_out: tuple[tuple[LeftOut, int], ...]
    enough: bool


@dataclass(frozen=True, slots=True)
class PainFreeTrend:
    """The mean distance without pain of the last days against that of the days before.

    Attributes:
        knee: Which knee.
        trend: `longer` or `shorter` only where the interval leaves out 0 and the log-rank test
            says so too.
        limit_m: The distance up to which both means are taken, or None.
        before_m: Restricted mean before, or None.
        now_m: Restricted mean now, or None.
        difference_m: Now minus before, with its interval, or None.
        log_rank: Chi-squared of the log-rank test, one degree of freedom, or None.
        runs_before: Runs before.
        runs_now: Runs now.
    """

    knee: Knee
    trend: Trend
    limit_m: float | None = None
    before_m: float | None = None
    now_m: float | None = None
    difference_m: Bounds | None = None
    log_rank: float | None = None
    runs_before: int = 0
    runs_now: int = 0


@dataclass(frozen=True, slots=True)
class PainFreeBands:
    """The same distance in two bands of one thing, split at the middle of the runner's own runs.

    Attributes:
        by: `descent_m_per_km` or `speed_mps`.
        split_at: The middle, in the unit that `by` names; the upper band is above it.
        lower: Runs up to the middle.
        upper: Runs above it.
    """

    by: Literal["descent_m_per_km", "speed_mps"]
    split_at: float
    lower: PainFreeDistance
    upper: PainFreeDistance


@dataclass(frozen=True, slots=True)
class ObservedOnset:
    """The shortest distance at which pain began lately: for display, today's rule has its own."""

    knee: Knee
    shortest_m: float
    observed_at: datetime
    times: int


def pain_free_runs(
    runs: Sequence[Run], checkins: Sequence[CheckIn], knee: Knee, rule: Rule
) -> tuple[tuple[PainFreeRun, ...], dict[LeftOut, int]]:
    """Return the runs of which a knee's pain-free distance is known, oldest first.

    Args:
        runs: All runs; a check-in belongs to the last run before it, as in `settling`.
        checkins: Of any knee.
        knee: Which knee.
        rule: The knowledge rule `pain_distance`.

    Returns:
        The runs, and how many with a check-in were left out, by why. No score is no "no pain".
    """
    ordered = sorted(runs, key=lambda row: (row.start_time, row.activity_id))
    starts = [row.start_time for row in ordered]
    told: dict[int, list[CheckIn]] = {}
    for row in checkins:
        if row.knee == knee:
            told.setdefault(bisect_left(starts, row.observed_at) - 1, []).append(row)
    found: list[PainFreeRun] = []
    left_out: dict[LeftOut, int] = {}
    for at, run in enumerate(ordered):
        said = told.get(at, [])
        if not said or run.distance_m <= 0:
            continue
        known = _pain_free_run(run, said, rule)
        if isinstance(known, PainFreeRun):
            found.append(known)
        else:
            left_out[known] = left_out.get(known, 0) + 1
    return tuple(found), left_out


def _pain_free_run(run: Run, said: Sequence[CheckIn], rule: Rule) -> PainFreeRun | LeftOut:
    began = [row.pain_began_m for row in said if row.pain_began_m is not None]
    if began:
        if min(began) > run.distance_m:
            return "onset_beyond_run"
        return PainFreeRun(run, min(began), pain_began=True)
    # A later score may be of daily life: only one that is near the run is taken as the run's.
    near = run.start_time + timedelta(days=rule.number("said_within_days"))
    scores = [
        row.pain_during for row in said if row.pain_during is not None and row.observed_at <= near
    ]
    if not scores:
        return "says_nothing"
    if max(scores) > 0:
        return "onset_unknown"
    return PainFreeRun(run, run.distance_m, pain_began=False)


def pain_free_distance(
    runs: Sequence[Run], checkins: Sequence[CheckIn], knee: Knee, knowledge: Knowledge
) -> PainFreeDistance:
    """Return how far a knee runs without pain, over all runs that say so.

    Args:
        runs: The runner's runs.
        checkins: Of any knee.
        knee: Which knee.
        knowledge: Gives the rule `pain_distance`.
    """
    rule = knowledge.rules["pain_distance"]
    known, left_out = pain_free_runs(runs, checkins, knee, rule)
    return _distance(known, left_out, knee, rule)


def _distance(
    known: Sequence[PainFreeRun], left_out: dict[LeftOut, int], knee: Knee, rule: Rule
) -> PainFreeDistance:
    curve = kaplan_meier(_outcomes(known), rule.number("interval_z"))
    began = sum(row.pain_began for row in known)
    few = len(known) < rule.number("fewest_runs") or began < rule.number("fewest_events")
    most_share = rule.number("most_share")
    return PainFreeDistance(
        knee=knee,
        runs=len(known),
        began=began,
        longest_free_m=max((row.distance_m for row in known if not row.pain_began), default=None),
        median_m=None if few else quantile_of(curve, rule.number("median_share")),
        most_m=None if few else quantile_of(curve, most_share),
        most_share=most_share,
        curve=curve,
        left_out=tuple(sorted(left_out.items())),
        enough=not few,
    )


def _outcomes(known: Sequence[PainFreeRun]) -> list[Outcome]:
    return [(row.distance_m, row.pain_began) for row in known]


def pain_free_trend(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    knee: Knee,
    now: datetime,
    knowledge: Knowledge,
) -> PainFreeTrend:
    """Return whether the distance without pain is growing: the last days against those before.

    The difference of restricted means (Royston & Parmar 2013), up to the longest distance that
    both parts reach, with its normal interval; the log-rank test must agree, because a part
    without any pain has no spread of its own. Both are rough with few runs.

    Args:
        runs: The runner's runs.
        checkins: Of any knee.
        knee: Which knee.
        now: The end of the last days, with its offset.
        knowledge: Gives the rules `pain_distance` and `pain_distance_trend`.
    """
    rule = knowledge.rules["pain_distance"]
    known, _left_out = pain_free_runs(runs, checkins, knee, rule)
    span = timedelta(days=rule.number("trend_days"))
    lately = [row for row in known if now - span < row.run.start_time <= now]
    before = [row for row in known if now - 2 * span < row.run.start_time <= now - span]
    counts = (len(before), len(lately))
    began = sum(row.pain_began for row in (*before, *lately))
    if min(counts) < rule.number("fewest_runs") or began < rule.number("fewest_events"):
        return PainFreeTrend(knee, "unknown", runs_before=counts[0], runs_now=counts[1])
    z = rule.number("interval_z")
    limit = min(max(row.distance_m for row in part) for part in (before, lately))
    then, then_se = restricted_mean(_outcomes(before), limit)
    mean, mean_se = restricted_mean(_outcomes(lately), limit)
    difference, reach = mean - then, z * (then_se**2 + mean_se**2) ** 0.5
    tested = log_rank(_outcomes(before), _outcomes(lately))
    least = knowledge.rules["pain_distance_trend"].number("least_log_rank")
    is_real = abs(difference) > reach and tested is not None and tested > least
    trend: Trend = "longer" if difference > 0 else "shorter"
    return PainFreeTrend(
        knee=knee,
        trend=trend if is_real else "no_real_change",
        limit_m=limit,
        before_m=then,
        now_m=mean,
        difference_m=Bounds(difference, difference - reach, difference + reach),
        log_rank=tested,
        runs_before=counts[0],
        runs_now=counts[1],
    )


def pain_free_bands(
    runs: Sequence[Run], checkins: Sequence[CheckIn], knee: Knee, knowledge: Knowledge
) -> tuple[PainFreeBands, ...]:
    """Return the distance by descent and by speed, where both bands have enough runs and onsets.

    Runs whose descent or moving time is not known are in neither band.
    """
    rule = knowledge.rules["pain_distance"]
    known, _left_out = pain_free_runs(runs, checkins, knee, rule)
    rows = (
        _bands(known, "descent_m_per_km", _descent_m_per_km, knee, rule),
        _bands(known, "speed_mps", _speed_mps, knee, rule),
    )
    return tuple(row for row in rows if row is not None)


def _descent_m_per_km(run: Run) -> float | None:
    return None if run.descent_m is None else run.descent_m / km_from_m(run.distance_m)


def _speed_mps(run: Run) -> float | None:
    return run.distance_m / run.moving_s if run.moving_s else None


def _bands(
    known: Sequence[PainFreeRun],
    by: Literal["descent_m_per_km", "speed_mps"],
    value_of: Callable[[Run], float | None],
    knee: Knee,
    rule: Rule,
) -> PainFreeBands | None:
    valued = [(value, row) for row in known for value in (value_of(row.run),) if value is not None]
    if not valued:
        return None
    split = median(value for value, _row in valued)
    lower = _distance([row for value, row in valued if value <= split], {}, knee, rule)
    upper = _distance([row for value, row in valued if value > split], {}, knee, rule)
    return PainFreeBands(by, split, lower, upper) if lower.enough and upper.enough else None


def observed_onset(
    checkins: Sequence[CheckIn], knee: Knee, now: datetime, window_days: float
) -> ObservedOnset | None:
    """Return the shortest distance at which pain began in the last days, or None if none did."""
    since = now - timedelta(days=window_days)
    began = [
        (row.pain_began_m, row.observed_at)
        for row in checkins
        if row.knee == knee and row.pain_began_m is not None and since <= row.observed_at <= now
    ]
    if not began:
        return None
    shortest_m, observed_at = min(began)
    return ObservedOnset(knee, shortest_m, observed_at, len(began))
