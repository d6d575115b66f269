"""Distance from positions, speed from distance: only where something measured it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.refine.runs import (
    EARTH_RADIUS_M,
    Column,
    a_run,
    codes,
    northward,
    problem,
    refine,
    steady,
    stream,
)
from trochlea.model.activity import Pause
from trochlea.readers.refine.distance import haversine_m, steps_m


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    """2 pi R / 360 with the mean radius of WGS 84: 111,195.08 m."""
    way = haversine_m(*(np.array([each]) for each in (0.0, 11.0, 1.0, 11.0)))
    assert way[0] == pytest.approx(111_195.08, abs=0.01)


def test_across_the_180th_meridian_the_way_is_short() -> None:
    north = np.array([0.0, 0.0])
    east = np.array([179.9999, -179.9999])
    assert steps_m(north, east)[0] == pytest.approx(22.24, abs=0.01)
    assert haversine_m(north[:1], east[:1], north[1:], east[1:])[0] == pytest.approx(
        22.24, abs=0.01
    )


@pytest.mark.parametrize("north", [0.0, 30.0, 60.0, 79.0])
def test_the_flat_way_is_within_a_thousandth_up_to_ten_kilometres(north: float) -> None:
    latitude, longitude = np.array([north, north + 0.06]), np.array([11.0, 11.06])
    true = haversine_m(latitude[:1], longitude[:1], latitude[1:], longitude[1:])[0]
    assert steps_m(latitude, longitude)[0] == pytest.approx(true, rel=1e-3)


def test_distance_and_speed_come_from_positions_where_the_file_has_neither() -> None:
    found = refine(a_run(northward(600)))
    assert stream(found, "distance_m")[-1] == pytest.approx(3.0 * 599, rel=1e-6)
    assert found.distance_m == pytest.approx(3.0 * 599, rel=1e-6)
    assert np.abs(stream(found, "speed_mps") - 3.0).max() < 1e-3


def test_the_distance_of_the_file_is_never_replaced() -> None:
    columns = {**northward(600), "distance_m": 2.5 * np.arange(600.0)}
    assert stream(refine(a_run(columns)), "distance_m")[-1] == 2.5 * 599


def test_what_was_moved_in_a_pause_does_not_count() -> None:
    """The runner takes a bus for 10 minutes and 6 km in the middle of the run."""
    columns = northward(600)
    columns["time_s"][300:] += 600.0
    columns["latitude_deg"][300:] += 0.054
    found = refine(a_run(columns, pauses=(Pause(299.0, 899.0),)))
    assert found.distance_m == pytest.approx(3.0 * 598, rel=0.001)


def test_on_a_treadmill_positions_tell_no_distance() -> None:
    found = refine(a_run(northward(600), sub_sport="treadmill"))
    assert found.distance_m is None
    assert found.streams.get("distance_m") is None


def test_a_treadmill_run_with_a_foot_pod_is_whole() -> None:
    cadence = 170.0 + 2.0 * (np.arange(600) % 2)
    found = refine(a_run(steady(600, cadence_spm=cadence), sub_sport="treadmill"))
    assert found.distance_m == 3.0 * 599
    assert found.mean_cadence_spm == 171.0
    assert found.streams.get("grade_pct") is None


def test_a_first_fix_in_another_country_is_no_part_of_the_distance() -> None:
    """For 20 s the watch shows where it was used last, 560 km away."""
    columns = northward(600)
    columns["latitude_deg"][:20] += 5.0
    run = a_run(columns)
    assert refine(run).distance_m == pytest.approx(3.0 * 598, rel=0.001)
    assert "leap once farther than anyone gets" in problem(run, "position_leaps").message


def test_a_way_as_long_as_someone_runs_in_the_time_counts() -> None:
    """No fix for four minutes under trees: the way across them is a straight one."""
    columns = {name: np.delete(each, np.s_[200:440]) for name, each in northward(600).items()}
    run = a_run(columns)
    assert refine(run).distance_m == pytest.approx(3.0 * 599, rel=0.001)
    assert codes(run) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_scatter_of_a_good_receiver_makes_a_distance_a_little_long(seed: int) -> None:
    """3 m of standard deviation, correlated over 30 s: less than 5 % at 3 m/s."""
    columns = northward(1_800)
    for at, name in enumerate(("latitude_deg", "longitude_deg")):
        metre = np.degrees(1 / EARTH_RADIUS_M) / (np.cos(np.radians(47.0)) if at else 1.0)
        columns[name] = columns[name] + metre * wandering(1_800, 2 * seed + at)
    found = refine(a_run(columns)).distance_m
    assert found is not None
    assert 1.0 < found / (3.0 * 1_799) < 1.05


def wandering(count: int, seed: int) -> Column:
    """Return an error of 3 m that takes 30 s to become another one, without its jitter."""
    white = np.random.default_rng(seed).normal(0, 1, count + 300)
    kernel = np.exp(-((np.arange(-60, 61) / 15.0) ** 2))
    smooth = np.convolve(white, kernel / np.sqrt((kernel**2).sum()), mode="same")
    return 3.0 * smooth[150 : 150 + count]


def test_a_speed_faster_than_a_runner_is_left_open() -> None:
    """The bus home, at 20 m/s, recorded as running."""
    columns = steady(600)
    columns["distance_m"][300:] += 17.0 * np.arange(300.0)
    speed = stream(refine(a_run(columns)), "speed_mps")
    assert np.abs(speed[:290] - 3.0).max() < 1e-9
    assert np.isnan(speed[310:]).all()
