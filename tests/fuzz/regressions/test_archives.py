"""Archives that once did harm, each as small as it could be made."""

from __future__ import annotations

import struct
import zlib

from tests.fuzz.generators import ARCHIVE, Mutant
from tests.fuzz.verdict import faults


def stored(name: bytes, data: bytes = b"hello") -> bytes:
    """Return a zip archive of one file, written byte by byte, as `zipfile` would not write it."""
    common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, zlib.crc32(data), 5, 5, len(name), 0)
    local = b"PK\x03\x04" + common + name + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common
    central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def test_an_entry_without_a_name() -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", stored(b""))) == []


def test_an_entry_named_by_control_characters() -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", stored(b"\x1b[2J\r\n\x00.fit"))) == []


def test_an_entry_named_by_bytes_of_no_encoding() -> None:
    assert faults(Mutant(ARCHIVE, "a.zip", stored(b"\xff\xfe.fit"))) == []
