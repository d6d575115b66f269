"""The shoe log in a journal: from the export or by hand, and notes on runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.workflow.conftest import NOW, TODAY, KeepRun
from trochlea.errors import UsageError
from trochlea.journal import Journal
from trochlea.journal.disk import sha256_of
from trochlea.knowledge import Knowledge
from trochlea.model import Activity, ActivityNotes, CheckIn, Run
from trochlea.workflow.noting import note_run, run_meant
from trochlea.workflow.shoes import (
    add_pair,
    shoe_named,
    shoe_observations,
    shoes_from_export,
    shoes_now,
    tell_shoe,
    wear_shoe,
)


def keep_exported(
    journal: Journal, *rows: tuple[int, float, str | None], sport: str = "running"
) -> None:
    """Keep activities as a platform's export gives them: days ago, km, gear."""
    activities = [
        Activity(
            sport=sport,
            start_time=datetime.combine(TODAY - timedelta(days=ago), time(7), tzinfo=UTC),
            distance_m=km * 1000,
            moving_s=km * 360,
            notes=ActivityNotes(gear=gear, platform="strava"),
        )
        for ago, km, gear in rows
    ]
    data = repr((sport, rows)).encode()
    number = journal.begin_import("test")
    journal.add_file(number, "export", "strava", data, sha256_of(data), activities, ())


def worn(journal: Journal) -> dict[date, str | None]:
    names = {shoe.shoe_id: shoe.name for shoe in journal.shoes()}
    return {run.day: names.get(run.shoe_id or "") for run in journal.runs()}


def only_run(journal: Journal) -> Run:
    (found,) = journal.runs()
    return found


def test_the_log_is_made_from_the_export_with_the_pair_of_each_run(journal: Journal) -> None:
    keep_exported(journal, (9, 5, "Blue"), (6, 6, "Red"), (3, 7, "blue "), (1, 8, None))
    made = shoes_from_export(journal, NOW)
    assert (made.new_pairs, made.told_runs, made.known_runs) == (("Blue", "Red"), 3, 0)
    assert list(worn(journal).values()) == ["Blue", "Red", "Blue", None]
    blue = shoe_named(journal, "BLUE")
    assert (blue.from_export, blue.distance_before_m) == (True, None)
    assert blue.first_worn_on == TODAY - timedelta(days=9)


def test_making_it_again_changes_nothing(journal: Journal) -> None:
    keep_exported(journal, (9, 5, "Blue"), (6, 6, "Red"))
    shoes_from_export(journal, NOW)
    before = journal.content_hash()
    again = shoes_from_export(journal, NOW + timedelta(days=1))
    assert (again.new_pairs, again.told_runs, again.known_runs) == ((), 0, 2)
    assert journal.content_hash() == before


def test_an_older_export_that_comes_later_moves_the_first_day_back(journal: Journal) -> None:
    keep_exported(journal, (9, 5, "Blue"))
    shoes_from_export(journal, NOW)
    keep_exported(journal, (30, 6, "Blue"))
    shoes_from_export(journal, NOW)
    assert shoe_named(journal, "Blue").first_worn_on == TODAY - timedelta(days=30)
    assert len(journal.shoes()) == 1


def test_what_the_runner_told_is_never_overridden_by_the_export(journal: Journal) -> None:
    keep_exported(journal, (9, 5, "Blue"))
    mine = add_pair(journal, "Green", TODAY - timedelta(days=20), 0.0)
    wear_shoe(journal, mine, only_run(journal), NOW)
    made = shoes_from_export(journal, NOW + timedelta(hours=1))
    assert (made.told_runs, made.known_runs) == (0, 1)
    assert list(worn(journal).values()) == ["Green"]


def test_the_runner_may_correct_what_the_export_said(journal: Journal) -> None:
    keep_exported(journal, (9, 5, "Blue"))
    shoes_from_export(journal, NOW)
    mine = add_pair(journal, "Green", TODAY - timedelta(days=20), 0.0)
    wear_shoe(journal, mine, only_run(journal), NOW + timedelta(hours=1))
    shoes_from_export(journal, NOW + timedelta(hours=2))
    assert list(worn(journal).values()) == ["Green"]


def test_a_pair_the_runner_added_by_that_name_stays_theirs(journal: Journal) -> None:
    keep_exported(journal, (9, 5, "Blue"))
    mine = add_pair(journal, "blue", TODAY - timedelta(days=20), 100_000.0)
    assert shoes_from_export(journal, NOW).new_pairs == ()
    assert journal.shoes() == (mine,)
    assert list(worn(journal).values()) == ["blue"]


def test_a_bicycle_is_no_shoe(journal: Journal) -> None:
    keep_exported(journal, (9, 30, "Old bike"), sport="cycling")
    assert shoes_from_export(journal, NOW).told_runs == 0
    assert journal.shoes() == ()


