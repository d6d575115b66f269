"""The knee diary: pain from week to week by knee, and whether it changed by more than its noise.

A day without a check-in is a gap, never a zero; of two check-ins on a day the worse score counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.loads.days import DAYS_PER_WEEK
from trochlea.loads.pain_distance import (
    ObservedOnset,
    PainFreeBands,
    PainFreeDistance,
    PainFreeTrend,
    observed_onset,
    pain_free_bands,
    pain_free_distance,
    pain_free_trend,
)
from trochlea.model import KNEES, CheckIn, Knee, Run

PainMoment = Literal["during", "hour_after", "next_morning"]
PainVerdict = Literal["better", "worse", "no_real_change", "unknown"]
MOMENTS: tuple[PainMoment, PainMoment, PainMoment] = ("during", "hour_after", "next_morning")


@dataclass(frozen=True, slots=True)
class PainSpread:
    """The scores of one moment of the day in one week, 0-10 (NPRS).

    Attributes:
        days: Days with a score.
        worst: The highest, or None where there is none.
        median: The middle one, or None where there is none.
    """

    days: int
    worst: int | None
    median: float | None


@dataclass(frozen=True, slots=True)
class KneeWeek:
    """One week of one knee.

    Attributes:
        knee: Which knee.
        first_day: Its first day.
        last_day: Its last day.
        checkin_days: Days with a check-in.
        gap_days: Days without one, of which nothing is known.
        during: Worst pain during the last run, or in daily life where not run.
        hour_after: Pain an hour after it.
        next_morning: Pain the morning after it.
        medicine_days: Days on which a check-in says that pain medicine was taken in the 24 hours
            before; no dose is asked.
        medicine_open_days: Days with a check-in that does not say.
    """

    knee: Knee
    first_day: date
    last_day: date
    checkin_days: int
    gap_days: int
    during: PainSpread
    hour_after: PainSpread
    next_morning: PainSpread
    medicine_days: int
    medicine_open_days: int


@dataclass(frozen=True, slots=True)
class PainChange:
    """Pain of the last days against that of the days before, by the middle of the days' scores.

    Attributes:
        knee: Which knee.
        moment: Which score.
        verdict: `better` or `worse` only from the smallest real change on.
        smallest_real: That change, points of 10.
        noticed_in_pfp: A second figure: the smallest that people with pain around the kneecap
            noticed, points.
        before: Middle score before, or None.
        now: Middle score now, or None.
        days_before: Days with a score before.
        days_now: Days with a score now.
    """

    knee: Knee
    moment: PainMoment
    verdict: PainVerdict
    smallest_real: float
    noticed_in_pfp: float
    before: float | None = None
    now: float | None = None
    days_before: int = 0
    days_now: int = 0


@dataclass(frozen=True, slots=True)
class KneeDiary:
    """All that the diary shows of one knee.

    Attributes:
        knee: Which knee.
        weeks: Its weeks, oldest first.
        changes: The change of each moment's pain.
        distance: How far it runs without pain.
        trend: Whether that distance grows.
        bands: The same by descent and speed, where there is enough.
        onset: The shortest distance at which pain began in the days of today's distance rule, for
            display; or None.
    """

    knee: Knee
    weeks: tuple[KneeWeek, ...]
    changes: tuple[PainChange, ...]
    distance: PainFreeDistance
    trend: PainFreeTrend
    bands: tuple[PainFreeBands, ...]
    onset: ObservedOnset | None


def knee_diaries(
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    now: datetime,
    weeks: int,
    knowledge: Knowledge,
) -> tuple[KneeDiary, ...]:
    """Return the diary of each knee that has a check-in, left first.

    Args:
        runs: The runner's runs.
        checkins: Of any knee.
        now: When it is read, with its offset; what is later is left out.
        weeks: How many rolling weeks that end today.
        knowledge: Gives the rules `diary_weeks`, `pain_distance` and `outcome_nprs`.
    """
    past = [row for row in runs if row.start_time <= now]
    told = [row for row in checkins if row.observed_at <= now]
    window = knowledge.rules["distance_pain_onset"].number("window_days")
    return tuple(
        KneeDiary(
            knee=knee,
            weeks=knee_weeks(told, knee, now.date(), weeks),
            changes=pain_changes(told, knee, now.date(), knowledge),
            distance=pain_free_distance(past, told, knee, knowledge),
            trend=pain_free_trend(past, told, knee, now, knowledge),
            bands=pain_free_bands(past, told, knee, knowledge),
            onset=observed_onset(told, knee, now, window),
        )
        for knee in KNEES
        if any(row.knee == knee for row in told)
    )


def knee_weeks(
    checkins: Sequence[CheckIn], knee: Knee, last_day: date, weeks: int
) -> tuple[KneeWeek, ...]:
    """Return the rolling weeks of one knee that end on a day, oldest first.

    A week without any check-in is there too, with seven gaps and no score.
    """
    by_day = _by_day(checkins, knee)
    ends = (last_day - timedelta(days=DAYS_PER_WEEK * back) for back in range(weeks - 1, -1, -1))
    return tuple(_week(by_day, knee, end) for end in ends)


def _by_day(checkins: Iterable[CheckIn], knee: Knee) -> dict[date, list[CheckIn]]:
    """Return a knee's check-ins by the day on which they were given, in the runner's own time."""
    by_day: dict[date, list[CheckIn]] = {}
    for row in checkins:
        if row.knee == knee:
            by_day.setdefault(row.observed_at.date(), []).append(row)
    return by_day


def _span(
    by_day: dict[date, list[CheckIn]], last_day: date, days: float
) -> dict[date, list[CheckIn]]:
    begin = last_day - timedelta(days=days)
    return {day: rows for day, rows in by_day.items() if begin < day <= last_day}


def _week(by_day: dict[date, list[CheckIn]], knee: Knee, last_day: date) -> KneeWeek:
    days = _span(by_day, last_day, DAYS_PER_WEEK)
    said = [[row.pain_medicine_24h for row in rows] for rows in days.values()]
    taken = sum(True in answers for answers in said)
    denied = sum(True not in answers and False in answers for answers in said)
    during, hour_after, next_morning = (_spread(_scores(days, moment)) for moment in MOMENTS)
    return KneeWeek(
        knee=knee,
        first_day=last_day - timedelta(days=DAYS_PER_WEEK - 1),
        last_day=last_day,
        checkin_days=len(days),
        gap_days=DAYS_PER_WEEK - len(days),
        during=during,
        hour_after=hour_after,
        next_morning=next_morning,
        medicine_days=taken,
        medicine_open_days=len(days) - taken - denied,
    )


def _score(row: CheckIn, moment: PainMoment) -> int | None:
    if moment == "during":
        return row.pain_during
    return row.pain_hour_after if moment == "hour_after" else row.pain_next_morning


def _scores(days: dict[date, list[CheckIn]], moment: PainMoment) -> list[int]:
    """Return the worst score of each day that has one."""
    worst = (
        max((score for row in rows if (score := _score(row, moment)) is not None), default=None)
        for rows in days.values()
    )
    return [score for score in worst if score is not None]


def _spread(scores: Sequence[int]) -> PainSpread:
    if not scores:
        return PainSpread(0, None, None)
    return PainSpread(len(scores), max(scores), float(median(scores)))


def pain_changes(
    checkins: Sequence[CheckIn], knee: Knee, last_day: date, knowledge: Knowledge
) -> tuple[PainChange, ...]:
    """Return for each moment whether pain changed: the last days against those before.

    The middle of the days' scores moved by at least the smallest real change; unknown where
    either part has too few days with a score.
    """
    rule, scale = knowledge.rules["diary_weeks"], knowledge.rules["outcome_nprs"]
    smallest, noticed = scale.number("detectable"), scale.number("important")
    span, fewest = rule.number("compared_days"), rule.number("fewest_days")
    by_day = _by_day(checkins, knee)
    lately = _span(by_day, last_day, span)
    before = _span(by_day, last_day - timedelta(days=span), span)
    found = []
    for moment in MOMENTS:
        then, current = _scores(before, moment), _scores(lately, moment)
        counts = (len(then), len(current))
        if min(counts) < fewest:
            found.append(
                PainChange(knee, moment, "unknown", smallest, noticed, None, None, *counts)
            )
            continue
        middle_then, middle_now = float(median(then)), float(median(current))
        verdict = _verdict(middle_now - middle_then, smallest)
        found.append(
            PainChange(knee, moment, verdict, smallest, noticed, middle_then, middle_now, *counts)
        )
    return tuple(found)


def _verdict(difference: float, smallest: float) -> PainVerdict:
    if abs(difference) < smallest:
        return "no_real_change"
    return "worse" if difference > 0 else "better"
