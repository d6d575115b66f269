"""Archives that once did harm, each as small as it could be made."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.fuzz.generators import ARCHIVE, Mutant
from tests.fuzz.verdict import faults

STORED, BZIP2, LZMA = 0, 12, 14


def zipped(name: bytes, data: bytes = b"hello", method: int = STORED) -> bytes:
    """Return a zip archive of one file, written byte by byte, as `zipfile` would not write it."""
    size = len(data)
    sizes = (zlib.crc32(data), size, size, len(name), 0)
    common = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, *sizes)
    local = b"PK\x03\x04" + common + name + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common
    central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def test_an_entry_without_a_name() -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", zipped(b""))) == []


def test_an_entry_named_by_control_characters() -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", zipped(b"\x1b[2J\r\n\x00.fit"))) == []


def test_an_entry_named_by_bytes_of_no_encoding() -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", zipped(b"\xff\xfe.fit"))) == []


@pytest.mark.parametrize(
    "data", [b"\x09\x04\x05\x00" + b"\xff" * 20, b"\x09\x04\xff\xff", b"\x00", b""]
)
@pytest.mark.parametrize("method", [LZMA, BZIP2, 8, 9, 93, 99])
def test_an_entry_packed_by_a_method_that_its_bytes_belie(data: bytes, method: int) -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", zipped(b"a.fit", data, method))) == []
