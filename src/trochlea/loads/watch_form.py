"""Form as the watch measures it: does it drift within a run, or change over weeks, at one speed?

Each measure is compared with the runner's own runs after speed is taken out by a robust line
(Theil-Sen; Sen 1968), on nearly flat ground. A change is called one only from its smallest
detectable change on and beyond the runner's own spread from run to run; with too few runs,
windows or speeds it is unknown. The line is straight and stands for the runner's own range of
speeds only, so values are told at their middle speed. A new sensor, other shoes or another
surface change these numbers too, and the balance tells which foot stays longer on the ground,
never which knee hurts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Literal, cast

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads.robust import median_difference_se, quantile, robust_sd, theil_sen_slope
from trochlea.model import FormWindow, Observation, Run, RunSummary

Measure = Literal[
    "cadence_spm",
    "ground_contact_ms",
    "ground_contact_balance_left_pct",
    "vertical_oscillation_mm",
    "vertical_ratio_pct",
    "step_length_mm",
]
ChangeKind = Literal["over_weeks", "within_run"]
Verdict = Literal["changed", "within_noise", "unknown"]

BALANCE: Measure = "ground_contact_balance_left_pct"
RULE_OF: Mapping[Measure, str] = {
    "cadence_spm": "watch_form_cadence",
    "ground_contact_ms": "watch_form_contact_time",
    BALANCE: "watch_form_balance",
    "vertical_oscillation_mm": "watch_form_bounce",
    "vertical_ratio_pct": "watch_form_bounce_ratio",
    "step_length_mm": "watch_form_step_length",
}
_SLOW_TENTH, _FAST_TENTH = 0.1, 0.9
_THIRDS = 3
EVEN_PCT = 50.0


@dataclass(frozen=True, slots=True)
class FormChange:
    """One measure of form, now against before, at the same speed.

    Attributes:
        measure: The field of `FormWindow`; its name carries the unit, and so do all values here.
        kind: `over_weeks`: recent runs against earlier ones; `within_run`: the last third of the
            newest run against its first.
        verdict: `changed` only beyond both bounds; `unknown` where it could not be told.
        unknown_because: `few_runs`, `few_windows`, `little_speed_span` or None.
        smallest_change: The rule's smallest detectable change.
        change: Now minus before at the same speed, or None.
        low: Lower end of its interval from the spread between runs, or None.
        high: Upper end of it, or None.
        own_bound: What a change must exceed of the runner's own spread, or None.
        before: Middle value before, at `speed_mps`, or None.
        now: Middle value now, at `speed_mps`, or None.
        usual_change: Of a drift, the middle drift of the runs before, or None.
        speed_mps: The speed at which both are told, m/s, or None.
        runs_before: Runs that made `before`.
        runs_now: Runs that made `now`.
        ref: Of a drift, the run.
    """

    measure: Measure
    kind: ChangeKind
    verdict: Verdict
    smallest_change: float
    unknown_because: str | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    own_bound: float | None = None
    before: float | None = None
    now: float | None = None
    usual_change: float | None = None
    speed_mps: float | None = None
    runs_before: int = 0
    runs_now: int = 0
    ref: str | None = None

    @property
    def longer_contact_now(self) -> Literal["left", "right"] | None:
        """The foot to which contact time moved; None for other measures and without change.

        It says nothing of which knee hurts.
        """
        if self.measure != BALANCE or self.verdict != "changed" or not self.change:
            return None
        return "left" if self.change > 0 else "right"


@dataclass(frozen=True, slots=True)
class _FormRun:
    """The usable windows of one run for one measure, as (speed, value), in order."""

    activity_id: str
    day: date
    points: tuple[tuple[float, float], ...]

    def level(self, slope: float, speed_mps: float) -> float:
        return _level(self.points, slope, speed_mps)


def form_changes(
    runs: Sequence[Run], summaries: Iterable[RunSummary], now: datetime, knowledge: Knowledge
) -> tuple[FormChange, ...]:
    """Return for each measure that the watch gives its change over weeks and within the last run.

    Args:
        runs: The runner's runs.
        summaries: Their summaries, matched by activity id; runs without one are left out.
        now: When it is asked, with its offset; later runs are left out.
        knowledge: Gives the rules `watch_form_*`.

    Returns:
        Two records a measure, unknown ones among them; none for a measure that no window has.
    """
    bounds = knowledge.rules["watch_form_windows"]
    by_id = {row.activity_id: row for row in summaries}
    first = now.date() - timedelta(
        days=bounds.number("recent_days") + bounds.number("before_days")
    )
    known = sorted(
        (
            row
            for row in runs
            if row.start_time <= now and row.day > first and row.activity_id in by_id
        ),
        key=lambda row: (row.start_time, row.activity_id),
    )
    found: list[FormChange] = []
    for measure, rule_id in RULE_OF.items():
        rows = [_form_run(run, by_id[run.activity_id], measure, bounds) for run in known]
        usable = [row for row in rows if row.points]
        if usable:
            smallest = knowledge.rules[rule_id].number("smallest_change")
            found.extend(_both(usable, measure, smallest, now.date(), bounds))
    return tuple(found)


def observe_form(
    changes: Iterable[FormChange], now: datetime, knowledge: Knowledge
) -> tuple[Observation, ...]:
    """Return the changes for which a finding stands in the measure's rule, as observations.

    A drift within one run is shown and not observed, and so is a balance that came back to even.
    Without such a finding a change stays a `FormChange` to be shown. The side is always `none`:
    which foot is longer on the ground does not tell which knee is meant.
    """
    seen: list[Observation] = []
    for row in changes:
        rule = knowledge.rules[RULE_OF[row.measure]]
        if row.verdict == "changed" and row.kind == "over_weeks" and not _back_to_even(row):
            seen.extend(
                Observation(
                    finding, True, "none", now, "watch", low=row.low, high=row.high, ref=row.ref
                )
                for finding in rule.findings
            )
    return tuple(seen)


def _back_to_even(row: FormChange) -> bool:
    """Return whether left and right came closer together, which is no uneven contact."""
    if row.measure != BALANCE or row.now is None or row.before is None:
        return False
    return abs(row.now - EVEN_PCT) <= abs(row.before - EVEN_PCT)


def _form_run(run: Run, summary: RunSummary, measure: Measure, bounds: Rule) -> _FormRun:
    points = [
        (window.speed_mps, value)
        for window in sorted(summary.windows, key=lambda row: row.start_s)
        for value in (cast("float | None", getattr(window, measure)),)
        if value is not None and _is_comparable(window, bounds)
    ]
    return _FormRun(run.activity_id, run.day, tuple(points))


def _is_comparable(window: FormWindow, bounds: Rule) -> bool:
    """Say whether a window is running on ground that is known to be nearly flat."""
    if window.grade_pct is None or window.speed_mps < bounds.number("slowest_mps"):
        return False
    return abs(window.grade_pct) <= bounds.number("steepest_pct")


def _both(
    rows: Sequence[_FormRun], measure: Measure, smallest: float, today: date, bounds: Rule
) -> tuple[FormChange, FormChange]:
    since = today - timedelta(days=bounds.number("recent_days"))
    recent = [row for row in rows if row.day > since]
    before = [row for row in rows if row.day <= since]
    line = _line(before, recent, bounds)
    if isinstance(line, str):
        unknown = FormChange(
            measure,
            "over_weeks",
            "unknown",
            smallest,
            line,
            runs_before=len(before),
            runs_now=len(recent),
        )
        within = FormChange(measure, "within_run", "unknown", smallest, line)
        return unknown, within
    over = _over_weeks(before, recent, line, measure, smallest, bounds)
    return over, _within_run([*before, *recent], line, measure, smallest, bounds)


def _line(
    before: Sequence[_FormRun], recent: Sequence[_FormRun], bounds: Rule
) -> tuple[float, float] | str:
    """Return slope and reference speed of the runner's own line, or why there is none."""
    groups = [[point for row in part for point in row.points] for part in (before, recent)]
    speeds = [speed for group in groups for speed, _value in group]
    if len(before) + len(recent) < bounds.number("fewest_runs"):
        return "few_runs"
    if len(speeds) < bounds.number("fewest_windows"):
        return "few_windows"
    spans = [
        quantile(own, _FAST_TENTH) - quantile(own, _SLOW_TENTH)
        for own in ([speed for speed, _value in group] for group in groups)
        if own
    ]
    slope = theil_sen_slope(groups)
    if slope is None or max(spans) < bounds.number("least_speed_span_mps"):
        return "little_speed_span"
    return slope, median(speeds)


