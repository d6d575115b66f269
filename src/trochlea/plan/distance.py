"""How far, at most: the smallest of what has settled, where pain began, the stage and the wish."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from trochlea.knowledge import Knowledge
from trochlea.loads import longest_before, longest_settled_run
from trochlea.model import Reason, Run, WalkRun
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
    caps += _stated_caps(inputs, knowledge)
    step_m = knowledge.rules["distance_rounding"].number("step_m")
    smallest = min(limit for limit, _reason in caps)
    return DistanceAdvice(
        max_distance_m=math.floor(smallest / step_m) * step_m,
        walk_run=None,
        reasons=(*(reason for _limit, reason in sorted(caps, key=lambda cap: cap[0])), *notes),
    )


def _walk_run(knowledge: Knowledge, reason: Reason) -> DistanceAdvice:
    rule = knowledge.rules["walk_run"]
    session = WalkRun(
        walk_min=int(rule.number("walk_min")),
        run_min=int(rule.number("run_min")),
        repeats_low=int(rule.number("repeats_low")),
        repeats_high=int(rule.number("repeats_high")),
    )
    return DistanceAdvice(None, session, (reason,))


def _past_runs(inputs: TodayInputs) -> tuple[Run, ...]:
    return tuple(row for row in inputs.runs if row.start_time <= inputs.now)


def _gap_days(inputs: TodayInputs) -> int | None:
    days: list[date] = [row.day for row in _past_runs(inputs)]
    if inputs.last_run_day is not None:
        days.append(inputs.last_run_day)
    return (inputs.now.date() - max(days)).days if days else None


def _longest_settled_m(
    inputs: TodayInputs, knowledge: Knowledge
) -> tuple[float | None, tuple[Reason, ...]]:
    """Return the longest settled distance: from check-ins, or as the runner confirms it.

    What the runner confirms is never taken as longer than the longest run on record, where
    there is one in the window.
    """
    rule = knowledge.rules["distance_longest_settled"]
    window = rule.number("window_days")
    runs = _past_runs(inputs)
    found = longest_settled_run(runs, inputs.checkins, inputs.complaint_began, inputs.now, window)
    caveat = because(knowledge, "spike_caveat", NOTE, rule.id)
    known = None if found is None else found.distance_m
    confirmed = inputs.confirmed_settled_m
    if confirmed is None:
        return known, (caveat,)
    longest = longest_before(runs, inputs.now, window)
    if longest is not None and confirmed > longest.distance_m:
        capped = because(
            knowledge,
            "distance_capped_by_record",
            NOTE,
            rule.id,
            confirmed_m=confirmed,
            recorded_m=longest.distance_m,
        )
        return max(longest.distance_m, known or 0.0), (capped, caveat)
    return max(confirmed, known or 0.0), (caveat,)


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
    runs = _past_runs(inputs)
    since = inputs.now - timedelta(days=rule.number("new_longest_days"))
    for run in runs:
        before = longest_before(runs, run.start_time, rule.number("window_days"))
        if run.start_time >= since and before is not None and run.distance_m > before.distance_m:
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


def _stated_caps(inputs: TodayInputs, knowledge: Knowledge) -> list[tuple[float, Reason]]:
    terms = (("distance_stage", inputs.stage_m), ("distance_wish", inputs.wish_m))
    return [
        (limit, because(knowledge, name, CAP, "distance_longest_settled", limit_m=limit))
        for name, limit in terms
        if limit is not None
    ]
