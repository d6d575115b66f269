"""The walk over files and folders: what is handed on, what is told of, and what is passed over."""

from __future__ import annotations

import errno
import gzip
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from tests.readers.sources.archives import RUN, Scanned, scanned, zipped
from trochlea.errors import Problem
from trochlea.readers import DEFAULT_LIMITS, SourceFile, read_bytes, scan_path
from trochlea.readers.sources import expected, folder
from trochlea.readers.sources.tree import Member

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def test_a_folder_is_walked_in_order_and_every_file_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.fit").write_bytes(RUN)
    (tmp_path / "a.FIT").write_bytes(RUN)
    (tmp_path / "c.fit.gz").write_bytes(gzip.compress(RUN))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "track.gpx").write_bytes(b"<gpx/>")
    found = Scanned(tmp_path)
    assert list(found.files) == ["a.FIT", "b/2.fit", "c.fit.gz", "track.gpx"]
    assert found.files["c.fit.gz"] == RUN
    assert found.codes == {tmp_path.name: "not_an_activity_file"}
    assert "1 other file holds no activity (photo.jpg)" in found.said


def test_files_without_activities_are_counted_in_one_sentence(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.jpg").write_bytes(b"\xff\xd8\xff")
        (tmp_path / f"{number}.json").write_bytes(b'{"unit": "km"}')
    (tmp_path / "README").write_bytes(b"hello")
    (tmp_path / "more.zip").write_bytes(zipped({"settings.csv": b"a,b\n1,2\n", "1.fit": RUN}))
    found = Scanned(tmp_path)
    (problem,) = found.problems
    assert list(found.files) == ["more.zip/1.fit"]
    assert "82 other files hold no activity" in problem.message
    for words in ("40 .jpg", "40 .json", "1 .csv", "1 no suffix"):
        assert words in problem.message


def test_an_activity_under_another_name_is_found_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "download.bin").write_bytes(RUN)
    (tmp_path / "run (1)").write_bytes(gzip.compress(RUN))
    assert set(Scanned(tmp_path).files) == {"download.bin", "run (1)"}


def test_a_named_file_always_gets_a_line_of_its_own(tmp_path: Path) -> None:
    for name in ("photo.jpg", "._run.fit", "notes.txt", ".DS_Store"):
        found = scanned(tmp_path, name, b"hello")
        assert list(found.files) == [name]
        assert read_bytes(name, found.files[name]).problems


def test_what_the_operating_system_put_there_is_passed_over_without_a_word(
    tmp_path: Path,
) -> None:
    for name in (
        "__MACOSX/._run.fit",
        ".DS_Store",
        "a/Thumbs.db",
        "a/._1.fit",
        ".Trash-1000/1.fit",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(RUN)
    (tmp_path / "1.fit").write_bytes(RUN)
    found = Scanned(tmp_path)
    assert (list(found.files), found.problems) == (["1.fit"], [])


def test_the_order_of_a_scan_is_the_same_wherever_files_were_made(tmp_path: Path) -> None:
    names = [f"{i * 7919 % 100}/{i}.fit" for i in range(60)]
    for folder_name, order in (("one", names), ("two", names[::-1])):
        for name in order:
            path = tmp_path / folder_name / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(RUN)
    assert list(Scanned(tmp_path / "one").files) == list(Scanned(tmp_path / "two").files)


def test_folders_of_coros_and_wahoo_are_plain_fit_files(tmp_path: Path) -> None:
    layouts = (
        "coros/Run20240512080000.fit",
        "coros/2024/Trail Run20240513.fit",
        "wahoo/2024-05-12-080000-ELEMNT RUN 1234-5-0.fit",
        "wahoo/exports/2024-05-14.fit.gz",
    )
    for name in layouts:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(gzip.compress(RUN) if name.endswith("gz") else RUN)
    found = Scanned(tmp_path)
    assert (set(found.files), found.problems) == (set(layouts), [])
    assert set(found.files.values()) == {RUN}


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, file_bytes=100)
    assert scanned(tmp_path, "big.fit", bytes(101), limits).codes == {"big.fit": "file_too_large"}
    assert scanned(tmp_path, "just.fit", bytes(100), limits).codes == {}


def test_a_missing_file_and_a_broken_link_are_named(tmp_path: Path) -> None:
    (tmp_path / "gone.fit").symlink_to(tmp_path / "nowhere.fit")
    assert Scanned(tmp_path).codes == {"gone.fit": "file_missing"}
    assert Scanned(tmp_path / "no.fit").codes == {"no.fit": "file_missing"}


@POSIX
def test_links_to_files_are_read_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    (runs / "deep").mkdir(parents=True)
    (runs / "deep" / "1.fit").write_bytes(RUN)
    (runs / "same.fit").symlink_to(runs / "deep" / "1.fit")
    (runs / "deep" / "loop").symlink_to(runs)
    found = Scanned(runs)
    assert list(found.files) == ["deep/1.fit", "same.fit"]
    assert found.codes == {"deep/loop": "link_not_followed"}
    (tmp_path / "named").symlink_to(runs)
    assert list(Scanned(tmp_path / "named").files) == ["deep/1.fit", "same.fit"]


