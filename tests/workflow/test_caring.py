"""The doctor finds what is wrong, mends what can be made anew, and never starts empty."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.given import RUNS, run_files
from trochlea.errors import JournalError
from trochlea.journal import open_journal
from trochlea.journal.database import DATABASE_NAME
from trochlea.journal.disk import original_path, streams_path
from trochlea.journal.seal import SEAL_NAME
from trochlea.model import CheckIn
from trochlea.workflow.caring import examine_journal, repair_journal, trust_journal
from trochlea.workflow.importing import import_paths

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of seven runs, closed in order; copied for each test."""
    folder = tmp_path_factory.mktemp("caring")
    with open_journal(folder / "journal") as journal:
        import_paths(journal, [run_files(folder / "runs")], workers=1)
        journal.add_checkin(CheckIn("left", datetime(2025, 6, 1, tzinfo=UTC), 4, note="x" * 9000))
        journal.daily_backup(NOW)
    return folder / "journal"


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """A journal of one's own."""
    return Path(shutil.copytree(kept, tmp_path / "journal"))


def wrong(folder: Path, now: datetime | None = None) -> set[str]:
    """Return the names of the checks that found something wrong."""
    checks = examine_journal(folder, now or datetime.now(UTC))
    return {check.name for check in checks if check.answer == "wrong"}


def flip(path: Path, at: int) -> None:
    with path.open("rb+") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ (1 << (at % 8))]))


def test_a_healthy_journal_passes_every_check(folder: Path) -> None:
    checks = examine_journal(folder, datetime.now(UTC))
    assert [check.name for check in checks if check.answer != "ok"] == []
    assert [check.name for check in checks][:3] == ["contents", "database", "originals"]


def test_one_bit_in_any_page_of_the_database_is_found(folder: Path) -> None:
    path = folder / DATABASE_NAME
    whole = path.read_bytes()
    chance = random.Random(20261124)
    for _ in range(60):
        at = chance.randrange(len(whole))
        flip(path, at)
        found = examine_journal(folder, NOW)
        said = [check for check in found if check.answer == "wrong"]
        assert {check.name for check in said} & {"contents", "database"}, at
        assert any("trochlea restore" in check.cure for check in said), at
        assert path.stat().st_size >= len(whole), at
        for rest in folder.glob(f"{DATABASE_NAME}-*"):
            rest.unlink()
        path.write_bytes(whole)
    assert wrong(folder) == set()


def test_one_bit_in_any_stored_file_is_found(folder: Path) -> None:
    chance = random.Random(1)
    for part in ("originals", "streams", "backups"):
        paths = sorted(path for path in (folder / part).rglob("*") if path.is_file())
        for _ in range(8):
            path = chance.choice(paths)
            at = chance.randrange(path.stat().st_size)
            flip(path, at)
            assert wrong(folder) == {part}, (path, at)
            flip(path, at)


def test_what_was_changed_from_outside_stays_on_record_until_it_is_trusted(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE checkins SET pain_during = 0")
    assert wrong(folder) == {"contents"}
    with open_journal(folder) as journal:
        journal.add_checkin(CheckIn("left", datetime(2025, 6, 2, tzinfo=UTC), 1))
    assert wrong(folder) == {"contents"}
    trust_journal(folder)
    assert wrong(folder) == set()


def test_a_journal_that_was_not_closed_is_no_fault(folder: Path) -> None:
    journal = open_journal(folder)
    journal.add_checkin(CheckIn("left", datetime(2025, 6, 2, tzinfo=UTC), 1))
    assert not (folder / SEAL_NAME).exists()
    first = examine_journal(folder, datetime.now(UTC))[0]
    assert (first.name, first.answer) == ("contents", "note")
    journal.close()
    assert (folder / SEAL_NAME).exists()
    assert wrong(folder) == set()


def test_two_that_write_at_once_leave_a_seal_that_holds(folder: Path) -> None:
    one, other = open_journal(folder), open_journal(folder)
    for day in range(1, 5):
        one.add_checkin(CheckIn("left", datetime(2025, 7, day, tzinfo=UTC), 1))
        other.add_checkin(CheckIn("right", datetime(2025, 7, day, tzinfo=UTC), 2))
        one.close()
        assert wrong(folder) == set()
    other.close()
    assert examine_journal(folder, datetime.now(UTC))[0].answer == "ok"


@pytest.mark.parametrize("left", ["nothing", "no tables", "text"])
def test_a_lost_database_is_not_replaced_and_a_restore_is_offered(folder: Path, left: str) -> None:
    path = folder / DATABASE_NAME
    path.unlink()
    if left == "no tables":
        path.write_bytes(b"")
    if left == "text":
        path.write_text("not a database at all\n" * 400)
    before = path.read_bytes() if path.exists() else None
    found = {check.name: check for check in examine_journal(folder, NOW)}
    assert found["database"].answer == "wrong"
    assert "trochlea restore" in found["database"].cure
    assert (path.read_bytes() if path.exists() else None) == before


def test_where_there_is_no_journal_the_doctor_says_so_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="There is no journal in"):
        examine_journal(tmp_path / "nowhere", NOW)
    assert not (tmp_path / "nowhere").exists()


