"""Whatever is refined: the same again changes nothing, and what is promised holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

from tests.contracts.checks import activity_violations, problem_violations
from tests.contracts.same import digest
from tests.readers.refine.runs import START, a_run, northward, outcome, quality, refine, steady
from trochlea.model.activity import Activity, Streams
from trochlea.readers.limits import DEFAULT_LIMITS
from trochlea.readers.outcome import MOST_OF_A_KIND, ReadOutcome
from trochlea.readers.refine import refined
from trochlea.readers.refine.plausible import RANGES, highest

NAMES = ("distance_m", "speed_mps", "altitude_m", "heart_rate_bpm", "cadence_spm", "latitude_deg")


@st.composite
def anything(draw: st.DrawFn) -> Activity:
    """Draw an activity of which every number may be wrong."""
    count = draw(st.integers(0, 40))
    numbers = st.floats(-1e4, 1e4, width=32) | st.just(float("nan")) | st.just(float("inf"))
    columns = {
        name: draw(of_numpy.arrays(np.float64, count, elements=numbers))
        for name in ("time_s", *draw(st.lists(st.sampled_from(NAMES), unique=True)))
    }
    if "latitude_deg" in columns:
        columns["longitude_deg"] = draw(of_numpy.arrays(np.float64, count, elements=numbers))
    total = st.none() | numbers
    return a_run(
        columns,
        sport=draw(st.sampled_from(["running", "cycling", "unknown"])),
        sub_sport=draw(st.sampled_from([None, "treadmill", "trail"])),
        distance_m=draw(total),
        elapsed_s=draw(total),
        moving_s=draw(total),
        mean_cadence_spm=draw(total),
        altitude_source=draw(st.sampled_from([None, "barometric"])),
    )


@settings(max_examples=300, deadline=None)
@given(run=anything())
def test_whatever_comes_in_what_goes_out_keeps_every_promise(run: Activity) -> None:
    for found in outcome(run).activities:
        assert list(activity_violations(found)) == []
        assert all(0 <= each.coverage <= 1 for each in found.quality)
        assert min(found.ascent_m or 0, found.descent_m or 0) >= 0
        assert found.sub_sport != "treadmill" or found.streams.get("grade_pct") is None
        for name, values in found.streams.columns.items():
            known = values[~np.isnan(values)]
            assert len(known), name
            low, top = RANGES.get(name, (-45.0, np.inf))[0], np.inf
            if name in RANGES:
                top = highest(name, found.is_run)
            assert (known >= low).all(), name
            assert (known <= top).all(), name
    for each in outcome(run).problems:
        assert list(problem_violations(each, "a.fit")) == []


@settings(max_examples=200, deadline=None)
@given(run=anything())
def test_refining_again_changes_nothing_and_says_nothing_new(run: Activity) -> None:
    once = outcome(run)
    again = refined(once, DEFAULT_LIMITS)
    assert again.problems == once.problems
    for first, second in zip(once.activities, again.activities, strict=True):
        assert replace(first, streams=Streams(), quality=()) == replace(
            second, streams=Streams(), quality=()
        )
        assert first.streams.columns.keys() == second.streams.columns.keys()
        for name, values in first.streams.columns.items():
            np.testing.assert_array_equal(values, second.streams.columns[name])


def test_refining_does_not_write_into_what_it_was_given() -> None:
    beats = 140.0 + np.arange(300) % 5
    beats[7] = 255.0
    before = beats.copy()
    refine(a_run(steady(300, heart_rate_bpm=beats)))
    assert beats.tolist() == before.tolist()


def test_quality_tells_coverage_and_the_longest_gap() -> None:
    beats = 140.0 + np.arange(600) % 5
    beats[100:160] = np.nan
    found = quality(refine(a_run(steady(600, heart_rate_bpm=beats))), "heart_rate_bpm")
    assert found.coverage == 0.9
    assert found.longest_gap_s == 61.0


def test_of_many_activities_with_the_same_fault_twenty_are_named_and_the_rest_counted() -> None:
    beats = 140.0 + np.arange(300) % 5
    beats[7] = 255.0
    one = a_run(steady(300, heart_rate_bpm=beats))
    many = tuple(replace(one, start_time=START.replace(hour=at)) for at in range(24))
    problems = refined(ReadOutcome("a.fit", "fit", "", many, ()), DEFAULT_LIMITS).problems
    assert len(problems) == MOST_OF_A_KIND + 1
    assert problems[0].message.startswith("a.fit, activity 1: values outside")
    assert "holds 4 more times" in problems[-1].message


def of_file(*activities: Activity) -> ReadOutcome:
    return refined(ReadOutcome("a.fit", "fit", "", activities, ()), DEFAULT_LIMITS)


def whole_run() -> Activity:
    """Return a hilly hour with positions and everything that can be odd about it."""
    rng = np.random.default_rng(7)
    columns = northward(3_600)
    columns["altitude_m"] = (
        300.0 + 40.0 * np.sin(columns["time_s"] / 300) + rng.normal(0, 1, 3_600)
    )
    columns["heart_rate_bpm"] = 150.0 + rng.integers(-3, 4, 3_600)
    columns["cadence_spm"] = 85.0 + rng.integers(-1, 2, 3_600)
    columns["heart_rate_bpm"][[5, 700]] = 255.0, 221.0
    columns["heart_rate_bpm"][1_000:2_500] = 151.0
    columns["latitude_deg"][2_000:2_003] += 0.2
    columns["time_s"][3_000:] -= 400.0
    columns["altitude_m"][100:400] = np.nan
    return a_run(columns, mean_cadence_spm=85.0, moving_s=float("nan"))


def test_a_whole_run_is_the_same_to_the_last_bit_when_refined_again() -> None:
    once = of_file(whole_run())
    said = {each.code for each in once.problems}
    assert said == {
        "time_goes_back",
        "cadence_repaired",
        "stream_stuck",
        "implausible_values",
        "spikes_removed",
    }
    assert digest(refined(once, DEFAULT_LIMITS)) == digest(once)


@settings(max_examples=200, deadline=None)
@given(run=anything())
def test_refining_again_is_the_same_to_the_last_bit(run: Activity) -> None:
    once = outcome(run)
    assert digest(refined(once, DEFAULT_LIMITS)) == digest(once)


def hung(days: int) -> Activity:
    """Return a run with a heart rate that hangs for 25 minutes, of some days later."""
    beats = 140.0 + np.arange(3_000) % 5
    beats[500:2_000] = 151.0
    pace = 3.0 + np.arange(3_000) % 2
    run = a_run(steady(3_000, heart_rate_bpm=beats, speed_mps=pace))
    return replace(run, start_time=START + timedelta(days=days))


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param((hung(1), a_run(steady(60))), id="out of order"),
        pytest.param((hung(0), a_run(steady(60), start_time=START.replace(year=1970))), id="left"),
        pytest.param(tuple(hung(each) for each in range(25)), id="more than are named"),
    ],
)
def test_a_sensor_that_hung_is_said_once_however_the_activities_are_numbered(
    runs: tuple[Activity, ...],
) -> None:
    once = of_file(*runs)
    assert "stream_stuck" in {each.code for each in once.problems}
    assert refined(once, DEFAULT_LIMITS).problems == once.problems


def test_activities_are_in_order_of_their_start() -> None:
    starts = [each.start_time for each in of_file(hung(2), hung(0), hung(1)).activities]
    assert starts == [START + timedelta(days=each) for each in range(3)]


def test_of_a_date_before_there_were_watches_nothing_is_kept_and_it_is_said() -> None:
    found = of_file(a_run(steady(60), start_time=START.replace(year=1970)))
    assert found.activities == ()
    (problem,) = found.problems
    assert problem.code == "date_out_of_range"
    assert problem.kept == ""
    assert "1970-03-01, which is before there were such watches" in problem.message
