"""The table of contents of a zip archive; where it is lost, what the entries say themselves.

Written by the layout that PKWARE's APPNOTE gives (sections 4.3 and 4.5). It is not read by the
standard library, because that builds the whole table before anybody can count it, ends names at
a NUL, and has nothing for an archive that is cut off.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from trochlea.readers.sources.found import RefusalError

LOCAL = struct.Struct("<4s5H3L2H")
LOCAL_MARK = b"PK\x03\x04"
EMPTY_MARK = b"PK\x05\x06"
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_CENTRAL_MARK = b"PK\x01\x02"
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MARK = b"PK\x06\x07"
_END_64 = struct.Struct("<4sQ2H2L4Q")
_END_64_MARK = b"PK\x06\x06"
_FULL_16, _FULL_32 = 0xFFFF, 0xFFFFFFFF
_LONGEST_COMMENT = 0xFFFF
_EXTRA_64 = 1
_UTF8 = 0x800
_SIZES_LATER = 0x8
_METHODS = frozenset({0, 8, 9, 12, 14, 93, 95, 99})
_LATEST_VERSION = 63
_CHUNK = 1 << 20
_MOST_FALSE = 100_000  # marks that begin no entry: chance writes one in 4 GiB, a forger any number


class DamagedError(Exception):
    """There is no table of contents, or it is not whole."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive, as its headers tell it.

    Attributes:
        name: As written, with `/` between folders.
        offset: Where its own header begins, bytes.
        flags: Bits of the general purpose flags.
        method: How it is packed.
        crc: CRC-32 of its content, or None where it is not known.
        packed: Bytes that it takes, or None where that is not known.
        size: Bytes of its content, or None where that is not known.
        mode: Kind and rights as Unix has them, or 0.
    """

    name: str
    offset: int
    flags: int
    method: int
    crc: int | None
    packed: int | None
    size: int | None
    mode: int


def read_directory(stream: IO[bytes], length: int, most: int) -> list[Entry]:
    """Return the entries of an archive from its table of contents, folders left out.

    Args:
        stream: The archive, seekable.
        length: Its bytes.
        most: Most entries that are taken.

    Raises:
        DamagedError: if there is no table, or it is not whole.
        RefusalError: if there are too many entries, or the archive is one part of several.
    """
    start, size, shift = _directory(stream, length)
    stream.seek(start)
    entries: list[Entry] = []
    left = size
    while left > 0:
        entry, used = _central(stream, shift)
        left -= used
        if not entry.name.endswith("/"):
            entries.append(entry)
        if len(entries) > most:
            raise RefusalError("too_many_entries", f"it holds more than {most} files")
    if left:
        raise DamagedError
    return entries


def _directory(stream: IO[bytes], length: int) -> tuple[int, int, int]:
    """Return where the table begins, its bytes, and how far all offsets are shifted."""
    tail_at = max(0, length - _LONGEST_COMMENT - _END.size - _LOCATOR.size)
    stream.seek(tail_at)
    tail = stream.read(length - tail_at)
    at = tail.rfind(EMPTY_MARK)
    while at >= 0 and at + _END.size > len(tail):
        at = tail.rfind(EMPTY_MARK, 0, at)
    if at < 0:
        raise DamagedError
    _, disk, first_disk, _, count, size, offset, _ = _END.unpack_from(tail, at)
    end = tail_at + at
    if _FULL_16 in (count, disk) or _FULL_32 in (size, offset):
        found = _directory_64(stream, tail, at, length)
        if found is not None:
            end, disk, first_disk, size, offset = found
    if disk or first_disk:
        reason = "it is one part of an archive in several; join the parts first"
        raise RefusalError("archive_in_parts", reason)
    start = end - size
    if start < 0 or start < offset:
        raise DamagedError
    return start, size, start - offset


def _directory_64(
    stream: IO[bytes], tail: bytes, end_at: int, length: int
) -> tuple[int, int, int, int, int] | None:
    """Return end, disks, bytes and offset of the table from the 64-bit record, if there is one."""
    at = end_at - _LOCATOR.size
    if at < 0 or tail[at : at + 4] != _LOCATOR_MARK:
        return None
    _, _, told, _ = _LOCATOR.unpack_from(tail, at)
    beside = length - len(tail) + at - _END_64.size  # where it stands if it carries no more
    for place in (told, beside):
        if 0 <= place <= length - _END_64.size:
            stream.seek(place)
            record = stream.read(_END_64.size)
            if record[:4] == _END_64_MARK:
                _, _, _, _, disk, first_disk, _, _, size, offset = _END_64.unpack(record)
                return place, disk, first_disk, size, offset
    return None


def _central(stream: IO[bytes], shift: int) -> tuple[Entry, int]:
    """Return the next entry of the table and the bytes it takes there."""
    head = stream.read(_CENTRAL.size)
    if len(head) < _CENTRAL.size or head[:4] != _CENTRAL_MARK:
        raise DamagedError
    fields = _CENTRAL.unpack(head)
    flags, method, crc, packed, size = fields[3], fields[4], *fields[7:10]
    names, extras, comments, attributes, offset = *fields[10:13], fields[15], fields[16]
    rest = stream.read(names + extras + comments)
    if len(rest) < names + extras + comments:
        raise DamagedError
    extra = rest[names : names + extras]
    size, packed, offset = _widened(extra, (size, packed, offset))
    entry = Entry(
        _name(rest[:names], flags),
        offset + shift,
        flags,
        method,
        crc,
        packed,
        size,
        attributes >> 16,
    )
    return entry, _CENTRAL.size + len(rest)


def _widened(extra: bytes, numbers: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return size, packed size and offset, from the 64-bit extra field where they need it."""
    wide = list(numbers)
    missing = [i for i, number in enumerate(wide) if number == _FULL_32]
    at = 0
    while missing and at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        if tag == _EXTRA_64:
            for place, i in enumerate(missing):
                if 8 * place + 8 <= len(field):
                    wide[i] = struct.unpack_from("<Q", field, 8 * place)[0]
            break
        at += 4 + length
    return wide[0], wide[1], wide[2]


