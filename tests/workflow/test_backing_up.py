"""A backup is everything, verified, and a restore gives it back, whatever the disk does."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.cli.given import run_files
from trochlea.errors import JournalError
from trochlea.journal import open_journal
from trochlea.journal.copies import copies, kept_days
from trochlea.journal.database import DATABASE_NAME
from trochlea.journal.disk import original_path
from trochlea.model import Activity, CheckIn, Runner, Streams
from trochlea.readers.fit import encode_activity
from trochlea.workflow.backing_up import back_up, restore
from trochlea.workflow.caring import examine_journal
from trochlea.workflow.importing import import_paths

NOW = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)


def many_files(folder: Path, count: int) -> Path:
    """Write short runs, one a day."""
    folder.mkdir()
    for index in range(count):
        run = Activity(
            "running",
            NOW - timedelta(days=index + 1),
            distance_m=2000.0 + index,
            elapsed_s=600.0,
            moving_s=600.0,
            streams=Streams({"time_s": np.arange(0.0, 600.0, 20.0)}),
        )
        (folder / f"{index:03}.fit").write_bytes(encode_activity(run))
    return folder


def fill(folder: Path, runs: Path | None) -> str:
    """Make a journal of some runs with a diary; return its hash."""
    with open_journal(folder) as journal:
        if runs is not None:
            import_paths(journal, [runs], workers=1)
            journal.remove_activity(journal.runs()[0].activity_id)
        journal.save_runner(Runner("me", born_on=date(1990, 1, 1)))
        journal.add_checkin(CheckIn("left", NOW, 4, note="=sore"))
        return journal.content_hash()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of seven runs, and a backup of it; copied for each test."""
    folder = tmp_path_factory.mktemp("kept")
    fill(folder / "journal", run_files(folder / "runs"))
    back_up(folder / "journal", folder / "to", NOW)
    return folder


@pytest.fixture
def here(kept: Path, tmp_path: Path) -> Path:
    """A folder of one's own with a journal and its backup."""
    for name in ("journal", "to"):
        shutil.copytree(kept / name, tmp_path / name)
    return tmp_path


def the_backup(here: Path) -> Path:
    (found,) = (here / "to").glob("*.zip")
    return found


def hash_of(folder: Path) -> str:
    with open_journal(folder, create=False) as journal:
        return journal.content_hash()


def whole(folder: Path) -> bool:
    checks = examine_journal(folder, datetime.now(UTC))
    return [check.name for check in checks if check.answer == "wrong"] == []


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


@pytest.mark.parametrize("count", [0, 3, 60])
def test_backup_wipe_restore_gives_the_same_journal(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "journal"
    runs = many_files(tmp_path / "runs", count) if count else None
    before = fill(folder, runs)
    streams = files_of(folder / "streams") if count else {}
    made = back_up(folder, tmp_path / "to", NOW)
    assert (made.content_hash, made.files, made.problems) == (before, count, ())
    shutil.rmtree(folder)
    done = restore(made.path, folder, NOW)
    assert (done.content_hash, done.aside, done.problems) == (before, None, ())
    assert hash_of(folder) == before
    assert (files_of(folder / "streams") if count else {}) == streams
    assert whole(folder)
    with open_journal(folder) as journal:
        for activity in journal.activities_listed(removed=True):
            assert journal.restore_activity(activity.activity_id)
        assert len(journal.runs()) == count


def test_a_restore_in_place_moves_the_old_journal_aside(here: Path) -> None:
    folder = here / "journal"
    before = hash_of(folder)
    with open_journal(folder) as journal:
        journal.daily_backup(NOW)
        journal.undo_import()
    undone = hash_of(folder)
    done = restore(the_backup(here), folder, NOW)
    assert hash_of(folder) == before
    assert done.aside is not None
    assert hash_of(done.aside) == undone
    assert len(copies(folder)) == 1
    assert sorted(path.name for path in here.iterdir()) == sorted(
        ["journal", done.aside.name, "to"]
    )


def test_a_journal_whose_database_is_gone_comes_back_from_its_daily_copy(here: Path) -> None:
    folder = here / "journal"
    before = hash_of(folder)
    with open_journal(folder) as journal:
        copy = journal.daily_backup(NOW)
        assert journal.daily_backup(NOW + timedelta(hours=3)) is None
    assert copy is not None
    (folder / DATABASE_NAME).unlink()
    with pytest.raises(JournalError, match="restore it from a backup"):
        open_journal(folder)
    done = restore(copy, folder, NOW)
    assert (done.content_hash, done.problems) == (before, ())
    assert whole(folder)


def test_a_flipped_bit_anywhere_in_a_backup_never_passes_for_whole(here: Path) -> None:
    found = the_backup(here)
    data = found.read_bytes()
    before = hash_of(here / "journal")
    chance = random.Random(7)
    refused = 0
    for number in range(12):
        at = chance.randrange(len(data))
        found.write_bytes(data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :])
        place = here / f"new{number}"
        try:
            done = restore(found, place, NOW)
        except JournalError as error:
            assert str(error).count("\n") == 0  # noqa: PT017 - either way is right
            assert not place.exists(), at
            refused += 1
        else:
            assert done.content_hash == before, at
            shutil.rmtree(place)
    assert refused
    assert not list(here.glob(".unfinished*"))


