"""Records stand in order of time, whatever the clock of the watch did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from tests.readers.refine.runs import (
    START,
    a_run,
    codes,
    northward,
    problem,
    refine,
    steady,
    stream,
)
from trochlea.model.activity import DeveloperField, Streams
from trochlea.readers.limits import DEFAULT_LIMITS


def test_records_written_out_of_order_are_sorted() -> None:
    columns = steady(100)
    order = np.concatenate([np.arange(50, 100), np.arange(50)])
    run = a_run({name: each[order] for name, each in columns.items()})
    assert stream(refine(run), "time_s").tolist() == columns["time_s"].tolist()
    assert stream(refine(run), "distance_m").tolist() == columns["distance_m"].tolist()
    assert "put in order of time" in problem(run, "time_goes_back").message


def test_a_clock_that_is_set_back_while_running_goes_on() -> None:
    columns = steady(100)
    columns["time_s"] = np.concatenate([np.arange(50.0), np.arange(20.0, 70.0)])
    run = a_run(columns)
    found = stream(refine(run), "time_s")
    assert found.tolist() == np.arange(100.0).tolist()
    assert stream(refine(run), "distance_m").tolist() == columns["distance_m"].tolist()
    assert "the time was carried on" in problem(run, "time_goes_back").message


def test_third_party_streams_stay_beside_their_records() -> None:
    columns = steady(100)
    order = np.concatenate([np.arange(50, 100), np.arange(50)])
    power = DeveloperField("Power", "watts", columns["time_s"][order] * 2)
    streams = Streams({name: each[order] for name, each in columns.items()}, (power,))
    found = refine(a_run({}, streams=streams)).streams
    assert found.developer[0].values.tolist() == (found.columns["time_s"] * 2).tolist()


def test_a_record_without_a_time_gets_that_between_its_neighbours_and_is_said() -> None:
    columns = steady(100)
    columns["time_s"][10] = np.nan
    run = a_run(columns)
    assert stream(refine(run), "time_s")[10] == 10.0
    assert problem(run, "times_missing").message.startswith("a.fit: 1 records carry no time")


def test_a_record_of_another_month_is_left_out_and_said() -> None:
    columns = steady(100)
    columns["time_s"][60] = 90 * 86_400.0
    run = a_run(columns)
    assert len(refine(run).streams) == 99
    assert "records_out_of_time" in codes(run)


def test_records_before_the_start_move_it_and_the_laps_of_the_clock_stay_true() -> None:
    columns = steady(600)
    columns["time_s"] = columns["time_s"] - 120.0
    run = a_run(columns, elapsed_s=480.0)
    found = refine(run)
    assert found.start_time == START - timedelta(seconds=120)
    assert stream(found, "time_s")[0] == 0.0
    assert found.elapsed_s == 599.0
    assert "start_moved" in codes(run)


def test_streams_of_unequal_length_are_cut_to_the_shortest() -> None:
    columns = steady(100)
    columns["heart_rate_bpm"] = np.full(80, 140.0) + np.arange(80) % 3
    assert len(refine(a_run(columns)).streams) == 80


def test_more_records_than_the_limit_are_left_out_and_counted() -> None:
    limits = replace(DEFAULT_LIMITS, points=60)
    found = refine(a_run(steady(100)), limits)
    assert len(found.streams) == 60


def test_an_activity_of_which_no_record_has_a_time_keeps_its_totals() -> None:
    columns = {"time_s": np.full(5, np.nan), "heart_rate_bpm": np.full(5, 140.0)}
    run = a_run(columns, distance_m=5_000.0, elapsed_s=1_500.0)
    found = refine(run)
    assert (found.distance_m, found.elapsed_s) == (5_000.0, 1_500.0)
    assert found.streams.columns == {}
    assert codes(run) == ["no_times"]


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=400)])
def test_a_run_of_next_week_is_not_taken(ahead: timedelta) -> None:
    limits = replace(DEFAULT_LIMITS, latest=START)
    with pytest.raises(ValueError, match="not enough values"):
        refine(a_run(steady(), start_time=START + ahead), limits)


def test_a_clock_that_is_set_after_the_start_moves_the_start_to_the_records() -> None:
    """The watch starts in 1990 and learns the date from the satellites ten records later."""
    columns = steady(600)
    columns["time_s"][10:] += (START - START.replace(year=1990)).total_seconds()
    run = a_run(columns, start_time=START.replace(year=1990), elapsed_s=599.0)
    found = refine(run)
    assert found.start_time == START + timedelta(seconds=10)
    assert stream(found, "time_s").tolist() == np.arange(590.0).tolist()
    assert "days before its records and was moved to them" in problem(run, "start_moved").message
    assert "10 records" in problem(run, "records_out_of_time").message


def test_records_of_a_clock_that_was_never_set_count_from_the_start() -> None:
    columns = steady(600)
    columns["time_s"] -= 36 * 365 * 86_400.0
    run = a_run(columns)
    found = refine(run)
    assert found.start_time == START
    assert stream(found, "time_s").tolist() == np.arange(600.0).tolist()
    assert "13140 days before its start" in problem(run, "times_moved").message


def test_times_that_are_no_date_at_all_are_left_out() -> None:
    columns = steady(600)
    columns["time_s"] += 1e15
    run = a_run(columns, distance_m=1_800.0)
    assert refine(run).streams.columns == {}
    assert refine(run).distance_m == 1_800.0
    assert codes(run) == ["records_out_of_time"]


def test_one_record_that_is_stamped_late_is_no_clock_set_back() -> None:
    """The distance counter says that the records are in order: the one stamp is mended."""
    columns = steady(100)
    columns["time_s"][40] = 70.0
    found = refine(a_run(columns))
    assert stream(found, "time_s").tolist() == np.arange(100.0).tolist()
    assert stream(found, "distance_m").tolist() == columns["distance_m"].tolist()


def test_positions_tell_the_order_where_there_is_no_distance() -> None:
    columns = northward(100)
    order = np.random.default_rng(5).permutation(100)
    found = refine(a_run({name: each[order] for name, each in columns.items()}))
    assert stream(found, "latitude_deg").tolist() == columns["latitude_deg"].tolist()
    set_back = northward(100)
    set_back["time_s"] = np.concatenate([np.arange(50.0), np.arange(20.0, 70.0)])
    found = refine(a_run(set_back))
    assert stream(found, "latitude_deg").tolist() == columns["latitude_deg"].tolist()
    assert stream(found, "time_s").tolist() == np.arange(100.0).tolist()


def test_a_run_of_a_week_is_whole_up_to_its_last_record_also_when_refined_again() -> None:
    day = 86_400.0
    columns = {"time_s": np.array([-3_600.0, 0.0, 7 * day, 30 * day - 3_600.0, 30 * day])}
    once = refine(a_run(columns))
    assert stream(once, "time_s")[-1] == 30 * day
    assert stream(refine(once), "time_s").tolist() == stream(once, "time_s").tolist()
