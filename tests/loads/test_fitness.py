"""Long-term and short-term load: running means, and unknown until their start has faded."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads import LoadHistory, day_table, load_history
from trochlea.model import Run

FIRST = date(2025, 1, 1)


def run(number: int, minutes: float | None = 60.0, effort: float | None = None) -> Run:
    start = datetime(2025, 1, 1, 7, tzinfo=UTC) + timedelta(days=number)
    moving_s = None if minutes is None else minutes * 60
    return Run(f"{number}", start, 10000.0, moving_s=moving_s, perceived_exertion=effort)


def history(runs: list[Run], days: int, knowledge: Knowledge) -> LoadHistory:
    return load_history(day_table(runs), FIRST + timedelta(days=days - 1), knowledge)


def test_the_load_is_effort_times_minutes_only_where_every_run_was_rated(
    knowledge: Knowledge,
) -> None:
    rated = history([run(0, 60, 5.0), run(1, 30, 4.0)], 2, knowledge)
    assert (rated.of, [row.load for row in rated.rows]) == ("session_load", [300, 120])
    half = history([run(0, 60, 5.0), run(1, 30)], 2, knowledge)
    assert (half.of, [row.load for row in half.rows]) == ("minutes", [60, 30])


def test_where_a_run_has_neither_there_is_no_load_at_all(knowledge: Knowledge) -> None:
    unknown = history([run(0, 60), run(1, None)], 2, knowledge)
    assert (unknown.of, unknown.rows) == (None, ())
    assert history([], 2, knowledge).of is None


def test_a_day_off_is_a_load_of_nought(knowledge: Knowledge) -> None:
    assert [row.load for row in history([run(0), run(2)], 4, knowledge).rows] == [60, 0, 60, 0]


@pytest.mark.parametrize(("day", "short", "long"), [(20, 0, 0), (21, 1, 0), (125, 1, 0)])
def test_a_mean_is_unknown_until_three_time_constants_have_passed(
    knowledge: Knowledge, day: int, short: bool, long: bool
) -> None:
    row = history([run(number) for number in range(day)], day, knowledge).rows[-1]
    assert (row.short_term_load is not None) is bool(short)
    assert (row.long_term_load is not None) is bool(long)


def test_an_even_runner_of_126_days_is_within_five_percent_of_their_daily_load(
    knowledge: Knowledge,
) -> None:
    """One hour a day: 60 (1 - exp(-126 / 42)) and 60 (1 - exp(-126 / 7)), by the closed form."""
    row = history([run(number) for number in range(126)], 126, knowledge).rows[-1]
    assert row.long_term_load == pytest.approx(60 * (1 - math.exp(-3)))
    assert row.short_term_load == pytest.approx(60 * (1 - math.exp(-18)))
    assert row.balance is None


def test_the_balance_of_a_day_is_that_of_the_evening_before(knowledge: Knowledge) -> None:
    rows = history([run(number) for number in range(130)], 130, knowledge).rows
    before = rows[-2]
    assert before.long_term_load is not None
    assert before.short_term_load is not None
    assert rows[-1].balance == pytest.approx(before.long_term_load - before.short_term_load)


def test_in_time_off_the_short_load_falls_first_and_the_balance_rises(
    knowledge: Knowledge,
) -> None:
    rows = history([run(number) for number in range(140)], 154, knowledge).rows
    working, rested = rows[139], rows[-1]
    assert working.balance is not None
    assert rested.balance is not None
    assert working.balance < 0 < rested.balance
    assert rested.short_term_load == pytest.approx(60 * math.exp(-2), rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=60, unique=True))
def test_a_running_mean_never_leaves_what_it_is_a_mean_of(
    knowledge: Knowledge, days: list[int]
) -> None:
    for row in history([run(day) for day in sorted(days)], 260, knowledge).rows:
        for value in (row.long_term_load, row.short_term_load):
            assert value is None or 0 <= value <= 60


def test_runs_after_the_last_day_change_nothing(knowledge: Knowledge) -> None:
    runs = [run(number) for number in range(30)]
    assert history([*runs, run(40, None)], 30, knowledge) == history(runs, 30, knowledge)
