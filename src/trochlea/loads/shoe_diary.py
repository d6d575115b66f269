"""Shoes beside the complaint: what changed before it began, and pain by the pair that was worn.

All of it is "went together with": a log of shoes cannot show that a shoe did anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads.shoes import retired_on
from trochlea.model import KNEES, CheckIn, Knee, Observation, Run, Shoe, ShoeEvent


@dataclass(frozen=True, slots=True)
class ShoeChange:
    """Other shoes in the weeks before a complaint.

    Attributes:
        kind: `new_pair` first worn then, or `other_pair` that became the one worn most.
        shoe_id: The pair.
        on: First day of it in those weeks.
        instead_of: The pair that was worn most before, or None where that was not told.
    """

    kind: Literal["new_pair", "other_pair"]
    shoe_id: str
    on: date
    instead_of: str | None


@dataclass(frozen=True, slots=True)
class ShoePain:
    """Pain of one knee after runs in one pair.

    Attributes:
        shoe_id: The pair.
        knee: The knee.
        runs: Runs in it with a check-in that gives a score.
        median_pain: Median over those runs of the worst score given, 0-10 (NPRS).
    """

    shoe_id: str
    knee: Knee
    runs: int
    median_pain: float


def shoe_changes(
    shoes: Sequence[Shoe], runs: Sequence[Run], onset: date, knowledge: Knowledge
) -> tuple[ShoeChange, ...]:
    """Return the pairs that were new, or newly worn most, in the weeks before a day.

    Args:
        shoes: The runner's pairs.
        runs: All runs, with the told pair of each.
        onset: First day of the complaint; what came later does not count.
        knowledge: Gives the rule `shoe_change`.

    The first pair of a log is no change: the log began, not the shoe. Nor is a pair new of
    which the runner told a distance before the log, or that it is unknown; one from an export is
    new on the first run that names it.
    """
    rule = knowledge.rules["shoe_change"]
    near = onset - timedelta(days=rule.number("before_onset_days"))
    far = near - timedelta(days=rule.number("compared_days"))
    usual = _worn_most([run for run in runs if far <= run.day < near], shoes, rule)
    new = [
        ShoeChange("new_pair", shoe.shoe_id, shoe.first_worn_on, usual)
        for shoe in shoes
        if shoe.first_worn_on is not None
        and near <= shoe.first_worn_on <= onset
        and (shoe.distance_before_m == 0 or shoe.from_export)
        and _had_others(shoe, shoes, shoe.first_worn_on, runs)
    ]
    lately = [run for run in runs if near <= run.day <= onset]
    now = _worn_most(lately, shoes, rule)
    if now is not None and usual is not None and now != usual:
        first = min(run.day for run in lately if run.shoe_id == now)
        if now not in [row.shoe_id for row in new]:
            new = [*new, ShoeChange("other_pair", now, first, usual)]
    return tuple(sorted(new, key=lambda row: (row.kind, row.on, row.shoe_id)))


def _had_others(shoe: Shoe, shoes: Sequence[Shoe], day: date, runs: Sequence[Run]) -> bool:
    """Return whether another pair was worn before a day, by the log."""
    others = {row.shoe_id for row in shoes} - {shoe.shoe_id}
    logged = any(
        row.first_worn_on is not None and row.first_worn_on < day
        for row in shoes
        if row.shoe_id in others
    )
    return logged or any(run.shoe_id in others and run.day < day for run in runs)


def _worn_most(runs: Sequence[Run], shoes: Sequence[Shoe], rule: Rule) -> str | None:
    """Return the pair with most metres of told runs, or None where too few were told."""
    known = {shoe.shoe_id for shoe in shoes}
    told = [run for run in runs if run.shoe_id in known]
    if len(told) < rule.number("fewest_runs"):
        return None
    metres = {
        shoe_id: sum(run.distance_m for run in told if run.shoe_id == shoe_id)
        for shoe_id in sorted(known)
    }
    return max(metres, key=lambda shoe_id: (metres[shoe_id], shoe_id))


def observe_shoes(
    shoes: Sequence[Shoe],
    events: Sequence[ShoeEvent],
    runs: Sequence[Run],
    complaint_began: date | None,
    now: datetime,
    knowledge: Knowledge,
) -> tuple[Observation, ...]:
    """Return what the shoe log shows: another pair before the complaint, or told signs of wear.

    Args:
        shoes: The runner's pairs.
        events: What was said of them.
        runs: All runs.
        complaint_began: First day of the complaint; the day of `now` where unknown.
        now: When the observation is made, with its offset.
        knowledge: Gives the rule `shoe_change`.

    Only ever a "yes": a log with holes cannot show that shoes were not changed. Kilometres alone
    are no sign of wear, and a pair put away before the weeks in question says nothing.
    """
    rule = knowledge.rules["shoe_change"]
    onset = min(complaint_began or now.date(), now.date())
    past = [run for run in runs if run.start_time <= now]
    changes = shoe_changes(shoes, past, onset, knowledge)
    found = [
        Observation(
            "new_shoes", True, "none", now, "journal", rule.number("certainty"), ref=row.shoe_id
        )
        for row in changes[:1]
    ]
    since = onset - timedelta(days=rule.number("before_onset_days"))
    worn = [
        event.shoe_id
        for shoe in shoes
        if _still_worn(retired_on(shoe, events, onset), since)
        for event in events
        if event.shoe_id == shoe.shoe_id and event.kind == "sign_of_wear" and event.on <= onset
    ]
    if worn:
        found = [*found, Observation("worn_shoes", True, "none", now, "journal", ref=worn[0])]
    return tuple(found)


def _still_worn(away: date | None, since: date) -> bool:
    return away is None or away >= since


def pain_by_shoe(
    shoes: Sequence[Shoe],
    runs: Sequence[Run],
    checkins: Sequence[CheckIn],
    knowledge: Knowledge,
) -> tuple[ShoePain, ...]:
    """Return pain after runs in each pair, for each knee that has enough runs in two of them.

    Args:
        shoes: The runner's pairs.
        runs: All runs, to find the one that a check-in belongs to: the last before it.
        checkins: Of either knee.
        knowledge: Gives the rule `shoe_diary`.

    Returns:
        Nothing for a knee with fewer than the stated runs in each of two pairs.
    """
    rule = knowledge.rules["shoe_diary"]
    return tuple(
        row
        for knee in KNEES
        for row in _of_knee(
            knee,
            shoes,
            _worst_after(runs, [one for one in checkins if one.knee == knee], rule),
            rule,
        )
    )


def _of_knee(
    knee: Knee, shoes: Sequence[Shoe], worst: Sequence[tuple[Run, int]], rule: Rule
) -> tuple[ShoePain, ...]:
    scores = {
        shoe.shoe_id: [pain for run, pain in worst if run.shoe_id == shoe.shoe_id]
        for shoe in sorted(shoes, key=lambda row: (row.name.casefold(), row.shoe_id))
    }
    rows = tuple(
        ShoePain(shoe_id, knee, len(each), float(median(each)))
        for shoe_id, each in scores.items()
        if len(each) >= rule.number("fewest_runs")
    )
    return rows if len(rows) > 1 else ()


def _worst_after(
    runs: Sequence[Run], checkins: Sequence[CheckIn], rule: Rule
) -> list[tuple[Run, int]]:
    """Return each run that has a score after it with the worst of them."""
    within = timedelta(days=rule.number("within_days"))
    ordered = sorted(runs, key=lambda row: (row.start_time, row.activity_id))
    starts = [row.start_time for row in ordered]
    worst: dict[int, int] = {}
    for row in checkins:
        given = (row.pain_during, row.pain_hour_after, row.pain_next_morning)
        scores = [score for score in given if score is not None]
        at = bisect_left(starts, row.observed_at) - 1
        if scores and at >= 0 and row.observed_at <= starts[at] + within:
            worst[at] = max(*scores, worst.get(at, 0))
    return [(ordered[at], worst[at]) for at in sorted(worst)]
