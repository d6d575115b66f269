"""What stands beside load and pain: the weeks before, how far without pain, shoes, and form."""

from __future__ import annotations

import math
from collections.abc import Iterator

from trochlea.knowledge import Knowledge
from trochlea.loads.pain_distance import PainFreeDistance
from trochlea.loads.shoes import ShoeState
from trochlea.loads.watch_form import RULE_OF, FormChange
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Block, Group, Line, Table
from trochlea.report.load_words import amount_words
from trochlea.report.material import ReportMaterial
from trochlea.report.words import (
    METRES_PER,
    clean,
    distance_words,
    plain_number,
    say,
    sentence,
    your_knee,
)

PAIN_RULE = "pain_distance"


def beside_blocks(material: ReportMaterial, knowledge: Knowledge) -> Iterator[Block]:
    """Yield what is known beside the days; nothing where nothing is."""
    unit = material.runner.distance_unit
    yield from _before(material, unit)
    pain_free = tuple(_pain_free(row, knowledge, unit) for row in material.pain_free)
    if pain_free:
        yield Group(say("beside", "pain_free"), pain_free)
    shoes = tuple(
        line
        for state in material.shoes
        if state.retired_on is None
        for line in _shoe(state, knowledge, unit)
    )
    if shoes:
        yield Group(say("beside", "shoes"), shoes)
    form = tuple(_form(row, knowledge) for row in material.form if row.verdict == "changed")
    if form:
        yield Group(say("beside", "form"), form)


def _before(material: ReportMaterial, unit: DistanceUnit) -> Iterator[Block]:
    before = material.before
    if before is None:
        return
    rows = tuple(
        (
            say("load", f"m_{row.measure}"),
            amount_words(row.measure, row.near, unit),
            amount_words(row.measure, row.usual, unit),
            say("load", f"before_{row.verdict}"),
        )
        for row in before.changes
        if row.near is not None and row.usual is not None
    )
    if rows:
        columns = ("A week", "Before", "Usual", "So")
        yield Table(say("beside", "before_table"), columns, rows)
        yield Group(lines=(Line(say("load", "went_together")),))


def _pain_free(row: PainFreeDistance, knowledge: Knowledge, unit: DistanceUnit) -> Line:
    knee = your_knee(row.knee)
    knee = knee[0].upper() + knee[1:]
    bounds = row.median_m
    if not row.enough:
        text = say("beside", "pain_free_few", knee=knee)
    elif bounds is None:
        text = say("beside", "pain_free_open", knee=knee, runs=row.runs)
    else:
        low, high = bounds.low, bounds.high
        text = say(
            "beside",
            "pain_free_half",
            knee=knee,
            runs=row.runs,
            value=distance_words(bounds.value, unit),
            low=say("beside", "unknown_end") if low is None else distance_words(low, unit),
            high=say("beside", "beyond") if high is None else distance_words(high, unit),
        )
    rule = knowledge.rules[PAIN_RULE]
    return Line(text, sources=(rule.says.source,), draft=rule.says.status == "draft")


def _shoe(state: ShoeState, knowledge: Knowledge, unit: DistanceUnit) -> Iterator[Line]:
    metres = METRES_PER[unit]
    name, low = clean(state.shoe.name), math.floor(state.distance.low_m / metres)
    if state.distance.high_m is None:
        yield Line(say("beside", "shoe_at_least", name=name, low=low, unit=unit))
    else:
        high = math.ceil(state.distance.high_m / metres)
        yield Line(say("beside", "shoe_between", name=name, low=low, high=high, unit=unit))
    if state.prompt is not None:
        for reason in state.prompt.reasons:
            text = sentence(knowledge.rules[reason.rule].says.text)
            sources = (reason.source,) if reason.source else ()
            yield Line(text, sources=sources, draft=reason.status == "draft")


def _form(row: FormChange, knowledge: Knowledge) -> Line:
    rule = knowledge.rules[RULE_OF[row.measure]]
    measure = say("beside", row.measure)
    text = say(
        "beside",
        "form_line",
        measure=measure[0].upper() + measure[1:],
        change=f"{row.change or 0.0:+.1f}",
        kind=say("beside", row.kind),
        smallest=plain_number(row.smallest_change),
    )
    return Line(text, sources=(rule.says.source,), draft=rule.says.status == "draft")
