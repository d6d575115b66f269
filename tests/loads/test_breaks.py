"""Breaks of two weeks, returns after them, and double days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads import day_table, double_days, gaps, returns
from trochlea.model import Run

FIRST = date(2026, 1, 1)


def run(number: float, km: float = 10.0) -> Run:
    return Run(f"{number}", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number), km * 1000)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.mark.parametrize(("off", "is_break"), [(13, False), (14, True), (15, True)])
def test_fourteen_days_from_run_to_run_are_a_break(
    knowledge: Knowledge, off: int, is_break: bool
) -> None:
    table = day_table([run(0), run(off)])
    found = gaps(table, day(off), knowledge)
    assert [(gap.days, gap.returned_on) for gap in found] == (
        [(off, day(off))] if is_break else []
    )


@pytest.mark.parametrize(("today", "is_open"), [(13, False), (14, True)])
def test_a_break_that_is_not_over_is_told_as_open(
    knowledge: Knowledge, today: int, is_open: bool
) -> None:
    found = gaps(day_table([run(0)]), day(today), knowledge)
    assert [(gap.days, gap.returned_on) for gap in found] == ([(14, None)] if is_open else [])
    assert returns(day_table([run(0)]), day(today), knowledge) == ()


def test_no_run_at_all_is_no_break(knowledge: Knowledge) -> None:
    assert gaps((), FIRST, knowledge) == ()


def test_a_break_ends_for_us_only_once_its_end_is_known(knowledge: Knowledge) -> None:
    (gap,) = gaps(day_table([run(0), run(20)]), day(19), knowledge)
    assert (gap.days, gap.returned_on) == (19, None)


def test_a_return_is_set_against_the_longest_run_before_the_break(knowledge: Knowledge) -> None:
    runs = [run(0, 30), run(40, 12), run(50, 9), run(70, 6), run(71, 8)]
    runs += [run(84, 5), run(97, 5), run(98, 5)]
    (first, back) = returns(day_table(runs), day(120), knowledge)
    assert (first.longest_before_m, first.first_run_m) == (30000, 12000)
    assert (back.gap.last_run_on, back.gap.days) == (day(50), 20)
    assert (back.longest_before_m, back.first_run_m, back.ratio) == (12000, 6000, 0.5)
    # The last run is the 29th day after the return began, one too late to be part of it.
    assert (back.runs, back.distance_m) == (4, 24000)


def test_a_return_of_no_metres_before_has_no_ratio(knowledge: Knowledge) -> None:
    (back,) = returns(day_table([run(0, 0), run(20, 5)]), day(20), knowledge)
    assert back.ratio is None


def test_two_runs_of_a_day_make_a_double_day() -> None:
    table = day_table([run(0), run(0.4, 5), run(1)])
    assert [row.day for row in double_days(table)] == [FIRST]


def test_the_break_that_counts_is_the_one_that_starts_walking_and_running(
    knowledge: Knowledge,
) -> None:
    own = knowledge.rules["training_breaks"].number("gap_days")
    assert own == knowledge.rules["walk_run"].number("gap_days")
