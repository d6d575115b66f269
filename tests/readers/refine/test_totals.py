"""Totals: impossible ones go, missing ones are completed from what was measured."""

from __future__ import annotations

import numpy as np
import pytest

from tests.readers.refine.runs import a_run, codes, northward, problem, refine, steady
from trochlea.model.activity import Lap, Pause


def test_missing_totals_come_from_the_streams() -> None:
    beats, cadence = 140.0 + np.arange(600) % 3, 170.0 + np.arange(600) % 3
    found = refine(a_run(steady(600, heart_rate_bpm=beats, cadence_spm=cadence)))
    assert (found.distance_m, found.elapsed_s, found.moving_s) == (1_797.0, 599.0, 599.0)
    assert found.mean_heart_rate_bpm == pytest.approx(141.0)
    assert found.mean_cadence_spm == pytest.approx(171.0)


def test_totals_of_the_file_are_never_replaced() -> None:
    found = refine(a_run(steady(600), distance_m=1_900.0, elapsed_s=650.0, moving_s=580.0))
    assert (found.distance_m, found.elapsed_s, found.moving_s) == (1_900.0, 650.0, 580.0)


def test_standing_is_no_part_of_a_mean_cadence_nor_of_moving_time() -> None:
    columns = steady(600, cadence_spm=170.0 + np.arange(600) % 3)
    columns["distance_m"] = np.minimum(columns["distance_m"], 900.0)
    columns["cadence_spm"][301:] = 0.0
    found = refine(a_run(columns))
    assert found.mean_cadence_spm == pytest.approx(171.0, abs=0.1)
    assert found.moving_s == pytest.approx(300.0, abs=10.0)


def test_pauses_that_the_file_names_are_no_moving_time() -> None:
    pauses = (Pause(100.0, 160.0), Pause(150.0, 200.0), Pause(590.0, 700.0))
    found = refine(a_run(steady(600), pauses=pauses))
    assert found.moving_s == 599.0 - 100.0 - 9.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("distance_m", float("nan")),
        ("distance_m", -5.0),
        ("elapsed_s", float("inf")),
        ("ascent_m", 1e6),
        ("mean_heart_rate_bpm", 300.0),
        ("mean_cadence_spm", -1.0),
    ],
)
def test_a_total_that_is_no_possible_number_is_left_out_and_said(name: str, value: float) -> None:
    run = a_run(steady(600), **{name: value})
    assert getattr(refine(run), name) != value
    words = name.rpartition("_")[0].replace("_", " ")
    assert words in problem(run, "implausible_values").message


def test_a_lap_keeps_its_good_values_beside_a_bad_one() -> None:
    lap = Lap(None, 300.0, 300.0, float("nan"), 172.0)
    found = refine(a_run(steady(600), laps=(lap,))).laps[0]
    assert (found.elapsed_s, found.distance_m, found.mean_cadence_spm) == (300.0, None, 172.0)


def test_a_distance_of_zero_over_two_kilometres_of_records_says_nothing() -> None:
    assert refine(a_run(steady(600), distance_m=0.0)).distance_m == 1_797.0


def test_an_activity_without_streams_keeps_what_it_says() -> None:
    found = refine(a_run({}, distance_m=5_000.0, moving_s=1_500.0))
    assert (found.distance_m, found.moving_s, found.elapsed_s) == (5_000.0, 1_500.0, None)


def test_totals_of_zero_beside_records_that_tell_otherwise_say_nothing() -> None:
    """As a watch writes them that lost power before it could sum up."""
    columns = steady(600, cadence_spm=170.0 + np.arange(600) % 3)
    zeros = ("distance_m", "elapsed_s", "moving_s", "mean_cadence_spm", "mean_heart_rate_bpm")
    run = a_run(columns, **dict.fromkeys(zeros, 0.0))
    found = refine(run)
    assert (found.distance_m, found.elapsed_s, found.moving_s) == (1_797.0, 599.0, 599.0)
    assert found.mean_cadence_spm == pytest.approx(171.0)
    assert found.mean_heart_rate_bpm is None
    assert codes(run) == []


def test_who_did_not_move_has_a_distance_of_zero() -> None:
    columns = {**steady(600), "distance_m": np.zeros(600)}
    found = refine(a_run(columns, distance_m=0.0, moving_s=0.0))
    assert (found.distance_m, found.moving_s, found.elapsed_s) == (0.0, 0.0, 599.0)


def test_without_any_distance_the_records_tell_the_moving_time() -> None:
    """A strength session that stops for two minutes: no record, no time."""
    time_s = np.concatenate([np.arange(300.0), np.arange(420.0, 600.0)])
    columns = {"time_s": time_s, "heart_rate_bpm": 120.0 + np.arange(480) % 7}
    found = refine(a_run(columns, sport="training"))
    assert (found.elapsed_s, found.moving_s) == (599.0, 599.0 - 121.0)


def test_pauses_are_put_in_order_and_do_not_overlap() -> None:
    pauses = (Pause(300.0, 350.0), Pause(-20.0, 30.0), Pause(100.0, 90.0), Pause(340.0, 400.0))
    found = refine(a_run(steady(600), pauses=pauses)).pauses
    assert found == (Pause(0.0, 30.0), Pause(300.0, 350.0), Pause(350.0, 400.0))


def test_indoors_a_run_of_heart_and_steps_alone_is_whole() -> None:
    columns = {
        "time_s": np.arange(1_800.0),
        "heart_rate_bpm": 150.0 + np.arange(1_800) % 5,
        "cadence_spm": 168.0 + np.arange(1_800) % 3,
    }
    run = a_run(columns, sub_sport="treadmill", distance_m=5_400.0)
    found = refine(run)
    assert (found.distance_m, found.elapsed_s, found.moving_s) == (5_400.0, 1_799.0, 1_799.0)
    assert found.mean_cadence_spm == pytest.approx(169.0, abs=0.1)
    assert list(found.streams.columns) == list(columns)
    assert codes(run) == []


def test_a_distance_of_zero_beside_positions_that_move_says_nothing() -> None:
    found = refine(a_run(northward(600), distance_m=0.0))
    assert found.distance_m == pytest.approx(3.0 * 599, rel=1e-6)
