"""Numbers, lengths of time and dates as platforms write them in several languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.readers.platforms.sports import sport_in_words
from trochlea.readers.platforms.values import clock_s, iso_duration_s, number, wall_time


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.55", 9.55),
        ("9,55", 9.55),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234", None),
        ("-3", -3.0),
        ("1e3", 1000.0),
        ("1e999", None),
        ("nan", None),
        ("", None),
        ("--", None),
        ("12 km", None),
        (7, 7.0),
        (True, None),
        (float("inf"), None),
        (None, None),
        ([1], None),
        ("٣", None),
    ],
)
def test_numbers(text: object, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("26:42", 1602),
        ("1:06:06", 3966),
        ("0:59", 59),
        ("12", None),
        ("", None),
        ("1:2:3:4", None),
    ],
)
def test_clocks(text: str, seconds: float | None) -> None:
    assert clock_s(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT3600.5S", 3600.5),
        ("PT1H2M3S", 3723),
        ("P1DT1M", 86_460),
        ("PT", None),
        ("P1Y", None),
        (3600, None),
    ],
)
def test_iso_durations(text: object, seconds: float | None) -> None:
    assert iso_duration_s(text) == seconds


AFTERNOON = datetime(2020, 10, 7, 14, 43, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Oct 7, 2020, 2:43:11 PM",
        "Oct 7, 2020, 2:43:11\u202fPM",
        "7 Oct 2020, 14:43:11",
        "2020-10-07 14:43:11",
        "2020/10/07 14:43:11",
        "07.10.2020, 14:43:11",
        "7. Okt. 2020, 14:43:11",
        "7 oct. 2020 à 14:43:11",
        "7 octobre 2020 14:43:11",
        "7 oct 2020, 14:43:11",
        "7 ott 2020, 14:43:11",
        "7 de out. de 2020, 14:43:11",
        "7 okt. 2020 14:43:11",
    ],
)
def test_one_moment_in_the_words_of_many_languages(text: str) -> None:
    assert wall_time(text) == AFTERNOON


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("12/31/2020, 1:05 AM", datetime(2020, 12, 31, 1, 5, tzinfo=UTC)),
        ("31/12/2020 01:05", datetime(2020, 12, 31, 1, 5, tzinfo=UTC)),
        ("05/05/2020 01:05", datetime(2020, 5, 5, 1, 5, tzinfo=UTC)),
        ("Jan 1, 2020, 12:00:00 AM", datetime(2020, 1, 1, tzinfo=UTC)),
        ("14 août 2021, 09:08:07", datetime(2021, 8, 14, 9, 8, 7, tzinfo=UTC)),
        ("3 mär 2019, 09:08:07", datetime(2019, 3, 3, 9, 8, 7, tzinfo=UTC)),
    ],
)
def test_dates_that_can_be_told(text: str, moment: datetime) -> None:
    assert wall_time(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "05/06/2020 01:05",
        "Oct 7, 2020",
        "Oct 32, 2020, 1:00 PM",
        "Oct 7, 2020, 14:00 PM",
        "7 foo 2020, 10:00",
        "2020-13-40 10:00",
        "10:00",
        "",
        "x" * 10_000,
    ],
)
def test_dates_that_cannot_be_told_for_certain_are_none(text: str) -> None:
    assert wall_time(text) is None


@given(second=st.integers(631_152_000, 4_070_908_800))
def test_any_moment_in_the_american_way_is_understood(second: int) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    hour, half = moment.hour % 12 or 12, "PM" if moment.hour >= 12 else "AM"
    text = f"{moment:%b} {moment.day}, {moment.year}, {hour}:{moment:%M:%S} {half}"
    assert wall_time(text) == moment


@given(text=st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    number(text)
    clock_s(text)
    iso_duration_s(text)
    wall_time(text)
    sport_in_words(text)


@pytest.mark.parametrize(
    ("word", "sport", "finer"),
    [
        ("Run", "running", None),
        ("Trail Run", "running", "trail"),
        ("Virtual Run", "running", "virtual_activity"),
        ("Lauf", "running", None),
        ("Course à pied", "running", None),
        ("Hardlopen", "running", None),
        ("TREADMILL_RUNNING", "running", "treadmill"),
        ("Ride", "cycling", None),
        ("Radfahrt", "cycling", None),
        ("Weight Training", "unknown", None),
        (None, "unknown", None),
    ],
)
def test_sports_in_many_words(word: str | None, sport: str, finer: str | None) -> None:
    assert sport_in_words(word) == (sport, finer)
