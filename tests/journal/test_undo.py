"""What was taken in can be taken out, and back in, and the journal is as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from trochlea.errors import UsageError
from trochlea.journal import AddedFile, Journal, NotedFile
from trochlea.journal.disk import original_path, sha256_of, streams_path
from trochlea.model import Activity, CheckIn, Runner

MakeRun = Callable[..., Activity]
Put = Callable[..., AddedFile]
DAY_S = 86_400


def _import(journal: Journal, put: Put, *files: tuple[bytes, Activity]) -> int:
    import_id = journal.begin_import("a folder")
    for data, activity in files:
        put(journal, data, activity, import_id=import_id)
    journal.finish_import(import_id)
    return import_id


def test_undo_and_restore_give_the_hash_of_before_and_after(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    empty = journal.content_hash()
    first = _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    one = journal.content_hash()
    second = _import(journal, put, (b"three", make_run(after_s=2 * DAY_S)))
    both = journal.content_hash()
    assert len({empty, one, both}) == 3
    assert journal.undo_import().import_id == second
    assert journal.content_hash() == one
    undone = journal.undo_import(first)
    assert (undone.files, undone.activities) == (2, 2)
    assert journal.content_hash() == empty
    assert journal.runs() == ()
    journal.restore_import(second)
    journal.restore_import(first)
    assert journal.content_hash() == both


def test_undo_of_the_recording_by_which_a_run_counted_leaves_the_other(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    _import(journal, put, (b"track", make_run(sport="unknown")))
    before = journal.content_hash()
    _import(journal, put, (b"watch", make_run(after_s=5)))
    after = journal.content_hash()
    watch = journal.runs()[0].activity_id
    track = next(row for row in journal.activities_listed() if row.activity_id != watch)
    assert track.duplicate_of == watch
    journal.undo_import()
    assert journal.content_hash() == before
    assert journal.find_activity(track.activity_id).duplicate_of is None
    journal.restore_import(2)
    assert journal.content_hash() == after


def test_an_import_is_undone_once_and_said_so(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    with pytest.raises(UsageError, match="Nothing was imported yet"):
        journal.undo_import()
    number = _import(journal, put, (b"one", make_run()))
    with pytest.raises(UsageError, match="was not undone"):
        journal.restore_import(number)
    journal.undo_import()
    with pytest.raises(UsageError, match=f"undone already.*--restore {number}"):
        journal.undo_import()
    with pytest.raises(UsageError, match="There is no import 7"):
        journal.undo_import(7)
    journal.restore_import(number)
    empty = _import(journal, put)
    with pytest.raises(UsageError, match="brought nothing new"):
        journal.undo_import(empty)


def test_what_another_import_brought_too_stays_and_goes_with_that_one(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    empty = journal.content_hash()
    first = _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    whole = journal.content_hash()
    second = _import(journal, put)
    journal.note_file(second, NotedFile("again.fit", "known", sha256_of(b"one"), ()))
    undone = journal.undo_import(first)
    assert (undone.files, undone.kept) == (1, 1)
    assert len(journal.runs()) == 1
    journal.restore_import(first)
    assert journal.content_hash() == whole
    assert journal.undo_import(second).kept == 1
    assert journal.content_hash() == whole
    journal.undo_import(first)
    assert journal.content_hash() == empty


def test_a_file_that_was_undone_comes_back_with_a_new_import(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    _import(journal, put, (b"one", make_run()))
    there = journal.content_hash()
    journal.undo_import()
    assert not journal.has_file(sha256_of(b"one"))
    again = _import(journal, put, (b"one", make_run()))
    assert journal.content_hash() == there
    assert journal.undo_import().import_id == again


def test_delete_and_restore_of_one_activity(journal: Journal, make_run: MakeRun, put: Put) -> None:
    before = journal.content_hash()
    added = put(journal, b"one", make_run())
    there = journal.content_hash()
    (activity_id,) = added.activity_ids
    assert journal.remove_activity(activity_id)
    assert not journal.remove_activity(activity_id)
    assert journal.content_hash() == before
    assert journal.activities_listed() == ()
    (gone,) = journal.activities_listed(removed=True)
    assert gone.kept_until is not None
    assert gone.kept_until - datetime.now(UTC) > timedelta(days=29)
    assert not put(journal, b"one", make_run()).new
    assert journal.runs() == ()
    assert journal.restore_activity(activity_id)
    assert not journal.restore_activity(activity_id)
    assert journal.content_hash() == there


def test_what_was_deleted_by_itself_stays_out_when_its_import_comes_back(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    number = _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    journal.remove_activity(journal.runs()[0].activity_id)
    there = journal.content_hash()
    assert journal.undo_import().activities == 1
    assert journal.restore_import(number).activities == 1
    assert journal.content_hash() == there


def test_one_activity_can_be_taken_back_from_an_import_that_was_undone(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    number = _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    there = journal.content_hash()
    wanted = journal.runs()[0].activity_id
    journal.undo_import()
    assert journal.restore_activity(wanted)
    assert [run.activity_id for run in journal.runs()] == [wanted]
    assert journal.has_file(sha256_of(b"one"))
    journal.restore_import(number)
    assert journal.content_hash() == there


def test_a_hand_run_can_be_deleted(journal: Journal) -> None:
    before = journal.content_hash()
    activity_id = journal.add_hand_run(
        datetime(2026, 3, 1, tzinfo=UTC), 0, 5000.0, None
    ).activity_id
    journal.remove_activity(activity_id)
    assert journal.content_hash() == before
    journal.purge_removed(datetime.now(UTC) + timedelta(days=31))
    assert journal.activities_listed(removed=True) == ()


def test_what_was_removed_is_gone_for_good_after_thirty_days(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    kept, gone = journal.runs()
    journal.merge_activities(kept.activity_id, gone.activity_id)
    journal.split_activity(gone.activity_id)
    journal.remove_activity(gone.activity_id)
    before = journal.content_hash()
    streams = streams_path(journal.folder, gone.activity_id)
    assert journal.purge_removed(datetime.now(UTC) + timedelta(days=29)) == 0
    assert streams.is_file()
    assert journal.purge_removed(datetime.now(UTC) + timedelta(days=31)) == 1
    assert not streams.exists()
    assert not original_path(journal.folder, sha256_of(b"two")).exists()
    assert original_path(journal.folder, sha256_of(b"one")).is_file()
    assert journal.content_hash() == before
    assert journal.integrity_problems() == ()
    assert [run.activity_id for run in journal.runs()] == [kept.activity_id]


def test_a_purge_keeps_the_file_whose_other_activity_is_there(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    added = put(journal, b"both", make_run(), make_run(after_s=DAY_S))
    journal.remove_activity(added.activity_ids[1])
    journal.purge_removed(datetime.now(UTC) + timedelta(days=31))
    assert original_path(journal.folder, sha256_of(b"both")).is_file()
    assert journal.integrity_problems() == ()


def test_an_undone_import_is_purged_with_its_files(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    number = _import(journal, put, (b"one", make_run()))
    journal.undo_import()
    journal.purge_removed(datetime.now(UTC) + timedelta(days=31))
    assert journal.restore_import(number).files == 0
    assert not [path for path in (journal.folder / "originals").rglob("*") if path.is_file()]


# -- the hash ---------------------------------------------------------------------------------


def test_the_hash_knows_neither_order_nor_imports(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    runs = [(b"one", make_run()), (b"two", make_run(after_s=5)), (b"ride", make_run(sport="x"))]
    _import(journal, put, *runs)
    there = journal.content_hash()
    journal.undo_import()
    for each in reversed(runs):
        _import(journal, put, each)
    assert journal.content_hash() == there


def test_everything_that_is_said_changes_the_hash(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    seen = {journal.content_hash()}
    put(journal, b"one", make_run())
    seen.add(journal.content_hash())
    journal.save_runner(Runner("me", mass_kg=61.0))
    seen.add(journal.content_hash())
    journal.add_checkin(CheckIn("left", datetime(2026, 3, 1, tzinfo=UTC), 4))
    seen.add(journal.content_hash())
    journal.tell_sport(journal.runs()[0].activity_id, "walking")
    seen.add(journal.content_hash())
    assert len(seen) == 5


# -- merge and split --------------------------------------------------------------------------


def test_merge_counts_two_as_one_and_split_takes_them_apart(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    one, other = (run.activity_id for run in journal.runs())
    journal.merge_activities(one, other)
    (run,) = journal.runs()
    assert {each.activity_id for each in journal.recordings(run.activity_id)} == {one, other}
    assert journal.split_activity(one[:6]) == (other,)
    assert len(journal.runs()) == 2
    with pytest.raises(UsageError, match="only recording of its run"):
        journal.split_activity(one)


def test_a_recording_that_is_linked_already_takes_what_it_is_merged_with_along(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    _import(
        journal,
        put,
        (b"watch", make_run()),
        (b"track", make_run(sport="unknown")),
        (b"other day", make_run(after_s=DAY_S)),
    )
    track = next(row for row in journal.activities_listed() if row.duplicate_of is not None)
    other = journal.runs()[1].activity_id
    journal.merge_activities(track.activity_id, other)
    assert len(journal.runs()) == 1
    assert len(journal.recordings(journal.runs()[0].activity_id)) == 3


def test_what_the_rule_joined_stays_split_after_more_imports(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=5)))
    doubled = next(row for row in journal.activities_listed() if row.duplicate_of)
    journal.split_activity(doubled.activity_id)
    _import(journal, put, (b"three", make_run(after_s=DAY_S)))
    assert len(journal.runs()) == 3


def test_only_what_is_there_can_be_merged(journal: Journal, make_run: MakeRun, put: Put) -> None:
    _import(journal, put, (b"one", make_run()), (b"two", make_run(after_s=DAY_S)))
    one, other = (run.activity_id for run in journal.runs())
    with pytest.raises(UsageError, match="is one activity"):
        journal.merge_activities(one, one)
    journal.remove_activity(other)
    with pytest.raises(UsageError, match="was removed"):
        journal.merge_activities(one, other)


def test_an_id_may_be_shortened_as_long_as_it_is_one(
    journal: Journal, make_run: MakeRun, put: Put
) -> None:
    files = [(b"run %d" % number, make_run(after_s=number * DAY_S)) for number in range(17)]
    _import(journal, put, *files)
    ids = [run.activity_id for run in journal.runs()]
    first = next(a[0] for a in ids if sum(b[0] == a[0] for b in ids) > 1)
    with pytest.raises(UsageError, match="give more letters"):
        journal.find_activity(first)
    assert journal.find_activity(ids[0][:12].upper()).activity_id == ids[0]
    for nothing in ("", "zz", "%"):
        with pytest.raises(UsageError, match="There is no activity"):
            journal.find_activity(nothing)


def test_a_sport_that_was_told_makes_a_run(journal: Journal, make_run: MakeRun, put: Put) -> None:
    added = put(journal, b"one", make_run(sport="unknown"))
    assert journal.runs() == ()
    journal.tell_sport(added.activity_ids[0], "running")
    assert len(journal.runs()) == 1
    assert journal.activity_totals(added.activity_ids[0]).sport == "running"
