"""The six weeks before a complaint began, against the runner's own usual before those.

A change is told only where it lies beyond the runner's own spread from week to week. It went
together with the start; it need not be the cause, and runs that are not on record say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean, stdev
from typing import Literal

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads.days import DAYS_PER_WEEK, day_table
from trochlea.loads.observe import observe_loads
from trochlea.loads.sessions import session_loads
from trochlea.loads.weeks import Week, rolling_weeks
from trochlea.model import Observation, Run, RunSummary

BEFORE_ONSET_RULE = "before_onset"
HILLS_RULE = "hills_before_onset"
JUMP_FINDING = "recent_load_jump"
DOWNHILL_FINDING = "new_downhill"

Measure = Literal[
    "distance_m", "longest_m", "runs", "descent_m_per_km", "fast_share", "session_load"
]
Verdict = Literal["more", "less", "within", "unknown"]

MEASURES: tuple[Measure, ...] = (
    "distance_m",
    "longest_m",
    "runs",
    "descent_m_per_km",
    "fast_share",
    "session_load",
)
JUMPS: tuple[Measure, ...] = ("distance_m", "longest_m", "runs", "fast_share", "session_load")


@dataclass(frozen=True, slots=True)
class OnsetWeek:
    """One week of the picture.

    Attributes:
        week: What was run; its sums say how many runs lack a measure.
        is_before_onset: One of the weeks before the complaint, and not of the usual ones.
        on_record: The record had begun by its first day; else its zeros are not known to be so.
    """

    week: Week
    is_before_onset: bool
    on_record: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One measure: the mean week before the complaint against the mean week of the usual.

    Attributes:
        measure: Of what, a week.
        near: Mean of the weeks before the complaint, or None.
        usual: Mean of the compared weeks, or None.
        ratio: The first over the second; None where either is unknown or the usual is 0.
        spread_low: The usual less the stated spread of the runner's own weeks, or None.
        spread_high: The usual and the stated spread of the runner's own weeks, or None.
        near_weeks: Weeks before the complaint whose value is known.
        usual_weeks: Compared weeks whose value is known.
        verdict: More or less than the own spread, within it, or unknown.
    """

    measure: Measure
    near: float | None
    usual: float | None
    ratio: float | None
    spread_low: float | None
    spread_high: float | None
    near_weeks: int
    usual_weeks: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class BeforeOnset:
    """The weeks before a complaint in one picture.

    Attributes:
        onset: First day of the complaint, the last day of the last week.
        weeks: Oldest first, the usual ones and then those before the complaint.
        changes: One a measure, always all.
        rule: Rule with the windows, the least numbers and the caveat.
    """

    onset: date
    weeks: tuple[OnsetWeek, ...]
    changes: tuple[Change, ...]
    rule: str = BEFORE_ONSET_RULE


def weeks_before_onset(
    runs: Sequence[Run],
    summaries: Mapping[str, RunSummary],
    onset: date,
    knowledge: Knowledge,
) -> BeforeOnset:
    """Return the weeks up to the first day of a complaint, and what changed in them.

    Args:
        runs: The runner's runs, in any order; those after the onset are not looked at.
        summaries: By activity id, for the share of fast running.
        onset: First day of the complaint, on the runner's own calendar.
        knowledge: Gives `before_onset` and `hills_before_onset`.

    Weeks count backwards from the onset, that day among them. A week without a run counts as 0
    metres and 0 runs; it has no longest run, descent, share or load.
    """
    rule = knowledge.rules[BEFORE_ONSET_RULE]
    near_count, far_count = int(rule.number("weeks_before")), int(rule.number("weeks_compared"))
    until = [run for run in runs if run.day <= onset]
    began = min((run.day for run in until), default=None)
    # Older runs than the first week's own usual pace is made of change nothing.
    needed = DAYS_PER_WEEK * (near_count + far_count) + _usual_days(knowledge)
    near_runs = [run for run in until if (onset - run.day).days <= needed]
    days = day_table(near_runs, session_loads(near_runs, summaries, knowledge))
    weeks = rolling_weeks(days, onset, near_count + far_count)
    marked = tuple(
        OnsetWeek(week, number >= far_count, began is not None and began <= week.first_day)
        for number, week in enumerate(weeks)
    )
    floors: dict[Measure, float] = {
        "descent_m_per_km": knowledge.rules[HILLS_RULE].number("least_m_per_km"),
        "fast_share": rule.number("least_fast_share"),
    }
    enough = sum(week.runs for week in weeks[:far_count]) >= rule.number("fewest_runs")
    changes = tuple(
        _change(measure, marked, rule, floors.get(measure, 0.0), enough) for measure in MEASURES
    )
    return BeforeOnset(onset, marked, changes)


