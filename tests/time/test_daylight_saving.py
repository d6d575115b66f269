"""Where clocks are set: each run is on one day, its wall clock's, and days and weeks add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest

from tests.time.files import fit_file, fit_run, gpx_file
from tests.time.sums import check_days, check_weeks
from tests.time.zones import (
    ALL_ZONES,
    SAMOA,
    ZONES_WITH_EDGES,
    Start,
    edges_of,
    offset_s,
    starts_around,
    zone_of,
)
from trochlea.journal import DEFAULT_RUNNER_ID, Journal
from trochlea.loads import day_table, span_total
from trochlea.model import Run, Runner
from trochlea.readers import read_bytes

Write = Callable[[Iterable[Start]], bytes]


def keep(journal: Journal, name: str, data: bytes) -> None:
    """Read a file and keep it; whatever it holds has lasted for a while."""
    outcome = read_bytes(name, data)
    for activity in outcome.activities:
        assert activity.elapsed_s is not None
        assert activity.moving_s is not None
        assert 0 < activity.moving_s <= activity.elapsed_s
    import_id = journal.begin_import(name)
    journal.add_file(
        import_id,
        name,
        outcome.format,
        data,
        outcome.sha256,
        outcome.activities,
        outcome.problems,
    )


def lives_in(journal: Journal, zone: str) -> None:
    journal.save_runner(Runner(DEFAULT_RUNNER_ID, time_zone=zone))


def test_the_clocks_of_twelve_zones_are_set_many_times() -> None:
    """Otherwise the other tests here would be about nothing."""
    counts = {name: len(edges_of(name)) for name in ZONES_WITH_EDGES}
    assert len(counts) == 12
    assert sum(counts.values()) > 300
    assert all(count >= 8 for count in counts.values())


def test_the_offsets_in_the_tests_are_of_hours_halves_and_quarters() -> None:
    now = datetime(2024, 1, 15, tzinfo=UTC)
    rest = {abs(offset_s(now.astimezone(zone_of(name)))) % 3600 // 60 for name in ALL_ZONES}
    assert rest == {0, 30, 45}
    steps = {abs(edge.set_by_s) for edge in edges_of("Australia/Lord_Howe")}
    assert steps == {1800}


@pytest.mark.parametrize(("suffix", "write"), [("fit", fit_file), ("gpx", gpx_file)])
@pytest.mark.parametrize("name", ALL_ZONES)
def test_recorded_runs_around_every_edge_are_on_the_wall_clocks_day(
    journal: Journal, name: str, suffix: str, write: Write
) -> None:
    """FIT tells its offset itself; GPX tells none, and the runner's own zone holds."""
    lives_in(journal, name)
    places = list(starts_around(edges_of(name)))
    for number, starts in enumerate(places):
        keep(journal, f"{number}.{suffix}", write(starts))
    expected = {start.at.timestamp(): start.day for start in chain(*places)}
    runs = journal.runs()
    # Where nothing is set (fixed zones), or at midnight, two places are one and the same moment.
    assert {run.start_time.timestamp() for run in runs} == set(expected)
    alone = list({run.start_time: run for run in runs}.values())
    check_days(alone, expected)
    check_weeks(runs)


@pytest.mark.parametrize("name", [*ZONES_WITH_EDGES, SAMOA])
def test_runs_entered_by_hand_in_the_skipped_and_the_repeated_hour_stay_on_their_day(
    journal: Journal, name: str
) -> None:
    """In the hour that no clock showed, and in the one that all showed twice (fold 0 and 1)."""
    lives_in(journal, name)
    expected: dict[float, date] = {}
    for number, edge in enumerate(edges_of(name)):
        for fold in (0, 1):
            wall = edge.middle_of_the_odd_hour.replace(tzinfo=edge.zone, fold=fold)
            distance_m = 3000.0 + 500.0 * fold + number
            journal.add_hand_run(wall, offset_s(wall), distance_m, 900.0)
            expected[wall.timestamp()] = edge.middle_of_the_odd_hour.date()
    runs = journal.runs()
    assert len(runs) == len(expected)
    check_days(runs, expected)
    check_weeks(runs)


