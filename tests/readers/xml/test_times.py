"""Times and numbers: whole columns give what one text after the other gives."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.readers.xml.numerals import numbers
from trochlea.readers.xml.times import parse_times

FIRST, LAST = datetime.fromisoformat("0001-01-03"), datetime.fromisoformat("9999-12-29")
ZONES = [timezone(timedelta(minutes=each)) for each in (-570, 0, 120, 345, 840)]


def seconds(text: str) -> float:
    return float(parse_times([text]).unix_s[0])


@given(
    st.lists(st.datetimes(FIRST, LAST), min_size=1, max_size=9),
    st.sampled_from(ZONES),
    st.sampled_from(["seconds", "milliseconds", "microseconds"]),
)
def test_every_time_is_that_of_the_calendar(
    moments: list[datetime], zone: timezone, precision: str
) -> None:
    texts = [each.replace(tzinfo=zone).isoformat(timespec=precision) for each in moments]
    expected = [datetime.fromisoformat(text).timestamp() for text in texts]
    np.testing.assert_allclose(parse_times(texts).unix_s, expected, rtol=0, atol=1e-4)


def test_mixed_texts_are_read_each_by_itself() -> None:
    texts = [
        "2024-05-12T08:00:00Z",
        "2024-05-12T08:00:01.5Z",
        "2024-05-12T10:00:02+02:00",
        " 2024-05-12T08:00:03Z\n",
        "2024-05-12 08:00:04",
        "2024-05-12T08:00Z",
        "never",
    ]
    found = parse_times(texts)
    start = datetime(2024, 5, 12, 8, tzinfo=UTC).timestamp()
    assert (found.unix_s[:6] - start).tolist() == [0.0, 1.5, 2.0, 3.0, 4.0, 0.0]
    assert math.isnan(found.unix_s[6])
    assert found.zoneless == 1
    assert found.offset_s is not None
    assert found.offset_s[2] == 7200.0
    assert np.isnan(np.delete(found.offset_s, 2)).all()


def test_a_leap_second_is_the_second_after_it() -> None:
    assert seconds("2016-12-31T23:59:60Z") == seconds("2017-01-01T00:00:00Z")
    many = parse_times(["2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"]).unix_s
    assert many[0] - many[1] == 1.0


@pytest.mark.parametrize(
    "text",
    [
        *("2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-05-12T25:00:00Z", "2024-05-12"),
        *("20240512T080000Z", "2024-05-12T08:61:00Z", "2024-05-12T08:00:61Z", "", "Z"),
        *("2024-05-12T08:00:00+99:99", "2024-05-12T08:00:00+05:53", "２０２４-05-12T08:00:00Z"),
        *("2024-05-12T08:00:0+02:00", "2024x05-12T08:00:00Z", "2024-05-12T08:00:00ZZ"),
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert math.isnan(seconds(text))
    assert math.isnan(parse_times(["2024-05-12T08:00:00Z", text]).unix_s[1])


decimals = st.decimals(-1e6, 1e6, allow_nan=False, allow_infinity=False)


@given(st.integers(0, 9), st.lists(decimals, min_size=1, max_size=20), st.booleans())
def test_numbers_are_those_of_float_to_the_last_bit(
    places: int, values: list[float], signed: bool
) -> None:
    texts = [f"{value if signed else abs(value):.{places}f}" for value in values] * 40
    for length in {len(text) for text in texts}:
        alike = [text for text in texts if len(text) == length]
        assert numbers(alike).tolist() == [float(text) for text in alike]
    assert numbers(texts).tolist() == [float(text) for text in texts]


def test_what_is_written_like_a_number_and_is_none_is_found_among_many() -> None:
    for odd in ("12.3.5", "1-3.45", "12345.", "1 3.45", "x23.45", "--3.45", "      "):
        found = numbers(["123.45"] * 200 + [odd])
        expected = float(odd) if odd == "12345." else float("nan")
        assert found[:200].tolist() == [123.45] * 200
        np.testing.assert_equal(found[200], expected)
