"""The journal says what of it is no longer whole, and mends nothing by itself."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from trochlea.errors import JournalError
from trochlea.journal import AddedFile, Journal
from trochlea.journal.database import DATABASE_NAME
from trochlea.journal.disk import original_path, streams_path
from trochlea.model import Activity

MakeRun = Callable[..., Activity]
Put = Callable[..., AddedFile]


@pytest.fixture
def filled(journal: Journal, make_run: MakeRun, put: Put) -> Journal:
    put(journal, b"one", make_run())
    put(journal, b"two", make_run(after_s=7200))
    return journal


def _codes(journal: Journal) -> list[str]:
    return [problem.code for problem in journal.integrity_problems()]


def test_a_whole_journal_has_no_problems(filled: Journal) -> None:
    assert filled.integrity_problems() == ()


def test_a_missing_and_a_changed_original_are_named(filled: Journal) -> None:
    one, two = filled.files()
    original_path(filled.folder, one.sha256).unlink()
    original_path(filled.folder, two.sha256).write_bytes(b"twp")
    assert _codes(filled) == ["original_missing", "original_changed"]
    assert len(filled.runs()) == 2


def test_missing_and_damaged_streams_are_named(filled: Journal) -> None:
    one, two = (streams_path(filled.folder, run.activity_id) for run in filled.runs())
    one.unlink()
    data = bytearray(two.read_bytes())
    data[60] ^= 0xFF
    two.write_bytes(data)
    assert _codes(filled) == ["streams_missing", "streams_damaged"]
    for run in filled.runs():
        with pytest.raises(JournalError, match="doctor --repair"):
            filled.activity(run.activity_id)


def test_a_row_without_its_parent_is_named(filled: Journal) -> None:
    with closing(sqlite3.connect(filled.folder / DATABASE_NAME)) as connection, connection:
        connection.execute("DELETE FROM imports")
    assert _codes(filled) == ["row_without_parent", "row_without_parent"]


def test_damaged_pages_of_the_database_do_not_pass_in_silence(filled: Journal) -> None:
    filled.close()
    path = filled.folder / DATABASE_NAME
    data = bytearray(path.read_bytes())
    page = 4096
    for start in range(2 * page, len(data), page):
        data[start : start + 64] = b"\xff" * 64
    path.write_bytes(data)
    try:
        found = _codes(filled)
    except JournalError as error:
        assert "restore it from a backup" in str(error)  # noqa: PT017 - either way is right
    else:
        assert "database_damaged" in found


def test_what_a_crash_left_unfinished_is_swept_a_day_later(filled: Journal) -> None:
    folder: Path = filled.folder / "streams"
    old, young = folder / ".unfinished_old", folder / ".unfinished_young"
    for path in (old, young):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    filled.begin_import("a folder")
    assert not old.exists()
    assert young.exists()