def test_streams_are_made_anew_from_the_originals_to_the_byte(folder: Path) -> None:
    with open_journal(folder) as journal:
        one, two, three, *_ = (streams_path(folder, run.activity_id) for run in journal.runs())
        before = [path.read_bytes() for path in (one, two, three)]
        one.unlink()
        flip(two, 700)
        three.write_bytes(before[2][:100])
        assert wrong(folder) == {"streams"}
        done = repair_journal(journal, datetime.now(UTC))
        assert (done.streams, done.links, done.orphans, done.problems) == (3, 0, 0, ())
    assert [path.read_bytes() for path in (one, two, three)] == before
    assert wrong(folder) == set()


def test_streams_whose_original_is_gone_are_told_as_lost(folder: Path) -> None:
    with open_journal(folder) as journal:
        file = journal.files()[0]
        original_path(folder, file.sha256).unlink()
        streams_path(folder, file.activity_ids[0]).unlink()
        done = repair_journal(journal, datetime.now(UTC))
        assert done.streams == 0
        assert [problem.code for problem in done.problems] == ["streams_lost"]
    assert wrong(folder) == {"originals", "streams"}


def test_only_old_files_that_nothing_needs_are_removed(folder: Path) -> None:
    old = folder / "originals" / "ab" / ("ab" * 32)
    half, young = folder / "streams" / ".unfinished_x", folder / "streams" / "young.npz"
    two_days_ago = datetime.now(UTC) - timedelta(days=2)
    old.parent.mkdir(exist_ok=True)
    for path in (old, half, young):
        path.write_bytes(b"left over")
    for path in (old, half):
        os.utime(path, (two_days_ago.timestamp(),) * 2)
    assert wrong(folder) == {"orphans"}
    with open_journal(folder) as journal:
        assert repair_journal(journal, datetime.now(UTC)).orphans == 2
        assert len(journal.runs()) == len(RUNS)
    assert not old.exists()
    assert young.exists()
    checks = {check.name: check.answer for check in examine_journal(folder, datetime.now(UTC))}
    assert checks["orphans"] == "note"


def test_a_wrong_link_is_found_and_put_right(folder: Path) -> None:
    with open_journal(folder) as journal:
        before = journal.content_hash()
        one, other, *_ = (run.activity_id for run in journal.runs())
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection, connection:
        connection.execute(
            "UPDATE activities SET duplicate_of = ? WHERE activity_id = ?", (one, other)
        )
    assert "links" in wrong(folder)
    with open_journal(folder) as journal:
        assert repair_journal(journal, datetime.now(UTC)).links == 1
        assert journal.content_hash() == before
    assert wrong(folder) == {"contents"}


def test_an_import_that_was_cut_off_is_said(folder: Path) -> None:
    with open_journal(folder) as journal:
        journal.begin_import("a folder", ["/somewhere"])
    assert wrong(folder) == {"import"}


@pytest.mark.parametrize("year", [1980, 2024])
def test_a_clock_that_is_behind_is_said(folder: Path, year: int) -> None:
    assert "clock" in wrong(folder, datetime(year, 1, 1, tzinfo=UTC))


def test_the_doctor_changes_nothing(folder: Path) -> None:
    before = _bytes(folder)
    examine_journal(folder, NOW)
    assert _bytes(folder) == before


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }
