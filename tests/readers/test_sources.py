"""The walk over files, folders and archives, and what is refused by name and reason."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.readers.fit.bytes_of import fit, records, session
from trochlea.errors import Problem
from trochlea.readers import SourceFile, read_bytes, scan_path, sources

RUN = fit(records() + session())


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def found(path: Path) -> tuple[dict[str, bytes], dict[str | None, str]]:
    items = list(scan_path(path))
    files = {item.name: item.data for item in items if isinstance(item, SourceFile)}
    problems = {item.file: item.code for item in items if isinstance(item, Problem)}
    return files, problems


def test_a_folder_is_walked_in_order_and_every_file_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.fit").write_bytes(RUN)
    (tmp_path / "a.FIT").write_bytes(RUN)
    (tmp_path / "c.fit.gz").write_bytes(gzip.compress(RUN))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "track.gpx").write_bytes(b"<gpx/>")
    files, problems = found(tmp_path)
    assert list(files) == ["a.FIT", "c.fit.gz", "track.gpx", "b/2.fit"]
    assert files["c.fit.gz"] == RUN
    assert problems == {"photo.jpg": "not_an_activity_file"}


def test_an_archive_with_everything(tmp_path: Path) -> None:
    inner = zipped({"deep.fit": RUN, "deeper.zip": zipped({"x.fit": RUN})})
    path = tmp_path / "export.zip"
    path.write_bytes(
        zipped(
            {
                "../../evil.fit": RUN,
                "1.fit": RUN,
                "2.fit.gz": gzip.compress(RUN),
                "notes.txt": b"hello",
                "inner.zip": inner,
                "bomb.fit": bytes(30_000_000),
                "damaged.fit.gz": gzip.compress(RUN)[:-20],
            }
        )
    )
    files, problems = found(path)
    assert set(files) == {
        "export.zip/../../evil.fit",
        "export.zip/1.fit",
        "export.zip/2.fit.gz",
        "export.zip/inner.zip/deep.fit",
    }
    assert all(data == RUN for data in files.values())
    assert problems == {
        "export.zip/notes.txt": "not_an_activity_file",
        "export.zip/bomb.fit": "file_too_large",
        "export.zip/damaged.fit.gz": "archive_damaged",
        "export.zip/inner.zip/deeper.zip": "archive_too_deep",
    }


def test_a_gzip_bomb_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "bomb.fit.gz"
    path.write_bytes(gzip.compress(bytes(30_000_000)))
    assert found(path) == ({}, {"bomb.fit.gz": "file_too_large"})


def test_a_file_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_FILE_BYTES", 100)
    path = tmp_path / "big.fit"
    path.write_bytes(bytes(101))
    assert found(path)[1] == {"big.fit": "file_too_large"}


def test_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_ENTRIES", 2)
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{i}.fit": RUN for i in range(3)}))
    assert found(path)[1] == {"many.zip": "too_many_entries"}


def test_damaged_missing_and_broken_links(tmp_path: Path) -> None:
    good = zipped({"1.fit": RUN})
    (tmp_path / "cut.zip").write_bytes(good[: len(good) // 2])
    (tmp_path / "gone.fit").symlink_to(tmp_path / "nowhere.fit")
    assert found(tmp_path)[1] == {"cut.zip": "archive_damaged", "gone.fit": "file_missing"}
    assert found(tmp_path / "no.fit")[1] == {"no.fit": "file_missing"}


def test_an_encrypted_entry_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"1.fit": RUN}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    assert found(tmp_path)[1] == {"x.zip/1.fit": "archive_encrypted"}


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.fit", b"", "empty_file", "empty"),
        ("a.fit", b"\xff\xd8\xff\xe0" + bytes(20), "not_a_fit_file", "JPEG"),
        ("a.fit", b"hello", "not_a_fit_file", "not a FIT file"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "not_an_activity_file", "JPEG"),
        ("a.gpx", b'<?xml version="1.0"?><gpx creator="x">', "format_not_yet_read", "GPX"),
        ("a.tcx", b"<?xml?><TrainingCenterDatabase>", "format_not_yet_read", "TCX"),
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