def _usual_days(knowledge: Knowledge) -> int:
    return int(knowledge.rules["training_own_usual"].number("window_days")) + 1


def week_value(week: Week, measure: Measure) -> float | None:
    """Return one measure of a week, in the unit of its name; None where it is unknown."""
    if measure == "distance_m":
        return week.distance_m
    if measure == "runs":
        return float(week.runs)
    if not week.runs:
        return None
    if measure == "longest_m":
        return week.longest_m
    if measure == "descent_m_per_km":
        return week.sums.descent_m_per_km
    return week.sums.fast_share if measure == "fast_share" else week.session_load


def _change(
    measure: Measure, weeks: Sequence[OnsetWeek], rule: Rule, floor: float, enough: bool
) -> Change:
    known = [
        (row.is_before_onset, value)
        for row in weeks
        if row.on_record and (value := week_value(row.week, measure)) is not None
    ]
    near = [value for is_near, value in known if is_near]
    usual = [value for is_near, value in known if not is_near]
    near_mean = fmean(near) if near else None
    usual_mean = fmean(usual) if usual else None
    ratio = near_mean / usual_mean if near_mean is not None and usual_mean else None
    told = (
        enough
        and len(near) >= rule.number("fewest_weeks_before")
        and len(usual) >= rule.number("fewest_weeks_compared")
    )
    if near_mean is None or usual_mean is None or not told:
        counted = (len(near), len(usual))
        return Change(measure, near_mean, usual_mean, ratio, None, None, *counted, "unknown")
    spread = rule.number("spread_times") * stdev(usual)
    low, high = usual_mean - spread, usual_mean + spread
    least = rule.number("least_times")
    verdict: Verdict = "within"
    if near_mean > high and near_mean >= least * usual_mean and near_mean >= floor:
        verdict = "more"
    elif near_mean < low and near_mean * least <= usual_mean and usual_mean >= floor:
        verdict = "less"
    return Change(measure, near_mean, usual_mean, ratio, low, high, len(near), len(usual), verdict)


def observe_before_onset(
    runs: Sequence[Run],
    summaries: Mapping[str, RunSummary],
    complaint_began: date | None,
    now: datetime,
    knowledge: Knowledge,
) -> tuple[Observation, ...]:
    """Return all that `observe_loads` sees, and what only the weeks show; no finding twice.

    Args:
        runs: The runner's runs.
        summaries: By activity id.
        complaint_began: First day of the complaint; where unknown only `observe_loads` speaks.
        now: When the observation is made, with its offset.
        knowledge: Gives the rules.

    To be called in place of `observe_loads`, which it calls. The weeks speak only of more, never
    of no jump: runs may be missing, and missing is never "no".
    """
    seen = observe_loads(runs, complaint_began, now, knowledge)
    if complaint_began is None:
        return seen
    changes = weeks_before_onset(runs, summaries, complaint_began, knowledge).changes
    said = {row.finding for row in seen}
    added = [
        row
        for row in (
            _observed(JUMP_FINDING, changes, JUMPS, now),
            _observed(DOWNHILL_FINDING, changes, ("descent_m_per_km",), now),
        )
        if row is not None and row.finding not in said
    ]
    return (*seen, *added)


def _observed(
    finding: str, changes: Sequence[Change], measures: Sequence[Measure], now: datetime
) -> Observation | None:
    more = [row for row in changes if row.measure in measures and row.verdict == "more"]
    if not more:
        return None
    largest = max(more, key=lambda row: row.ratio or 0.0)
    low = None if largest.ratio is None else round(largest.ratio, 3)
    if largest.measure == "descent_m_per_km" and largest.near is not None:
        # As `observe_loads` gives it: metres of descent per kilometre, not a ratio.
        low = round(largest.near, 1)
    ref = f"{BEFORE_ONSET_RULE}/{largest.measure}"
    return Observation(finding, True, "none", now, "watch", low=low, ref=ref)
