"""Any valid run, written in each format that holds records and read back, is the same run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.checks import violations
from tests.contracts.known_run import EARTH_RADIUS_M, Column
from tests.contracts.samples import SAMPLES
from trochlea.model.activity import Activity, Lap, Streams
from trochlea.readers import read_bytes
from trochlea.readers.formats import all_formats

FORMATS = tuple(
    each.id for each in all_formats() if each.id in SAMPLES and SAMPLES[each.id].write is not None
)
OFFSETS = (None, -43_200, -34_200, -16_200, 0, 3_600, 19_800, 20_700, 34_200, 45_900, 50_400)
# Sphere against ellipsoid, at the worst latitude and course.
DERIVED_SHARE = 0.007


def _wave(times: Column, low: float, high: float, period_s: float, turn: float) -> Column:
    """Return a slow wave between two values: no spike, no jump, never stuck."""
    swing = np.sin(2 * np.pi * (times / period_s + turn))
    return (low + high) / 2 + (high - low) / 2 * swing


@st.composite
def runs(draw: st.DrawFn) -> Activity:
    """Draw a run that a watch could have recorded."""
    count = draw(st.integers(60, 400))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    steps = np.ones(count - 1) if draw(st.booleans()) else rng.integers(1, 7, count - 1)
    times: Column = np.concatenate([[0.0], np.cumsum(steps, dtype=np.float64)])
    low = draw(st.floats(2.0, 4.0))
    speed = _wave(times, low, low + 0.8, 240.0, draw(st.floats(0, 1)))
    middle = (speed[1:] + speed[:-1]) / 2
    distance = np.concatenate([[0.0], np.cumsum(middle * np.diff(times))])
    columns = {"time_s": times, "speed_mps": speed, "distance_m": distance}
    columns |= _positions(draw, distance)
    height = draw(st.floats(-50, 2_500))
    columns["altitude_m"] = _wave(times, height, height + 12, 500.0, draw(st.floats(0, 1)))
    columns["heart_rate_bpm"] = np.round(_wave(times, 120, 165, 190.0, draw(st.floats(0, 1))))
    cadence = draw(st.integers(80, 92))
    columns["cadence_spm"] = 2 * np.round(_wave(times, cadence - 3, cadence + 3, 70.0, 0.1))
    if draw(st.booleans()):
        start = draw(st.integers(5, count - 20))
        columns["heart_rate_bpm"][start : start + 10] = np.nan
    return _whole(draw, columns)


def _positions(draw: st.DrawFn, distance: Column) -> dict[str, Column]:
    """Return a straight course over the sphere; some cross the 180th meridian."""
    # Where both are 0, devices mean no place at all.
    latitude = draw(st.floats(-70, 70).filter(lambda degrees: abs(degrees) > 1e-6))
    longitude = draw(st.sampled_from([-179.999, 179.999, 0.0, 11.25, -122.4]))
    course = draw(st.floats(0, 2 * np.pi))
    north = latitude + np.degrees(distance * np.cos(course) / EARTH_RADIUS_M)
    wide = EARTH_RADIUS_M * np.cos(np.radians(north))
    east = longitude + np.degrees(distance * np.sin(course) / wide)
    return {"latitude_deg": north, "longitude_deg": (east + 180) % 360 - 180}


def _whole(draw: st.DrawFn, columns: dict[str, Column]) -> Activity:
    # FIT keeps the numbers of its first years for watches whose clock was not set.
    after = timedelta(seconds=draw(st.integers(0, 1_250_000_000)))
    start = datetime(1999, 1, 1, tzinfo=UTC) + after
    seconds, metres = float(columns["time_s"][-1]), float(columns["distance_m"][-1])
    return Activity(
        sport="running",
        start_time=start,
        utc_offset_s=draw(st.sampled_from(OFFSETS)),
        distance_m=metres,
        elapsed_s=seconds,
        moving_s=seconds,
        laps=(Lap(start, seconds, seconds, metres),),
        streams=Streams(columns),
    )


@pytest.mark.parametrize("format_id", FORMATS)
@settings(max_examples=40, deadline=None)
@given(run=runs())
def test_a_run_comes_back_as_it_was_written(format_id: str, run: Activity) -> None:
    sample = SAMPLES[format_id]
    assert sample.write is not None
    outcome = read_bytes(sample.name, sample.write(run))
    assert [problem.message for problem in outcome.problems] == []
    assert violations(outcome) == []
    (back,) = outcome.activities
    assert (back.sport, back.start_time) == (run.sport, run.start_time)
    offset = run.utc_offset_s or (0 if sample.always_offset else run.utc_offset_s)
    assert back.utc_offset_s == (offset if sample.offset else None)
    assert back.elapsed_s == pytest.approx(run.elapsed_s, abs=0.01)
    assert run.distance_m is not None
    room = DERIVED_SHARE * run.distance_m + 1 if "distance_m" in sample.derived else 0.011
    assert back.distance_m == pytest.approx(run.distance_m, abs=room)
    for name in ("time_s", *sample.resolution):
        resolution = room if name in sample.derived else sample.resolution.get(name, 0.01)
        _same_column(back, run, name, resolution)


def _same_column(back: Activity, run: Activity, name: str, resolution: float) -> None:
    written, read = run.streams.columns[name], back.streams.columns[name]
    assert len(read) == len(written), name
    assert not (np.isnan(written) & ~np.isnan(read)).any(), f"{name}: values out of nothing"
    lost = ~np.isnan(written) & np.isnan(read)
    assert lost.mean() <= 0.02, f"{name}: {lost.sum()} values lost"
    off = np.abs(read - written)
    if name == "longitude_deg":
        off = np.minimum(off, 360 - off)
    assert np.nanmax(off) <= resolution, name