def _name(raw: bytes, flags: int) -> str:
    """Return a name; many programs write UTF-8 without saying so, so that it is tried first."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("utf-8", "replace") if flags & _UTF8 else raw.decode("cp437")
    return name.replace("\\", "/")


def salvaged(stream: IO[bytes], length: int, most: int) -> list[Entry]:
    """Return the entries of an archive that has lost its table of contents, folders left out.

    Each entry begins with a header of its own. Where that tells the packed size, the next one is
    looked for behind it; else from its first byte on. What is within a packed file can then be
    taken for an entry; it is read like any other.

    Args:
        stream: The archive, seekable.
        length: Its bytes.
        most: Most entries that are taken; the rest is left out.
    """
    entries: list[Entry] = []
    marks = _Marks(stream)
    at = false = 0
    while len(entries) < most and false < _MOST_FALSE:
        at = marks.after(at)
        if at < 0:
            break
        found = _local(stream, at, length)
        if found is None:
            at += len(LOCAL_MARK)
            false += 1
            continue
        entry, data_at = found
        if not entry.name.endswith("/"):
            entries.append(entry)
        at = data_at + (entry.packed or 0)
    return entries


class _Marks:
    """Finds the headers of entries in a stream that is read through once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._block, self._base = b"", 0

    def after(self, at: int) -> int:
        """Return where the next header begins, at a place or after it; -1 for nowhere."""
        while True:
            found = self._block.find(LOCAL_MARK, at - self._base) if at >= self._base else -1
            if found >= 0:
                return self._base + found
            # A mark may lie across the end of the block.
            end = self._base + len(self._block)
            at = max(at, end - len(LOCAL_MARK) + 1)
            self._stream.seek(at)
            self._block, self._base = self._stream.read(_CHUNK), at
            if len(self._block) < len(LOCAL_MARK):
                return -1


def _local(stream: IO[bytes], at: int, length: int) -> tuple[Entry, int] | None:
    """Return the entry whose own header stands at a place and where its data begins, or None."""
    stream.seek(at)
    head = stream.read(LOCAL.size)
    if len(head) < LOCAL.size:
        return None
    _, version, flags, method, _, _, crc, packed, size, names, extras = LOCAL.unpack(head)
    data_at = at + LOCAL.size + names + extras
    raw = stream.read(names)
    if version & 0xFF > _LATEST_VERSION or method not in _METHODS or not names or data_at > length:
        return None
    size, packed, _ = _widened(stream.read(extras), (size, packed, 0))
    later = bool(flags & _SIZES_LATER) and not packed
    name = _name(raw, flags)
    if later:
        return Entry(name, at, flags, method, None, None, None, 0), data_at
    return Entry(name, at, flags, method, crc, packed, size, 0), data_at


def overlapping(entries: list[Entry]) -> Iterator[int]:
    """Yield the places of entries that share bytes with another, as only forged ones do."""
    order = sorted(range(len(entries)), key=lambda i: entries[i].offset)
    reach, last = -1, -1
    for i in order:
        entry = entries[i]
        if entry.offset < reach:
            yield from (last, i)
        # The name's length here and its bytes there may differ; the header alone is certain.
        end = entry.offset + LOCAL.size + (entry.packed or 0)
        if end > reach:
            reach, last = end, i
