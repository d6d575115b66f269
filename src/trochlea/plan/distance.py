"""How far, at most: the smallest of what has settled, where pain began, the stage and the wish."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Rule
from trochlea.loads import (
    longest_before,
    longest_not_unsettled,
    longest_settled_run,
    span_total,
)
from trochlea.model import CheckIn, Reason, Run, WalkRun
from trochlea.plan.inputs import TodayInputs
from trochlea.plan.verdict import CAP, NOTE, because

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class DistanceAdvice:
    """The longest advised distance, or a walk-run session where none can be given."""

    max_distance_m: float | None
    walk_run: WalkRun | None
    reasons: tuple[Reason, ...]


def advise_distance(inputs: TodayInputs, knowledge: Knowledge) -> DistanceAdvice:
    """Return the longest advised distance, rounded down, with every term that took part.

    No run in the stated gap, or no run known to have settled, gives a walk-run session in
    minutes and no distance. A wish or a stage that is missing drops its term.
    """
    gap = _gap_days(inputs)
    limit_days = knowledge.rules["walk_run"].number("gap_days")
    if gap is None and inputs.confirmed_settled_m is not None:
        return _walk_run(
            knowledge, because(knowledge, "walk_run_gap_unknown", "amber", "walk_run")
        )
    if gap is not None and gap >= limit_days:
        return _walk_run(
            knowledge, because(knowledge, "walk_run_gap", "amber", "walk_run", days=gap)
        )
    settled_m, notes = _longest_settled_m(inputs, knowledge)
    if settled_m is None:
        reason = because(knowledge, "walk_run_no_settled_run", "amber", "walk_run")
        return _walk_run(knowledge, reason)
    caps = [_settled_cap(settled_m, inputs, knowledge)]
    caps += [cap for cap in (_onset_cap(inputs, knowledge),) if cap is not None]
    caps += _stated_cap("distance_stage", inputs.stage_m, knowledge)
    caps += _already_run_cap(min(limit for limit, _reason in caps), inputs, knowledge)
    caps += _stated_cap("distance_wish", inputs.wish_m, knowledge)
    step_m = knowledge.rules["distance_rounding"].number("step_m")
    max_distance_m = math.floor(min(limit for limit, _reason in caps) / step_m) * step_m
    if max_distance_m < step_m:
        notes = (because(knowledge, "no_distance_left", "amber", "distance_rounding"), *notes)
    ordered = (reason for _limit, reason in sorted(caps, key=lambda cap: cap[0]))
    return DistanceAdvice(max_distance_m, None, (*ordered, *notes))


def _walk_run(knowledge: Knowledge, reason: Reason) -> DistanceAdvice:
    rule = knowledge.rules["walk_run"]
    session = WalkRun(
        walk_min=int(rule.number("walk_min")),
        run_min=int(rule.number("run_min")),
        repeats_low=int(rule.number("repeats_low")),
        repeats_high=int(rule.number("repeats_high")),
    )
    return DistanceAdvice(None, session, (reason,))


def past_runs(inputs: TodayInputs) -> tuple[Run, ...]:
    """Return the runs that had begun by the moment of the advice."""
    return tuple(row for row in inputs.runs if row.start_time <= inputs.now)


def _gap_days(inputs: TodayInputs) -> int | None:
    days: list[date] = [row.day for row in past_runs(inputs)]
    if inputs.last_run_day is not None:
        days.append(inputs.last_run_day)
    return (inputs.now.date() - max(days)).days if days else None


def _longest_settled_m(
    inputs: TodayInputs, knowledge: Knowledge
) -> tuple[float | None, tuple[Reason, ...]]:
    """Return the longest settled distance: from check-ins, or as the runner confirms it.

    What the runner confirms never outweighs their own check-ins: where there are runs in the
    window it counts up to the longest of those that no check-in contradicts.
    """
    rule = knowledge.rules["distance_longest_settled"]
    window = rule.number("window_days")
    caveat = because(knowledge, "spike_caveat", NOTE, rule.id)
    told = (
        past_runs(inputs),
        past_checkins(inputs),
        before_complaint(inputs, rule),
        inputs.now,
        window,
    )
    found = longest_settled_run(*told)
    known = found.distance_m if found else 0.0
    confirmed = inputs.confirmed_settled_m or 0.0
    if confirmed <= known or not longest_before(past_runs(inputs), inputs.now, window):
        return max(known, confirmed) or None, (caveat,)
    open_run = longest_not_unsettled(*told)
    recorded = open_run.distance_m if open_run else 0.0
    if confirmed <= recorded:
        return confirmed, (caveat,)
    capped = because(
        knowledge,
        "distance_capped_by_record",
        NOTE,
        rule.id,
        confirmed_m=confirmed,
        recorded_m=recorded,
    )
    return max(recorded, known) or None, (capped, caveat)


def past_checkins(inputs: TodayInputs) -> tuple[CheckIn, ...]:
    """Return the check-ins that had been given by the moment of the advice."""
    return tuple(row for row in inputs.checkins if row.observed_at <= inputs.now)


def before_complaint(inputs: TodayInputs, rule: Rule) -> date | None:
    """Return the day before which runs were before the complaint, next morning and all."""
    if inputs.complaint_began is None:
        return None
    return inputs.complaint_began - timedelta(days=rule.number("days_before_onset"))


def _settled_cap(
    settled_m: float, inputs: TodayInputs, knowledge: Knowledge
) -> tuple[float, Reason]:
    rule = knowledge.rules["distance_longest_settled"]
    fresh = _new_longest_run(inputs, knowledge)
    decided = "percent_after_new_longest" if fresh else "percent"
    percent = rule.number(decided)
    limit = settled_m * percent / PERCENT
    name = "distance_new_longest" if fresh else "distance_longest_settled"
    reason = because(
        knowledge,
        name,
        CAP,
        rule.id,
        decided,
        longest_m=settled_m,
        percent=int(percent),
        limit_m=limit,
    )
    return limit, reason


def _new_longest_run(inputs: TodayInputs, knowledge: Knowledge) -> bool:
    rule = knowledge.rules["distance_longest_settled"]
    runs = past_runs(inputs)
    since = inputs.now - timedelta(days=rule.number("new_longest_days"))
    window = timedelta(days=rule.number("window_days"))
    for run in runs:
        # At its very edge a run is out here: that can only make this one a new longest.
        within = [row for row in runs if row.start_time > run.start_time - window]
        before = longest_before(within, run.start_time, rule.number("window_days"))
        longest = before is None or run.distance_m > before.distance_m
        if run.start_time >= since and longest:
            return True
    return False


def _onset_cap(inputs: TodayInputs, knowledge: Knowledge) -> tuple[float, Reason] | None:
    rule = knowledge.rules["distance_pain_onset"]
    since = inputs.now - timedelta(days=rule.number("window_days"))
    began = [
        row.pain_began_m
        for row in inputs.checkins
        if row.pain_began_m is not None and since <= row.observed_at <= inputs.now
    ]
    if not began:
        return None
    percent = rule.number("percent")
    limit = min(began) * percent / PERCENT
    reason = because(
        knowledge, rule.id, CAP, onset_m=min(began), percent=int(percent), limit_m=limit
    )
    return limit, reason


def _already_run_cap(
    limit_m: float, inputs: TodayInputs, knowledge: Knowledge
) -> list[tuple[float, Reason]]:
    """Return what is left of today's distance where something was run today already."""
    ran_m = span_total(past_runs(inputs), inputs.now.date(), 1).distance_m
    if not ran_m:
        return []
    left_m = max(0.0, limit_m - ran_m)
    under = "distance_longest_settled"
    reason = because(knowledge, "distance_already_run", CAP, under, run_m=ran_m, limit_m=left_m)
    return [(left_m, reason)]


def _stated_cap(
    name: str, limit_m: float | None, knowledge: Knowledge
) -> list[tuple[float, Reason]]:
    """Return the cap of a stage or a wish; one that is missing drops its term."""
    if limit_m is None:
        return []
    under = "distance_longest_settled"
    return [(limit_m, because(knowledge, name, CAP, under, limit_m=limit_m))]