def _level(points: Sequence[tuple[float, float]], slope: float, speed_mps: float) -> float:
    """Return the middle value of some windows as it would be at one speed."""
    return median(value - slope * (speed - speed_mps) for speed, value in points)


def _over_weeks(
    before: Sequence[_FormRun],
    recent: Sequence[_FormRun],
    line: tuple[float, float],
    measure: Measure,
    smallest: float,
    bounds: Rule,
) -> FormChange:
    counts = (len(before), len(recent))
    if min(counts) < bounds.number("fewest_runs"):
        return FormChange(
            measure,
            "over_weeks",
            "unknown",
            smallest,
            "few_runs",
            runs_before=counts[0],
            runs_now=counts[1],
        )
    then, lately = ([row.level(*line) for row in part] for part in (before, recent))
    change = median(lately) - median(then)
    # The larger of both spreads: runs that have become uneven do not make a change surer.
    spread = max(robust_sd(then), robust_sd(lately))
    reach = bounds.number("interval_z") * median_difference_se(spread, *counts)
    own_bound = max(bounds.number("own_spread_times") * spread, reach)
    return FormChange(
        measure,
        "over_weeks",
        _verdict(change, smallest, own_bound),
        smallest,
        change=change,
        low=change - reach,
        high=change + reach,
        own_bound=own_bound,
        before=median(then),
        now=median(lately),
        speed_mps=line[1],
        runs_before=counts[0],
        runs_now=counts[1],
    )


