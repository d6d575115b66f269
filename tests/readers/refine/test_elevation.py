"""Altitude: what measured it, the climb it makes, and ground of which nothing is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.refine.runs import Column, a_run, northward, quality, refine, steady, stream
from trochlea.model.activity import Activity, AltitudeSource
from trochlea.readers.refine.elevation import UNCERTAINTY_M, climbs

HEIGHTS = st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=60)
THRESHOLDS = st.sampled_from([1.0, 2.0, 8.0])


def slope(seconds: int, percent: float) -> dict[str, Column]:
    columns = steady(seconds)
    columns["altitude_m"] = 100.0 + columns["distance_m"] * percent / 100
    return columns


def barometric(columns: dict[str, Column]) -> Activity:
    return a_run(columns, altitude_source="barometric")


def array(heights: list[int]) -> Column:
    return np.array(heights, dtype=np.float64) / 10


@given(heights=HEIGHTS, threshold=THRESHOLDS)
def test_the_way_back_swaps_climb_and_descent(heights: list[int], threshold: float) -> None:
    up, down = climbs(array(heights), threshold)
    assert (up, down) == pytest.approx(climbs(array(heights)[::-1], threshold)[::-1])


@given(heights=HEIGHTS, threshold=THRESHOLDS)
def test_a_mirrored_ground_swaps_climb_and_descent(heights: list[int], threshold: float) -> None:
    up, down = climbs(array(heights), threshold)
    assert (up, down) == pytest.approx(climbs(-array(heights), threshold)[::-1])


@given(heights=HEIGHTS, threshold=THRESHOLDS)
def test_climb_less_descent_is_the_rise_in_all_up_to_the_threshold(
    heights: list[int], threshold: float
) -> None:
    ground = array(heights)
    up, down = climbs(ground, threshold)
    assert min(up, down) >= 0
    assert up <= np.clip(np.diff(ground), 0, None).sum() + 1e-6
    assert abs((up - down) - (ground[-1] - ground[0])) < 2 * threshold


@pytest.mark.parametrize(
    ("columns", "source"),
    [
        pytest.param({**northward(600), **slope(600, 5.0)}, "gps", id="with positions"),
        pytest.param(slope(600, 5.0), "unknown", id="with nothing else"),
    ],
)
def test_a_file_that_names_no_barometer_is_not_taken_to_have_one(
    columns: dict[str, Column], source: AltitudeSource
) -> None:
    found = refine(a_run(columns))
    assert found.altitude_source == source
    assert found.altitude_uncertainty_m == UNCERTAINTY_M[source]


def test_an_uncertainty_that_the_file_gives_is_kept() -> None:
    found = refine(replace(barometric(slope(600, 5.0)), altitude_uncertainty_m=3.5))
    assert found.altitude_uncertainty_m == 3.5


def test_without_an_altitude_nothing_measured_it() -> None:
    found = refine(replace(barometric(steady(600)), altitude_uncertainty_m=2.0))
    assert (found.altitude_source, found.altitude_uncertainty_m) == (None, None)
    assert (found.ascent_m, found.descent_m) == (None, None)


def test_a_missing_descent_is_completed_beside_the_climb_of_the_file() -> None:
    found = refine(replace(barometric(slope(600, -5.0)), ascent_m=12.0))
    assert found.ascent_m == 12.0
    assert found.descent_m == pytest.approx(0.05 * 3.0 * 599, rel=0.01)


def test_the_climb_that_a_treadmill_tells_is_kept_and_none_is_computed() -> None:
    run = replace(barometric(slope(600, 5.0)), sub_sport="treadmill", ascent_m=40.0)
    found = refine(run)
    assert (found.ascent_m, found.descent_m) == (40.0, None)
    assert found.distance_m == 3.0 * 599


def test_grade_and_climb_tell_of_the_same_ground() -> None:
    """The grades, added up along the way, are the climb less the descent."""
    columns = steady(2_400)
    columns["altitude_m"] = 100.0 + 30.0 * np.sin(columns["distance_m"] / 400)
    found = refine(barometric(columns))
    risen = (stream(found, "grade_pct")[1:] / 100 * np.diff(columns["distance_m"])).sum()
    assert found.ascent_m is not None
    assert found.descent_m is not None
    assert risen == pytest.approx(found.ascent_m - found.descent_m, abs=2.0)


def test_where_the_altitude_is_missing_there_is_no_grade_but_the_climb_is_bridged() -> None:
    columns = slope(1_200, 5.0)
    columns["altitude_m"][300:600] = np.nan
    found = refine(barometric(columns))
    assert np.isnan(stream(found, "grade_pct")[300:600]).all()
    assert stream(found, "grade_pct")[[299, 600]] == pytest.approx(5.0)
    assert found.ascent_m == pytest.approx(0.05 * 3.0 * 1_199, rel=0.01)


def test_an_altitude_that_hangs_is_no_flat_ground() -> None:
    """The barometer hangs for 40 minutes on a steady climb of 2 %."""
    columns = slope(4_800, 2.0)
    columns["altitude_m"][1_200:3_600] = columns["altitude_m"][1_200]
    found = refine(barometric(columns))
    assert quality(found, "altitude_m").stuck_s == 2_399.0
    grade = stream(found, "grade_pct")
    assert np.isnan(grade[1_200:3_600]).all()
    assert np.nanmax(np.abs(grade[:1_190] - 2.0)) < 0.1
    assert found.ascent_m == pytest.approx(0.02 * 3.0 * 4_799, rel=0.01)


def test_an_altitude_between_the_records_with_a_distance_has_a_grade() -> None:
    """As an app writes it: position and altitude in one record, the distance in the next."""
    columns = slope(600, 8.0)
    columns["altitude_m"][1::2] = np.nan
    columns["distance_m"][::2] = np.nan
    found = refine(barometric(columns))
    grade = stream(found, "grade_pct")
    assert np.abs(grade[2::2] - 8.0).max() < 0.1
    assert np.isnan(grade[1::2]).all()
    assert found.ascent_m == pytest.approx(0.08 * 3.0 * 598, rel=0.02)


def test_where_the_distance_is_missing_for_long_there_is_no_grade() -> None:
    columns = slope(600, 8.0)
    columns["distance_m"][200:300] = np.nan
    assert np.isnan(stream(refine(barometric(columns)), "grade_pct")[200:300]).all()


def test_a_run_that_stays_in_one_place_has_no_grade() -> None:
    columns = {**slope(600, 0.0), "distance_m": np.zeros(600)}
    assert refine(barometric(columns)).streams.get("grade_pct") is None
