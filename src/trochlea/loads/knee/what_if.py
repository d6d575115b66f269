"""What the same distance would have loaded, run otherwise: steps, speed, ground, breaks, halves.

Each answer is after over before for the running that the curve can judge both ways. What is
common to both falls out, so the intervals are narrow; what no study measured stands in the notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from trochlea.knowledge.schema import Rule
from trochlea.loads.knee.columns import Columns, own_at, unknown_rows, usual_cadence
from trochlea.loads.knee.curve import KneeCurve
from trochlea.loads.knee.equivalents import Direction, all_agree, direction
from trochlea.loads.knee.interval import Interval, from_logs
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.loads.knee.run_load import exponents, judged
from trochlea.loads.knee.terms import ratio_of, step_terms
from trochlea.units import METRES_PER_KM

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One change and what it does to the load behind the kneecap; every number after / before.

    Attributes:
        name: What is changed: cadence_5, cadence_7_5, cadence_10, slower, flatter, run_walk,
            two_short_runs.
        peak: Mean peak force of a running step.
        per_km: Exponent and sum over a kilometre, smallest exponent first.
        agree: True where all exponents point the same way.
        unknown_share: Share of the distance that cannot be judged both ways.
        notes: What weakens it or is not known: names of sentences.
    """

    name: str
    peak: Interval
    per_km: tuple[tuple[float, Interval], ...]
    agree: bool
    unknown_share: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The knowledge that a what-if needs: the rules `knee_what_if` and `knee_exponents`."""

    what_if: Rule
    exponents: Rule


def what_if(
    curve: KneeCurve, rules: Rules, rows: Columns, own: OwnCadence | None = None
) -> tuple[WhatIf, ...]:
    """Return every change that can be judged for a run, in the order of their names above.

    Args:
        curve: From `knee_curve`.
        rules: The numbers of the changes, and the exponents.
        rows: Of the run, a row a cell or a second.
        own: The runner's own cadence; without it this run's cadence is taken as own.
    """
    before = _settled(rows)
    rule = rules.what_if
    changed = [
        (name, _quicker(before, rule.number(key)), notes)
        for name, key, notes in (
            ("cadence_5", "cadence_small", ()),
            ("cadence_7_5", "cadence_middle", ()),
            ("cadence_10", "cadence_large", ()),
        )
    ]
    found = [
        *changed,
        ("slower", _slower(before, rule.number("slower"), own), ("sum_depends_on_exponent",)),
        ("flatter", _flatter(before), ("size_of_grade_unknown",)),
    ]
    answers = [_answer(curve, rules, name, (before, after), notes) for name, after, notes in found]
    rest = (_run_walk(curve, rules, before), _halved(curve, rules, before))
    return tuple(row for row in (*answers, *rest) if row is not None)


def _settled(rows: Columns) -> Columns:
    """Return rows in which what is unknown of cadence is the same before and after a change."""
    usual = usual_cadence(rows.speed_mps)
    own = np.where(np.isfinite(rows.own_spm), rows.own_spm, rows.cadence_spm)
    own = np.where(np.isfinite(own), own, usual)
    cadence = np.where(np.isfinite(rows.cadence_spm), rows.cadence_spm, own)
    return replace(rows, own_spm=own, cadence_spm=cadence)


def _quicker(rows: Columns, percent: float) -> Columns:
    return replace(rows, cadence_spm=rows.cadence_spm * (1 + percent / PERCENT))


def _slower(rows: Columns, percent: float, own: OwnCadence | None) -> Columns:
    """Return the same metres at a lower speed, with the cadence that goes with it."""
    factor = 1 - percent / PERCENT
    speed = rows.speed_mps * factor
    usual = rows.own_spm * usual_cadence(speed) / usual_cadence(rows.speed_mps)
    line_now, line_then = own_at(own, rows.speed_mps), own_at(own, speed)
    known = np.isfinite(line_now) & np.isfinite(line_then)
    own_then = np.where(known, line_then, usual)
    return replace(
        rows,
        seconds=rows.seconds / factor,
        speed_mps=speed,
        own_spm=own_then,
        cadence_spm=rows.ratio * own_then,
    )


def _flatter(rows: Columns) -> Columns:
    return replace(rows, grade_pct=np.where(np.isnan(rows.grade_pct), np.nan, 0.0))


def _answer(
    curve: KneeCurve,
    rules: Rules,
    name: str,
    pair: tuple[Columns, Columns],
    notes: Sequence[str],
) -> WhatIf | None:
    before, after = pair
    kept = judged(before, unknown_rows(curve, before)) & judged(after, unknown_rows(curve, after))
    if not bool(kept.any()):
        return None
    was, becomes = (step_terms(curve, row.taken(kept)) for row in pair)
    per_km = [
        (power, ratio_of(curve, becomes, was, power)) for power in exponents(rules.exponents)
    ]
    # Mean peak after over before: a ratio of two means, whose weights differ by the steps taken.
    steps = ratio_of(curve, becomes, was, 0).value
    peak = ratio_of(curve, becomes, was, 1).times(1 / steps)
    metres = before.metres
    unknown = 1 - float(metres[kept].sum()) / float(np.nansum(metres))
    share = max(0.0, unknown)
    more = ("partly_unknown",) if share > 0 else ()
    return WhatIf(name, peak, tuple(per_km), _agree(rules, per_km), share, (*notes, *more))


def _agree(rules: Rules, per_km: Sequence[tuple[float, Interval]]) -> bool:
    same = rules.exponents.number("same_within")
    directions: list[Direction] = [direction(row.value, same) for _, row in per_km]
    return all_agree(directions)


def _run_walk(curve: KneeCurve, rules: Rules, before: Columns) -> WhatIf | None:
    """Return a share of the distance walked: those kilometres load by the force of walking.

    Force of walking over that of running: the two means of Hart 2022, from different studies.
    """
    plain = _answer(curve, rules, "run_walk", (before, before), ())
    if plain is None:
        return None
    rule = rules.what_if
    share = rule.number("walking_share") / PERCENT
    kept = before.taken(judged(before, unknown_rows(curve, before)))
    terms = step_terms(curve, kept)
    km = float(kept.metres.sum()) / METRES_PER_KM
    steps_per_km = np.exp(terms.log_sum(0)) / km
    steps, force = rule.values["walking_steps_per_km"], rule.values["walking_force"]

    def ratio(power: float, walked: float, pushed: float) -> float:
        return float(1 - share + share * walked / steps_per_km * pushed**power)

    def with_ends(power: float) -> Interval:
        logs = [np.log(ratio(power, steps.value, force.value))]
        by_steps = [ratio(power, end, force.value) for end in (steps.low, steps.high) if end]
        by_force = [ratio(power, steps.value, end) for end in (force.low, force.high) if end]
        return from_logs(float(logs[0]), [np.log(by_steps).tolist(), np.log(by_force).tolist()])

    per_km = tuple((power, with_ends(power)) for power, _ in plain.per_km)
    notes = ("walking_from_other_studies", *plain.notes)
    return replace(plain, per_km=per_km, agree=_agree(rules, per_km), notes=notes)


def _halved(curve: KneeCurve, rules: Rules, before: Columns) -> WhatIf | None:
    """Return two short runs for one long: the same sum; what rest between does is not measured."""
    notes = ("same_sum", "recovery_between_not_measured")
    return _answer(curve, rules, "two_short_runs", (before, before), notes)
