"""Today by the safety rules, written a second time: slowly, from the raw record, without the plan.

Nothing of `trochlea.plan` or `trochlea.loads` is called here and no rule file is read: the numbers
are those of the page of safety rules. Each answer is a bound: the advice may be stricter.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from trochlea.knowledge import packaged_knowledge
from trochlea.model import CheckIn, Light, Run
from trochlea.plan import TodayInputs

SHARE = 0.10
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# By the kind of pain: the highest score that may be green, and the highest that may be amber.
TABLE = {"default": (2, 4), "iliotibial_band": (2, 3), "tendon": (3, 4)}
STOPS = ("urgent", "same_day", "emergency")
MUST_BE_ANSWERED = ("same_day", "emergency")


def lightest(inputs: TodayInputs) -> Light:
    """Return the greenest light that the safety rules leave open on a day."""
    if _red(inputs):
        return "red"
    if _grey(inputs):
        return "grey"
    return "amber" if _amber(inputs) else "green"


def fresh(inputs: TodayInputs) -> list[CheckIn]:
    """Return the check-ins of the last 24 hours."""
    return [
        row
        for row in inputs.checkins
        if timedelta() <= inputs.now - row.observed_at <= timedelta(hours=24)
    ]


def _kinds(inputs: TodayInputs) -> set[str]:
    """Return the kinds of pain whose row of the table holds."""
    conditions = packaged_knowledge().conditions
    over = [key for key, share in inputs.condition_shares if share >= SHARE]
    kinds: set[str] = {conditions[key].pain_rule for key in over}
    if inputs.abstained or inputs.something_else_share >= SHARE or not kinds - {"bone"}:
        kinds.add("default")
    return kinds


def _mornings_told(inputs: TodayInputs) -> list[CheckIn]:
    """Return, for each knee, the newest of the last 24 hours that scores a morning."""
    in_order = sorted(fresh(inputs), key=lambda row: row.observed_at)
    told = [row for row in in_order if row.pain_next_morning is not None]
    return list({row.knee: row for row in told}.values())


def _above(inputs: TodayInputs, column: int) -> bool:
    """Return whether a score of the last 24 hours is above a column of the table.

    The table speaks of pain during the run; without that score nothing is said here.
    """
    rows = [TABLE[kind] for kind in _kinds(inputs) - {"bone"}]
    told = [row for row in fresh(inputs) if row.pain_during is not None]
    newest = _mornings_told(inputs)
    scores = [score for row in told for score in (row.pain_during, row.pain_hour_after)]
    scores += [row.pain_next_morning for row in told if row in newest]
    return any((score or 0) > limits[column] for score in scores for limits in rows)


def _red(inputs: TodayInputs) -> bool:
    return (
        any(flag.urgency in STOPS for flag in inputs.open_flags)
        or bool(inputs.bone_findings)
        or "bone" in _kinds(inputs)
        or any(row.new_limp or row.new_swelling for row in fresh(inputs))
        or _above(inputs, 1)
    )


def _grey(inputs: TodayInputs) -> bool:
    checked = inputs.assessed_at
    newly = {row.knee for row in fresh(inputs)}
    return (
        inputs.age_years is None
        or inputs.age_years < 18
        or checked is None
        or inputs.now - checked > 7 * DAY
        or inputs.later_check
        or any(flag.urgency in MUST_BE_ANSWERED for flag in inputs.unknown_flags)
        or any(row.symptoms_changed for row in fresh(inputs))
        or not newly
        or bool(set(inputs.knees) - newly)
    )


def _amber(inputs: TodayInputs) -> bool:
    answered = [
        (row.new_limp, row.new_swelling, row.symptoms_changed, row.pain_medicine_24h)
        for row in fresh(inputs)
    ]
    knees = {row.knee for row in fresh(inputs)}
    return (
        bool(inputs.unknown_flags or inputs.clearances_missing or inputs.clearances_unknown)
        or any(row.pain_medicine_24h for row in fresh(inputs))
        or _above(inputs, 0)
        or any(not _settled(row.pain_next_morning, row) for row in _mornings_told(inputs))
        or (len(answered) == len(knees) and any(None in row for row in answered))
    )


def _settled(score: int | None, row: CheckIn) -> bool:
    """Return whether a score is at the usual level; one that nobody gave does not show that."""
    return score is None or score <= (row.pain_before or 0)


# -- how far ------------------------------------------------------------------------------------


def farthest(inputs: TodayInputs) -> float | None:
    """Return the most metres that the safety rules allow, or None where they allow no distance."""
    runs = [row for row in inputs.runs if row.start_time <= inputs.now]
    days = [row.day for row in runs] + ([inputs.last_run_day] if inputs.last_run_day else [])
    if not days or (inputs.now.date() - max(days)).days >= 14:
        return None
    lately = [row for row in runs if inputs.now - row.start_time <= 30 * DAY]
    counted = [row.distance_m for row in lately if _counts(row, runs, inputs)]
    confirmed = _confirmed(lately, runs, inputs)
    longest = max([*counted, *confirmed], default=0.0)
    if not longest:
        return None
    caps = [longest * (1.0 if _had_new_longest(runs, inputs.now) else 1.1)]
    caps += [0.8 * metres for metres in _pain_began(inputs)]
    caps += [metres for metres in (inputs.stage_m, inputs.wish_m) if metres is not None]
    return min(caps)


def _confirmed(lately: list[Run], runs: list[Run], inputs: TodayInputs) -> list[float]:
    """Return what the runner's word adds: never more than what no check-in speaks against."""
    if inputs.confirmed_settled_m is None:
        return []
    if not lately:
        return [inputs.confirmed_settled_m]
    open_runs = [row.distance_m for row in lately if not _spoken_against(row, runs, inputs)]
    return [min(inputs.confirmed_settled_m, max(open_runs))] if open_runs else []


