"""The FIT decoder against bytes built by hand, one oddity of the field a test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.readers.fit.bytes_of import (
    SINT32,
    START,
    UINT8,
    UINT16,
    UINT32,
    define,
    describe,
    fit,
    number,
    records,
    session,
)
from trochlea.model.activity import Activity
from trochlea.readers.fit import decode_fit, read_messages, record_columns
from trochlea.readers.formats import read_bytes
from trochlea.readers.limits import DEFAULT_LIMITS
from trochlea.readers.outcome import ReadOutcome


def only(outcome: ReadOutcome) -> Activity:
    (activity,) = outcome.activities
    return activity


def stream(activity: Activity, name: str) -> list[float]:
    values = activity.streams.get(name)
    assert values is not None
    return [float(value) for value in values]


def codes(outcome: ReadOutcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("header_size", [12, 14])
def test_both_byte_orders_and_header_sizes(big: bool, header_size: int) -> None:
    outcome = decode_fit(fit(records(3, big=big) + session(), header_size=header_size), "a.fit")
    assert codes(outcome) == []
    assert stream(only(outcome), "heart_rate_bpm") == [100, 101, 102]
    assert stream(only(outcome), "time_s") == [0, 1, 2]


def test_running_cadence_is_doubled_and_cycling_is_not() -> None:
    run = only(decode_fit(fit(records() + session(sport=1)), "a.fit"))
    ride = only(decode_fit(fit(records() + session(sport=2)), "a.fit"))
    assert stream(run, "cadence_spm") == [160, 160, 160]
    assert stream(ride, "cadence_spm") == [80, 80, 80]
    whole = only(read_bytes("a.fit", fit(records() + session(sport=1))))
    assert whole.mean_cadence_spm == 160


def test_a_long_run_of_one_message_then_another_kind() -> None:
    body = records(1000) + define(1, 21, [(253, 4, UINT32)]) + b"\x01" + number(START, 4)
    body += b"\x00" + number(START + 1000, 4) + bytes((99, 80))
    columns = record_columns(fit(body))
    assert len(columns["timestamp"]) == 1001
    assert columns["timestamp"][-1] == START + 1000


def test_compressed_timestamps_roll_over() -> None:
    body = records(1, start=START)  # START is 0 modulo 32
    assert START % 32 == 0
    body += define(1, 20, [(3, 1, UINT8)])
    for low in (30, 31, 1, 1, 0):
        body += bytes((0x80 | 1 << 5 | low, 120))
    columns = record_columns(fit(body))
    steps = [0, 30, 31, 33, 33, 64]
    assert columns["timestamp"].tolist() == [START + step for step in steps]


def test_compressed_timestamps_before_any_full_one_are_unknown() -> None:
    body = define(0, 20, [(3, 1, UINT8)]) + bytes((0x80 | 5, 120))
    assert np.isnan(record_columns(fit(body))["timestamp"]).all()


def test_invalid_values_are_nan_and_scaled_values_scaled() -> None:
    fields = [(253, 4, UINT32), (0, 4, SINT32), (73, 4, UINT32), (78, 4, UINT32), (41, 2, UINT16)]
    row = number(START, 4) + number(1 << 30, 4) + number(3210, 4) + number(2550, 4)
    body = define(0, 20, fields) + b"\x00" + row + number(2534, 2)
    body += b"\x00" + number(START + 1, 4) + number(0x7FFFFFFF, 4) + b"\xff" * 10
    run = only(decode_fit(fit(body + session()), "a.fit"))
    assert stream(run, "latitude_deg")[0] == 90.0
    assert stream(run, "speed_mps")[0] == 3.21
    assert stream(run, "altitude_m")[0] == 10.0
    assert stream(run, "ground_contact_ms")[0] == 253.4
    for name in ("latitude_deg", "speed_mps", "altitude_m", "ground_contact_ms"):
        assert np.isnan(stream(run, name)[1])


def test_enhanced_fields_win_and_plain_ones_fill_the_gaps() -> None:
    body = define(0, 20, [(253, 4, UINT32), (6, 2, UINT16), (73, 4, UINT32)])
    body += b"\x00" + number(START, 4) + number(2000, 2) + number(3000, 4)
    body += b"\x00" + number(START + 1, 4) + number(2000, 2) + number(0xFFFFFFFF, 4)
    assert stream(only(decode_fit(fit(body + session()), "a.fit")), "speed_mps") == [3.0, 2.0]


def test_developer_fields_by_name_and_unit() -> None:
    body = describe(0, 7, UINT16, "Form", "W")
    body += define(0, 20, [(253, 4, UINT32)], developer=[(7, 2, 0)])
    body += b"\x00" + number(START, 4) + number(61, 2)
    body += b"\x00" + number(START + 1, 4) + b"\xff\xff"
    (form,) = only(decode_fit(fit(body + session()), "a.fit")).streams.developer
    assert (form.name, form.units, form.values[0]) == ("Form", "W", 61.0)
    assert np.isnan(form.values[1])


def test_a_developer_field_without_a_description_is_a_problem() -> None:
    body = define(0, 20, [(253, 4, UINT32)], developer=[(7, 2, 0)])
    body += b"\x00" + number(START, 4) + number(61, 2)
    outcome = decode_fit(fit(body + session()), "a.fit")
    assert codes(outcome) == ["developer_field_undescribed"]
    assert len(only(outcome).streams) == 1


@pytest.mark.parametrize(("size", "base"), [(1, UINT32), (255, UINT16), (3, UINT16)])
def test_a_field_of_impossible_size_costs_only_itself(size: int, base: int) -> None:
    body = define(0, 20, [(253, 4, UINT32), (5, size, base), (3, 1, UINT8)])
    body += b"\x00" + number(START, 4) + bytes(size) + bytes((150,))
    outcome = decode_fit(fit(body + session()), "a.fit")
    assert codes(outcome) == ["field_size_impossible"]
    assert "distance" in outcome.problems[0].message
    assert stream(only(outcome), "heart_rate_bpm") == [150]


def test_chained_files_give_one_activity_each() -> None:
    second = records(2, start=START + 5000) + session(start=START + 5000)
    outcome = decode_fit(fit(records() + session()) + fit(second), "a.fit")
    assert [len(activity.streams) for activity in outcome.activities] == [3, 2]


def test_sessions_of_one_file_share_out_the_records_by_time() -> None:
    body = records(10) + session(2, START, 4000) + session(1, START + 4, 6000)
    ride, run = decode_fit(fit(body), "a.fit").activities
    assert (ride.sport, len(ride.streams)) == ("cycling", 4)
    assert (run.sport, len(run.streams)) == ("running", 6)
    assert stream(run, "time_s")[0] == 0


def test_a_changed_byte_is_a_warning_and_the_rest_is_kept() -> None:
    data = bytearray(fit(records() + session()))
    data[-3] ^= 0x01
    outcome = decode_fit(bytes(data), "a.fit")
    assert codes(outcome)[0] == "crc_mismatch"
    assert len(outcome.activities) == 1


def test_an_undefined_local_message_keeps_what_was_before() -> None:
    outcome = decode_fit(fit(session() + records(3) + b"\x07" + bytes(20)), "a.fit")
    assert codes(outcome) == ["undefined_local_message"]
    assert len(only(outcome).streams) == 3


def test_reading_goes_on_after_damage_where_the_times_prove_it() -> None:
    rows = records(100)
    cut = len(rows) - 50 * 7
    body = session() + rows[:cut] + b"\x07\x01\x02\x03" + rows[cut:]
    outcome = decode_fit(fit(body), "a.fit")
    assert codes(outcome) == ["undefined_local_message"]
    assert "4 bytes were skipped" in outcome.problems[0].message
    assert len(only(outcome).streams) == 100


def test_a_header_that_was_never_filled_in() -> None:
    body = records(3) + session()
    empty = bytes(8) + b".FIT"
    for data in (empty + body + b"\0\0", empty + b"\0\0" + body + b"\0\0"):
        outcome = decode_fit(data, "a.fit")
        assert "header_incomplete" in codes(outcome)
        assert len(only(outcome).streams) == 3


def test_no_session_gives_an_activity_from_the_records() -> None:
    outcome = read_bytes("a.fit", fit(records(3)))
    assert codes(outcome) == ["no_session"]
    assert only(outcome).sport == "unknown"
    assert only(outcome).elapsed_s == 2


def test_impossible_values_become_nan_and_are_counted() -> None:
    body = define(0, 20, [(253, 4, UINT32), (3, 1, UINT8), (0, 4, SINT32)])
    for beat in (120, 5, 254):
        body += b"\x00" + number(START, 4) + bytes((beat,)) + number(2**30 + 2**20, 4)
    (problem,) = read_bytes("a.fit", fit(body + session())).problems
    assert problem.code == "implausible_values"
    assert problem.at is not None
    assert "latitude_deg" in problem.at
    assert "2 of 3 of heart rate" in problem.message


def test_more_sessions_than_the_limit_are_left_out_and_counted() -> None:
    limits = replace(DEFAULT_LIMITS, sessions=2)
    sessions = b"".join(session(start=START + 20 * i) for i in range(3))
    for data in (fit(records(50) + sessions), b"".join([fit(records() + session())] * 3)):
        outcome = decode_fit(data, "a.fit", limits)
        assert len(outcome.activities) == 2
        assert codes(outcome) == ["too_many_sessions"]
        assert "3 sessions; only the first 2" in outcome.problems[0].message


@pytest.mark.parametrize(
    ("shift_s", "expected"),
    [(7200, 7200), (-12_600 + 20, -12_600), (16 * 3600, None), (-400_000, None)],
)
def test_utc_offset_only_where_plausible(shift_s: int, expected: int | None) -> None:
    body = define(3, 34, [(253, 4, UINT32), (5, 4, UINT32)])
    body += b"\x03" + number(START, 4) + number(START + shift_s, 4)
    outcome = decode_fit(fit(records() + session() + body), "a.fit")
    assert only(outcome).utc_offset_s == expected


def test_compressed_speed_and_distance() -> None:
    body = define(0, 20, [(253, 4, UINT32), (8, 3, 13)])
    for i, distance in enumerate((0, 160, 4090, 10)):
        packed = 312 | distance << 12
        body += b"\x00" + number(START + i, 4) + number(packed, 3)
    run = only(decode_fit(fit(body + session()), "a.fit"))
    assert stream(run, "speed_mps") == [3.12] * 4
    assert stream(run, "distance_m") == [0, 10, 255.625, 256.625]


def test_a_definition_with_a_zero_sized_field_and_no_fields_at_all() -> None:
    body = define(1, 20, []) + b"\x01" + records(2) + define(2, 20, [(3, 0, UINT8)]) + b"\x02"
    assert len(record_columns(fit(body))["timestamp"]) == 4


def test_what_is_not_fit_gives_no_sections() -> None:
    assert read_messages(b"\xff\xd8\xff\xe0" + bytes(40)).sections == ()
    assert codes(decode_fit(bytes(40), "a.fit")) == ["not_a_fit_file"]