@POSIX
def test_pipes_sockets_and_devices_are_named_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.fit")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as there:
        there.bind("socket.fit")
        codes = Scanned(tmp_path).codes
    assert codes["pipe.fit"] == "not_a_file"
    assert codes["socket.fit"] in {"not_a_file", "cannot_read"}
    assert Scanned(Path(os.devnull)).codes == {"null": "not_a_file"}


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_what_may_not_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    for name in ("a.fit", "b.fit"):
        (tmp_path / name).write_bytes(RUN)
    (tmp_path / "a.fit").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    found = Scanned(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert list(found.files) == ["b.fit"]
    assert found.codes == {"a.fit": "cannot_read", "closed": "cannot_read"}
    assert "Permission" in found.said


@POSIX
def test_names_of_no_encoding_are_shown_safely(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"l\xe4uf\n.fit")).write_bytes(RUN)
    except OSError:
        pytest.skip("the disk takes no such name")
    (name,) = Scanned(tmp_path).files
    assert name == "l?uf?.fit"


def test_a_file_that_goes_away_during_the_walk_is_named(tmp_path: Path) -> None:
    for name in ("a.fit", "b.fit", "c.fit"):
        (tmp_path / name).write_bytes(RUN)
    found = []
    for item in scan_path(tmp_path):
        found.append(item)
        (tmp_path / "b.fit").unlink(missing_ok=True)
    assert [item.name for item in found if isinstance(item, SourceFile)] == ["a.fit", "c.fit"]
    assert [item.code for item in found if isinstance(item, Problem)] == ["file_missing"]


class _Failing(folder.Folder):
    """A folder on a disk that fails in the middle of one of its files."""

    def open(self, member: Member) -> IO[bytes]:
        stream = super().open(member)
        if member.name == "b.fit":
            stream.close()
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return stream


def test_a_disk_that_fails_loses_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.fit", "b.fit", "c.fit"):
        (tmp_path / name).write_bytes(RUN)
    monkeypatch.setattr("trochlea.readers.sources.scan.Folder", _Failing)
    found = Scanned(tmp_path)
    assert list(found.files) == ["a.fit", "c.fit"]
    assert found.codes == {"b.fit": "cannot_read"}
    assert "Input/output error" in found.said


def test_a_folder_a_thousand_folders_deep_is_walked(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(1_100):
        deep = deep / "d"
        try:
            deep.mkdir()
        except OSError:  # the longest path that this disk takes
            deep = deep.parent.parent
            break
    (deep / "1.fit").write_bytes(RUN)
    try:
        assert list(Scanned(tmp_path).files.values()) == [RUN]
    finally:
        # Folder by folder, as what clears up after tests calls itself for each.
        (deep / "1.fit").unlink()
        for folder in (deep, *deep.parents):
            if folder == tmp_path:
                break
            folder.rmdir()


def test_a_quick_look_tells_about_how_much_there_is(tmp_path: Path) -> None:
    (tmp_path / "1.fit").write_bytes(RUN)
    (tmp_path / "photo.jpg").write_bytes(bytes(1_000))
    members = {"2.fit": RUN, "3.fit": RUN, "notes.txt": b"x", "__MACOSX/._2.fit": RUN}
    (tmp_path / "x.zip").write_bytes(zipped(members))
    assert expected(tmp_path) == (3, 3 * len(RUN))
    assert expected(tmp_path / "x.zip") == (2, 2 * len(RUN))
    assert expected(tmp_path / "1.fit") == (1, len(RUN))
    assert expected(tmp_path / "none.fit") == (1, 0)
    (tmp_path / "cut.zip").write_bytes(zipped(members)[:-30])
    assert expected(tmp_path / "cut.zip")[0] == 1


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.fit", b"", "empty_file", "empty"),
        ("a.fit", b"\xff\xd8\xff\xe0" + bytes(20), "not_a_fit_file", "JPEG"),
        ("a.fit", b"hello", "not_a_fit_file", "not a FIT file"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "not_an_activity_file", "JPEG"),
    ],
)
def test_refusals_name_the_file_and_the_reason(
    name: str, data: bytes, code: str, words: str
) -> None:
    outcome = read_bytes(name, data)
    (problem,) = outcome.problems
    assert (problem.code, outcome.activities) == (code, ())
    assert problem.message.startswith(f"{name}: ")
    assert words in problem.message


def test_the_format_is_told_by_content_not_by_name() -> None:
    outcome = read_bytes("renamed.jpg", RUN)
    assert outcome.format == "fit"
    assert len(outcome.activities) == 1
    assert len(outcome.sha256) == 64
