"""What stands beside load and pain: how far without pain, the shoes in use, and form."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trochlea.knowledge import Knowledge
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Block, Group, Line
from trochlea.report.material import ReportMaterial
from trochlea.report.sections.weeks_before import weeks_before_blocks
from trochlea.report.sentences import reason_line
from trochlea.report.words import (
    METRES_PER,
    clean,
    distance_words,
    pace_words,
    plain_number,
    say,
    sentence,
    your_knee,
)
from trochlea.units import METRES_PER_KM

if TYPE_CHECKING:
    from trochlea.loads.pain_distance import PainFreeDistance, PainFreeTrend
    from trochlea.loads.shoes import ShoeLog, ShoeState
    from trochlea.loads.watch_form import FormChange, Measure

PAIN_RULE = "pain_distance"
TREND_RULE = "pain_distance_trend"


def beside_blocks(material: ReportMaterial, knowledge: Knowledge) -> Iterator[Block]:
    """Yield what is known beside the days; nothing where nothing is."""
    unit = material.runner.distance_unit
    yield from _pain_free(material, knowledge, unit)
    yield from weeks_before_blocks(material.before, knowledge, unit)
    if material.shoes is not None:
        yield from _shoes(material.shoes, knowledge, unit)
    yield from _form(material.form, knowledge, unit)


def _ruled(rule: str, text: str, knowledge: Knowledge, label: str = "") -> Line:
    """Return a line that stands on a rule: with its source, and its draft mark."""
    says = knowledge.rules[rule].says
    return Line(text, label=label, sources=(says.source,), draft=says.status == "draft")


def _words_of(rule: str, knowledge: Knowledge) -> Line:
    return _ruled(rule, sentence(knowledge.rules[rule].says.text), knowledge)


def _pain_free(
    material: ReportMaterial, knowledge: Knowledge, unit: DistanceUnit
) -> Iterator[Group]:
    told = [row for row in material.pain_free if row.runs]
    trends = {row.knee: row for row in material.pain_free_trends}
    lines: list[Line] = []
    for row in told:
        lines.append(_ruled(PAIN_RULE, _half_words(row, unit), knowledge))
        if row.enough and row.knee in trends:
            lines.append(_ruled(TREND_RULE, _trend_words(trends[row.knee], unit), knowledge))
    if lines:
        why = (_words_of(PAIN_RULE, knowledge), _words_of(TREND_RULE, knowledge))
        yield Group(say("beside", "pain_free"), tuple(lines), why)


def _half_words(row: PainFreeDistance, unit: DistanceUnit) -> str:
    knee = sentence(your_knee(row.knee)).removesuffix(".")
    if not row.enough:
        return say("beside", "pain_free_few", knee=knee, runs=row.runs)
    if row.median_m is None:
        return say("beside", "pain_free_open", knee=knee, runs=row.runs)
    low, high = row.median_m.low, row.median_m.high
    return say(
        "beside",
        "pain_free_half",
        knee=knee,
        runs=row.runs,
        value=distance_words(row.median_m.value, unit),
        low=say("beside", "unknown_end") if low is None else distance_words(low, unit),
        high=say("beside", "beyond") if high is None else distance_words(high, unit),
    )


def _trend_words(row: PainFreeTrend, unit: DistanceUnit) -> str:
    moved = row.difference_m
    if moved is None or row.trend not in ("longer", "shorter"):
        return say("beside", f"trend_{row.trend}")
    near, far = sorted(abs(end) for end in (moved.low, moved.high) if end is not None)
    return say(
        "beside",
        f"trend_{row.trend}",
        change=distance_words(abs(moved.value), unit),
        low=distance_words(near, unit),
        high=distance_words(far, unit),
    )


def _shoes(log: ShoeLog, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[Group]:
    """Yield the pairs in use, and any other that should be looked at."""
    shown = [row for row in log.pairs if row.shoe.shoe_id in log.in_use or row.prompt is not None]
    if not shown:
        return
    lines = [line for row in shown for line in _pair(row, knowledge, unit)]
    reasons = [reason for row in shown if row.prompt for reason in row.prompt.reasons]
    if log.rotation is not None:
        reasons.append(log.rotation)
    # The rule of a prompt is the same for every pair: its own numbers are not in the words.
    once = {reason.rule: reason for reason in reasons}
    why = tuple(reason_line(reason, knowledge, unit) for reason in once.values())
    no_brand = Line(say("beside", "no_brand"))
    yield Group(say("beside", "shoes"), tuple(lines), (*why, no_brand), say("beside", "shoe_why"))


def _pair(row: ShoeState, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[Line]:
    name, untold = clean(row.shoe.name), row.distance.untold_runs
    text = _shoe_range(row, unit)
    if untold and row.distance.high_m is not None:
        text = f"{text} {say('beside', 'shoe_untold', runs=untold)}"
    yield Line(text, label=name)
    if row.prompt is not None:
        asks = knowledge.rules[row.prompt.asks].says.text
        yield _ruled(row.prompt.asks, say("beside", "shoe_look", asks=asks), knowledge, name)


def _shoe_range(row: ShoeState, unit: DistanceUnit) -> str:
    """Return low to high in whole units, low rounded down and high up, so that both hold."""
    low = math.floor(row.distance.low_m / METRES_PER[unit])
    if row.distance.high_m is None:
        return say("beside", "shoe_at_least", low=low, unit=unit)
    if row.distance.high_m == row.distance.low_m:
        return say("beside", "shoe_exact", low=low, unit=unit)
    high = math.ceil(row.distance.high_m / METRES_PER[unit])
    return say("beside", "shoe_between", low=low, high=high, unit=unit)


def _form(
    changes: tuple[FormChange, ...], knowledge: Knowledge, unit: DistanceUnit
) -> Iterator[Group]:
    """Yield the changes beyond noise; what lies within it, or is unknown, is not told."""
    changed = [row for row in changes if row.verdict == "changed"]
    if not changed:
        return
    lines = [_form_line(row, knowledge, unit) for row in changed]
    rules = dict.fromkeys(_form_rule(row.measure) for row in changed)
    # Several measures share their words; each is told once.
    why = {line.text: line for line in (_words_of(rule, knowledge) for rule in rules)}
    yield Group(
        say("beside", "form"),
        (*lines, Line(say("beside", "form_caveat"))),
        tuple(why.values()),
        say("beside", "form_why"),
    )


def _form_rule(measure: Measure) -> str:
    from trochlea.loads.watch_form import RULE_OF

    return RULE_OF[measure]


def _form_line(row: FormChange, knowledge: Knowledge, unit: DistanceUnit) -> Line:
    rule = _form_rule(row.measure)
    pace = "" if not row.speed_mps else pace_words(METRES_PER_KM / row.speed_mps, unit)
    text = say(
        "beside",
        f"form_{row.kind}",
        before=_form_value(row.measure, row.before),
        now=_form_value(row.measure, row.now),
        pace=pace or say("reader", "unknown"),
        smallest=plain_number(row.smallest_change),
        unit=knowledge.rules[rule].values["smallest_change"].unit,
    )
    return _ruled(rule, text, knowledge, knowledge.rules[rule].title)


def _form_value(measure: Measure, value: float | None) -> str:
    if value is None:
        return say("reader", "unknown")
    return say("beside", f"unit_{measure}", value=plain_number(value))
