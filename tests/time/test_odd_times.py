"""Times that are rare or impossible: leap days, leap seconds, the ends of counters, clocks set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tests.time.files import fit_run, gpx_document, gpx_track
from tests.time.sums import check_days, check_weeks
from trochlea.loads import day_table, span_total, weekly_distances
from trochlea.model import Activity, Run, Streams
from trochlea.readers import DEFAULT_LIMITS, Limits, ReadOutcome, read_bytes
from trochlea.readers.fit import encode_activity

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
# The last second that 32 bits can count from there; the one after it means "no time".
FIT_END = FIT_EPOCH + timedelta(seconds=2**32 - 2)
UNIX_END_31_BITS = datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC)
UNIX_END_32_BITS = datetime(2106, 2, 7, 6, 28, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def codes(outcome: ReadOutcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def only(outcome: ReadOutcome) -> Activity:
    """Return the one activity of an outcome; its times are possible ones."""
    (activity,) = outcome.activities
    time_s = activity.streams.get("time_s")
    assert time_s is not None
    assert (np.diff(time_s) >= 0).all()
    assert time_s[0] >= 0
    assert activity.moving_s is not None
    assert activity.elapsed_s is not None
    assert 0 <= activity.moving_s <= activity.elapsed_s
    return activity


def a_run_each_day(first: date, last: date, hour: int, utc_offset_s: int) -> list[Run]:
    """Return runs at one hour of the wall clock; each a metre longer than the one before."""
    runs = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        wall = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
        start = wall - timedelta(seconds=utc_offset_s)
        runs.append(Run(f"{day}", start, 5000.0 + number, utc_offset_s, 1500.0))
    return runs


@pytest.mark.parametrize("year", [2016, 2020, 2024, 2028])
@pytest.mark.parametrize("utc_offset_s", [-12_600, 0, 20_700, 45_900, 50_400])
@pytest.mark.parametrize("hour", [0, 23])
def test_a_leap_year_has_366_days_and_each_counts_once(
    year: int, utc_offset_s: int, hour: int
) -> None:
    runs = a_run_each_day(date(year, 1, 1), date(year, 12, 31), hour, utc_offset_s)
    table = day_table(runs)
    assert (len(table), {row.runs for row in table}) == (366, {1})
    (leap_day,) = (row for row in table if row.day == date(year, 2, 29))
    assert leap_day.distance_m == 5059.0
    assert span_total(runs, date(year, 3, 1), 2).distance_m == 5059.0 + 5060.0


@pytest.mark.parametrize(
    ("sunday", "monday"),
    [
        (date(2016, 1, 3), date(2015, 12, 28)),
        (date(2021, 1, 3), date(2020, 12, 28)),
        (date(2027, 1, 3), date(2026, 12, 28)),
    ],
)
def test_week_53_holds_days_of_two_years_and_is_one_week(sunday: date, monday: date) -> None:
    assert sunday.isocalendar().week == monday.isocalendar().week == 53
    runs = a_run_each_day(date(monday.year, 1, 1), date(sunday.year, 12, 31), 6, 3600)
    total = span_total(runs, sunday, 7)
    of_week = [run.distance_m for run in runs if monday <= run.day <= sunday]
    assert (total.runs, total.distance_m) == (7, sum(of_week))
    assert {run.day.year for run in runs if monday <= run.day <= sunday} == {
        monday.year,
        sunday.year,
    }
    assert weekly_distances(runs, sunday, 53)[-1] == sum(of_week)
    check_days(runs, {run.start_time.timestamp(): run.day for run in runs})
    check_weeks(runs)


@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00"])
def test_a_leap_second_is_the_second_after_it(text: str) -> None:
    times = ["2016-12-31T23:58:59Z", "2016-12-31T23:59:59Z", text, "2017-01-01T00:00:59Z"]
    run = only(read_bytes("leap.gpx", gpx_document([gpx_track(times)])))
    time_s = run.streams.get("time_s")
    assert time_s is not None
    assert time_s.tolist() == [0.0, 60.0, 61.0, 120.0]
    assert run.elapsed_s == 120.0


def test_a_run_that_starts_in_a_leap_second_has_a_day() -> None:
    times = ["2016-12-31T23:59:60Z", "2017-01-01T00:01:00Z"]
    run = only(read_bytes("leap.gpx", gpx_document([gpx_track(times)])))
    assert run.start_time == datetime(2017, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2017-02-29T08:00:00Z", "2017-13-01T08:00:00Z", "24:00"])
def test_a_day_that_never_was_is_no_time_and_the_rest_is_kept(text: str) -> None:
    times = ["2017-03-01T07:58:00Z", "2017-03-01T07:59:00Z", text, "2017-03-01T08:01:00Z"]
    outcome = read_bytes("never.gpx", gpx_document([gpx_track(times)]))
    run = only(outcome)
    assert (run.start_time.isoformat(), run.elapsed_s) == ("2017-03-01T07:58:00+00:00", 180.0)
    assert outcome.problems


def test_a_watch_whose_clock_was_never_set_is_kept_with_a_doubt() -> None:
    """Stamps from the FIT epoch on, and below 0x10000000 may count from the watch's start."""
    for at in (FIT_EPOCH, FIT_EPOCH + SECOND, FIT_EPOCH + timedelta(seconds=2**28 - 1)):
        outcome = read_bytes("unset.fit", fit_run(at))
        assert only(outcome).start_time == at
        assert codes(outcome) == ["date_doubtful"]
    sure = read_bytes("set.fit", fit_run(FIT_EPOCH + timedelta(seconds=2**28)))
    assert codes(sure) == []


