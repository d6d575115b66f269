"""Summaries are made anew at any time; notes and shoes are content and are never lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trochlea.errors import UsageError
from trochlea.journal import AddedFile, Journal, copies, open_journal, schema
from trochlea.journal.database import DATABASE_NAME, make_engine
from trochlea.journal.summaries import from_json, to_json
from trochlea.model import (
    SUMMARY_VERSION,
    Activity,
    ActivityNotes,
    CheckIn,
    FormWindow,
    LoadCell,
    Runner,
    RunNote,
    RunSummary,
    Shoe,
    ShoeEvent,
)

MakeRun = Callable[..., Activity]
Put = Callable[..., AddedFile]
DAY_S = 86_400
EVENING = datetime(2026, 3, 1, 20, 15, tzinfo=timezone(timedelta(hours=1)))
DAY = date(2026, 3, 1)
CELLS = (LoadCell(600.0, 1800.0, 3.0, None, 170.0), LoadCell(60.5, 200.25, 3.31, -2.0))
WINDOWS = (FormWindow(12.0, 300.0, 3.0, 0.0, 170.0, 250.0, 49.5, 85.0, 8.5, 1060.0),)
LATER = SUMMARY_VERSION + 1


@pytest.fixture
def run_id(journal: Journal) -> str:
    """A run that was entered by hand."""
    return journal.add_hand_run(EVENING, 3600, 5000.0, 1800.0).activity_id


# -- notes ------------------------------------------------------------------------------------


def test_a_note_comes_back_as_it_was_told_and_once(journal: Journal, run_id: str) -> None:
    journal.add_shoe(Shoe("blue", "Blue"))
    note = RunNote(run_id, EVENING, 4.5, "trail", False, "blue")
    assert journal.add_run_note(note)
    assert not journal.add_run_note(note)
    assert journal.run_notes() == journal.run_notes(run_id) == (note,)
    assert journal.run_notes()[0].told_at.utcoffset() == EVENING.utcoffset()
    assert journal.run_notes("0" * 16) == ()


def test_the_run_table_tells_what_was_told_of_a_run(journal: Journal, run_id: str) -> None:
    assert (journal.runs()[0].perceived_exertion, journal.runs()[0].is_race) == (None, None)
    journal.add_shoe(Shoe("blue", "Blue"))
    journal.add_run_note(RunNote(run_id, EVENING, 4.5, "trail", False, "blue"))
    (run,) = journal.runs()
    assert (run.perceived_exertion, run.surface, run.is_race, run.shoe_id) == (
        4.5,
        "trail",
        False,
        "blue",
    )


def test_the_latest_word_on_each_thing_holds_and_not_told_takes_nothing_back(
    journal: Journal, run_id: str
) -> None:
    journal.add_run_note(RunNote(run_id, EVENING, 4.0, "road"))
    journal.add_run_note(RunNote(run_id, EVENING - timedelta(hours=1), 9.0, is_race=True))
    journal.add_run_note(RunNote(run_id, EVENING + timedelta(hours=1), surface="grass"))
    (run,) = journal.runs(since=EVENING)
    assert (run.perceived_exertion, run.surface, run.is_race) == (4.0, "grass", True)


def test_what_was_told_of_one_recording_holds_for_the_run(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    first = put(journal, b"one", make_run()).activity_ids[0]
    journal.add_run_note(RunNote(first, EVENING, 6.0))
    put(journal, b"two", make_run(after_s=2, sport="unknown"))
    listed = {row.activity_id: row for row in journal.activities_listed()}
    (run,) = journal.runs()
    assert len(listed) == 2
    assert run.perceived_exertion == 6.0
    other = next(each for each in listed if each != run.activity_id)
    journal.add_run_note(RunNote(other, EVENING + timedelta(hours=1), 7.0))
    assert journal.runs()[0].perceived_exertion == 7.0


@pytest.mark.parametrize("exertion", [-0.1, 10.1, float("nan")])
def test_an_exertion_outside_0_to_10_is_refused(
    journal: Journal, run_id: str, exertion: float
) -> None:
    with pytest.raises(UsageError, match="from 0 to 10"):
        journal.add_run_note(RunNote(run_id, EVENING, exertion))
    for edge in (0.0, 10.0):
        assert journal.add_run_note(RunNote(run_id, EVENING, edge))


def test_a_note_of_what_is_not_there_is_refused(journal: Journal, run_id: str) -> None:
    with pytest.raises(UsageError, match="no activity feed"):
        journal.add_run_note(RunNote("feed", EVENING, 4.0))
    with pytest.raises(UsageError, match="no shoes 'red'"):
        journal.add_run_note(RunNote(run_id, EVENING, shoe_id="red"))
    with pytest.raises(UsageError, match="no surface 'ice'"):
        journal.add_run_note(RunNote(run_id, EVENING, surface="ice"))  # type: ignore[arg-type]
    assert journal.run_notes() == ()


@pytest.mark.parametrize(
    ("rated", "told", "found"), [(7.0, None, 7.0), (7.0, 3.0, 3.0), (None, None, None)]
)
def test_a_rating_of_the_platform_counts_where_the_runner_says_none(
    journal: Journal,
    make_run: MakeRun,
    put: Put,
    rated: float | None,
    told: float | None,
    found: float | None,
) -> None:
    notes = ActivityNotes(title='"perceived_exertion":5', perceived_exertion=rated)
    added = put(journal, b"one", replace(make_run(), notes=notes))
    if told is not None:
        journal.add_run_note(RunNote(added.activity_ids[0], EVENING, told))
    assert journal.runs()[0].perceived_exertion == found


def test_the_run_table_holds_what_the_watch_measured(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    put(journal, b"one", make_run())
    (run,) = journal.runs()
    assert (run.elapsed_s, run.mean_heart_rate_bpm, run.mean_ground_contact_ms) == (
        1900.5,
        150.0,
        251.0,
    )


# -- shoes ------------------------------------------------------------------------------------


def test_shoes_come_back_as_they_went_in_and_can_be_corrected(journal: Journal) -> None:
    blue, red = Shoe("blue", "Blue", DAY, 120_000.0, True), Shoe("red", "Red", None, None)
    assert journal.add_shoe(blue)
    assert journal.add_shoe(red)
    assert not journal.add_shoe(replace(blue, name="Navy"))
    assert journal.shoes() == (replace(blue, name="Navy"), red)


@pytest.mark.parametrize(
    "wrong",
    [
        Shoe("", "Blue"),
        Shoe("x" * 101, "Blue"),
        Shoe("blue", "  "),
        Shoe("blue", "Blue", distance_before_m=-1.0),
        Shoe("blue", "Blue", distance_before_m=float("inf")),
    ],
)
def test_impossible_shoes_are_refused(journal: Journal, wrong: Shoe) -> None:
    with pytest.raises(UsageError):
        journal.add_shoe(wrong)
    assert journal.shoes() == ()


def test_what_is_said_of_a_pair_is_kept_in_order_and_said_again_once(journal: Journal) -> None:
    journal.add_shoe(Shoe("blue", "Blue"))
    retired, again = ShoeEvent("blue", DAY, "retired"), ShoeEvent("blue", DAY, "taken_up_again")
    said = [journal.add_shoe_event(each) for each in (retired, retired, again, retired)]
    assert said == [True, False, True, True]
    before = ShoeEvent("blue", DAY - timedelta(days=9), "sign_of_wear", "the heel")
    journal.add_shoe_event(before)
    assert journal.shoe_events() == (before, retired, again, retired)


def test_nothing_is_said_of_shoes_that_are_not_there(journal: Journal) -> None:
    with pytest.raises(UsageError, match="no shoes 'blue'"):
        journal.add_shoe_event(ShoeEvent("blue", DAY, "retired"))


# -- summaries --------------------------------------------------------------------------------


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    cells=st.lists(
        st.builds(
            LoadCell,
            *[st.floats(0, 1e6)] * 3,
            st.none() | st.floats(-45, 45),
            st.none() | st.floats(0, 300),
        ),
        max_size=5,
    ),
    windows=st.lists(
        st.builds(FormWindow, *[st.floats(0, 1e6)] * 3, *[st.none() | st.floats(0, 999)] * 7),
        max_size=3,
    ),
    rest=st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)),
)
def test_any_summary_comes_back_as_it_was_kept(
    cells: list[LoadCell], windows: list[FormWindow], rest: tuple[float, float]
) -> None:
    one = RunSummary("a", tuple(cells), tuple(windows), *rest)
    assert from_json("a", one.version, to_json(one)) == one


def test_a_summary_is_kept_in_place_of_an_earlier_one(journal: Journal, run_id: str) -> None:
    assert journal.runs_without_summary(1) == (run_id,)
    journal.keep_summary(RunSummary(run_id, CELLS, WINDOWS, 3.0, 4.0))
    newer = RunSummary(run_id, CELLS[:1], version=LATER)
    journal.keep_summary(newer)
    assert journal.summaries() == (newer,)
    assert journal.runs_without_summary(LATER) == ()
    assert journal.runs_without_summary(LATER + 1) == (run_id,)


def test_summaries_are_those_of_the_runs_that_count_by_start(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    late = put(journal, b"late", make_run(after_s=2 * DAY_S)).activity_ids[0]
    put(journal, b"early", make_run())
    put(journal, b"twin", make_run(after_s=1))
    put(journal, b"ride", make_run(after_s=DAY_S, sport="cycling"))
    out = put(journal, b"out", make_run(after_s=3 * DAY_S)).activity_ids[0]
    for row in journal.activities_listed():
        journal.keep_summary(RunSummary(row.activity_id, CELLS))
    journal.remove_activity(out)
    counted = tuple(run.activity_id for run in journal.runs())
    assert tuple(each.activity_id for each in journal.summaries()) == counted
    assert len(counted) == 2
    assert counted[1] == late
    since = journal.runs()[1].start_time
    assert [each.activity_id for each in journal.summaries(since)] == [late]


def test_summaries_are_in_no_hash(journal: Journal, run_id: str) -> None:
    before = journal.content_hash()
    journal.keep_summary(RunSummary(run_id, CELLS))
    assert journal.content_hash() == before


def test_notes_and_shoes_are_in_the_hash(journal: Journal, run_id: str) -> None:
    seen = [journal.content_hash()]
    journal.add_shoe(Shoe("blue", "Blue"))
    seen.append(journal.content_hash())
    journal.add_shoe_event(ShoeEvent("blue", DAY, "retired"))
    seen.append(journal.content_hash())
    journal.add_run_note(RunNote(run_id, EVENING, 4.0))
    seen.append(journal.content_hash())
    assert len(set(seen)) == 4
    journal.remove_activity(run_id)
    journal.restore_activity(run_id)
    assert journal.content_hash() == seen[-1]
    assert len(journal.run_notes()) == 1


def test_notes_and_summary_go_for_good_with_their_activity(journal: Journal, run_id: str) -> None:
    journal.add_run_note(RunNote(run_id, EVENING, 4.0))
    journal.keep_summary(RunSummary(run_id, CELLS))
    journal.remove_activity(run_id)
    assert journal.purge_removed(datetime.now(UTC) + timedelta(days=31)) == 1
    assert journal.run_notes() == ()
    assert journal.integrity_problems() == ()


def test_shoes_and_notes_belong_to_a_runner_who_gives_a_name_later(
    journal: Journal, run_id: str
) -> None:
    journal.add_shoe(Shoe("blue", "Blue"))
    journal.add_run_note(RunNote(run_id, EVENING, shoe_id="blue"))
    journal.keep_summary(RunSummary(run_id, CELLS))
    journal.save_runner(Runner("anna"))
    assert (len(journal.shoes()), len(journal.run_notes()), len(journal.summaries())) == (1, 1, 1)
    assert journal.integrity_problems() == ()


# -- an older journal -------------------------------------------------------------------------


def _at_revision(folder: Path, revision: str) -> Path:
    """Make an empty journal as an older version did."""
    folder.mkdir()
    engine = make_engine(folder)
    config = schema.alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    return folder


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
def test_an_older_journal_keeps_everything_and_its_copy(tmp_path: Path, revision: str) -> None:
    folder = _at_revision(tmp_path / "old", revision)
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as old, old:
        old.execute(
            "INSERT INTO runners VALUES "
            "('me', '2026-01-01', '1990-01-01', 'F', 170, 61, 'UTC', 'km', 'GB', 0)"
        )
        old.execute(
            "INSERT INTO activities (runner_id, activity_id, ordinal, origin, sport, start_time, "
            "utc_offset_s, distance_m, moving_s, has_streams) VALUES "
            "('me', '00112233445566aa', 0, 'hand', 'running', '2026-02-01 07:00:00', 0, 5000.0, "
            "1800.0, 0)"
        )
        old.execute(
            "INSERT INTO checkins (runner_id, checkin_id, knee, observed_at, utc_offset_s, "
            "pain_during, note) VALUES "
            "('me', '00112233445566bb', 'left', '2026-02-01 09:00:00', 0, 3, 'stairs')"
        )
    with open_journal(folder) as journal:
        assert journal.checkins() == (
            CheckIn("left", datetime(2026, 2, 1, 9, tzinfo=UTC), 3, note="stairs"),
        )
        (run,) = journal.runs()
        assert (run.activity_id, run.distance_m) == ("00112233445566aa", 5000.0)
        assert (run.surface, run.shoe_id, run.perceived_exertion) == (None, None, None)
        assert (journal.shoes(), journal.summaries()) == ((), ())
        assert journal.runs_without_summary(1) == (run.activity_id,)
        assert journal.add_run_note(RunNote(run.activity_id, EVENING, 3.0))
        assert journal.integrity_problems() == ()
    assert [each.path.is_file() for each in copies.copies(folder)] == [True]