def test_the_log_joins_runs_shoes_events_and_the_diary(
    journal: Journal, keep_run: KeepRun, knowledge: Knowledge
) -> None:
    pairs = [add_pair(journal, name, TODAY - timedelta(days=90), 0.0) for name in ("A", "B")]
    for each in range(10):
        keep_run(3 * (each + 1), 41_000.0)
        day = TODAY - timedelta(days=3 * (each + 1))
        wear_shoe(journal, pairs[each % 2], run_meant(journal, None, day), NOW)
        moment = datetime.combine(day, time(12), tzinfo=UTC)
        journal.add_checkin(CheckIn("left", moment, pain_during=each % 2))
    now = shoes_now(journal, NOW, knowledge)
    assert [row.distance.low_m for row in now.log.pairs] == [205_000.0, 205_000.0]
    assert now.log.in_use == tuple(pair.shoe_id for pair in pairs)
    assert [(row.runs, row.median_pain) for row in now.pain] == [(5, 0.0), (5, 1.0)]


def test_an_empty_log_observes_nothing_and_told_wear_is_observed(
    journal: Journal, knowledge: Knowledge
) -> None:
    assert shoe_observations(journal, (), None, NOW, knowledge) == ()
    pair = add_pair(journal, "A", TODAY - timedelta(days=90), 0.0)
    tell_shoe(journal, pair, "sign_of_wear", TODAY, "heel")
    (seen,) = shoe_observations(journal, (), None, NOW, knowledge)
    assert (seen.finding, seen.ref) == ("worn_shoes", pair.shoe_id)


def test_two_pairs_of_one_name_are_refused(journal: Journal) -> None:
    add_pair(journal, "Blue  one", TODAY, 0.0)
    with pytest.raises(UsageError, match="another name"):
        add_pair(journal, " blue one", TODAY, 0.0)


def test_a_pair_is_put_away_once_and_taken_up_once(journal: Journal) -> None:
    pair = add_pair(journal, "Blue", TODAY, 0.0)
    with pytest.raises(UsageError, match="in use"):
        tell_shoe(journal, pair, "taken_up_again", TODAY)
    assert tell_shoe(journal, pair, "retired", TODAY)
    with pytest.raises(UsageError, match="already"):
        tell_shoe(journal, pair, "retired", TODAY)
    assert tell_shoe(journal, pair, "taken_up_again", TODAY)
    assert tell_shoe(journal, pair, "retired", TODAY)


def test_no_run_was_in_a_pair_before_its_first_day(journal: Journal, keep_run: KeepRun) -> None:
    keep_run(9)
    early = add_pair(journal, "Early", TODAY - timedelta(days=9), 0.0)
    late = add_pair(journal, "Late", TODAY - timedelta(days=8), 0.0)
    with pytest.raises(UsageError, match="count from"):
        wear_shoe(journal, late, only_run(journal), NOW)
    wear_shoe(journal, early, only_run(journal), NOW)
    assert list(worn(journal).values()) == ["Early"]


# -- notes -----------------------------------------------------------------------------------


def test_a_later_note_adds_and_takes_nothing_back(journal: Journal, keep_run: KeepRun) -> None:
    keep_run(2)
    note_run(journal, only_run(journal), NOW, perceived_exertion=0.0, is_race=False)
    noted = note_run(journal, only_run(journal), NOW, surface="trail")
    assert (noted.perceived_exertion, noted.surface, noted.is_race) == (0.0, "trail", False)


def test_a_note_that_says_nothing_is_refused(journal: Journal, keep_run: KeepRun) -> None:
    keep_run(2)
    with pytest.raises(UsageError, match="Say something"):
        note_run(journal, only_run(journal), NOW)


def test_a_run_is_found_by_the_beginning_of_its_id_or_by_its_day(
    journal: Journal, keep_run: KeepRun
) -> None:
    wanted = keep_run(2)
    keep_run(3)
    assert run_meant(journal, wanted[:10], None).activity_id == wanted
    assert run_meant(journal, None, TODAY - timedelta(days=2)).activity_id == wanted


def test_of_several_runs_on_a_day_one_must_be_named(journal: Journal, keep_run: KeepRun) -> None:
    ids = [keep_run(2, 5000.0), keep_run(2, 9000.0)]
    with pytest.raises(UsageError) as refused:
        run_meant(journal, None, TODAY - timedelta(days=2))
    assert all(each[:8] in str(refused.value) for each in ids)
    assert "--run ID" in str(refused.value)


def test_no_run_and_no_choice_are_refused(journal: Journal, keep_run: KeepRun) -> None:
    keep_run(2)
    with pytest.raises(UsageError, match="no run on"):
        run_meant(journal, None, TODAY)
    with pytest.raises(UsageError, match="either"):
        run_meant(journal, None, None)
    with pytest.raises(UsageError, match="either"):
        run_meant(journal, "a", TODAY)


def test_a_ride_takes_no_note(journal: Journal) -> None:
    keep_exported(journal, (9, 30, None), sport="cycling")
    (ride,) = journal.activities_listed()
    with pytest.raises(UsageError, match="no run that counts"):
        run_meant(journal, ride.activity_id, None)
