"""Broken zip and gzip archives: names, sizes, flags, methods, checksums, archives in archives."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile
from collections.abc import Sequence
from random import Random

from tests.fuzz.byte_mutants import mutated_bytes

Member = tuple[str, bytes]

NAMES = (
    "../../evil.fit",
    "/etc/passwd.fit",
    "C:\\Windows\\run.fit",
    "\\\\server\\share\\run.gpx",
    "a/../../b.fit",
    "RUN.FIT",
    "run.fit",
    "run.fit.gz",
    "run.zip",
    "activities.csv",
    "activities/1.fit.gz",
    "apple_health_export/export.xml",
    "apple_health_export/workout-routes/route_1.gpx",
    "DI_CONNECT/DI-Connect-Fitness/a_0_summarizedActivities.json",
    "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip",
    "training-session-2024.json",
    "cardioActivities.csv",
    "x" * 3_000 + ".fit",
    "\u202efit.exe.fit",
    "été.fit",
    ".fit",
    "",
    " ",
    "dir/",
    "a\nb.fit",
    "CON.fit",
    "__MACOSX/._run.fit",
)
METHODS = (0, 8, 9, 12, 14, 93, 99, 65_535)
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
# Offsets of (version, flags, method, time, crc, packed, size, name length) in each header.
_FIELDS = {
    _LOCAL: {
        "flags": 6,
        "method": 8,
        "crc": 14,
        "packed": 18,
        "size": 22,
        "name": 26,
        "extra": 28,
    },
    _CENTRAL: {
        "flags": 8,
        "method": 10,
        "crc": 16,
        "packed": 20,
        "size": 24,
        "name": 28,
        "extra": 30,
        "disk": 34,
        "mode": 38,
        "offset": 42,
    },
    _END: {"disk": 4, "count": 10, "length": 12, "offset": 16, "comment": 20},
}
_LONG = {"crc", "packed", "size", "mode", "length"}
_NUMBERS = (0, 1, 2, 20, 255, 65_535, 2**31, 2**32 - 1)


def zipped(members: Sequence[Member], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive; a name may stand in it twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name or "-", (2024, 5, 12, 8, 0, 0)), data, method)
    return out.getvalue()


def _member(rng: Random, name: str, data: bytes) -> Member:
    """Return a member under its own name or an odd one, as it is, packed or broken."""
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(NAMES), data
    if kind < 0.55:
        packed = gzip.compress(data, 1, mtime=0)
        return f"{name}.gz", mutated_bytes(rng, packed) if rng.random() < 0.5 else packed
    return name, mutated_bytes(rng, data) if kind < 0.65 else data


def _members(rng: Random, files: Sequence[Member]) -> list[Member]:
    count = rng.choice((1, 2, 3, 6))
    members = [_member(rng, *rng.choice(files)) for _ in range(count)]
    if rng.random() < 0.05:
        members.append(("bomb.fit", bytes(rng.choice((100_000, 3_000_000)))))
    if rng.random() < 0.1:
        members *= 2
    return members


def _alter_headers(rng: Random, data: bytes) -> bytes:
    """Change numbers in the local, central and end headers."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        mark = rng.choice((_LOCAL, _CENTRAL, _CENTRAL, _END))
        places = _found(out, mark)
        if not places:
            continue
        at = rng.choice(places)
        name, offset = rng.choice(list(_FIELDS[mark].items()))
        wide = name in _LONG or (name == "offset")
        value = rng.choice(METHODS) if name == "method" else rng.choice(_NUMBERS)
        if name == "mode":
            value = rng.choice((0o120777, 0o040755, 0o010644, 0o100644)) << 16
        if name == "flags":
            value = rng.choice((1, 8, 0x20, 0x40, 0x800, 0x2000, 0xFFFF))
        packed = struct.pack("<I" if wide else "<H", value & (0xFFFFFFFF if wide else 0xFFFF))
        if at + offset + len(packed) <= len(out):
            out[at + offset : at + offset + len(packed)] = packed
    return bytes(out)


def _found(data: bytearray, mark: bytes) -> list[int]:
    places, at = [], data.find(mark)
    while at >= 0:
        places.append(at)
        at = data.find(mark, at + 4)
    return places


def _renamed(rng: Random, data: bytes) -> bytes:
    """Write a NUL, a control character or a byte of no encoding into the names."""
    old = rng.choice((b".fit", b".gpx", b"run", b"/"))
    new = rng.choice((b"\x00fit", b"\x1b[2J", b"\xff\xfe", b"\r\n", b"..", b"\\"))
    return data.replace(old, (new * 4)[: len(old)])


def _gzip(rng: Random, files: Sequence[Member]) -> bytes:
    """Return a gzip file: whole, chained, wrong in its header, its end or its middle."""
    name, data = rng.choice(files)
    packed = bytearray(gzip.compress(data, rng.choice((0, 1, 9)), mtime=0))
    which = rng.randrange(6)
    if which == 0:
        packed[3] = rng.choice((1, 2, 4, 8, 16, 255))
    elif which == 1:
        packed[-8:-4] = rng.randbytes(4)
    elif which == 2:
        packed[-4:] = rng.randbytes(4)
    elif which == 3:
        packed += gzip.compress(name.encode(), mtime=0)
    elif which == 4:
        packed += rng.randbytes(20)
    else:
        packed[2] = rng.randrange(256)
    return bytes(packed)


def archive_mutant(rng: Random, files: Sequence[Member]) -> tuple[str, bytes]:
    """Return a broken archive and the end of the name that it should have.

    Args:
        rng: Where chance comes from.
        files: Names and bytes of files that may stand in it.
    """
    if rng.random() < 0.15:
        data = _gzip(rng, files)
        return ".gz", mutated_bytes(rng, data) if rng.random() < 0.4 else data
    members = _members(rng, files)
    data = zipped(members, rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))
    for _ in range(rng.choice((0, 0, 0, 1, 2, 3))):
        if rng.random() < 0.3:
            data = _alter_headers(rng, data)
        data = zipped([("inner.zip", data), rng.choice(files)])
    if rng.random() < 0.6:
        data = _alter_headers(rng, data)
    if rng.random() < 0.15:
        data = _renamed(rng, data)
    if rng.random() < 0.3:
        data = mutated_bytes(rng, data)
    if rng.random() < 0.05:
        data = rng.randbytes(30) + data
    if rng.random() < 0.05:
        data += data
    return ".zip", data
