"""A run's summary holds all of its moving time once: running, walking, or of unknown speed."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from trochlea.loads import summary
from trochlea.loads.summary import summarise
from trochlea.model import Activity, Pause, RunSummary, Streams

START = datetime(2026, 3, 1, 7, tzinfo=UTC)
TEN_MINUTES_S = 600


def a_run(pauses: tuple[Pause, ...] = (), **columns: ArrayLike) -> Activity:
    """A run whose streams are the columns given; a single number stands for all records."""
    count = max(np.size(each) for each in columns.values())
    filled = {name: np.full(count, each, np.float64) for name, each in columns.items()}
    return Activity("running", START, streams=Streams(filled), pauses=pauses)


def steady(seconds: int = TEN_MINUTES_S, speed: float = 3.0, **columns: ArrayLike) -> Activity:
    """A run at one speed, a record a second."""
    time = np.arange(seconds + 1.0)
    return a_run((), time_s=time, speed_mps=speed, distance_m=speed * time, **columns)


def running_s(made: RunSummary) -> float:
    return sum(cell.seconds for cell in made.cells)


# -- cells ------------------------------------------------------------------------------------


def test_a_steady_run_is_one_cell_of_its_time_and_way() -> None:
    (cell,) = summarise("a", steady(cadence_spm=168.0, grade_pct=0.5)).cells
    assert (cell.seconds, cell.distance_m) == (600.0, 1800.0)
    assert (cell.speed_mps, cell.grade_pct, cell.cadence_spm) == (3.0, 0.5, 168.0)


def test_cells_hold_means_by_time_and_stand_slow_first_then_downhill_first() -> None:
    time = np.array([0.0, 2.0, 8.0, 9.0, 10.0])
    made = summarise(
        "a",
        a_run(
            time_s=time,
            speed_mps=[np.nan, 2.6, 2.7, 3.1, 3.1],
            grade_pct=[np.nan, 0.0, 0.4, 6.0, -6.0],
            cadence_spm=[np.nan, 160.0, 168.0, 170.0, 172.0],
        ),
    )
    slow, down, up = made.cells
    assert slow.speed_mps == pytest.approx((2 * 2.6 + 6 * 2.7) / 8)
    assert slow.cadence_spm == pytest.approx((2 * 160 + 6 * 168) / 8)
    assert slow.grade_pct == pytest.approx(6 * 0.4 / 8)
    assert (down.grade_pct, up.grade_pct) == (-6.0, 6.0)


def test_an_unknown_grade_is_a_cell_of_its_own_and_not_flat() -> None:
    grade = np.where(np.arange(601) < 301, 0.0, np.nan)
    grade[301] = np.nan  # the step that ends here begins where the grade is known
    flat, unknown = summarise("a", steady(grade_pct=grade)).cells
    assert (flat.grade_pct, unknown.grade_pct) == (0.0, None)
    assert flat.seconds + unknown.seconds == 600.0


@pytest.mark.parametrize(
    ("grade", "other", "together"),
    [(0.0, 0.99, True), (0.0, 1.01, False), (-0.99, 0.99, True), (-1.01, 0.0, False)],
)
def test_grades_of_about_two_percent_share_a_cell(
    grade: float, other: float, together: bool
) -> None:
    half = np.arange(601) > 300
    made = summarise("a", steady(grade_pct=np.where(half, other, grade)))
    assert (len(made.cells) == 1) is together


def test_a_cadence_that_is_not_known_is_none_and_not_nothing() -> None:
    (cell,) = summarise("a", steady(cadence_spm=np.nan)).cells
    assert cell.cadence_spm is None


def test_a_cadence_no_runner_has_at_such_a_speed_counts_for_nothing() -> None:
    cadence = np.where(np.arange(601) % 2 == 0, 0.0, 170.0)
    (cell,) = summarise("a", steady(cadence_spm=cadence)).cells
    assert (cell.seconds, cell.cadence_spm) == (600.0, 170.0)


# -- running or walking -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speed", "cadence", "is_running"),
    [
        (1.99, None, False),
        (2.0, None, True),
        (2.4, 129.0, False),
        (2.4, 130.0, True),
        (2.5, 129.0, True),
        (1.2, 150.0, True),
        (1.19, 150.0, False),
        (1.99, 0.0, False),
        (2.0, 0.0, True),
    ],
)
def test_walking_is_told_by_speed_and_cadence(
    speed: float, cadence: float | None, is_running: bool
) -> None:
    made = summarise("a", steady(speed=speed, cadence_spm=np.nan if cadence is None else cadence))
    assert running_s(made) == (600.0 if is_running else 0.0)
    assert made.walking_s == (0.0 if is_running else 600.0)


def test_standing_is_neither_walking_nor_running() -> None:
    assert summarise("a", steady(speed=0.49)) == RunSummary("a")
    assert summarise("a", steady(speed=0.5)).walking_s == 600.0


# -- what is not known ------------------------------------------------------------------------


def test_moving_time_without_a_speed_is_unknown() -> None:
    time = np.arange(601.0)
    speed = np.where((time > 100) & (time <= 201), np.nan, 3.0)
    speed[101] = np.nan
    made = summarise("a", a_run(time_s=time, speed_mps=speed))
    assert running_s(made) + made.unknown_s == 600.0
    assert made.unknown_s == 100.0


def test_a_speed_that_is_missing_is_taken_from_the_distance() -> None:
    time = np.arange(601.0)
    made = summarise("a", a_run(time_s=time, distance_m=3.0 * time))
    assert [cell.speed_mps for cell in made.cells] == [3.0]


def test_time_in_which_the_timer_stood_still_is_left_out() -> None:
    time = np.concatenate((np.arange(301.0), np.arange(420.0, 601.0)))
    distance = np.concatenate((3.0 * np.arange(301), 900 + 3.0 * np.arange(181)))
    paused = a_run((Pause(300.0, 420.0),), time_s=time, speed_mps=3.0, distance_m=distance)
    assert running_s(summarise("a", paused)) == 480.0


def test_pauses_that_overlap_count_once() -> None:
    pauses = (Pause(200.0, 260.0), Pause(100.0, 220.0), Pause(210.0, 215.0))
    time = np.arange(601.0)
    assert running_s(summarise("a", a_run(pauses, time_s=time, speed_mps=3.0))) == 440.0


@pytest.mark.parametrize(
    ("gap", "running", "unknown"),
    [(10.0, 310.0, 0.0), (60.0, 360.0, 0.0), (61.0, 300.0, 61.0), (3600.0, 300.0, 3600.0)],
)
def test_over_a_gap_the_way_tells_the_speed_up_to_a_minute(
    gap: float, running: float, unknown: float
) -> None:
    time = np.concatenate((np.arange(151.0), 150 + gap + np.arange(151.0)))
    made = summarise("a", a_run(time_s=time, speed_mps=3.0, distance_m=3.0 * time))
    assert (running_s(made), made.unknown_s) == (running, unknown)


@pytest.mark.parametrize(("gap", "running"), [(10.0, 310.0), (10.5, 300.0)])
def test_a_gap_without_a_distance_is_a_pause(gap: float, running: float) -> None:
    time = np.concatenate((np.arange(151.0), 150 + gap + np.arange(151.0)))
    made = summarise("a", a_run(time_s=time, speed_mps=3.0))
    assert (running_s(made), made.unknown_s) == (running, 0.0)


def test_a_gap_in_which_the_runner_stood_is_left_out() -> None:
    time = np.concatenate((np.arange(151.0), 180.0 + np.arange(151.0)))
    way = np.concatenate((3.0 * np.arange(151), 460.0 + 3.0 * np.arange(151)))
    assert running_s(summarise("a", a_run(time_s=time, speed_mps=3.0, distance_m=way))) == 300.0


# -- totals only ------------------------------------------------------------------------------


def test_a_run_without_streams_is_one_cell_of_its_mean_speed() -> None:
    told = Activity(
        "running", START, distance_m=5000.0, moving_s=2000.0, mean_cadence_spm=165.0, ascent_m=90.0
    )
    (cell,) = summarise("a", told).cells
    assert (cell.seconds, cell.distance_m, cell.speed_mps) == (2000.0, 5000.0, 2.5)
    assert (cell.grade_pct, cell.cadence_spm) == (None, 165.0)


def test_streams_without_any_speed_leave_the_word_to_the_totals() -> None:
    heart = Streams({"time_s": np.arange(9.0), "heart_rate_bpm": np.full(9, 150.0)})
    told = Activity("running", START, distance_m=5000.0, moving_s=2000.0, streams=heart)
    assert [cell.speed_mps for cell in summarise("a", told).cells] == [2.5]


@pytest.mark.parametrize("moving_s", [None, 0.0])
def test_a_distance_without_a_time_tells_no_speed(moving_s: float | None) -> None:
    told = Activity("running", START, distance_m=5000.0, moving_s=moving_s)
    assert summarise("a", told) == RunSummary("a")


def test_a_time_without_a_distance_is_unknown() -> None:
    assert summarise("a", Activity("running", START, moving_s=1800.0)).unknown_s == 1800.0


# -- windows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("seconds", "windows"), [(299, 0), (300, 1), (599, 1), (600, 2)])
def test_a_window_is_five_minutes_and_what_is_over_is_left(seconds: int, windows: int) -> None:
    made = summarise("a", steady(seconds)).windows
    assert [(each.start_s, each.seconds) for each in made] == [
        (300.0 * place, 300.0) for place in range(windows)
    ]


def test_a_window_holds_the_medians_of_what_the_watch_measures() -> None:
    contact = np.where(np.arange(301) == 7, 900.0, 250.0)
    (window,) = summarise(
        "a",
        steady(
            300,
            cadence_spm=180.0,
            grade_pct=1.0,
            ground_contact_ms=contact,
            ground_contact_balance_left_pct=49.5,
            vertical_oscillation_mm=85.0,
            vertical_ratio_pct=8.5,
        ),
    ).windows
    assert (window.ground_contact_ms, window.ground_contact_balance_left_pct) == (250.0, 49.5)
    assert (window.vertical_oscillation_mm, window.vertical_ratio_pct) == (85.0, 8.5)
    assert (window.speed_mps, window.grade_pct, window.cadence_spm) == (3.0, 1.0, 180.0)
    assert window.step_length_mm == 1000.0


def test_the_step_length_of_the_watch_goes_before_ours() -> None:
    (window,) = summarise("a", steady(300, cadence_spm=180.0, step_length_mm=1010.0)).windows
    assert window.step_length_mm == 1010.0


@pytest.mark.parametrize(("known", "told"), [(149, None), (150, 250.0)])
def test_what_less_than_half_of_a_window_tells_is_not_told(known: int, told: float | None) -> None:
    contact = np.where(np.arange(301) <= known, 250.0, 0.0)
    (window,) = summarise("a", steady(300, ground_contact_ms=contact)).windows
    assert window.ground_contact_ms == told


def test_intervals_are_no_steady_stretch_and_the_easy_running_after_them_is() -> None:
    time = np.arange(1201.0)
    speed = np.where((time <= 600) & (time % 120 < 60), 4.5, 3.0)
    made = summarise("a", a_run(time_s=time, speed_mps=speed)).windows
    assert made
    assert all(each.start_s >= 480.0 for each in made)


@pytest.mark.parametrize(("rest_s", "windows"), [(30, 1), (31, 0)])
def test_a_traffic_light_does_not_end_a_stretch_and_a_longer_rest_does(
    rest_s: int, windows: int
) -> None:
    speed = np.concatenate(([3.0], np.full(150, 3.0), np.zeros(rest_s), np.full(150, 3.0)))
    made = summarise("a", a_run(time_s=np.arange(float(len(speed))), speed_mps=speed))
    assert len(made.windows) == windows


# -- for any run ------------------------------------------------------------------------------

STEPS = st.tuples(
    st.sampled_from((0.0, 1.0, 1.0, 1.0, 4.0, 10.0, 11.0, 45.0, 60.0, 90.0)),
    st.one_of(st.just(float("nan")), st.floats(0.0, 7.0)),  # speed
    st.one_of(st.just(float("nan")), st.floats(0.0, 230.0)),  # cadence
    st.one_of(st.just(float("nan")), st.floats(-45.0, 45.0)),  # grade
    st.floats(0.0, 7.0),  # way of the step, metres a second
    st.booleans(),  # whether its distance is known
)


def moving_time_s(activity: Activity) -> float:
    """The moving time, added up step by step as the words of `summarise` say."""
    columns = activity.streams.columns
    time, speed, way = columns["time_s"], columns["speed_mps"], columns["distance_m"]
    total = 0.0
    for one in range(len(time) - 1):
        step = time[one + 1] - time[one]
        for pause in activity.pauses:
            step -= max(min(pause.end_s, time[one + 1]) - max(pause.start_s, time[one]), 0.0)
        covered = way[one + 1] - way[one]
        if step > summary.LONGEST_STEP_S:
            stood = not covered >= summary.STANDING_MPS * step
        else:
            told = speed[one] if np.isnan(speed[one + 1]) else speed[one + 1]
            if np.isnan(told) and step > 0:
                told = covered / step
            stood = told < summary.STANDING_MPS
        total += 0.0 if stood or step <= 0 else step
    return total


@settings(deadline=None)
@given(
    steps=st.lists(STEPS, min_size=2, max_size=60),
    pause=st.none() | st.tuples(st.floats(0, 200), st.floats(1, 100)),
    with_distance=st.booleans(),
)
def test_all_moving_time_is_in_the_summary_once(
    steps: list[tuple[float, float, float, float, float, bool]],
    pause: tuple[float, float] | None,
    with_distance: bool,
) -> None:
    took, speed, cadence, grade, pace, _ = (np.array(each) for each in zip(*steps, strict=True))
    distance = np.cumsum(took * pace) if with_distance else np.full(len(took), np.nan)
    run = a_run(
        () if pause is None else (Pause(pause[0], pause[0] + pause[1]),),
        time_s=np.cumsum(took) - took[0],
        speed_mps=speed,
        cadence_spm=cadence,
        grade_pct=grade,
        distance_m=distance,
    )
    made = summarise("a", run)
    total = running_s(made) + made.walking_s + made.unknown_s
    assert total == pytest.approx(moving_time_s(run), abs=0.001 * (len(made.cells) + 2))
    assert all(cell.seconds > 0 and cell.distance_m >= 0 for cell in made.cells)
    assert summarise("a", run) == made


@settings(deadline=None, max_examples=30)
@given(speeds=st.lists(st.floats(2.5, 6.0), min_size=10, max_size=400))
def test_the_cells_of_a_run_hold_its_whole_way(speeds: list[float]) -> None:
    speed = np.array(speeds)
    distance = np.concatenate(([0.0], np.cumsum(speed[1:])))
    time = np.arange(float(len(speed)))
    made = summarise("a", a_run(time_s=time, speed_mps=speed, distance_m=distance))
    assert running_s(made) == pytest.approx(time[-1], abs=0.001 * len(made.cells))
    way = sum(cell.distance_m for cell in made.cells)
    assert way == pytest.approx(distance[-1], abs=0.001 * len(made.cells))
    assert made.cells == tuple(sorted(made.cells, key=lambda cell: cell.speed_mps))
