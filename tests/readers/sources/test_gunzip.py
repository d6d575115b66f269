"""Gzip files: of one part or several, with something after them, cut off, damaged, or forged."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.readers.sources.archives import RUN, scanned
from trochlea.readers import DEFAULT_LIMITS, Limits
from trochlea.readers.sources.found import RefusalError
from trochlea.readers.sources.gunzip import gunzip

NOISE = bytes(i * i % 251 for i in range(200_000))


def test_several_parts_are_one_file() -> None:
    packed = gzip.compress(RUN[:100]) + gzip.compress(b"") + gzip.compress(RUN[100:])
    assert gunzip(packed, DEFAULT_LIMITS).data == RUN
    assert gunzip(packed, DEFAULT_LIMITS).lost is None


def test_zeros_after_the_end_are_padding() -> None:
    assert gunzip(gzip.compress(RUN) + bytes(512), DEFAULT_LIMITS).lost is None


def test_garbage_after_the_end_is_told_and_the_file_is_read(tmp_path: Path) -> None:
    found = scanned(tmp_path, "1.fit.gz", gzip.compress(RUN) + b"garbage")
    assert found.files == {"1.fit.gz": RUN}
    (problem,) = found.problems
    assert (problem.code, bool(problem.kept)) == ("gzip_damaged", True)
    assert "7 bytes after its end" in problem.message


def test_a_cut_file_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    packed = gzip.compress(NOISE, 1)
    found = scanned(tmp_path, "1.fit.gz", packed[: len(packed) // 2])
    (data,) = found.files.values()
    assert NOISE.startswith(data)
    assert len(data) > len(NOISE) // 4
    assert found.codes == {"1.fit.gz": "gzip_damaged"}


def test_a_file_of_which_nothing_can_be_unpacked_is_refused(tmp_path: Path) -> None:
    for data in (b"\x1f\x8b\x08", b"\x1f\x8b" + b"\xff" * 50, gzip.compress(RUN)[:10]):
        found = scanned(tmp_path, "1.fit.gz", data)
        assert (found.files, found.codes) == ({}, {"1.fit.gz": "archive_damaged"})


def test_a_wrong_checksum_is_no_whole_file() -> None:
    packed = bytearray(gzip.compress(RUN))
    packed[-6] ^= 1
    with pytest.raises(RefusalError, match="damaged"):
        gunzip(bytes(packed), DEFAULT_LIMITS)


def test_a_gzip_bomb_stops_early(tmp_path: Path) -> None:
    found = scanned(tmp_path, "bomb.fit.gz", gzip.compress(bytes(30_000_000)))
    assert (found.files, found.codes) == ({}, {"bomb.fit.gz": "inflates_too_much"})
    found = scanned(tmp_path, "big.fit.gz", gzip.compress(NOISE), Limits(file_bytes=100_000))
    assert found.codes == {"big.fit.gz": "file_too_large"}


def test_many_small_bombs_in_one_file_are_one_bomb() -> None:
    packed = gzip.compress(bytes(10_000_000)) * 8
    with pytest.raises(RefusalError):
        gunzip(packed, Limits(file_bytes=1_000_000))


def test_archives_of_other_kinds_are_named_and_not_opened(tmp_path: Path) -> None:
    for name in ("runs.tar", "runs.tar.gz", "runs.tgz", "runs.7z", "runs.rar"):
        data = gzip.compress(RUN) if name.endswith("gz") else RUN
        found = scanned(tmp_path, name, data)
        assert (found.files, found.codes) == ({}, {name: "archive_unsupported"})
        assert "unpack it" in found.said
