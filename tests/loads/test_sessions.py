"""One run as training: against the runner's own usual, and unknown where it is unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads import SessionLoad, day_table, session_load, session_loads
from trochlea.loads.days import Total, add_totals, total_of
from trochlea.model import LoadCell, Run, RunSummary

START = datetime(2026, 1, 1, 7, 0, tzinfo=UTC)


def run(day: float, km: float = 10.0, pace_s: float | None = 360.0, **more: object) -> Run:
    """Return a run some days after the first, at a pace in seconds a kilometre."""
    moving_s = None if pace_s is None else pace_s * km
    start = START + timedelta(days=day)
    return Run(f"{day}", start, km * 1000.0, moving_s=moving_s, **more)  # type: ignore[arg-type]


def rows(runs: list[Run], knowledge: Knowledge, *made: RunSummary) -> tuple[SessionLoad, ...]:
    return session_loads(runs, {row.activity_id: row for row in made}, knowledge)


def test_effort_times_minutes_of_a_rated_hour_at_five_is_three_hundred() -> None:
    assert session_load(run(0, 10, 360, perceived_exertion=5.0)) == 300.0


def test_a_run_at_effort_nought_has_a_load_of_nought_and_an_unrated_one_has_none() -> None:
    assert session_load(run(0, perceived_exertion=0.0)) == 0.0
    assert session_load(run(0)) is None
    assert session_load(run(0, pace_s=None, perceived_exertion=5.0)) is None


@pytest.mark.parametrize(("before", "known"), [(4, False), (5, True), (6, True)])
def test_pace_is_compared_once_five_runs_came_before(
    knowledge: Knowledge, before: int, known: bool
) -> None:
    runs = [run(day) for day in range(before)] + [run(before, pace_s=300)]
    ratio = rows(runs, knowledge)[-1].pace_ratio
    assert ratio == (pytest.approx(1.2) if known else None)


@pytest.mark.parametrize(("day", "known"), [(89.0, True), (90.0, True), (90.01, False)])
def test_a_run_counts_towards_the_usual_for_ninety_days(
    knowledge: Knowledge, day: float, known: bool
) -> None:
    runs = [run(0), *(run(60 + more) for more in range(4)), run(day)]
    assert (rows(runs, knowledge)[-1].pace_ratio is not None) is known


def test_a_run_is_no_part_of_its_own_usual(knowledge: Knowledge) -> None:
    fast = [*(run(day) for day in range(5)), run(5, pace_s=180)]
    assert rows(fast, knowledge)[-1].pace_ratio == pytest.approx(2.0)


def test_heart_rate_is_against_the_own_usual_and_unknown_without_a_strap(
    knowledge: Knowledge,
) -> None:
    runs = [run(day, mean_heart_rate_bpm=140.0) for day in range(5)]
    seen = rows([*runs, run(5, mean_heart_rate_bpm=154.0), run(6)], knowledge)
    assert seen[-2].heart_rate_ratio == pytest.approx(1.1)
    assert seen[-1].heart_rate_ratio is None


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        (-1.9, (0, 0, 0)),
        (-2.0, (60, 0, 0)),
        (-4.9, (60, 0, 0)),
        (-5.0, (0, 60, 0)),
        (-9.9, (0, 60, 0)),
        (-10.0, (0, 0, 60)),
        (8.0, (0, 0, 0)),
    ],
)
def test_downhill_falls_into_its_band(
    knowledge: Knowledge, grade: float, band: tuple[float, float, float]
) -> None:
    summary = RunSummary("0", (LoadCell(60, 180, 3, grade), LoadCell(30, 90, 3)))
    downhill = rows([run(0)], knowledge, summary)[0].downhill
    assert downhill is not None
    assert (downhill.slight_s, downhill.moderate_s, downhill.steep_s) == band
    assert downhill.unknown_s == 30


def test_without_a_summary_or_a_grade_downhill_is_unknown_and_not_nought(
    knowledge: Knowledge,
) -> None:
    bare = rows([run(0)], knowledge, RunSummary("0", (LoadCell(60, 180, 3),)))
    assert bare[0].downhill is None
    assert rows([run(0)], knowledge)[0].downhill is None


@pytest.mark.parametrize(
    ("speed", "grade", "fast_s"),
    [(3.29, 0.0, 0.0), (3.31, 0.0, 60.0), (3.31, None, 60.0), (3.31, -2.0, 0.0), (3.31, 4.0, 60)],
)
def test_fast_is_a_tenth_above_the_usual_and_a_slope_makes_nobody_fast(
    knowledge: Knowledge, speed: float, grade: float | None, fast_s: float
) -> None:
    usual = [run(day, 9, 1000 / 3) for day in range(5)]
    summary = RunSummary("5", (LoadCell(540, 1600, 3.0, 0.0), LoadCell(60, 198, speed, grade)))
    row = rows([*usual, run(5)], knowledge, summary)[-1]
    assert (row.fast_s, row.paced_s) == (fast_s, 600)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(200, 600)), max_size=40, unique=True))
def test_the_moving_median_is_the_median_of_the_window(
    knowledge: Knowledge, made: list[tuple[int, int]]
) -> None:
    runs = [run(day + number / 100, 10, pace) for number, (day, pace) in enumerate(made)]
    for row in rows(runs, knowledge):
        past = [
            other.distance_m / other.moving_s
            for other in runs
            if other.moving_s
            and timedelta(0) < row.run.start_time - other.start_time <= timedelta(days=90)
        ]
        if len(past) < 5:
            assert row.pace_ratio is None
        else:
            assert row.run.moving_s
            own = row.run.distance_m / row.run.moving_s
            assert row.pace_ratio == pytest.approx(own / median(past))


def test_the_order_of_the_runs_changes_nothing(knowledge: Knowledge) -> None:
    runs = [run(day, 5 + day) for day in range(8)]
    assert rows(runs[::-1], knowledge) == rows(runs, knowledge)


def test_a_double_day_is_one_row_that_says_what_it_lacks(knowledge: Knowledge) -> None:
    runs = [run(0, 5, perceived_exertion=4.0, ascent_m=30.0), run(0.3, 8, is_race=True)]
    (day,) = day_table(runs, rows(runs, knowledge))
    assert (day.day, day.runs, day.races) == (date(2026, 1, 1), 2, 1)
    assert day.sums.session_load == Total(120.0, 1)
    assert day.sums.session_load.complete is None
    assert day.sums.ascent_m == Total(30.0, 1)
    assert day.sums.descent_m == Total(None, 2)
    assert day.sums.moving_s == Total(13 * 360.0)
    assert day.moving_s == 13 * 360.0


def test_seconds_downhill_and_fast_reach_the_day(knowledge: Knowledge) -> None:
    usual = [run(day, 9, 1000 / 3) for day in range(5)]
    summary = RunSummary("5", (LoadCell(500, 1500, 3.0, -6.0), LoadCell(100, 400, 4.0, 0.0)))
    runs = [*usual, run(5)]
    sums = day_table(runs, rows(runs, knowledge, summary))[-1].sums
    assert (sums.moderate_down_s, sums.steep_down_s) == (Total(500.0), Total(0.0))
    assert sums.fast_share == pytest.approx(1 / 6)
    assert day_table(runs)[-1].sums.fast_share is None


def test_descent_per_kilometre_is_of_the_runs_that_tell_it() -> None:
    (day,) = day_table([run(0, 5, descent_m=50.0), run(0.2, 20)])
    assert day.sums.descent_m_per_km == pytest.approx(10.0)
    assert day.sums.descent_m.lacks == 1


def test_a_row_made_before_a_note_does_not_hide_the_note(knowledge: Knowledge) -> None:
    old = rows([run(0)], knowledge)
    (day,) = day_table([run(0, perceived_exertion=3.0)], old)
    assert day.sums.session_load.complete == pytest.approx(180.0)


def test_a_surface_that_was_told_stays_with_its_run(knowledge: Knowledge) -> None:
    assert rows([run(0, surface="trail")], knowledge)[0].run.surface == "trail"


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 1000)), min_size=1), max_size=6))
def test_the_sum_of_sums_is_the_sum_of_all(parts: list[list[float | None]]) -> None:
    together = add_totals(total_of(part) for part in parts)
    assert together == total_of([value for part in parts for value in part])
