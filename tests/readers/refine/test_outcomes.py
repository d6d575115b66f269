"""Whatever is refined: the same again changes nothing, and what is promised holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

from tests.contracts.checks import activity_violations
from tests.readers.refine.runs import START, a_run, outcome, quality, refine, steady
from trochlea.model.activity import Activity, Streams
from trochlea.readers.limits import DEFAULT_LIMITS
from trochlea.readers.outcome import MOST_OF_A_KIND, ReadOutcome
from trochlea.readers.refine import refined

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