def _within_run(
    rows: Sequence[_FormRun],
    line: tuple[float, float],
    measure: Measure,
    smallest: float,
    bounds: Rule,
) -> FormChange:
    fewest = bounds.number("fewest_windows_third")
    drifts = [
        (row.activity_id, *ends)
        for row in rows
        for ends in (_ends(row, line, fewest),)
        if ends is not None
    ]
    if len(drifts) <= bounds.number("fewest_runs"):
        return FormChange(
            measure, "within_run", "unknown", smallest, "few_runs", runs_before=len(drifts)
        )
    *earlier, (ref, start, end) = drifts
    usual = [late - early for _ref, early, late in earlier]
    change = end - start
    reach = bounds.number("interval_z") * robust_sd(usual)
    beyond_usual = abs(change - median(usual)) > reach
    verdict = _verdict(change, smallest, 0.0) if beyond_usual else "within_noise"
    return FormChange(
        measure,
        "within_run",
        verdict,
        smallest,
        change=change,
        low=change - reach,
        high=change + reach,
        own_bound=reach,
        before=start,
        now=end,
        usual_change=median(usual),
        speed_mps=line[1],
        runs_before=len(earlier),
        runs_now=1,
        ref=ref,
    )


def _ends(row: _FormRun, line: tuple[float, float], fewest: float) -> tuple[float, float] | None:
    """Return the levels of the first and the last third of a run, or None where too short."""
    third = len(row.points) // _THIRDS
    if third < fewest:
        return None
    return _level(row.points[:third], *line), _level(row.points[-third:], *line)


def _verdict(change: float, smallest: float, own_bound: float) -> Verdict:
    """Return `changed` from the smallest change on, where it is beyond the own spread too."""
    return "changed" if abs(change) >= smallest and abs(change) > own_bound else "within_noise"