def _own(run: Run, runs: list[Run], inputs: TodayInputs) -> list[CheckIn]:
    """Return the check-ins between a run and the next one."""
    later = [row.start_time for row in runs if row.start_time > run.start_time]
    end = min(later, default=datetime.max.replace(tzinfo=inputs.now.tzinfo))
    return [row for row in inputs.checkins if run.start_time < row.observed_at <= end]


def _mornings(run: Run, runs: list[Run], inputs: TodayInputs) -> list[CheckIn]:
    own = _own(run, runs, inputs)
    return [
        row
        for row in own
        if row.pain_next_morning is not None and row.observed_at.date() > run.day
    ]


def _spoken_against(run: Run, runs: list[Run], inputs: TodayInputs) -> bool:
    rows = _mornings(run, runs, inputs)
    return any(not _settled(row.pain_next_morning, row) for row in rows)


def _counts(run: Run, runs: list[Run], inputs: TodayInputs) -> bool:
    """Return whether a run had settled by next morning: by a check-in, or by its date alone."""
    if _spoken_against(run, runs, inputs):
        return False
    if _own(run, runs, inputs):
        return bool(_mornings(run, runs, inputs))
    began: date | None = inputs.complaint_began
    return began is not None and run.day < began


def _had_new_longest(runs: list[Run], now: datetime) -> bool:
    """Return whether a run of the last 7 days was longer than all of the 30 days before it."""
    for run in runs:
        before = [
            row.distance_m
            for row in runs
            if timedelta() < run.start_time - row.start_time <= 30 * DAY
        ]
        if now - run.start_time <= 7 * DAY and before and run.distance_m > max(before):
            return True
    return False


def _pain_began(inputs: TodayInputs) -> list[float]:
    return [
        row.pain_began_m
        for row in inputs.checkins
        if row.pain_began_m is not None and timedelta() <= inputs.now - row.observed_at <= 14 * DAY
    ]