def test_a_moment_before_fit_began_has_no_number_in_it() -> None:
    """A start that FIT cannot say is not turned into another day without a word."""
    outcome = read_bytes("older.fit", fit_run(FIT_EPOCH - timedelta(hours=1)))
    assert outcome.problems
    assert all(run.start_time >= FIT_EPOCH for run in outcome.activities)


@pytest.mark.parametrize("year", [1970, 1985])
def test_a_track_from_before_there_were_watches_is_refused_in_words(year: int) -> None:
    """1970 is what a program writes that has no time at all."""
    times = [f"{year}-01-01T00:0{minute}:00Z" for minute in range(5)]
    outcome = read_bytes("old.gpx", gpx_document([gpx_track(times)]))
    assert outcome.activities == ()
    assert any("time" in problem.message for problem in outcome.problems)


@pytest.mark.parametrize(
    "at",
    [
        UNIX_END_31_BITS - timedelta(seconds=120),
        UNIX_END_31_BITS,
        UNIX_END_31_BITS + SECOND,
        FIT_EPOCH + timedelta(seconds=2**31 - 1),  # the sign bit of FIT's own counter
        FIT_EPOCH + timedelta(seconds=2**31),
        UNIX_END_32_BITS - timedelta(seconds=120),
        UNIX_END_32_BITS + SECOND,
        FIT_END - timedelta(hours=15),
    ],
)
@pytest.mark.parametrize("utc_offset_s", [-36_000, 0, 20_700, 50_400])
def test_runs_after_2038_and_after_2106_keep_their_time(at: datetime, utc_offset_s: int) -> None:
    outcome = read_bytes("late.fit", fit_run(at, utc_offset_s=utc_offset_s))
    run = only(outcome)
    assert (run.start_time, run.utc_offset_s, run.elapsed_s) == (at, utc_offset_s, 240.0)
    assert codes(outcome) == []


def test_the_last_seconds_that_fit_can_count_are_still_a_run() -> None:
    outcome = read_bytes("last.fit", fit_run(FIT_END - timedelta(seconds=240)))
    assert only(outcome).start_time == FIT_END - timedelta(seconds=240)


@pytest.mark.parametrize("kind", ["fit", "gpx"])
def test_a_start_after_the_latest_moment_is_refused_with_a_reason(kind: str) -> None:
    """The caller gives now and two days: zones, and watches that run ahead."""
    latest = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=2)
    limits = Limits(latest=latest)
    for at, taken in ((latest, True), (latest + SECOND, False)):
        times = [f"{at + minute * 60 * SECOND:%Y-%m-%dT%H:%M:%SZ}" for minute in range(5)]
        data = fit_run(at) if kind == "fit" else gpx_document([gpx_track(times)])
        outcome = read_bytes(f"ahead.{kind}", data, limits)
        assert bool(outcome.activities) is taken
        assert codes(outcome) == ([] if taken else ["date_out_of_range"])
        assert read_bytes(f"ahead.{kind}", data, DEFAULT_LIMITS).activities


def set_back(after: int, by_s: float) -> np.ndarray:
    """Return the times of 60 records, the clock set back after some of them."""
    time_s = np.arange(60) * 60.0
    time_s[after:] -= by_s
    return time_s


@pytest.mark.parametrize("by_s", [1800.0, 3600.0])
@pytest.mark.parametrize("after", [10, 30, 59])
def test_a_clock_set_back_in_the_middle_of_a_run_makes_no_negative_time(
    after: int, by_s: float
) -> None:
    """A watch that follows its telephone through the end of summer; the way tells the order."""
    time_s = set_back(after, by_s)
    distance_m = np.arange(60) * 150.0
    start = datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    columns = {"time_s": time_s, "distance_m": distance_m}
    run = Activity(
        sport="running",
        start_time=start,
        utc_offset_s=7200,
        distance_m=float(distance_m[-1]),
        elapsed_s=59 * 60.0,
        moving_s=59 * 60.0,
        streams=Streams(columns),
    )
    outcome = read_bytes("back.fit", encode_activity(run))
    kept = only(outcome)
    assert "time_goes_back" in codes(outcome)
    assert kept.distance_m == distance_m[-1]
    covered = kept.streams.get("distance_m")
    assert covered is not None
    assert (np.diff(covered) >= 0).all()
    assert kept.elapsed_s == 59 * 60.0


@pytest.mark.parametrize("after", [10, 30, 59])
def test_a_track_whose_clock_was_set_back_keeps_its_way_and_loses_no_time(after: int) -> None:
    start = datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    times = [
        f"{start + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"
        for second in set_back(after, 3600.0).tolist()
    ]
    outcome = read_bytes("back.gpx", gpx_document([gpx_track(times, 600.0)]))
    kept = only(outcome)
    assert "time_goes_back" in codes(outcome)
    assert kept.distance_m == pytest.approx(59 * 150.0, rel=1e-3)
    assert kept.elapsed_s == pytest.approx(59 * 60.0)
