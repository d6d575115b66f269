"""Cadence is steps a minute of both feet, whatever the file counts."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.refine.runs import (
    Column,
    a_run,
    codes,
    problem,
    quality,
    refine,
    stream,
)
from trochlea.model.activity import Lap

WOBBLE = np.arange(600) % 3 - 1.0


def run_at(cadence: float, speed_mps: float = 3.0, **columns: Column) -> dict[str, Column]:
    time_s = np.arange(600.0)
    return {
        "time_s": time_s,
        "distance_m": speed_mps * time_s,
        "cadence_spm": cadence + WOBBLE,
        **columns,
    }


def test_a_count_of_one_foot_is_doubled_in_streams_mean_and_laps_and_said() -> None:
    lap = Lap(None, 599.0, 599.0, 1797.0, 86.0)
    run = a_run(run_at(86.0), mean_cadence_spm=86.0, laps=(lap,))
    found = refine(run)
    assert np.median(stream(found, "cadence_spm")) == 172.0
    assert found.mean_cadence_spm == 172.0
    assert found.laps[0].mean_cadence_spm == 172.0
    assert quality(found, "cadence_spm").repaired == "cadence_doubled"
    assert "one foot was counted" in problem(run, "cadence_repaired").message


def test_steps_counted_twice_are_halved() -> None:
    found = refine(a_run(run_at(344.0)))
    assert np.median(stream(found, "cadence_spm")) == 172.0
    assert quality(found, "cadence_spm").repaired == "cadence_halved"


@pytest.mark.parametrize("cadence", [125.0, 140.0, 172.0, 200.0, 235.0])
def test_a_cadence_that_a_runner_can_have_is_not_touched(cadence: float) -> None:
    run = a_run(run_at(cadence))
    assert np.median(stream(refine(run), "cadence_spm")) == cadence
    assert codes(run) == []


def test_a_walk_at_a_hundred_steps_stays_a_walk() -> None:
    assert np.median(stream(refine(a_run(run_at(100.0, 1.4))), "cadence_spm")) == 100.0


def test_cycling_is_never_doubled() -> None:
    ride = refine(a_run(run_at(86.0, 8.0), sport="cycling"))
    assert np.median(stream(ride, "cadence_spm")) == 86.0


def test_a_step_length_that_fits_the_speed_says_that_both_feet_were_counted() -> None:
    """Steps of 1.4 m, 100 a minute, are 2.33 m/s: slow, long, and measured."""
    length = np.full(600, 1_400.0) + WOBBLE
    found = refine(a_run(run_at(100.0, 2.33, step_length_mm=length)))
    assert np.median(stream(found, "cadence_spm")) == 100.0


def test_a_cadence_is_repaired_once() -> None:
    once = refine(a_run(run_at(86.0)))
    assert np.median(stream(refine(once), "cadence_spm")) == 172.0


def test_what_cleaning_leaves_of_a_bad_cadence_is_not_judged_anew() -> None:
    """Of a stream around 600 a minute, the few values below 300 are no doubled count."""
    cadence = np.full(600, 600.0) + WOBBLE
    cadence[::10] = 280.0
    once = refine(a_run({**run_at(0.0), "cadence_spm": cadence}))
    assert quality(once, "cadence_spm").removed == 540
    twice = refine(once)
    assert np.nanmedian(stream(twice, "cadence_spm")) == 280.0
    assert quality(twice, "cadence_spm").repaired is None


def test_a_mean_cadence_without_a_stream_is_repaired_by_the_mean_speed() -> None:
    run = a_run({}, mean_cadence_spm=86.0, distance_m=9_000.0, moving_s=3_000.0)
    assert refine(run).mean_cadence_spm == 172.0
    walk = a_run({}, mean_cadence_spm=86.0, distance_m=4_500.0, moving_s=3_000.0)
    assert refine(walk).mean_cadence_spm == 86.0
    twice_counted = a_run({}, mean_cadence_spm=344.0)
    assert refine(twice_counted).mean_cadence_spm == 172.0


def test_a_mean_that_counts_both_feet_stays_beside_a_stream_that_counts_one() -> None:
    found = refine(a_run(run_at(86.0), mean_cadence_spm=172.0))
    assert found.mean_cadence_spm == 172.0
    assert np.median(stream(found, "cadence_spm")) == 172.0


def test_on_a_treadmill_the_foot_pod_counts_one_foot_too() -> None:
    found = refine(a_run(run_at(86.0), sub_sport="treadmill"))
    assert np.median(stream(found, "cadence_spm")) == 172.0
    assert found.distance_m == 3.0 * 599
