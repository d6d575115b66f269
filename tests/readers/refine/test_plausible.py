"""What no runner can have is left out and counted; nothing else is touched."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.refine.runs import a_run, codes, northward, problem, quality, refine, steady
from tests.readers.refine.runs import stream as of
from trochlea.model.activity import DeveloperField, Streams
from trochlea.readers.refine.plausible import RANGES, ZERO_IS_NONE


@pytest.mark.parametrize("name", sorted(set(RANGES) - {"distance_m", "longitude_deg"}))
def test_a_value_beyond_its_range_is_missing_and_counted(name: str) -> None:
    low, high = RANGES[name]
    usual = (low + high) / 2 + np.sin(np.arange(300.0)) * (high - low) / 50
    usual[100], usual[200] = low - 1.0, high + 1.0
    extra = {"longitude_deg": np.linspace(11, 11.01, 300)} if name == "latitude_deg" else {}
    found = refine(a_run(steady(300, **{name: usual}, **extra), sport="cycling"))
    assert np.isnan(of(found, name)[[100, 200]]).all()
    assert quality(found, name).removed >= 2


def test_a_runner_is_no_faster_than_the_fastest_and_a_cyclist_may_be() -> None:
    speed = np.full(300, 3.0) + np.arange(300) % 2
    speed[50] = 14.0
    assert np.isnan(of(refine(a_run(steady(300, speed_mps=speed))), "speed_mps")[50])
    ride = refine(a_run(steady(300, speed_mps=speed), sport="cycling"))
    assert of(ride, "speed_mps")[50] == 14.0


def test_a_heart_rate_of_zero_means_none_and_is_no_fault() -> None:
    beats = 140.0 + np.arange(300) % 5
    beats[:10] = 0.0
    run = a_run(steady(300, heart_rate_bpm=beats))
    assert np.isnan(of(refine(run), "heart_rate_bpm")[:10]).all()
    assert "implausible_values" not in codes(run)


def test_a_stream_of_which_nothing_is_left_is_not_there_but_judged() -> None:
    found = refine(a_run(steady(300, heart_rate_bpm=np.full(300, 5.0))))
    assert found.streams.get("heart_rate_bpm") is None
    assert quality(found, "heart_rate_bpm").coverage == 0.0
    assert quality(found, "heart_rate_bpm").removed == 300


def test_the_place_where_both_degrees_are_zero_is_none() -> None:
    columns = northward(300)
    columns["latitude_deg"][5] = columns["longitude_deg"][5] = 0.0
    found = refine(a_run(columns))
    assert np.isnan(of(found, "latitude_deg")[5])
    assert np.isnan(of(found, "longitude_deg")[5])


def test_infinite_third_party_values_and_beats_of_no_length_are_left_out() -> None:
    streams = Streams(
        steady(3),
        (DeveloperField("Power", "W", np.array([1.0, np.inf, 3.0])),),
        rr_ms=np.array([800.0, 0.0, np.inf, 790.0]),
    )
    found = refine(a_run({}, streams=streams)).streams
    assert np.isnan(found.developer[0].values[1])
    assert found.rr_ms is not None
    assert found.rr_ms.tolist() == [800.0, 790.0]


def test_what_was_left_out_is_said_once_with_range_and_count() -> None:
    beats = 140.0 + np.arange(300) % 5
    beats[:3] = 255.0
    said = problem(a_run(steady(300, heart_rate_bpm=beats)), "implausible_values")
    assert "3 of 300 of heart rate (20 to 250)" in said.message
    assert said.kept == "the other values"


@pytest.mark.parametrize("name", sorted(set(RANGES) - {"distance_m", "longitude_deg"}))
def test_the_lowest_and_the_highest_value_that_can_be_are_kept(name: str) -> None:
    low, high = RANGES[name]
    usual = np.linspace(low, high, 300)
    extra = {"longitude_deg": np.linspace(11, 11.01, 300)} if name == "latitude_deg" else {}
    found = refine(a_run(steady(300, **{name: usual}, **extra), sport="cycling"))
    assert of(found, name)[-1] == high
    if name not in ZERO_IS_NONE:
        assert of(found, name)[0] == low
    assert quality(found, name).removed == 0


def test_half_a_position_is_none() -> None:
    columns = northward(300)
    columns["longitude_deg"][7] = np.nan
    found = refine(a_run(columns))
    assert np.isnan(of(found, "latitude_deg")[7])
    assert "implausible_values" not in codes(a_run(columns))
