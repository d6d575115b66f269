"""Bad zip archives, each with its reason, while what is good beside it is read."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.sources.archives import (
    DEFLATED,
    RUN,
    STORED,
    Scanned,
    assembled,
    one_entry,
    raw_entry,
    scanned,
    zipped,
)
from trochlea.readers import Limits

GOOD = {"x.zip/good.fit": RUN}


def test_a_cut_archive_gives_its_whole_files_and_says_so(tmp_path: Path) -> None:
    data = zipped({f"{i}.fit": RUN for i in range(4)}, STORED)
    found = scanned(tmp_path, "x.zip", data[: 2 * (len(RUN) + 35) + 60])
    assert found.files == {"x.zip/0.fit": RUN, "x.zip/1.fit": RUN}
    assert found.codes == {"x.zip": "archive_damaged", "x.zip/2.fit": "archive_damaged"}
    assert "3 files were found" in found.said
    assert "cut off within it" in found.said


@pytest.mark.parametrize("method", [STORED, DEFLATED])
def test_an_archive_without_its_table_is_read_by_its_entries(method: int, tmp_path: Path) -> None:
    data = zipped({f"{i}.fit": RUN for i in range(4)}, method)
    table = data.index(b"PK\x01\x02")
    found = scanned(tmp_path, "x.zip", data[:table])
    assert list(found.files.values()) == [RUN] * 4
    (problem,) = found.problems
    assert problem.kept == "the files found"


def test_a_cut_archive_that_was_streamed_is_read_without_known_lengths(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            self.data += bytes(data)  # type: ignore[call-overload]
            return len(data)  # type: ignore[arg-type]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.fit", RUN)
        archive.writestr("2.fit", RUN)
    found = scanned(tmp_path, "x.zip", pipe.data[: pipe.data.index(b"PK\x01\x02")])
    assert list(found.files.values()) == [RUN, RUN]


def test_an_archive_of_nothing_but_marks_is_given_up(tmp_path: Path) -> None:
    data = b"PK\x03\x04" * 200_000 + zipped({"1.fit": RUN})[:-22]
    found = scanned(tmp_path, "x.zip", data)
    assert (found.files, found.codes) == ({}, {"x.zip": "archive_damaged"})


def test_a_wrong_checksum_loses_one_file(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", one_entry(crc=1234))
    assert found.files == GOOD
    assert found.codes == {"x.zip/1.fit": "archive_damaged"}
    assert "its checksum does not fit" in found.said


@pytest.mark.parametrize("method", [1, 9, 12, 14, 93, 97, 65_535])
def test_a_method_that_is_not_supported_is_named(method: int, tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", one_entry(method=method))
    assert (found.files, found.codes) == (GOOD, {"x.zip/1.fit": "method_unsupported"})


def test_a_method_that_the_bytes_belie_is_damage(tmp_path: Path) -> None:
    data = bytearray(one_entry())
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.rindex(mark) + at] = DEFLATED
    found = scanned(tmp_path, "x.zip", bytes(data))
    assert (found.files, found.codes) == (GOOD, {"x.zip/1.fit": "archive_damaged"})


@pytest.mark.parametrize(("flags", "method"), [(1, 0), (0x41, 8), (0x2000, 0), (0, 99)])
def test_an_encrypted_file_is_named(flags: int, method: int, tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", one_entry(flags=flags, method=method))
    assert (found.files, found.codes) == (GOOD, {"x.zip/1.fit": "archive_encrypted"})
    assert "password" in found.said


def test_an_archive_without_files_is_told(tmp_path: Path) -> None:
    assert scanned(tmp_path, "x.zip", zipped({})).codes == {"x.zip": "empty_archive"}
    assert scanned(tmp_path, "y.zip", zipped({"folder/": b""})).codes == {"y.zip": "empty_archive"}


def test_names_that_stand_there_twice_are_both_read(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", zipped([("a.fit", RUN), ("a.fit", RUN), ("A.fit", RUN)]))
    assert set(found.files) == {"x.zip/a.fit", "x.zip/a.fit (2)", "x.zip/A.fit"}
    assert found.problems == []


@pytest.mark.parametrize(
    "name",
    [
        "/etc/evil.fit",
        "../../evil.fit",
        "C:\\evil.fit",
        "\\\\server\\share\\evil.fit",
        "a/../../evil.fit",
        "x" * 10_000 + ".fit",
        "\u202eevil.fit",
        "a\x1b[2Jb.fit",
    ],
)
def test_odd_names_are_shown_safely_and_never_used(name: str, tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", zipped({name: RUN}))
    ((shown, data),) = found.files.items()
    assert (data, found.problems) == (RUN, [])
    assert shown.isprintable()
    assert len(shown) <= 201
    assert shown.endswith(".fit")
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_a_name_with_a_nul_is_read_whole(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", one_entry(name=b"a\x00.fit"))
    assert found.files == GOOD | {"x.zip/a?.fit": RUN}


def test_names_in_utf_8_that_do_not_say_so_are_understood(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", one_entry(name="Läufe/1.fit".encode()))
    assert "x.zip/Läufe/1.fit" in found.files


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_in_an_archive_is_not_followed(kind: int, tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", one_entry(data=b"/etc/passwd", mode=kind | 0o777))
    assert (found.files, found.codes) == (GOOD, {"x.zip/1.fit": "not_a_file"})


def test_more_files_than_sixteen_bits_count_are_all_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for i in range(65_536):
            archive.writestr(zipfile.ZipInfo(f"{i}.fit"), b"x")
    assert len(Scanned(tmp_path / "x.zip").files) == 65_536
    refused = Scanned(tmp_path / "x.zip", Limits(entries=65_535))
    assert (refused.files, refused.codes) == ({}, {"x.zip": "too_many_entries"})


def test_64_bit_sizes_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name in ("1.fit", "2.fit"):
            with archive.open(name, "w", force_zip64=True) as entry:
                entry.write(RUN)
    assert list(Scanned(tmp_path / "x.zip").files.values()) == [RUN, RUN]


def test_64_bit_sizes_and_offsets_in_the_table_are_read(tmp_path: Path) -> None:
    local, _ = raw_entry(b"1.fit", RUN, len(RUN), zlib.crc32(RUN), offset=0)
    full = 0xFFFFFFFF
    extra = struct.pack("<HHQQQ", 1, 24, len(RUN), len(RUN), 0)
    row = b"PK\x01\x02" + struct.pack(
        "<6H3I5H2I",
        45,
        45,
        0,
        0,
        0,
        33,
        zlib.crc32(RUN),
        full,
        full,
        5,
        len(extra),
        0,
        0,
        0,
        0,
        full,
    )
    row += b"1.fit" + extra
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(row), len(local))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(local) + len(row), 1)
    end = b"PK\x05\x06" + struct.pack("<4HIIH", 0, 0, 0xFFFF, 0xFFFF, full, full, 0)
    found = scanned(tmp_path, "x.zip", local + row + record + locator + end)
    assert (found.files, found.problems) == ({"x.zip/1.fit": RUN}, [])


def test_bytes_before_the_archive_and_a_comment_after_it_do_no_harm(tmp_path: Path) -> None:
    out = io.BytesIO(b"#!/bin/sh\n" * 5)
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("1.fit", RUN)
        archive.comment = b"hello PK\x05\x06 there"
    found = scanned(tmp_path, "x.zip", out.getvalue())
    assert (found.files, found.problems) == ({"x.zip/1.fit": RUN}, [])


def test_one_part_of_an_archive_in_several_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"1.fit": RUN}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 4 : at + 8] = struct.pack("<HH", 2, 2)
    assert scanned(tmp_path, "x.zip", bytes(data)).codes == {"x.zip": "archive_in_parts"}


def test_archives_are_opened_two_deep(tmp_path: Path) -> None:
    data = zipped({"3.fit": RUN})
    for level in (2, 1):
        data = zipped({f"{level}.fit": RUN, "inner.zip": data})
    found = scanned(tmp_path, "x.zip", data)
    assert set(found.files) == {"x.zip/1.fit", "x.zip/inner.zip/2.fit"}
    assert found.codes == {"x.zip/inner.zip/inner.zip": "archive_too_deep"}
    deeper = Scanned(tmp_path / "x.zip", Limits(depth=3))
    assert (len(deeper.files), deeper.problems) == (3, [])


def test_files_that_share_bytes_are_forged_and_the_others_are_read(tmp_path: Path) -> None:
    good, good_row = raw_entry(b"good.fit", RUN, len(RUN), zlib.crc32(RUN), offset=0)
    inner, _ = raw_entry(b"1.fit", RUN, len(RUN), zlib.crc32(RUN), offset=0)
    outer, outer_row = raw_entry(b"2.fit", inner, len(inner), zlib.crc32(inner), offset=len(good))
    place = len(good) + len(outer) - len(inner)
    _, inner_row = raw_entry(b"1.fit", RUN, len(RUN), zlib.crc32(RUN), offset=place)
    data = assembled(good + outer, good_row + outer_row + inner_row, 3)
    found = scanned(tmp_path, "x.zip", data)
    assert (found.files, found.codes) == (GOOD, {"x.zip": "entries_overlap"})
    assert "2 entries share bytes" in found.said


def test_a_bomb_of_files_over_one_kernel_gives_nothing(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = packer.compress(bytes(10_000_000)) + packer.flush()
    local, _ = raw_entry(b"0.fit", kernel, 10_000_000, 0, offset=0, method=DEFLATED)
    rows = [
        raw_entry(b"%d.fit" % i, kernel, 10_000_000, 0, offset=0, method=DEFLATED)[1]
        for i in range(200)
    ]
    found = scanned(tmp_path, "x.zip", assembled(local, b"".join(rows), 200))
    assert (found.files, found.codes) == ({}, {"x.zip": "entries_overlap"})


def test_a_gigabyte_of_zeros_stops_early_and_in_little_memory(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = bytes(2**24)
    packed = b"".join(packer.compress(part) for _ in range(64)) + packer.flush()
    local, row = raw_entry(b"bomb.fit", packed, 2**30, 0, offset=0, method=DEFLATED)
    (tmp_path / "x.zip").write_bytes(assembled(local, row, 1))
    del part, packed, local
    tracemalloc.start()
    found = Scanned(tmp_path / "x.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.codes == {"x.zip/bomb.fit": "file_too_large"}
    assert peak < 100 * 2**20


def test_an_archive_that_inflates_to_too_much_is_given_up_as_a_whole(tmp_path: Path) -> None:
    inner = zipped({f"{i}.fit": RUN for i in range(20)})
    data = zipped({"0.fit": RUN, "inner.zip": inner, "z.fit": RUN})
    limits = Limits(inflated_bytes=len(RUN) * 8)
    found = scanned(tmp_path, "x.zip", data, limits)
    assert 1 <= len(found.files) < 9
    assert found.codes == {"x.zip": "archive_too_large"}
    (tmp_path / "y.fit").write_bytes(RUN)
    assert "y.fit" in Scanned(tmp_path, limits).files


def test_an_archive_larger_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", zipped({"1.fit": RUN}), Limits(archive_bytes=100))
    assert (found.files, found.codes) == ({}, {"x.zip": "archive_too_large"})


def test_a_file_that_holds_more_than_it_says_is_not_taken(tmp_path: Path) -> None:
    local, row = raw_entry(b"1.fit", RUN, 9, zlib.crc32(RUN), offset=0)
    found = scanned(tmp_path, "x.zip", assembled(local, row, 1))
    assert (found.files, found.codes) == ({}, {"x.zip/1.fit": "archive_damaged"})


def test_a_zip_under_the_name_of_a_run_is_opened(tmp_path: Path) -> None:
    found = scanned(tmp_path, "x.zip", zipped({"1.fit": zipped({"run.fit": RUN})}))
    assert found.files == {"x.zip/1.fit/run.fit": RUN}


def test_what_macos_puts_beside_files_is_passed_over(tmp_path: Path) -> None:
    members = {"1.fit": RUN, "__MACOSX/._1.fit": b"x", "a/.DS_Store": b"x", "a/._2.fit": b"x"}
    found = scanned(tmp_path, "x.zip", zipped(members))
    assert (list(found.files), found.problems) == (["x.zip/1.fit"], [])


MARKS = (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"\x1f\x8b")
NAMES = ("1.fit", "../2.gpx", "a/3.fit.gz", "4.zip", "activities.csv", "activities/1.fit", "x.xml")


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """A zip archive, sometimes within another, with some of its bytes written over."""
    content = st.one_of(st.just(RUN), st.binary(max_size=40), st.just(b"PK\x03\x04"))
    members = draw(st.lists(st.tuples(st.sampled_from(NAMES), content), max_size=4))
    data = zipped(members, draw(st.sampled_from((STORED, DEFLATED))))
    if draw(st.booleans()):
        data = zipped([("inner.zip", data), ("1.fit", RUN)], STORED)
    out = bytearray(data)
    for _ in range(draw(st.integers(0, 4))):
        patch = draw(st.one_of(st.binary(min_size=1, max_size=4), st.sampled_from(MARKS)))
        at = draw(st.integers(0, max(len(out) - 1, 0)))
        out[at : at + len(patch)] = patch
    return bytes(out[: draw(st.integers(0, len(out)))]) if draw(st.booleans()) else bytes(out)


@given(data=archives())
@settings(max_examples=300, deadline=None)
def test_no_archive_whatever_its_bytes_raises(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    found = scanned(folder, "x.zip", data)
    assert found.sources or found.problems
    assert all(source.name.isprintable() for source in found.sources)
    assert len(found.files) == len(found.sources), "two files under one name"
    assert [path.name for path in folder.iterdir()] == ["x.zip"]


@given(data=st.binary(max_size=200))
def test_no_file_whatever_its_bytes_raises(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("file")
    for name in ("x.fit", "x.fit.gz", "x.zip", "x.json", "x.csv", "x.xml"):
        found = scanned(folder, name, data)
        assert found.sources or found.problems
