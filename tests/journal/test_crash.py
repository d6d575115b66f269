"""Killed at the worst moment, or two at once: nothing lost, nothing half, nothing double."""

from __future__ import annotations

import hashlib
import os
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

# A child that imports files one by one and says so after each; with a third argument it kills
# itself at that call of that function.
CHILD = """
import hashlib, os, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
import numpy as np
from trochlea.journal import activities, disk, imports, open_journal
from trochlea.model import Activity, Streams

folder, count, kill_at = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
where = {"fsync": os, "mkstemp": disk.tempfile, "add": imports, "_add_parts": activities}
if kill_at:
    name, moment, number = kill_at.split(":")
    original, calls = getattr(where[name], name), [0]
    def deadly(*args, **kwargs):
        calls[0] += 1
        due = calls[0] == int(number)
        if due and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if due:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(where[name], name, deadly)
with open_journal(folder) as journal:
    import_id = journal.begin_import("child")
    for index in range(count):
        data = b"file %d" % index
        start = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=index)
        run = Activity("running", start, distance_m=5000.0 + index,
                       streams=Streams({"time_s": np.arange(10.0)}))
        sha = hashlib.sha256(data).hexdigest()
        journal.add_file(import_id, f"{index}.fit", "fit", data, sha, [run], [])
        print(sha, flush=True)
"""
KILL_POINTS = (
    "mkstemp:after:3",
    "fsync:after:9",
    "_add_parts:after:3",
    "add:after:3",
)


def _start(folder: Path, count: int, kill_at: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), str(count), kill_at],
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
    undisturbed = _start(tmp_path / "undisturbed", count)
    assert undisturbed.communicate()[1] == ""
    for point, child in children.items():
        acknowledged, said = child.communicate()
        assert child.returncode == -signal.SIGKILL, (point, said)
        with open_journal(folders[point], create=False) as journal:
            assert journal.integrity_problems() == (), point
            kept = {file.sha256 for file in journal.files()}
            assert set(acknowledged.split()) <= kept, point
            assert len(journal.runs()) == len(kept), point
    resumed = [_start(folder, count) for folder in folders.values()]
    assert [child.communicate()[1] for child in resumed] == [""] * len(resumed)
    expected = _content(tmp_path / "undisturbed")
    for point, folder in folders.items():
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


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
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
    children = [_start(tmp_path, 0) for _ in range(4)]
    assert [child.communicate()[1] for child in children] == [""] * 4
    with open_journal(tmp_path, create=False) as journal:
        assert journal.integrity_problems() == ()
