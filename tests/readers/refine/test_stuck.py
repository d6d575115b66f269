"""A sensor that hangs is named, and its values are left as they are."""

from __future__ import annotations

import numpy as np

from tests.readers.refine.runs import (
    a_run,
    codes,
    northward,
    problem,
    quality,
    refine,
    steady,
    stream,
)

LONG = 3_000


def test_a_heart_that_never_changes_is_named_and_left_as_it_is() -> None:
    beats = 140.0 + np.arange(LONG) % 5
    beats[500:2_000] = 151.0
    run = a_run(steady(LONG, heart_rate_bpm=beats))
    found = refine(run)
    assert quality(found, "heart_rate_bpm").stuck_s == 1_499.0
    assert stream(found, "heart_rate_bpm").tolist() == beats.tolist()
    assert "heart rate for 25 minutes" in problem(run, "stream_stuck").message


def test_a_few_even_minutes_are_no_fault() -> None:
    beats = 140.0 + np.arange(LONG) % 5
    beats[500:700] = 151.0
    run = a_run(steady(LONG, heart_rate_bpm=beats, speed_mps=3.0 + np.arange(LONG) % 2))
    assert quality(refine(run), "heart_rate_bpm").stuck_s == 0.0
    assert codes(run) == []


def test_a_treadmill_has_one_speed_and_that_is_no_fault() -> None:
    run = a_run(steady(LONG, speed_mps=np.full(LONG, 3.0)), sub_sport="treadmill")
    assert quality(refine(run), "speed_mps").stuck_s == 0.0
    assert codes(run) == []


def test_a_position_that_stands_while_the_runner_moves_is_named() -> None:
    columns = steady(LONG, latitude_deg=np.full(LONG, 47.0), longitude_deg=np.full(LONG, 11.0))
    run = a_run(columns)
    assert quality(refine(run), "latitude_deg").stuck_s == LONG - 1
    assert "position for 50 minutes" in problem(run, "stream_stuck").message


def test_who_stands_at_a_traffic_light_has_no_stuck_cadence() -> None:
    cadence = np.where(np.arange(LONG) < 1_500, 0.0, 170.0 + np.arange(LONG) % 3)
    run = a_run(steady(LONG, cadence_spm=cadence))
    assert quality(refine(run), "cadence_spm").stuck_s == 0.0


def test_who_runs_straight_east_stays_on_one_latitude_and_is_no_fault() -> None:
    columns = northward(LONG)
    columns["longitude_deg"] = 11.0 + (columns["latitude_deg"] - 47.0) / np.cos(np.radians(47.0))
    columns["latitude_deg"] = np.full(LONG, 47.0)
    run = a_run(columns)
    assert quality(refine(run), "latitude_deg").stuck_s == 0.0
    assert codes(run) == []


def test_who_stands_has_a_position_that_stands_and_that_is_no_fault() -> None:
    columns = northward(LONG)
    for name in ("latitude_deg", "longitude_deg"):
        columns[name][1_000:2_000] = columns[name][1_000]
        columns[name][2_000:] = northward(LONG)[name][1_000:2_000]
    run = a_run(columns)
    assert quality(refine(run), "latitude_deg").stuck_s == 0.0
    assert codes(run) == []


def test_a_heart_that_hangs_for_less_than_a_quarter_of_an_hour_is_data_without_a_word() -> None:
    beats = 140.0 + np.arange(LONG) % 5
    beats[500:1_200] = 151.0
    run = a_run(steady(LONG, heart_rate_bpm=beats, speed_mps=3.0 + np.arange(LONG) % 2))
    assert quality(refine(run), "heart_rate_bpm").stuck_s == 699.0
    assert codes(run) == []


def test_a_value_that_is_missing_in_between_ends_a_stretch() -> None:
    beats = 140.0 + np.arange(LONG) % 5
    beats[500:1_000] = 151.0
    beats[750] = np.nan
    run = a_run(steady(LONG, heart_rate_bpm=beats))
    assert quality(refine(run), "heart_rate_bpm").stuck_s == 0.0
