"""Zip archives in code: written whole by the standard library, or byte by byte to be wrong."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from tests.readers.fit.bytes_of import fit, records, session
from trochlea.errors import Problem
from trochlea.readers import DEFAULT_LIMITS, Limits, SourceFile, scan_path

RUN = fit(records() + session())
STORED, DEFLATED = 0, 8


def zipped(
    members: dict[str, bytes] | Sequence[tuple[str, bytes]], method: int = DEFLATED
) -> bytes:
    """Return a zip archive of files under names; as pairs, a name may stand there twice."""
    pairs = list(members.items()) if isinstance(members, dict) else members
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in pairs:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def raw_entry(
    name: bytes,
    packed: bytes,
    size: int,
    crc: int,
    *,
    offset: int,
    method: int = STORED,
    flags: int = 0,
    mode: int = 0,
) -> tuple[bytes, bytes]:
    """Return an entry as it stands in the archive and in its table, as the numbers say."""
    common = struct.pack(
        "<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0
    )
    local = b"PK\x03\x04" + common + name + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common
    central += struct.pack("<HHHII", 0, 0, 0, mode << 16, offset) + name
    return local, central


def assembled(local: bytes, central: bytes, count: int) -> bytes:
    """Return an archive of entries and their table."""
    end = struct.pack("<4HIIH", 0, 0, count, count, len(central), len(local), 0)
    return local + central + b"PK\x05\x06" + end


def one_entry(
    name: bytes = b"1.fit",
    data: bytes = RUN,
    *,
    method: int = STORED,
    flags: int = 0,
    mode: int = 0,
    crc: int | None = None,
) -> bytes:
    """Return an archive of a good file and, after it, of one whose headers are as given."""
    good, good_row = raw_entry(b"good.fit", RUN, len(RUN), zlib.crc32(RUN), offset=0)
    sum_ = zlib.crc32(data) if crc is None else crc
    packed = data
    if method == DEFLATED:
        packed = zlib.compressobj(9, zlib.DEFLATED, -15).compress(data)
    entry, row = raw_entry(
        name, packed, len(data), sum_, offset=len(good), method=method, flags=flags, mode=mode
    )
    return assembled(good + entry, good_row + row, 2)


class Scanned:
    """What a scan of a path gave."""

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        items = list(scan_path(path, limits))
        self.sources = [item for item in items if isinstance(item, SourceFile)]
        self.problems = [item for item in items if isinstance(item, Problem)]
        self.files = {item.name: item.data for item in self.sources}
        self.codes = {item.file: item.code for item in self.problems}

    @property
    def said(self) -> str:
        """All that was said, in one text."""
        return " ".join(problem.message for problem in self.problems)


def scanned(folder: Path, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Scanned:
    """Write a file into a folder and scan it by its own name."""
    path = folder / name
    path.write_bytes(data)
    return Scanned(path, limits)
