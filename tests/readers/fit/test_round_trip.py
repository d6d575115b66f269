"""Properties of the FIT encoder and decoder together: round trip, cuts and flipped bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.model.activity import Activity, Lap, Streams
from trochlea.readers import read_bytes
from trochlea.readers.fit import decode_fit, encode_activity, record_columns

# Stream to its resolution in FIT and the range that is drawn.
DRAWN = {
    "latitude_deg": (180 / 2**31, -89.0, 89.0),
    "longitude_deg": (180 / 2**31, -179.0, 179.0),
    "distance_m": (0.01, 0.0, 50_000.0),
    "speed_mps": (0.001, 0.0, 12.0),
    "altitude_m": (0.2, -400.0, 8000.0),
    "heart_rate_bpm": (1.0, 30.0, 220.0),
    "cadence_spm": (2 / 128, 0.0, 250.0),
    "ground_contact_ms": (0.1, 100.0, 900.0),
    "vertical_oscillation_mm": (0.1, 10.0, 200.0),
    "step_length_mm": (0.1, 100.0, 2000.0),
    "power_w": (1.0, 0.0, 900.0),
    "temperature_c": (1.0, -30.0, 50.0),
}


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    count = draw(st.integers(1, 90))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    columns = {"time_s": np.arange(count, dtype=np.float64)}
    for name in sorted(draw(st.sets(st.sampled_from(sorted(DRAWN)), min_size=1))):
        _, low, high = DRAWN[name]
        values = rng.uniform(low, high, count)
        values[rng.random(count) < 0.1] = np.nan
        values[0] = (low + high) / 2
        columns[name] = values
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 2**28)))
    lap = Lap(start, float(count), float(count), 100.0, draw(st.sampled_from([None, 160.0])))
    return Activity(
        sport=draw(st.sampled_from(["running", "cycling", "walking"])),
        sub_sport=draw(st.sampled_from([None, "treadmill", "trail"])),
        start_time=start,
        utc_offset_s=draw(st.sampled_from([None, -12_600, 0, 20_700, 50_400])),
        distance_m=draw(st.floats(1, 50_000)),
        elapsed_s=float(count),
        moving_s=float(count),
        mean_cadence_spm=170.5,
        mean_ground_contact_ms=250.3,
        mean_heart_rate_bpm=140.0,
        laps=(lap,),
        streams=Streams(columns),
    )


@settings(max_examples=60, deadline=None)
@given(activities(), st.booleans())
def test_what_is_written_is_read_back(activity: Activity, big_endian: bool) -> None:
    outcome = decode_fit(encode_activity(activity, big_endian=big_endian), "a.fit")
    assert outcome.problems == ()
    (read,) = outcome.activities
    same = ("sport", "sub_sport", "start_time", "utc_offset_s", "elapsed_s", "moving_s", "laps")
    for name in same:
        assert getattr(read, name) == getattr(activity, name), name
    assert read.distance_m is not None
    assert activity.distance_m is not None
    assert abs(read.distance_m - activity.distance_m) <= 0.0051
    assert read.mean_cadence_spm == 170.5
    for name, written in activity.streams.columns.items():
        back = read.streams.get(name)
        assert back is not None, name
        resolution = DRAWN[name][0] if name in DRAWN else 1e-9
        np.testing.assert_allclose(back, written, rtol=0, atol=resolution * 0.51, equal_nan=True)


@settings(max_examples=60, deadline=None)
@given(activities(), st.data())
def test_a_cut_keeps_every_whole_record_before_it(activity: Activity, data: st.DataObject) -> None:
    whole = encode_activity(activity)
    kept = whole[: data.draw(st.integers(0, len(whole) - 1))]
    outcome = read_bytes("a.fit", kept)
    assert outcome.problems
    full = record_columns(whole)
    read = record_columns(kept)
    first, size = _records_at(whole)
    expected = min(max((len(kept) - first) // size, 0), len(full["timestamp"]))
    assert len(read.get("timestamp", ())) == expected
    for name, values in read.items():
        np.testing.assert_array_equal(values, full[name][:expected])
    assert (
        any(problem.code == "truncated" for problem in outcome.problems)
        or len(kept) < 14
        or (len(kept) >= len(whole) - 2)
    )


def _records_at(whole: bytes) -> tuple[int, int]:
    """Return where the first record starts and the size of each, found from the definition."""
    at = 14
    sizes: dict[int, int] = {}
    while True:
        header = whole[at]
        if header & 0x40:
            fields = whole[at + 5]
            is_record = int.from_bytes(whole[at + 3 : at + 5], "little") == 20
            size = 1 + sum(whole[at + 7 + 3 * i] for i in range(fields))
            sizes[header & 15] = size
            at += 6 + 3 * fields
            if is_record:
                return at, size
        else:
            at += sizes[header]


@settings(max_examples=150, deadline=None)
@given(activities(), st.data())
def test_flipped_bytes_never_raise(activity: Activity, data: st.DataObject) -> None:
    mutant = bytearray(encode_activity(activity, big_endian=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 6))):
        mutant[data.draw(st.integers(0, len(mutant) - 1))] = data.draw(st.integers(0, 255))
    outcome = read_bytes("a.fit", bytes(mutant))
    for activity in outcome.activities:
        for values in activity.streams.columns.values():
            assert len(values) == len(activity.streams)
            assert not np.isinf(values).any()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_random_messages_under_a_good_header_never_raise(body: bytes) -> None:
    head = b"\x0e\x20\0\0" + len(body).to_bytes(4, "little") + b".FIT\0\0"
    read_bytes("a.fit", head + body)
    read_bytes("a.fit", body)
