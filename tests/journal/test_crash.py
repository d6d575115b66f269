"""Killed at the worst moment, or two at once: nothing lost, nothing half, nothing double."""

from __future__ import annotations

import hashlib
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from trochlea.errors import JournalError
from trochlea.journal import AddedFile, Journal, disk, imports, open_journal
from trochlea.model import Activity

MakeRun = Callable[..., Activity]
Put = Callable[..., AddedFile]

CHILD = Path(__file__).with_name("child_import.py")
import_files = runpy.run_path(str(CHILD))["import_files"]
KILL_POINTS = (
    "mkstemp:after:3",
    "fsync:after:9",
    "_add_parts:after:3",
    "add:after:3",
)


def _start(folder: Path, count: int, *kill_at: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), str(count), *kill_at],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _content(folder: Path) -> tuple[object, ...]:
    with open_journal(folder, create=False) as journal:
        assert journal.integrity_problems() == ()
        files = {(file.sha256, file.name, file.activity_ids) for file in journal.files()}
        names = {
            path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
            for part in ("originals", "streams")
            for path in (folder / part).rglob("*")
            if path.is_file() and not path.name.startswith(".unfinished")
        }
        return files, journal.runs(), names


def test_a_killed_import_keeps_what_it_acknowledged_and_resumes_to_the_same(
    tmp_path: Path,
) -> None:
    count = 3
    folders = {point: tmp_path / point.replace(":", "_") for point in KILL_POINTS}
    children = {point: _start(folder, count, point) for point, folder in folders.items()}
    import_files(tmp_path / "undisturbed", count)
    for point, child in children.items():
        acknowledged, said = child.communicate()
        assert child.returncode == -signal.SIGKILL, (point, said)
        with open_journal(folders[point], create=False) as journal:
            assert journal.integrity_problems() == (), point
            kept = {file.sha256 for file in journal.files()}
            assert set(acknowledged.split()) <= kept, point
            assert len(journal.runs()) == len(kept), point
    expected = _content(tmp_path / "undisturbed")
    for point, folder in folders.items():
        import_files(folder, count)
        assert _content(folder) == expected, point


def test_two_processes_import_the_same_file_once(tmp_path: Path) -> None:
    children = [_start(tmp_path, 6) for _ in range(3)]
    assert [child.communicate()[1] for child in children] == [""] * 3
    with open_journal(tmp_path) as journal:
        assert len(journal.files()) == len(journal.runs()) == 6
        assert all(file.activity_ids for file in journal.files())
        assert journal.integrity_problems() == ()


def test_a_crash_between_blob_and_row_loses_nothing(
    journal: Journal, make_run: MakeRun, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(journal, b"one", make_run())

    def crash(*args: object) -> None:
        raise KeyboardInterrupt

    import_id = journal.begin_import("a folder")
    monkeypatch.setattr(imports, "add", crash)
    with pytest.raises(KeyboardInterrupt):
        put(journal, b"two", make_run(after_s=7200), import_id=import_id)
    monkeypatch.undo()
    sha = hashlib.sha256(b"two").hexdigest()
    assert disk.original_path(journal.folder, sha).is_file()
    assert not journal.has_file(sha)
    assert len(journal.runs()) == 1
    assert journal.integrity_problems() == ()
    assert put(journal, b"two", make_run(after_s=7200)).new
    assert len(journal.runs()) == 2


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_full_disk_is_one_sentence_and_leaves_nothing_half(
    journal: Journal,
    make_run: MakeRun,
    put: Put,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    put(journal, b"one", make_run())
    import_id = journal.begin_import("a folder")
    calls = [0]
    real = os.fsync

    def full(handle: int) -> None:
        calls[0] += 1
        if calls[0] == number:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JournalError, match="is full; free some space"):
        put(journal, b"two", make_run(after_s=7200), import_id=import_id)
    monkeypatch.undo()
    assert len(journal.runs()) == 1
    assert journal.integrity_problems() == ()
    assert not list(journal.folder.rglob(".unfinished*"))
    assert put(journal, b"two", make_run(after_s=7200)).new


def test_many_processes_make_the_same_new_journal(tmp_path: Path) -> None:
    children = [_start(tmp_path, 0) for _ in range(3)]
    assert [child.communicate()[1] for child in children] == [""] * 3
    with open_journal(tmp_path, create=False) as journal:
        assert journal.integrity_problems() == ()
