"""The quality of each stream is data: shares, seconds and counts that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.refine.runs import Column, a_run, quality, refine, steady
from trochlea.model.activity import StreamQuality


def beats(count: int = 600) -> Column:
    return 140.0 + np.arange(count) % 5


@pytest.mark.parametrize(
    ("missing", "coverage", "gap_s"),
    [
        pytest.param(slice(0, 0), 1.0, 0.0, id="none"),
        pytest.param(slice(0, 60), 0.9, 60.0, id="at the start"),
        pytest.param(slice(540, 600), 0.9, 60.0, id="at the end"),
        pytest.param(slice(100, 160), 0.9, 61.0, id="between two values"),
    ],
)
def test_coverage_and_the_longest_gap(missing: slice, coverage: float, gap_s: float) -> None:
    heart = beats()
    heart[missing] = np.nan
    found = quality(refine(a_run(steady(600, heart_rate_bpm=heart))), "heart_rate_bpm")
    assert found == StreamQuality("heart_rate_bpm", coverage, gap_s)


def test_of_two_gaps_the_longer_one_is_told() -> None:
    heart = beats()
    heart[50:60] = heart[300:350] = np.nan
    found = quality(refine(a_run(steady(600, heart_rate_bpm=heart))), "heart_rate_bpm")
    assert (found.coverage, found.longest_gap_s) == (0.9, 51.0)


def test_a_time_without_any_record_is_a_gap_of_the_time_alone() -> None:
    columns = steady(600, heart_rate_bpm=beats())
    columns["time_s"][300:] += 90.0
    found = refine(a_run(columns))
    assert quality(found, "time_s").longest_gap_s == 91.0
    assert quality(found, "heart_rate_bpm").longest_gap_s == 0.0


def test_what_was_out_of_range_and_what_was_a_spike_is_counted_together() -> None:
    heart = beats()
    heart[100], heart[200] = 255.0, 230.0
    found = quality(refine(a_run(steady(600, heart_rate_bpm=heart))), "heart_rate_bpm")
    assert found.removed == 2
    assert found.coverage == pytest.approx(598 / 600)


def test_what_the_watch_did_not_give_is_missing_but_was_not_removed() -> None:
    heart = beats()
    heart[:150] = 0.0
    found = quality(refine(a_run(steady(600, heart_rate_bpm=heart))), "heart_rate_bpm")
    assert (found.coverage, found.removed) == (0.75, 0)


def test_every_stream_is_judged_once_also_those_that_were_completed() -> None:
    columns = steady(600, heart_rate_bpm=beats(), altitude_m=100.0 + np.arange(600.0) / 20)
    found = refine(a_run(columns))
    judged = [each.stream for each in found.quality]
    assert sorted(judged) == sorted(found.streams.columns)
    assert {"time_s", "speed_mps", "grade_pct"} <= set(judged)


def test_counts_and_repairs_outlast_a_second_refining() -> None:
    heart = beats()
    heart[100] = 255.0
    cadence = 86.0 + np.arange(600) % 3
    once = refine(a_run(steady(600, heart_rate_bpm=heart, cadence_spm=cadence)))
    twice = refine(once)
    assert twice.quality == once.quality
    assert quality(twice, "heart_rate_bpm").removed == 1
    assert quality(twice, "cadence_spm").repaired == "cadence_doubled"


def test_an_activity_without_records_has_nothing_to_judge() -> None:
    assert refine(a_run({}, distance_m=5_000.0)).quality == ()
