"""The six weeks before a complaint began, against the runner's own usual: sentence and picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trochlea.knowledge import Knowledge
from trochlea.model.runner import DistanceUnit
from trochlea.report.lines import Block, Group, Line, Table
from trochlea.report.load_words import amount_words, measure_words
from trochlea.report.words import distance_words, listed, plain_number, say

if TYPE_CHECKING:
    from trochlea.loads.before_onset import BeforeOnset, Change, OnsetWeek

BAR_CELLS = 12
FULL, EMPTY = "\u2588", "\u2591"


def weeks_before_blocks(
    before: BeforeOnset | None, knowledge: Knowledge, unit: DistanceUnit
) -> tuple[Block, ...]:
    """Return what changed in the weeks before, their picture, and every measure folded.

    Args:
        before: The weeks, or None where no complaint's first day is known: then there is nothing.
        knowledge: Gives the words and the source of the rule.
        unit: The runner's unit of distance.
    """
    if before is None:
        return ()
    rule = knowledge.rules[before.rule]
    caveat = Line(
        rule.says.text,
        sources=(rule.says.source,),
        draft=rule.says.status == "draft",
    )
    day = f"{before.onset.day} {before.onset:%B %Y}"
    lines = (Line(say("beside", "before_lead", day=day)), *_changes(before, unit), caveat)
    head = Group(say("beside", "before"), lines)
    if not any(row.on_record for row in before.weeks):
        return (head,)
    return (head, _picture(before, unit), _measures(before, unit))


def _changes(before: BeforeOnset, unit: DistanceUnit) -> tuple[Line, ...]:
    lines = []
    for verdict in ("more", "less"):
        items = tuple(_item(row, unit) for row in before.changes if row.verdict == verdict)
        if items:
            lines.append(Line(say("beside", f"before_{verdict}"), items=items))
    unknown = [row.measure for row in before.changes if row.verdict == "unknown"]
    if len(unknown) == len(before.changes):
        return (Line(say("beside", "before_unknown")),)
    if not lines:
        lines.append(Line(say("beside", "before_within")))
    if unknown:
        names = listed(measure_words(name, unit) for name in unknown)
        lines.append(Line(say("beside", "before_open", names=names)))
    return tuple(lines)


def _item(row: Change, unit: DistanceUnit) -> str:
    return say(
        "beside",
        "before_item",
        name=measure_words(row.measure, unit),
        near=_amount(row, row.near, unit),
        usual=_amount(row, row.usual, unit),
    )


def _amount(row: Change, value: float | None, unit: DistanceUnit) -> str:
    return say("reader", "unknown") if value is None else amount_words(row.measure, value, unit)


def _picture(before: BeforeOnset, unit: DistanceUnit) -> Table:
    """Return the usual week and the six before, each with a bar of its distance."""
    # A mean of too few weeks is nobody's usual.
    usual = {row.measure: row.usual for row in before.changes if row.verdict != "unknown"}
    near = [row for row in before.weeks if row.is_before_onset]
    mean_m = usual.get("distance_m")
    most_m = max([mean_m or 0.0, *(row.week.distance_m for row in near)])
    rows: list[tuple[str, ...]] = [_week_row(row, most_m, unit) for row in near]
    if mean_m is not None:
        cells = _cells(mean_m, most_m, usual.get("longest_m"), usual.get("runs"), unit)
        rows.insert(0, (say("beside", "usual_week"), *cells))
    columns = ("Week of", f"Distance, {unit}", "Bar", f"Longest, {unit}", "Runs")
    return Table(say("beside", "before_picture"), columns, tuple(rows))


def _week_row(row: OnsetWeek, most_m: float, unit: DistanceUnit) -> tuple[str, ...]:
    name = f"{row.week.first_day.day} {row.week.first_day:%b}"
    if not row.on_record and not row.week.runs:
        return (name, say("beside", "not_on_record"), "", "", "")
    week = row.week
    longest_m = week.longest_m if week.runs else None
    return (name, *_cells(week.distance_m, most_m, longest_m, float(week.runs), unit))


def _cells(
    distance_m: float | None,
    most_m: float,
    longest_m: float | None,
    runs: float | None,
    unit: DistanceUnit,
) -> tuple[str, str, str, str]:
    filled = round(BAR_CELLS * (distance_m or 0.0) / most_m) if most_m > 0 else 0
    return (
        _bare(distance_m, unit),
        FULL * filled + EMPTY * (BAR_CELLS - filled),
        _bare(longest_m, unit),
        "?" if runs is None else plain_number(runs),
    )


def _bare(distance_m: float | None, unit: DistanceUnit) -> str:
    """Return a distance without its unit, which the column's head names."""
    return "–" if distance_m is None else distance_words(distance_m, unit).removesuffix(f" {unit}")


def _measures(before: BeforeOnset, unit: DistanceUnit) -> Table:
    rows = tuple(
        (
            measure_words(row.measure, unit),
            _amount(row, row.near, unit),
            _amount(row, row.usual, unit),
            _spread(row, unit),
            say("load", f"before_{row.verdict}"),
        )
        for row in before.changes
    )
    columns = ("A week", "Six weeks before", "Usual", "Your own spread", "So")
    return Table(say("beside", "before_table"), columns, rows, folded=True)


def _spread(row: Change, unit: DistanceUnit) -> str:
    if row.spread_low is None or row.spread_high is None:
        return say("reader", "unknown")
    low, high = max(row.spread_low, 0.0), row.spread_high
    return f"{_amount(row, low, unit)} to {_amount(row, high, unit)}"
