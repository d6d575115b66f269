"""Grade and climb against ground that is known: exact without noise, close with it.

The noise of each source is made with a fixed seed. A barometer: 0.3 m of white noise and a drift
of 0.8 m in six minutes. GPS: 3 m (standard deviation), correlated over 30 s. The figures that the
half windows of `refine.elevation` rest on are those of `RMS_PCT`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.readers.refine.runs import Column, a_run, refine, steady, stream
from trochlea.model.activity import AltitudeSource
from trochlea.readers.refine.elevation import HALF_WINDOW_M, climbs
from trochlea.readers.refine.grade import STEEPEST_PCT, grade_of, profile_of

SECONDS = 3_600
WAVE_M, HEIGHT_M = 1_500.0, 20.0
# Largest root mean square error of the grade on rolling hills, in percent of slope.
# Found with six seeds: 0.45 to 0.48 and 2.0 to 2.2; from point to point, 14 and 26.
RMS_PCT: dict[AltitudeSource, float] = {"barometric": 0.6, "gps": 2.6}
TRUE_CLIMB_M = 7 * 2 * HEIGHT_M  # seven hills and a bit: 10.8 km


def hills(along: Column) -> Column:
    """Return rolling hills, 40 m from bottom to top every 1.5 km: up to 8.4 % steep."""
    return 200.0 + HEIGHT_M * np.sin(2 * np.pi * along / WAVE_M)


def steepness_pct(along: Column) -> Column:
    return 100 * 2 * np.pi * HEIGHT_M / WAVE_M * np.cos(2 * np.pi * along / WAVE_M)


def noise_of(source: AltitudeSource, count: int, seed: int = 20261125) -> Column:
    rng = np.random.default_rng(seed)
    if source == "barometric":
        drift = 0.8 * np.sin(2 * np.pi * np.arange(count) / 1_440)
        return drift + rng.normal(0, 0.3, count)
    white = rng.normal(0, 1, count)
    noise = np.zeros(count)
    keep = np.exp(-1 / 30)
    for at in range(1, count):
        noise[at] = keep * noise[at - 1] + np.sqrt(1 - keep**2) * white[at]
    return 3.0 * noise


def hilly_run(altitude: Column, source: AltitudeSource) -> tuple[Column, Column]:
    """Return the grade that is found and the true one, both where there is one."""
    columns = steady(SECONDS, altitude_m=altitude)
    found = stream(refine(a_run(columns, altitude_source=source)), "grade_pct")
    known = ~np.isnan(found)
    return found[known], steepness_pct(columns["distance_m"])[known]


def rms(off: Column) -> float:
    return float(np.sqrt(np.mean(off**2)))


@pytest.mark.parametrize("slope_pct", [-20.0, -8.0, 0.0, 3.0, 15.0])
@pytest.mark.parametrize("source", ["barometric", "gps"])
def test_a_constant_slope_is_found_exactly(slope_pct: float, source: AltitudeSource) -> None:
    columns = steady(600)
    columns["altitude_m"] = 100 + columns["distance_m"] * slope_pct / 100
    found = refine(a_run(columns, altitude_source=source))
    assert np.abs(stream(found, "grade_pct") - slope_pct).max() < 0.3


@pytest.mark.parametrize("source", ["barometric", "gps"])
def test_grade_is_close_in_spite_of_noise_where_that_from_point_to_point_is_useless(
    source: AltitudeSource,
) -> None:
    columns = steady(SECONDS)
    altitude = hills(columns["distance_m"]) + noise_of(source, SECONDS)
    found, true = hilly_run(altitude, source)
    naive = 100 * np.diff(altitude) / np.diff(columns["distance_m"])
    error, naive_error = rms(found - true), rms(naive - true[1:])
    assert error < RMS_PCT[source], error
    assert naive_error > 5 * error, (naive_error, error)


def test_a_hill_and_its_mirror_swap_climb_and_descent() -> None:
    columns = steady(SECONDS)
    altitude = hills(columns["distance_m"])
    there = refine(a_run({**columns, "altitude_m": altitude}, altitude_source="barometric"))
    back = refine(a_run({**columns, "altitude_m": altitude[::-1]}, altitude_source="barometric"))
    assert there.ascent_m == pytest.approx(back.descent_m, abs=1.0)
    assert there.descent_m == pytest.approx(back.ascent_m, abs=1.0)


def test_the_climb_of_hills_is_that_of_the_ground_in_spite_of_noise() -> None:
    columns = steady(SECONDS)
    altitude = hills(columns["distance_m"])
    for noise, room in ((0.0, 0.03), (1.0, 0.08)):
        noisy = altitude + noise * noise_of("barometric", SECONDS)
        found = refine(a_run({**columns, "altitude_m": noisy}, altitude_source="barometric"))
        assert found.ascent_m == pytest.approx(TRUE_CLIMB_M + HEIGHT_M, rel=room)


def test_noise_on_flat_ground_is_no_climb() -> None:
    for source in ("barometric", "gps"):
        altitude = 200.0 + noise_of(source, SECONDS)
        run = a_run(steady(SECONDS, altitude_m=altitude), altitude_source=source)
        found = refine(run)
        naive = np.clip(np.diff(altitude), 0, None).sum()
        assert found.ascent_m is not None
        assert found.ascent_m < naive / 10


def test_the_climb_that_the_watch_gives_is_never_replaced() -> None:
    columns = steady(SECONDS)
    columns["altitude_m"] = hills(columns["distance_m"])
    assert refine(a_run(columns, ascent_m=300.0)).ascent_m == 300.0


def test_an_altitude_says_what_measured_it_and_how_far_it_may_be_off() -> None:
    columns = steady(SECONDS)
    columns["altitude_m"] = hills(columns["distance_m"])
    run = a_run(columns)
    assert (refine(run).altitude_source, refine(run).altitude_uncertainty_m) == ("unknown", 20.0)
    told = refine(replace(run, altitude_source="barometric"))
    assert (told.altitude_source, told.altitude_uncertainty_m) == ("barometric", 2.0)


@pytest.mark.parametrize("where", ["treadmill", "indoor_running", "virtual_activity"])
def test_indoors_the_ground_does_not_rise(where: str) -> None:
    columns = steady(SECONDS)
    columns["altitude_m"] = hills(columns["distance_m"])
    found = refine(a_run(columns, sub_sport=where))
    assert found.streams.get("grade_pct") is None
    assert (found.ascent_m, found.descent_m) == (None, None)


def test_no_run_is_steeper_than_anybody_runs() -> None:
    columns = steady(600)
    columns["altitude_m"] = columns["distance_m"] * 2.0
    found = refine(a_run(columns, altitude_source="barometric"))
    assert np.nanmax(stream(found, "grade_pct")) <= STEEPEST_PCT


def test_over_less_than_twenty_metres_there_is_no_grade() -> None:
    columns = {name: each[:6] for name, each in steady(600).items()}
    columns["altitude_m"] = np.arange(6.0)
    found = refine(a_run(columns, altitude_source="barometric"))
    assert found.streams.get("grade_pct") is None


def test_a_barometer_that_drifts_while_the_runner_stands_makes_no_hill() -> None:
    """Ten minutes at a cafe while the weather changes by 6 m."""
    time_s = np.concatenate([np.arange(600.0), np.arange(1_200.0, 1_800.0)])
    along = np.concatenate([3.0 * np.arange(600.0), 1_800.0 + 3.0 * np.arange(600.0)])
    altitude = np.where(time_s < 900, 200.0, 206.0)
    columns = {"time_s": time_s, "distance_m": along, "altitude_m": altitude}
    found = refine(a_run(columns, altitude_source="barometric"))
    assert np.nanmax(np.abs(stream(found, "grade_pct"))) < 1.0


@pytest.mark.parametrize(
    ("heights", "threshold", "expected"),
    [
        ([0, 10, 0], 2, (10, 10)),
        ([0, 10, 9, 20], 2, (20, 0)),
        ([0, 1, 0, 1, 0], 2, (0, 0)),
        ([0, 5, 1, 8, 8], 2, (12, 4)),
        ([5], 2, (0, 0)),
    ],
)
def test_climb_by_hand(
    heights: list[float], threshold: float, expected: tuple[float, float]
) -> None:
    assert climbs(np.array(heights, dtype=np.float64), threshold) == expected


@pytest.mark.parametrize("source", ["barometric", "gps"])
@pytest.mark.parametrize("seed", range(5))
def test_the_window_of_each_source_is_as_wide_as_its_noise_asks_for(
    source: AltitudeSource, seed: int
) -> None:
    """On these hills, RMS in percent of slope, by half of the window (mean of five seeds).

    ==========  ====  ====  ====  ====  =====  =====
    half, m       10    25    50   100    150    200
    ==========  ====  ====  ====  ====  =====  =====
    barometric   1.5  0.47  0.21  0.22   0.38   0.60
    gps          9.3   5.8   3.8   2.1    1.4    1.2
    ==========  ====  ====  ====  ====  =====  =====

    Wider ones would be a little better on hills that are 1.5 km apart, and blind to shorter ones.
    """
    columns = steady(SECONDS)
    along, time_s = columns["distance_m"], columns["time_s"]
    altitude = hills(along) + noise_of(source, SECONDS, seed)

    def error(half_window_m: float) -> float:
        profile = profile_of(along, altitude, time_s, half_window_m)
        assert profile is not None
        return rms(grade_of(profile, along, altitude) - steepness_pct(along))

    half = HALF_WINDOW_M[source]
    assert error(half) < RMS_PCT[source]
    assert error(half / 2.5) > RMS_PCT[source]
