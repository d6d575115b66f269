"""Weeks: sums, sameness and strain as Foster defines them, and ratios that gate nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads import (
    calendar_weeks,
    day_table,
    race_weeks,
    rolling_weeks,
    session_spike,
    session_spikes,
    week_ratios,
)
from trochlea.model import Run

MONDAY = date(2026, 1, 5)
SUNDAY = date(2026, 1, 11)


def run(day: date, km: float = 10.0, effort: float | None = None, race: bool | None = None) -> Run:
    """Return a run of six minutes a kilometre."""
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    name = f"{day}-{km}-{effort}"
    return Run(name, start, km * 1000, moving_s=km * 360, perceived_exertion=effort, is_race=race)


def week_of(*loads: float, first: date = MONDAY) -> list[Run]:
    """Return runs with the daily loads given, one a day; 0 is a day off."""
    return [
        run(first + timedelta(days=number), load / 6 / 5, 5.0)
        for number, load in enumerate(loads)
        if load
    ]


def test_a_week_has_its_runs_days_metres_and_longest() -> None:
    runs = [run(MONDAY, 5), run(MONDAY, 6), run(SUNDAY, 12), run(SUNDAY + timedelta(days=1), 30)]
    (week,) = rolling_weeks(day_table(runs), SUNDAY, 1)
    assert (week.runs, week.days_run, week.distance_m, week.longest_m) == (3, 2, 23000, 12000)
    assert (week.first_day, week.last_day) == (MONDAY, SUNDAY)
    assert week.measure("moving_s") == 23 * 360
    assert week.session_load is None


@pytest.mark.parametrize(
    ("loads", "monotony"),
    [
        # By hand: mean over the standard deviation of the seven days, days off as 0.
        ((600, 200, 400, 500, 100, 650, 0), 350 / 234.521),
        ((300, 0, 300, 0, 300, 0, 0), 128.571 / 148.461),
        ((700, 0, 0, 0, 0, 0, 0), 100 / 244.949),
    ],
)
def test_sameness_and_strain_of_a_week(loads: tuple[float, ...], monotony: float) -> None:
    (week,) = rolling_weeks(day_table(week_of(*loads)), SUNDAY, 1)
    assert week.monotony == pytest.approx(monotony, rel=1e-4)
    assert week.strain == pytest.approx(sum(loads) * monotony, rel=1e-4)


def test_seven_days_alike_have_no_sameness_that_can_be_told() -> None:
    (week,) = rolling_weeks(day_table(week_of(*[300] * 7)), SUNDAY, 1)
    assert week.session_load == pytest.approx(2100)
    assert (week.monotony, week.strain) == (None, None)


def test_a_week_off_has_a_load_of_nought_and_no_sameness() -> None:
    (week,) = rolling_weeks(day_table([]), SUNDAY, 1)
    assert (week.runs, week.session_load, week.monotony) == (0, 0.0, None)


def test_one_run_without_a_rating_makes_the_load_of_the_week_unknown() -> None:
    runs = [*week_of(300, 0, 300), run(SUNDAY)]
    (week,) = rolling_weeks(day_table(runs), SUNDAY, 1)
    assert (week.session_load, week.monotony, week.strain) == (None, None, None)
    assert week.sums.session_load.lacks == 1
    assert week.sums.session_load.known == pytest.approx(600)


def test_a_week_that_is_not_over_or_began_before_the_record_has_no_sameness() -> None:
    runs = [*week_of(300, 0, 200), *week_of(300, 0, 200, first=SUNDAY + timedelta(days=1))]
    wednesday = MONDAY + timedelta(days=9)
    first, running = calendar_weeks(day_table(runs), wednesday)
    assert (first.is_whole, running.is_whole) == (True, False)
    assert first.monotony is not None
    assert (running.monotony, running.strain) == (None, None)
    assert running.session_load == pytest.approx(500)
    late, _whole = calendar_weeks(day_table(runs[1:]), SUNDAY + timedelta(days=7))
    assert (late.is_whole, late.monotony) == (False, None)


def test_calendar_weeks_run_from_monday_to_sunday_and_keep_the_empty_ones() -> None:
    runs = [run(date(2026, 1, 7)), run(date(2026, 1, 21))]
    weeks = calendar_weeks(day_table(runs), date(2026, 1, 22))
    assert [(week.first_day, week.runs) for week in weeks] == [
        (date(2026, 1, 5), 1),
        (date(2026, 1, 12), 0),
        (date(2026, 1, 19), 1),
    ]
    assert weeks[-1].last_day == date(2026, 1, 25)


def test_a_run_after_the_last_day_is_in_no_calendar_week() -> None:
    runs = [run(MONDAY), run(SUNDAY)]
    (week,) = calendar_weeks(day_table(runs), MONDAY)
    assert week.runs == 1
    assert calendar_weeks(day_table(runs), MONDAY - timedelta(days=1)) == ()
    assert calendar_weeks((), SUNDAY) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=40))
def test_no_run_is_lost_or_doubled_by_the_weeks(made: list[tuple[int, int]]) -> None:
    runs = [run(MONDAY + timedelta(days=day), km) for day, km in made]
    weeks = calendar_weeks(day_table(runs), MONDAY + timedelta(days=200))
    assert sum(week.runs for week in weeks) == len(runs)
    assert sum(week.distance_m for week in weeks) == pytest.approx(
        1000 * sum(km for _, km in made)
    )


def weekly(*km: float) -> list[Run]:
    return [run(MONDAY + timedelta(days=7 * number), one) for number, one in enumerate(km) if one]


def test_the_last_week_is_no_part_of_what_it_is_divided_by(knowledge: Knowledge) -> None:
    days = day_table(weekly(10, 20, 30, 40))
    last = MONDAY + timedelta(days=27)
    week, acwr = week_ratios(days, last, "distance_m", knowledge)
    assert week.value == pytest.approx(40 / 30)
    assert acwr.value == pytest.approx(40 / 20)
    assert (week.kind, acwr.kind) == ("week_to_week", "acwr_uncoupled")


def test_a_record_that_began_too_late_gives_no_ratio(knowledge: Knowledge) -> None:
    days = day_table(weekly(0, 20, 30, 40))
    week, acwr = week_ratios(days, MONDAY + timedelta(days=27), "distance_m", knowledge)
    assert week.value == pytest.approx(40 / 30)
    assert acwr.value is None
    nothing = week_ratios((), SUNDAY, "distance_m", knowledge)
    assert [row.value for row in nothing] == [None, None]


def test_after_weeks_off_there_is_nothing_to_divide_by(knowledge: Knowledge) -> None:
    days = day_table(weekly(10, 0, 0, 0, 10))
    ratios = week_ratios(days, MONDAY + timedelta(days=34), "distance_m", knowledge)
    assert [row.value for row in ratios] == [None, None]


def test_a_load_that_is_not_known_in_one_week_gives_no_ratio(knowledge: Knowledge) -> None:
    runs = [run(MONDAY + timedelta(days=7 * number), 10, 5.0) for number in range(4)]
    last = MONDAY + timedelta(days=27)
    rated = week_ratios(day_table(runs), last, "session_load", knowledge)
    assert [row.value for row in rated] == [pytest.approx(1.0), pytest.approx(1.0)]
    runs[1] = run(MONDAY + timedelta(days=7), 10)
    week, acwr = week_ratios(day_table(runs), last, "session_load", knowledge)
    assert week.value == pytest.approx(1.0)
    assert acwr.value is None


def test_every_ratio_is_descriptive_and_names_the_rule_with_its_caveat(
    knowledge: Knowledge,
) -> None:
    for row in week_ratios(day_table(weekly(10, 10)), SUNDAY, "distance_m", knowledge):
        assert row.descriptive is True
        assert "not a limit" in knowledge.rules[row.rule].says.text


def test_nothing_that_advises_knows_the_ratios(repository: Path) -> None:
    barred = (
        "week_ratios",
        "LoadRatio",
        "acwr",
        ".monotony",
        ".strain",
        "week_to_week",
        "load_history",
        "LoadHistory",
        "LoadBalance",
        "long_term_load",
        "short_term_load",
        "loads.weeks",
        "loads.fitness",
    )
    files = sorted((repository / "src" / "trochlea" / "plan").rglob("*.py"))
    assert files
    found = {
        (file.name, word)
        for file in files
        for word in barred
        if word.lower() in file.read_text(encoding="utf-8").lower()
    }
    assert found == set()


def test_only_a_run_that_was_told_to_be_a_race_makes_a_race_week() -> None:
    told = run(MONDAY, 42.2, race=True)
    supposed = run(MONDAY + timedelta(days=7), 42.2)
    denied = run(MONDAY + timedelta(days=14), 42.2, race=False)
    weeks = rolling_weeks(day_table([told, supposed, denied]), MONDAY + timedelta(days=20), 3)
    assert [week.first_day for week in race_weeks(weeks)] == [MONDAY]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 40)), max_size=30))
def test_spikes_in_one_walk_are_those_of_each_run(
    knowledge: Knowledge, made: list[tuple[int, int]]
) -> None:
    rule = knowledge.rules["session_spike"]
    runs = [run(MONDAY + timedelta(days=day), km) for day, km in made]
    for spike in session_spikes(runs, rule):
        assert spike == session_spike(spike.run, runs, rule)


def test_a_run_after_a_month_off_is_a_restart_and_has_no_band(knowledge: Knowledge) -> None:
    rule = knowledge.rules["session_spike"]
    runs = [run(MONDAY), run(MONDAY + timedelta(days=29)), run(MONDAY + timedelta(days=60))]
    first, kept, again = session_spikes(runs, rule)
    assert [row.is_restart for row in (first, kept, again)] == [True, False, True]
    assert (again.ratio, again.band) == (None, None)
    assert kept.band is not None