@pytest.mark.parametrize("name", ALL_ZONES)
def test_every_hour_of_the_days_about_an_edge_counts_once(name: str) -> None:
    """A run at each half past, from thirty hours before an edge to thirty hours after."""
    expected: dict[float, date] = {}
    runs: list[Run] = []
    zone = zone_of(name)
    for edge in edges_of(name):
        for hour in range(-30, 31):
            wall = (edge.at + timedelta(hours=hour, minutes=30)).astimezone(zone)
            if wall.timestamp() not in expected:
                expected[wall.timestamp()] = wall.date()
                start = wall.astimezone(UTC)
                runs.append(Run(start.isoformat(), start, 1000.0 + hour, offset_s(wall), 300.0))
    check_days(runs, expected)
    check_weeks(runs)


def test_the_clocks_that_changed_are_those_of_the_history_books(journal: Journal) -> None:
    """Days that are known without any zone data: by hand, from the tables of the time."""
    offsets = {
        # New York, 14 March 2021: 01:59 and, a second later by all clocks, 03:00.
        datetime(2021, 3, 14, 6, 59, 59, tzinfo=UTC): (-5 * 3600, date(2021, 3, 14)),
        datetime(2021, 3, 14, 7, 0, 0, tzinfo=UTC): (-4 * 3600, date(2021, 3, 14)),
        # São Paulo, 4 November 2018: midnight was skipped, the day began at 01:00.
        datetime(2018, 11, 4, 2, 59, 59, tzinfo=UTC): (-3 * 3600, date(2018, 11, 3)),
        datetime(2018, 11, 4, 3, 0, 0, tzinfo=UTC): (-2 * 3600, date(2018, 11, 4)),
        # Lord Howe, 7 April 2024: half an hour back, at 15:00 UTC of the day before.
        datetime(2024, 4, 6, 14, 59, 59, tzinfo=UTC): (11 * 3600, date(2024, 4, 7)),
        datetime(2024, 4, 6, 15, 0, 0, tzinfo=UTC): (10 * 3600 + 1800, date(2024, 4, 7)),
        # Samoa: after 29 December 2011, 23:59:59 came the 31st.
        datetime(2011, 12, 30, 9, 59, 59, tzinfo=UTC): (-10 * 3600, date(2011, 12, 29)),
        datetime(2011, 12, 30, 10, 0, 0, tzinfo=UTC): (14 * 3600, date(2011, 12, 31)),
        # Kathmandu, a quarter to midnight and at midnight.
        datetime(2024, 2, 29, 18, 14, 59, tzinfo=UTC): (5 * 3600 + 2700, date(2024, 2, 29)),
        datetime(2024, 2, 29, 18, 15, 0, tzinfo=UTC): (5 * 3600 + 2700, date(2024, 3, 1)),
    }
    for number, (at, (offset, _)) in enumerate(offsets.items()):
        keep(journal, f"{number}.fit", fit_run(at, 500.0 * 1.1**number, offset))
    assert {run.start_time: (run.utc_offset_s, run.day) for run in journal.runs()} == offsets


def test_samoas_week_without_a_friday_is_the_sum_of_its_runs(journal: Journal) -> None:
    lives_in(journal, SAMOA)
    zone = zone_of(SAMOA)
    noons = [datetime(2011, 12, day, 12, tzinfo=zone) for day in (26, 27, 28, 29, 31)]
    starts = [Start(noon.astimezone(UTC), 1000.0 + noon.day, zone) for noon in noons]
    keep(journal, "samoa.gpx", gpx_file(starts))
    runs = journal.runs()
    assert [row.day.day for row in day_table(runs)] == [26, 27, 28, 29, 31]
    week = span_total(runs, date(2012, 1, 1), 7)
    assert week.runs == 5
    assert week.distance_m == pytest.approx(sum(run.distance_m for run in runs))


def test_a_race_through_the_night_on_which_clocks_are_set_back_began_on_its_own_day(
    journal: Journal,
) -> None:
    """From midnight on, through the end of summer: 00:00 by the clock before is 23:00 after."""
    lives_in(journal, "Europe/London")
    midnight = datetime(2024, 10, 26, 23, tzinfo=UTC)
    keep(journal, "night.fit", fit_run(midnight, 30_000.0, utc_offset_s=0, length_s=4 * 3600.0))
    assert [run.day for run in journal.runs()] == [date(2024, 10, 27)]


def test_a_runner_whose_zone_nobody_knows_is_on_greenwich_time(journal: Journal) -> None:
    """A run without an offset must be on some day; a journal from another machine may be so."""
    lives_in(journal, "Mars/Olympus_Mons")
    at = datetime(2024, 3, 31, 0, 30, tzinfo=UTC)
    keep(journal, "mars.gpx", gpx_file([Start(at, 800.0, zone_of("Europe/London"))]))
    assert [run.day for run in journal.runs()] == [date(2024, 3, 31)]
