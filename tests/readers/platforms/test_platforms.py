"""What single platforms write, beyond the whole documents of the contract battery."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts import sample_exports as exports
from tests.contracts.checks import violations
from tests.contracts.known_run import START, activity
from trochlea.model.activity import Activity
from trochlea.readers import ReadOutcome, read_bytes


def codes(outcome: ReadOutcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def changed(data: bytes, **values: Any) -> bytes:
    """Return a Garmin summary with some of its values changed."""
    document = json.loads(data)
    document[0]["summarizedActivitiesExport"][0].update(values)
    return json.dumps(document).encode()


def the_run(data: bytes) -> Activity:
    (run,) = read_bytes("x", data).activities
    return run


def test_a_summary_of_garmin_that_belies_itself_loses_its_distance() -> None:
    outcome = read_bytes("x.json", changed(exports.garmin_summary(), avgSpeed=3.0))
    (run,) = outcome.activities
    assert (run.distance_m, run.moving_s) == (None, 600.0)
    assert codes(outcome) == ["summary_disagrees"]


def test_a_summary_of_garmin_agrees_by_elapsed_time_too() -> None:
    data = changed(exports.garmin_summary(), avgSpeed=0.15, elapsedDuration=1_200_000.0)
    outcome = read_bytes("x.json", data)
    assert outcome.activities[0].distance_m == 1800.0
    assert (outcome.activities[0].elapsed_s, codes(outcome)) == (1200.0, [])


def test_cadence_of_one_foot_is_doubled_where_that_of_both_is_missing() -> None:
    one = the_run(changed(exports.garmin_summary(), avgDoubleCadence=None))
    both = the_run(changed(exports.garmin_summary(), avgDoubleCadence=None, avgRunCadence=170.0))
    assert (one.mean_cadence_spm, both.mean_cadence_spm) == (170.0, 170.0)


@pytest.mark.parametrize("start", [None, "soon", -1, 1e30, True, []])
def test_a_summary_of_garmin_without_a_start_is_left_out_and_said(start: object) -> None:
    data = changed(exports.garmin_summary(), startTimeGmt=start, beginTimestamp=start)
    outcome = read_bytes("x.json", data)
    assert (outcome.activities, codes(outcome)) == ((), ["dates_not_understood"])


def test_an_impossible_offset_is_none() -> None:
    data = changed(exports.garmin_summary(), startTimeLocal=1)
    assert the_run(data).utc_offset_s is None


def polar(**samples: Any) -> bytes:
    """Return the known run as Polar writes it, with some streams replaced."""
    document = json.loads(exports.polar(activity(60)))
    document["exercises"][0]["samples"].update(samples)
    return json.dumps(document).encode()


def test_a_speed_of_polar_in_metres_per_second_is_told_by_the_distance() -> None:
    samples = json.loads(exports.polar(activity(60)))["exercises"][0]["samples"]["speed"]
    slow = [row | {"value": row["value"] / 3.6} for row in samples]
    for data in (polar(), polar(speed=slow)):
        speed = the_run(data).streams.columns["speed_mps"]
        assert np.nanmedian(speed) == pytest.approx(3.0, abs=0.25)


def test_streams_of_polar_with_times_of_their_own_come_onto_one_line() -> None:
    samples = json.loads(exports.polar(activity(60)))["exercises"][0]["samples"]["heartRate"]
    run = the_run(polar(heartRate=samples[10::5]))
    assert len(run.streams) == 60
    rate = run.streams.columns["heart_rate_bpm"]
    assert np.isnan(rate[:10]).all()
    assert np.flatnonzero(~np.isnan(rate)).tolist() == list(range(10, 60, 5))


def test_a_session_of_polar_without_a_zone_keeps_its_hours_and_says_so() -> None:
    document = json.loads(exports.polar(activity(60)))
    del document["exercises"][0]["timezoneOffset"]
    outcome = read_bytes("x.json", json.dumps(document).encode())
    (run,) = outcome.activities
    assert (run.start_time, run.utc_offset_s) == (START + timedelta(hours=2), None)
    assert codes(outcome) == ["time_zone_unknown"]


def test_each_exercise_of_polar_is_an_activity() -> None:
    document = json.loads(exports.polar(activity(60)))
    second = json.loads(json.dumps(document["exercises"][0]))
    second |= {"startTime": "2024-05-12T11:00:00.000", "sport": "CYCLING", "samples": {}}
    document["exercises"].append(second)
    run, ride = read_bytes("x.json", json.dumps(document).encode()).activities
    assert (run.sport, ride.sport) == ("running", "cycling")
    assert ride.start_time == datetime(2024, 5, 12, 9, tzinfo=UTC)


def suunto_samples() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    log = json.loads(exports.suunto(activity(60)))["DeviceLog"]
    return log["Header"], log["Samples"]


@pytest.mark.parametrize("as_text", [False, True])
def test_the_other_layout_of_suunto_is_the_same_run(as_text: bool) -> None:
    header, samples = suunto_samples()
    rows = []
    for sample in samples:
        time = sample.pop("TimeISO8601")
        inner = {"suunto/sml": {"Sample": sample}}
        rows.append({"Attributes": json.dumps(inner) if as_text else inner, "TimeISO8601": time})
    document = {"Header": header, "Samples": rows}
    run, known = the_run(json.dumps(document).encode()), the_run(exports.suunto(activity(60)))
    assert (run.start_time, run.sport) == (known.start_time, "running")
    for name, values in known.streams.columns.items():
        np.testing.assert_allclose(run.streams.columns[name], values, err_msg=name)


def test_samples_of_suunto_within_one_second_are_one_record() -> None:
    header, samples = suunto_samples()
    rows = []
    for sample in samples:
        time = sample["TimeISO8601"]
        rate = {"TimeISO8601": time.replace(".000", ".250"), "HR": sample.pop("HR")}
        rows += [sample, rate]
    document = {"DeviceLog": {"Header": header, "Samples": rows}}
    run = the_run(json.dumps(document).encode())
    assert len(run.streams) == 60
    assert not np.isnan(run.streams.columns["heart_rate_bpm"]).any()


def test_laps_beats_and_heights_of_gps_are_read_from_suunto() -> None:
    header, samples = suunto_samples()
    for sample in samples:
        sample["GPSAltitude"] = sample.pop("Altitude")
        sample["Temperature"] = 293.15
    window = {"Type": "Lap", "Duration": 59.0, "Distance": 177.0}
    samples.append({"TimeISO8601": samples[-1]["TimeISO8601"], "Window": window})
    log = {"Header": header, "Samples": samples, "R-R": {"IBI": [600, 610, 0]}}
    run = the_run(json.dumps({"DeviceLog": log}).encode())
    assert run.altitude_source == "gps"
    (lap,) = run.laps
    assert (lap.start_time, lap.elapsed_s, lap.distance_m) == (START, 59.0, 177.0)
    assert run.streams.rr_ms is not None
    assert run.streams.rr_ms.tolist() == [600.0, 610.0]
    assert np.allclose(run.streams.columns["temperature_c"], 20.0)


def test_a_number_of_sport_that_is_not_certain_is_unknown() -> None:
    header, samples = suunto_samples()
    document = {"DeviceLog": {"Header": header | {"ActivityType": 1}, "Samples": samples}}
    assert the_run(json.dumps(document).encode()).sport == "unknown"
    header |= {"ActivityType": 1, "Activity": "Trail running"}
    run = the_run(json.dumps({"DeviceLog": {"Header": header, "Samples": samples}}).encode())
    assert (run.sport, run.sub_sport) == ("running", "trail")


def test_miles_and_feet_of_runkeeper_become_metres() -> None:
    run = the_run(exports.runkeeper_miles())
    assert run.distance_m == pytest.approx(1.12 * 1609.344)
    assert run.ascent_m == pytest.approx(98 * 0.3048)


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
DOCUMENTS = {
    "polar": exports.polar(activity(4)),
    "suunto": exports.suunto(activity(4)),
    "garmin": exports.garmin_summary(),
}


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container of a document with a key of it."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    found = [(value, key) for key, _ in pairs]
    for _, inner in pairs:
        if isinstance(inner, dict | list):
            found += _places(inner)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
@settings(deadline=None)
@given(data=st.data())
def test_values_of_the_wrong_kind_never_raise(name: str, data: st.DataObject) -> None:
    document = json.loads(DOCUMENTS[name])
    places = _places(document)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        container[key] = data.draw(JUNK)
    assert violations(read_bytes("x.json", json.dumps(document).encode())) == []
