"""The records that were made during a workout: which belong to it, and what they become."""

from __future__ import annotations

import pytest

from tests.readers.apple.health import (
    PHONE,
    PREFIX,
    WATCH,
    Split,
    at,
    event,
    export,
    record,
    workout,
)


def test_steps_become_cadence_of_both_feet_over_their_intervals() -> None:
    steps = [record("StepCount", 85, "count", 30 * i, 30 * (i + 1)) for i in range(20)]
    beat = record("HeartRate", 140, "count/min", 45)
    cadence = Split(export(*steps, beat, workout())).stream("cadence_spm")
    assert cadence == dict.fromkeys((*range(30, 601, 30), 45), 170)


def test_phone_and_watch_steps_are_not_counted_twice() -> None:
    watch = [record("StepCount", 85, "count", 30 * i, 30 * (i + 1)) for i in range(20)]
    phone = [
        record("StepCount", 40, "count", 15 * i, 15 * (i + 1), source=PHONE) for i in range(40)
    ]
    for parts in ((watch, phone), (phone, watch)):
        split = Split(export(*parts[0], *parts[1], workout()))
        assert set(split.stream("cadence_spm").values()) == {170}


def test_a_run_that_a_program_recorded_takes_the_watch_before_the_phone() -> None:
    watch = [record("StepCount", 85, "count", 30 * i, 30 * (i + 1)) for i in range(20)]
    phone = [
        record("StepCount", 40, "count", 15 * i, 15 * (i + 1), source=PHONE) for i in range(40)
    ]
    sum_ = record("StepCount", 1700, "count", 0, 600, source="Strava")
    split = Split(export(*phone, *watch, sum_, workout(source="Strava")))
    assert set(split.stream("cadence_spm").values()) == {170}


@pytest.mark.parametrize(
    ("kind", "value", "unit", "stream", "expected"),
    [
        ("HeartRate", 140, "count/min", "heart_rate_bpm", 140),
        ("RunningVerticalOscillation", 8.5, "cm", "vertical_oscillation_mm", 85),
        ("RunningGroundContactTime", 250, "ms", "ground_contact_ms", 250),
        ("RunningStrideLength", 1.1, "m", "step_length_mm", 1100),
        ("RunningPower", 250, "W", "power_w", 250),
        ("RunningSpeed", 10.8, "km/hr", "speed_mps", 3),
        ("RunningSpeed", 6.7108, "mi/hr", "speed_mps", 3),
        ("RunningSpeed", 3, "m/s", "speed_mps", 3),
    ],
)
def test_each_measure_has_its_stream_in_its_unit(
    kind: str, value: float, unit: str, stream: str, expected: float
) -> None:
    split = Split(export(record(kind, value, unit, 100, 105), workout()))
    assert split.said == ""
    assert split.stream(stream) == {105: pytest.approx(expected, abs=1e-3)}


def test_nothing_is_made_where_nothing_was_measured() -> None:
    power = [record("RunningPower", 250, "W", second, second + 5) for second in (0, 5, 300)]
    beats = [record("HeartRate", 140, "count/min", second) for second in (3, 100, 302)]
    split = Split(export(*power, *beats, workout()))
    assert split.stream("power_w") == dict.fromkeys((3, 5, 10, 302, 305), 250)
    assert split.stream("heart_rate_bpm") == dict.fromkeys((3, 100, 302), 140)


def test_distances_add_up_and_only_their_share_within_the_run_counts() -> None:
    parts = [record("DistanceWalkingRunning", 0.03, "km", 10 * i, 10 * i + 10) for i in range(60)]
    early = record("DistanceWalkingRunning", 0.04, "km", -4, 6)
    split = Split(export(early, *parts, workout()))
    distance = split.stream("distance_m")
    assert [distance[0], distance[600]] == [0, pytest.approx(1800 + 24)]


def test_records_before_after_and_between_runs_belong_to_none() -> None:
    beats = [record("HeartRate", 100 + i, "count/min", 300 * i) for i in range(-2, 8)]
    other = workout(begin=1200, end=1800)
    runs = Split(export(*beats, other, workout())).runs
    assert [run.streams.columns["heart_rate_bpm"].tolist() for run in runs] == [
        [100, 101, 102],
        [104, 105, 106],
    ]


def test_runs_at_the_same_time_have_the_same_records() -> None:
    beats = [record("HeartRate", 140, "count/min", second) for second in range(0, 600, 5)]
    runs = Split(export(*beats, workout(), workout(source="Strava", begin=5))).runs
    assert [len(run.streams) for run in runs] == [120, 119]


def test_attributes_in_any_order_on_several_lines_within_either_quotes() -> None:
    usual = record("HeartRate", 140, "count/min", 10)
    lines = record("HeartRate", 138, "count/min", 15).replace('" ', '"\n    ')
    turned = (
        f" <Record value='141' endDate='{at(20)}' startDate='{at(20)}' unit='count/min' "
        f"sourceName='{WATCH}' type='{PREFIX}HeartRate'/>\n"
    )
    spaced = record("HeartRate", 142, "count/min", 30).replace("=", " = ")
    nested = record(
        "HeartRate", 143, "count/min", 40, inner='  <MetadataEntry key="a" value="b>c"/>\n'
    )
    split = Split(export(usual, lines, turned, spaced, nested, workout()))
    assert split.said == ""
    assert split.stream("heart_rate_bpm") == {10: 140, 15: 138, 20: 141, 30: 142, 40: 143}


def test_values_and_times_that_are_none_are_left_out_and_said() -> None:
    parts = [
        record("HeartRate", value, "count/min", 10 + i)
        for i, value in enumerate(("140", "many", "NaN", "1e999", "-inf", ""))
    ]
    parts.append(
        record("HeartRate", 150, "count/min", 50).replace(at(50), "2024-13-45 10:00:00 +0200")
    )
    split = Split(export(*parts, workout()))
    assert split.stream("heart_rate_bpm") == {10: 140}
    assert split.codes == ["values_unreadable"]


def test_a_unit_that_is_not_known_is_not_guessed() -> None:
    split = Split(export(record("RunningPower", 250, "hp", 10), workout()))
    assert "power_w" not in split.run.streams.columns


def test_a_record_is_taken_once_though_it_stands_twice() -> None:
    one = record("DistanceWalkingRunning", 0.1, "km", 0, 60)
    assert Split(export(one, one, workout())).stream("distance_m")[60] == 100


def test_the_records_of_a_kind_the_sport_does_not_have_are_no_cadence() -> None:
    steps = [record("StepCount", 20, "count", 30 * i, 30 * (i + 1)) for i in range(20)]
    ride = [record("DistanceCycling", 0.2, "km", 30 * i, 30 * (i + 1)) for i in range(20)]
    split = Split(export(*steps, *ride, workout(kind="Cycling")))
    assert "cadence_spm" not in split.run.streams.columns
    assert split.stream("distance_m")[600] == pytest.approx(4000)


def test_a_run_without_records_has_its_totals() -> None:
    run = Split(export(workout(event("Pause", 100) + event("Resume", 160)))).run
    assert (len(run.streams), run.elapsed_s) == (0, 600)
