"""Bad archives: each is refused or skipped with a reason, and what is good beside it is read."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contracts.checks import problem_violations
from tests.contracts.samples import SAMPLES
from tests.fuzz.archive_mutants import zipped
from trochlea.errors import Problem
from trochlea.readers import SourceFile, scan_path

RUN = SAMPLES["fit"].minimal()
LONGEST_SHOWN = 600


def found(path: Path) -> tuple[list[SourceFile], list[Problem]]:
    """Return what a scan gives; each thing that is not a file to read is a problem in words."""
    items = list(scan_path(path))
    problems = [item for item in items if isinstance(item, Problem)]
    assert [fault for each in problems for fault in problem_violations(each)] == []
    return [item for item in items if isinstance(item, SourceFile)], problems


def altered(
    data: bytes, local: int, central: int, value: bytes, name: bytes = b"bad.fit"
) -> bytes:
    """Return an archive with bytes of one entry's two headers written over."""
    out = bytearray(data)
    first, last = out.index(name) - 30 + local, out.rindex(name) - 46 + central
    out[first : first + len(value)] = value
    out[last : last + len(value)] = value
    return bytes(out)


def two() -> bytes:
    return zipped([("bad.fit", RUN), ("good.fit", RUN)])


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("bad.fit")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("good.fit", RUN)
    return out.getvalue()


def streamed() -> bytes:
    """Return an archive written to a pipe: sizes and checksums stand after the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.parts.append(bytes(data))  # type: ignore[call-overload]
            return len(self.parts[-1])

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr("1.fit", RUN)
        archive.writestr("2.fit", RUN)
    return b"".join(pipe.parts)


def zip64() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("1.fit", "2.fit"):
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(RUN)
    return out.getvalue()


def overlapping() -> bytes:
    """Return an archive whose second entry stands within its first one."""
    inner = zipped([("good.fit", RUN)], zipfile.ZIP_STORED)
    data = bytearray(zipped([("bad.fit", inner), ("good.fit", RUN)], zipfile.ZIP_STORED))
    inside = data.index(b"PK\x03\x04", 4)
    last = data.rindex(b"good.fit") - 46
    data[last + 42 : last + 46] = struct.pack("<I", inside)
    return bytes(data)


def deep(levels: int) -> bytes:
    data = zipped([("deep.fit", RUN)])
    for _ in range(levels):
        data = zipped([("good.fit", RUN), ("inner.zip", data)])
    return data


# What it is: its bytes, how many runs must come out of it, and whether a reason must be given.
BAD: dict[str, tuple[Callable[[], bytes], int, bool]] = {
    "cut in half": (lambda: two()[: len(two()) // 2], 0, True),
    "cut before its end": (lambda: two()[:-10], 0, True),
    "a wrong checksum": (lambda: altered(two(), 14, 16, b"\1\2\3\4"), 1, True),
    "a method of its own": (lambda: altered(two(), 8, 10, b"\x63\x00"), 1, True),
    "an encrypted entry": (lambda: altered(two(), 6, 8, b"\x01\x00"), 1, True),
    "a size that is too small": (lambda: altered(two(), 22, 24, b"\x09\0\0\0"), 1, True),
    "a size of gigabytes": (lambda: altered(two(), 22, 24, b"\xff\xff\xff\x7f"), 2, False),
    "no files": (lambda: zipped([]), 0, True),
    "a link": (link, 1, True),
    "entries over each other": (overlapping, 0, True),
    "too deep": (lambda: deep(3), 2, True),
    "deep, and not too deep": (lambda: deep(1), 2, False),
    "a bomb": (lambda: zipped([("bad.fit", bytes(70_000_000)), ("good.fit", RUN)]), 1, True),
    "written to a pipe": (streamed, 2, False),
    "64-bit sizes": (zip64, 2, False),
}
NAMES = (
    ("../../../evil.fit", "/tmp/evil.fit"),
    ("C:\\evil.fit", "\\\\server\\share\\evil.fit"),
    ("RUN.FIT", "run.fit"),
    ("run.fit", "run.fit"),
    ("a\x01b.fit", "\u202etif.fit"),
    ("x" * 10_000 + ".fit", "y" * 10_000 + "/1.fit"),
    ("con.fit", "a/b/../../../c.fit"),
)


def folder_with(tmp_path: Path, data: bytes) -> Path:
    folder = tmp_path / "runs"
    folder.mkdir()
    (folder / "bad.zip").write_bytes(data)
    (folder / "beside.fit").write_bytes(RUN)
    return folder


@pytest.mark.parametrize("what", BAD)
def test_a_bad_archive_is_given_a_reason_and_the_rest_is_read(what: str, tmp_path: Path) -> None:
    build, runs, reason = BAD[what]
    files, problems = found(folder_with(tmp_path, build()))
    assert "beside.fit" in {file.name for file in files}
    inside = [file for file in files if file.name != "beside.fit"]
    assert [file.data for file in inside].count(RUN) >= runs
    assert all(file.data in (RUN, b"") or not reason for file in inside)
    assert bool(problems) == reason, [problem.message for problem in problems]


@pytest.mark.parametrize("names", NAMES)
def test_odd_names_are_shown_and_never_used(names: tuple[str, str], tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's own, of a name that stands there twice
        data = zipped([(name, RUN) for name in names])
    folder = folder_with(tmp_path, data)
    files, problems = found(folder)
    assert len(files) + len(problems) == 3
    for shown in [file.name for file in files] + [problem.file or "" for problem in problems]:
        assert shown.isprintable()
        assert len(shown) <= LONGEST_SHOWN
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bad.zip", "beside.fit", "runs"]


def test_a_name_with_a_nul(tmp_path: Path) -> None:
    data = two().replace(b"bad.fit", b"b\x00d.fit")
    files, problems = found(folder_with(tmp_path, data))
    assert len(files) + len(problems) == 3
    assert {file.name for file in files} >= {"beside.fit", "bad.zip/good.fit"}


def test_more_entries_than_sixteen_bits_can_count(tmp_path: Path) -> None:
    count = 65_537
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for i in range(count):
            archive.writestr(zipfile.ZipInfo(f"{i}.fit"), b"x")
    files, problems = found(tmp_path / "many.zip")
    assert len(files) + len(problems) == count