@pytest.mark.parametrize("end", [0, 100, 5000, -1])
def test_a_backup_that_is_cut_off_is_refused(here: Path, end: int) -> None:
    found = the_backup(here)
    found.write_bytes(found.read_bytes()[:end])
    with pytest.raises(JournalError):
        restore(found, here / "new", NOW)
    assert not (here / "new").exists()


def test_a_lost_original_in_a_backup_costs_only_itself(here: Path) -> None:
    found = the_backup(here)
    with zipfile.ZipFile(found) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    lost = next(name for name in members if name.startswith("originals/"))
    members[lost] = b"other bytes"
    with zipfile.ZipFile(found, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    done = restore(found, here / "new", NOW)
    assert {each.code for each in done.problems} == {"original_lost", "streams_lost"}
    assert done.content_hash == hash_of(here / "journal")


def test_an_original_that_is_damaged_is_told_and_the_rest_is_backed_up(here: Path) -> None:
    folder = here / "journal"
    with open_journal(folder) as journal:
        file = journal.files()[0]
    original_path(folder, file.sha256).write_bytes(b"spoilt")
    made = back_up(folder, here / "other", NOW)
    assert [each.file for each in made.problems] == [file.name]
    assert made.files == 6


def test_a_database_that_brings_programs_of_its_own_is_refused(here: Path) -> None:
    found = the_backup(here)
    with zipfile.ZipFile(found) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path = here / "evil.sqlite3"
    path.write_bytes(members[DATABASE_NAME])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER t AFTER INSERT ON checkins BEGIN DELETE FROM checkins; END"
        )
    with pytest.raises(JournalError, match="not made by Trochlea"):
        restore(path, here / "new", NOW)
    assert not (here / "new").exists()


@pytest.mark.parametrize("name", ["not there.zip", "text.zip", "folder"])
def test_what_is_no_backup_is_refused_in_one_sentence(here: Path, name: str) -> None:
    (here / "text.zip").write_text("no archive")
    (here / "folder").mkdir()
    with pytest.raises(JournalError) as caught:
        restore(here / name, here / "new", NOW)
    assert str(caught.value).endswith(".")
    assert not (here / "new").exists()


def test_a_folder_of_other_things_is_left_alone(here: Path) -> None:
    other = here / "photos"
    other.mkdir()
    (other / "knee.jpg").write_bytes(b"picture")
    with pytest.raises(JournalError, match="other things than a journal"):
        restore(the_backup(here), other, NOW)
    assert files_of(other) == {"knee.jpg": b"picture"}


def test_a_journal_in_use_is_not_moved_away(here: Path) -> None:
    with closing(sqlite3.connect(here / "journal" / DATABASE_NAME)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="busy in another program"):
            restore(the_backup(here), here / "journal", NOW)


# -- what the disk may do ---------------------------------------------------------------------


