"""The most that the coming week should hold, and what the last one went above."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads import Ceiling, Progression, coming_week, day_table, session_loads
from trochlea.model import LoadCell, Run, RunSummary

FIRST = date(2026, 1, 5)


def run(number: float, km: float = 10.0, pace_s: float | None = 360.0) -> Run:
    start = datetime(2026, 1, 5, 7, tzinfo=UTC) + timedelta(days=number)
    moving_s = None if pace_s is None else km * pace_s
    return Run(f"{number}", start, km * 1000, moving_s=moving_s)


def month(weeks: int = 4, runs: int = 3, km: float = 10.0) -> list[Run]:
    """Return weeks of the same runs, on the first days of each."""
    return [run(7 * week + day, km) for week in range(weeks) for day in range(runs)]


def after(runs: list[Run], weeks: int, knowledge: Knowledge, **more: float) -> Progression:
    last = FIRST + timedelta(days=7 * weeks - 1)
    return coming_week(day_table(runs), last, knowledge, **more)


def by_name(found: Progression) -> dict[str, Ceiling]:
    return {row.measure: row for row in found.ceilings}


def test_four_even_weeks_allow_one_run_more_a_third_more_minutes_and_a_tenth_more_length(
    knowledge: Knowledge,
) -> None:
    found = after(month(), 4, knowledge)
    rows = by_name(found)
    assert (rows["runs"].usual, rows["runs"].most) == (3, 4)
    assert rows["moving_min"].usual == 180
    assert rows["moving_min"].most == pytest.approx(234)
    assert rows["longest_m"].usual == 10000
    assert rows["longest_m"].most == pytest.approx(11000)
    assert (rows["fast_share"].most, rows["fast_share"].lacks) == (None, 12)
    assert (found.first_day, found.last_day) == (date(2026, 2, 2), date(2026, 2, 8))
    assert (found.exceeded, found.restart) == ((), False)


@pytest.mark.parametrize(("runs", "exceeded"), [(4, []), (5, ["runs", "moving_min"])])
def test_one_run_more_than_the_mean_is_within_and_two_are_above(
    knowledge: Knowledge, runs: int, exceeded: list[str]
) -> None:
    last = [run(28 + day, 9) for day in range(runs)]
    # Four of 9 km are 216 minutes, of the 234 allowed; five are 270.
    found = after([*month(), *last], 5, knowledge)
    assert [row.measure for row in found.exceeded] == exceeded


@pytest.mark.parametrize(("km", "above"), [(10.9, False), (11.0, False), (11.1, True)])
def test_a_run_above_a_tenth_more_than_the_longest_is_told(
    knowledge: Knowledge, km: float, above: bool
) -> None:
    found = after([*month(), run(28, km)], 5, knowledge)
    assert ("longest_m" in [row.measure for row in found.exceeded]) is above


@pytest.mark.parametrize(("minutes", "above"), [(233, False), (234, False), (235, True)])
def test_minutes_are_above_from_a_third_more_on(
    knowledge: Knowledge, minutes: float, above: bool
) -> None:
    last = Run("long", datetime(2026, 2, 2, 7, tzinfo=UTC), 9000.0, moving_s=minutes * 60)
    found = after([*month(), last], 5, knowledge)
    assert [row.measure for row in found.exceeded] == (["moving_min"] if above else [])


def test_after_a_new_longest_run_the_next_is_no_longer(knowledge: Knowledge) -> None:
    fresh = by_name(after([*month(), run(28, 11)], 5, knowledge))["longest_m"]
    assert (fresh.usual, fresh.most) == (11000, 11000)
    older = by_name(after([*month(), run(27, 11), run(29, 5)], 5, knowledge))["longest_m"]
    assert older.most == pytest.approx(12100)


def test_the_first_run_after_a_month_off_is_a_new_longest_one(knowledge: Knowledge) -> None:
    back = by_name(
        coming_week(day_table([*month(), run(80, 5)]), FIRST + timedelta(80), knowledge)
    )
    assert (back["longest_m"].usual, back["longest_m"].most) == (5000, 5000)


def test_a_record_of_three_weeks_is_too_short_to_know_a_usual_week(knowledge: Knowledge) -> None:
    rows = by_name(after([run(7), run(15), run(22)], 4, knowledge))
    assert (rows["runs"].most, rows["moving_min"].most) == (None, None)
    assert rows["longest_m"].most == pytest.approx(11000)


def test_minutes_are_unknown_where_one_run_does_not_give_them(knowledge: Knowledge) -> None:
    row = by_name(after([*month(), run(27, 5, None)], 4, knowledge))["moving_min"]
    assert (row.usual, row.most, row.lacks) == (None, None, 1)


@pytest.mark.parametrize(("days_off", "restart"), [(29, False), (30, True)])
def test_after_a_month_off_there_is_a_restart_and_no_ceiling(
    knowledge: Knowledge, days_off: int, restart: bool
) -> None:
    last = FIRST + timedelta(days=100 + days_off)
    found = coming_week(day_table([*month(), run(100)]), last, knowledge)
    assert found.restart is restart
    if restart:
        assert {row.most for row in found.ceilings} == {None}


def fast(number: int, fast_s: float) -> RunSummary:
    cells = (LoadCell(3600 - fast_s, 9000, 2.6, 0.0), LoadCell(fast_s, 1000, 3.2, 0.0))
    return RunSummary(f"{number}", tuple(cell for cell in cells if cell.seconds))


@pytest.mark.parametrize(
    ("usual_s", "most"), [(0, 0.05), (360, 0.15), (540, 0.20), (720, 0.20), (1800, 0.20)]
)
def test_fast_running_grows_by_five_points_up_to_a_fifth(
    knowledge: Knowledge, usual_s: float, most: float
) -> None:
    runs = [run(number) for number in range(0, 84, 2)]
    made = {row.activity_id: row for row in (fast(number, usual_s) for number in range(84))}
    days = day_table(runs, session_loads(runs, made, knowledge))
    found = coming_week(days, FIRST + timedelta(days=83), knowledge)
    assert by_name(found)["fast_share"].most == pytest.approx(most)


def test_a_week_with_much_more_fast_running_is_told(knowledge: Knowledge) -> None:
    runs = [run(number) for number in range(0, 84, 2)]
    made = {f"{number}": fast(number, 360 if number < 77 else 900) for number in range(84)}
    days = day_table(runs, session_loads(runs, made, knowledge))
    found = coming_week(days, FIRST + timedelta(days=83), knowledge)
    assert [(row.measure, row.value) for row in found.exceeded] == [("fast_share", 0.25)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=25),
    st.floats(0, 50000),
)
def test_no_run_of_the_coming_week_is_longer_than_today_allows(
    knowledge: Knowledge, made: list[tuple[int, int]], allowed_m: float
) -> None:
    runs = [run(day + number / 100, km) for number, (day, km) in enumerate(made)]
    row = by_name(after(runs, 6, knowledge, today_allows_m=allowed_m))["longest_m"]
    own = by_name(after(runs, 6, knowledge))["longest_m"]
    assert row.most is None or row.most <= allowed_m
    assert (row.most is None) == (own.most is None)
    assert row.held_by_today == (own.most is not None and own.most > allowed_m)


def test_a_steady_rise_of_a_tenth_a_week_stays_within_the_minutes(knowledge: Knowledge) -> None:
    """What the rule's note says: 1.1 to the power of 2.5 weeks is about 1.3."""
    weeks = [1.1**number for number in range(5)]
    assert weeks[4] / (sum(weeks[:4]) / 4) == pytest.approx(1.3, rel=0.05)
    times = knowledge.rules["progression_duration"].number("times_usual")
    assert weeks[4] / (sum(weeks[:4]) / 4) < times


def test_every_ceiling_names_a_rule_that_is_a_draft_of_consensus(knowledge: Knowledge) -> None:
    for row in after(month(), 4, knowledge).ceilings:
        says = knowledge.rules[row.rule].says
        assert (says.status, says.basis) == ("draft", "consensus")
    text = knowledge.rules["progression_duration"].says.text
    assert "no protection" in text


def test_the_longest_run_follows_the_numbers_of_today(knowledge: Knowledge) -> None:
    ours, today = (
        knowledge.rules["progression_duration"],
        knowledge.rules["distance_longest_settled"],
    )
    assert ours.number("longest_percent") == today.number("percent")
    assert ours.number("longest_after_new_percent") == today.number("percent_after_new_longest")
    assert ours.number("longest_window_days") == today.number("window_days")
    assert ours.number("new_longest_days") == today.number("new_longest_days")
