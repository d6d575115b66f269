"""The six weeks before: sentence, picture and measures, and silence where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads import BeforeOnset, weeks_before_onset
from trochlea.model import Run
from trochlea.report.lines import Block, Group, Table
from trochlea.report.sections.weeks_before import BAR_CELLS, weeks_before_blocks

ONSET = date(2026, 3, 1)
WEEKS = 18


@pytest.fixture
def knowledge() -> Knowledge:
    return packaged_knowledge()


def before(knowledge: Knowledge, last_km: float, weeks: int = WEEKS) -> BeforeOnset:
    """Two runs a week, about 10 km each until the last six weeks."""
    runs = []
    for week in range(WEEKS - weeks, WEEKS):
        first = ONSET - timedelta(days=7 * (WEEKS - week) - 1)
        for day in (0, 3):
            km = last_km if week >= 12 else 9.5 + week % 3 / 2
            start = datetime(first.year, first.month, first.day, 7, tzinfo=UTC)
            runs.append(Run(f"{week}-{day}", start + timedelta(days=day), km * 1000))
    return weeks_before_onset(runs, {}, ONSET, knowledge)


def told(blocks: tuple[Block, ...]) -> str:
    groups = [row for row in blocks if isinstance(row, Group)]
    return "\n".join(
        text for group in groups for line in group.lines for text in (line.text, *line.items)
    )


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [row for row in blocks if isinstance(row, Table)]


def test_without_a_known_start_there_is_nothing(knowledge: Knowledge) -> None:
    assert weeks_before_blocks(None, knowledge, "km") == ()


def test_a_change_is_told_with_its_usual_its_source_and_that_it_need_not_be_why(
    knowledge: Knowledge,
) -> None:
    blocks = weeks_before_blocks(before(knowledge, 15), knowledge, "km")
    text = told(blocks)
    assert "More than your own weeks vary:" in text
    assert "distance a week: 30.0 km, usually 20.0 km" in text
    assert "it need not be the cause" in text
    head = blocks[0]
    assert isinstance(head, Group)
    assert head.lines[-1].sources
    assert head.lines[-1].draft


@pytest.mark.parametrize(
    ("last_km", "words"),
    [(10, "changed by no more than"), (5, "Less than your own weeks vary:")],
)
def test_no_change_and_less_are_told_too(knowledge: Knowledge, last_km: float, words: str) -> None:
    text = told(weeks_before_blocks(before(knowledge, last_km), knowledge, "km"))
    assert words in text
    assert "More than" not in text


def test_what_too_few_weeks_tell_is_named_and_never_no_change(knowledge: Knowledge) -> None:
    text = told(weeks_before_blocks(before(knowledge, 10), knowledge, "km"))
    assert "Not known, because too few weeks tell it: descent for each km" in text
    short = told(weeks_before_blocks(before(knowledge, 15, weeks=8), knowledge, "km"))
    assert "Too few weeks are on record" in short
    assert "vary" not in short.split("A change counts")[0]


def test_the_picture_has_the_usual_week_and_six_with_bars_of_one_length(
    knowledge: Knowledge,
) -> None:
    picture, measures = tables(weeks_before_blocks(before(knowledge, 20), knowledge, "km"))
    assert [row[0] for row in picture.rows][:2] == ["Usual", "19 Jan"]
    assert len(picture.rows) == 7
    assert {len(row[2]) for row in picture.rows} == {BAR_CELLS}
    full = [row[2].count("\u2588") for row in picture.rows]
    assert full == [6, *[12] * 6]
    assert measures.folded
    assert [row[-1] for row in measures.rows][:2] == ["more than your own weeks vary"] * 2


def test_weeks_of_before_the_record_are_no_zeros(knowledge: Knowledge) -> None:
    picture, _measures = tables(
        weeks_before_blocks(before(knowledge, 15, weeks=4), knowledge, "km")
    )
    assert [row[1] for row in picture.rows] == ["not on record"] * 2 + ["30.0"] * 4


def test_no_run_at_all_gives_no_picture(knowledge: Knowledge) -> None:
    nothing: Any = weeks_before_onset((), {}, ONSET, knowledge)
    blocks = weeks_before_blocks(nothing, knowledge, "km")
    assert tables(blocks) == []
    assert "Too few weeks are on record" in told(blocks)


def test_miles_are_miles_in_words_and_heads(knowledge: Knowledge) -> None:
    found = before(knowledge, 15)
    changes = tuple(
        replace(row, near=20.0, usual=10.0, verdict="more")
        if row.measure == "descent_m_per_km"
        else row
        for row in found.changes
    )
    blocks = weeks_before_blocks(replace(found, changes=changes), knowledge, "mi")
    assert "distance a week: 18.6 mi, usually 12.4 mi" in told(blocks)
    assert "descent for each mi: 32.2 m, usually 16.1 m" in told(blocks)
    assert tables(blocks)[0].columns[1] == "Distance, mi"