@pytest.mark.parametrize("code", [28, 5, 13])
def test_a_disk_that_refuses_at_any_sync_leaves_no_half_backup(
    here: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    folder = here / "journal"
    before = files_of(folder)
    for number in range(1, 4):
        _fail_at(monkeypatch, "fsync", number, code)
        with pytest.raises(JournalError) as caught:
            back_up(folder, here / "other", NOW)
        monkeypatch.undo()
        assert os.strerror(code) in str(caught.value)
        assert "\n" not in str(caught.value)
        left = [path for path in (here / "other").rglob("*") if path.suffix != ".zip"]
        assert left == [], number
    assert files_of(folder) == before


@pytest.mark.parametrize("name", ["rename", "replace"])
def test_a_restore_that_fails_on_the_way_leaves_the_old_journal_in_place(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = here / "journal"
    before = hash_of(folder)
    for number in (1, 2):
        _fail_at(monkeypatch, name, number, 5)
        try:
            restore(the_backup(here), folder, NOW)
        except JournalError as error:
            assert "Input/output error" in str(error)  # noqa: PT017 - the second may not come
        monkeypatch.undo()
        assert hash_of(folder) == before
        assert not list(here.glob(".unfinished*"))


def _fail_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int, code: int) -> None:
    """Have the disk refuse that call of that kind, counted from one."""
    real = getattr(os, name)
    calls = 0

    def refuse(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(code, os.strerror(code))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, refuse)


def test_a_folder_that_may_not_be_written_is_one_sentence(here: Path) -> None:
    (here / "file").write_text("no folder")
    for place in (here / "file", here / "file" / "below"):
        with pytest.raises(JournalError, match="could not be made"):
            back_up(here / "journal", place, NOW)


# -- the copies that are made by themselves ---------------------------------------------------


def test_copies_are_kept_for_seven_days_four_weeks_and_six_months() -> None:
    days = [date(2026, 3, 1) - timedelta(days=number) for number in range(400)]
    kept = sorted(kept_days(days), reverse=True)
    assert kept[:7] == days[:7]
    assert len({(day.year, day.month) for day in kept}) == 6
    assert len(kept) <= 7 + 4 + 6
    assert kept_days(days[:3]) == set(days[:3])
    assert kept_days([]) == frozenset()


def test_no_copy_that_was_kept_is_missed_on_the_next_day() -> None:
    first = date(2025, 1, 1)
    there: set[date] = set()
    for number in range(500):
        there.add(first + timedelta(days=number))
        there = set(kept_days(tuple(there)))
        months = {(day.year, day.month) for day in there}
        assert len(months) >= min(6, number // 31), number
    assert len(there) <= 17


def test_daily_copies_are_made_once_a_day_and_the_old_ones_let_go(here: Path) -> None:
    with open_journal(here / "journal") as journal:
        for number in range(20):
            assert journal.daily_backup(NOW + timedelta(days=number))
        days = {copy.made_at.date() for copy in copies(here / "journal")}
        assert days == kept_days([(NOW + timedelta(days=n)).date() for n in range(20)])
    sums = list((here / "journal" / "backups").glob("*.json"))
    assert len(sums) == len(days)


def test_a_damaged_database_is_never_copied_over_a_good_one(here: Path) -> None:
    folder = here / "journal"
    with open_journal(folder) as journal:
        journal.daily_backup(NOW)
    data = bytearray((folder / DATABASE_NAME).read_bytes())
    data[-4096:] = b"\xff" * 4096
    (folder / DATABASE_NAME).write_bytes(data)
    with open_journal(folder) as journal, pytest.raises(JournalError):
        journal.daily_backup(NOW + timedelta(days=1))
    assert len(copies(folder)) == 1
    assert json.loads(next((folder / "backups").glob("*.json")).read_text())["sha256"]
    assert not list((folder / "backups").glob(".unfinished*"))


def test_an_activity_is_the_same_after_a_restore(here: Path) -> None:
    done = restore(the_backup(here), here / "new", NOW)
    with open_journal(here / "journal") as old, open_journal(done.folder) as new:
        for run in old.runs():
            one, other = old.activity(run.activity_id), new.activity(run.activity_id)
            assert replace(one, streams=Streams()) == replace(other, streams=Streams())
            for name, values in one.streams.columns.items():
                np.testing.assert_array_equal(other.streams.columns[name], values)
