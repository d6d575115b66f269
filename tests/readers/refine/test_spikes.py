"""Spikes go, what a runner really did stays."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.refine.runs import (
    Column,
    a_run,
    codes,
    northward,
    problem,
    quality,
    refine,
    steady,
    stream,
)

BEATS = 140.0 + np.arange(300) % 5


def heart(at: int, value: float, width: int = 1) -> Column:
    beats = BEATS.copy()
    beats[at : at + width] = value
    return beats


def test_one_beat_far_off_both_its_neighbours_is_left_out_and_said() -> None:
    run = a_run(steady(300, heart_rate_bpm=heart(100, 220.0)))
    found = stream(refine(run), "heart_rate_bpm")
    assert np.isnan(found[100])
    assert np.count_nonzero(np.isnan(found)) == 1
    assert quality(refine(run), "heart_rate_bpm").removed == 1
    assert "1 of heart rate" in problem(run, "spikes_removed").message


@pytest.mark.parametrize(
    "beats",
    [
        pytest.param(heart(100, 165.0), id="a jump that a heart can make"),
        pytest.param(heart(100, 190.0, width=200), id="a jump that does not come back"),
        pytest.param(heart(100, 190.0, width=5), id="five seconds of something else"),
    ],
)
def test_what_may_be_true_stays(beats: Column) -> None:
    run = a_run(steady(300, heart_rate_bpm=beats))
    assert stream(refine(run), "heart_rate_bpm").tolist() == beats.tolist()
    assert codes(run) == []


def test_between_records_a_minute_apart_a_heart_may_do_anything() -> None:
    columns = {name: each[::60] for name, each in steady(18_000).items()}
    columns["heart_rate_bpm"] = heart(100, 190.0)
    assert stream(refine(a_run(columns)), "heart_rate_bpm")[100] == 190.0


def test_positions_that_jump_away_and_come_back_are_left_out() -> None:
    columns = northward(300)
    columns["latitude_deg"][100:103] += 0.05
    run = a_run(columns)
    found = refine(run)
    assert np.flatnonzero(np.isnan(stream(found, "latitude_deg"))).tolist() == [100, 101, 102]
    assert np.isnan(stream(found, "longitude_deg")[100:103]).all()
    assert "3 of position" in problem(run, "spikes_removed").message
    assert found.distance_m == pytest.approx(3.0 * 299, rel=0.001)


def test_a_ferry_that_does_not_come_back_stays() -> None:
    columns = northward(300)
    columns["latitude_deg"][150:] += 0.05
    found = refine(a_run(columns))
    assert not np.isnan(stream(found, "latitude_deg")).any()


def test_an_altitude_that_drops_for_one_second_is_no_cliff() -> None:
    altitude = 300.0 + np.arange(300) * 0.1
    altitude[200] = 0.0
    found = refine(a_run(steady(300, altitude_m=altitude)))
    assert np.isnan(stream(found, "altitude_m")[200])


@pytest.mark.parametrize("name", ["distance_m", "altitude_m"])
def test_a_lone_jump_of_a_counter_is_left_out_and_the_total_is_that_of_the_rest(name: str) -> None:
    columns = steady(300, altitude_m=300.0 + np.arange(300) * 0.1)
    columns[name] = columns[name].copy()
    columns[name][150] += 5_000.0
    found = refine(a_run(columns))
    assert np.flatnonzero(np.isnan(stream(found, name))).tolist() == [150]
    assert found.distance_m == 3.0 * 299


def test_two_bad_beats_beside_each_other_are_no_lone_spike() -> None:
    beats = heart(100, 220.0)
    beats[102] = 220.0
    assert stream(refine(a_run(steady(300, heart_rate_bpm=beats))), "heart_rate_bpm")[100] == 220.0


def test_positions_that_jump_all_the_time_are_not_thinned_out() -> None:
    """Bad altogether: what is left would be chosen, not measured."""
    columns = northward(300)
    columns["latitude_deg"][::4] += 0.01
    found = refine(a_run(columns))
    assert not np.isnan(stream(found, "latitude_deg")).any()


def test_scatter_between_tall_houses_stays() -> None:
    columns = northward(300)
    columns["latitude_deg"][100] += np.degrees(30.0 / 6_371_008.8)
    run = a_run(columns)
    assert codes(run) == []
