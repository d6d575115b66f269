"""A zip archive as a tree of files: each inflated as it is read, and counted while it is."""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Sequence
from typing import IO

from trochlea.errors import Problem
from trochlea.readers.limits import Limits
from trochlea.readers.sources.found import ExhaustedError, RefusalError, in_words
from trochlea.readers.sources.gunzip import SMALL
from trochlea.readers.sources.names import is_system_file
from trochlea.readers.sources.tree import Member
from trochlea.readers.sources.zip_directory import (
    LOCAL,
    LOCAL_MARK,
    DamagedError,
    Entry,
    overlapping,
    read_directory,
    salvaged,
)

_STORED, _DEFLATED = 0, 8
_METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_AES = 99
_RAW = -15  # window bits that mean: without head and checksum
_CHUNK = 1 << 16
_BUFFER = 1 << 18


class Budget:
    """How many bytes and files one archive may still give, with all the archives in it."""

    def __init__(self, limits: Limits) -> None:
        self.bytes = limits.inflated_bytes
        self.entries = limits.entries
        self._told = in_words(limits.inflated_bytes)

    def spend(self, count: int) -> None:
        """Take inflated bytes off.

        Raises:
            ExhaustedError: if there are not so many left.
        """
        self.bytes -= count
        if self.bytes < 0:
            reason = f"it inflates to more than {self._told}; the rest of it was not read"
            raise ExhaustedError("archive_too_large", reason)


class Archive:
    """The files of a zip archive; their names are shown and never used as paths."""

    def __init__(self, stream: IO[bytes], name: str, limits: Limits, budget: Budget) -> None:
        """List the files.

        Args:
            stream: The archive, seekable; it stays open as long as the tree is used.
            name: Its display name.
            limits: `archive_bytes`, `entries` and `ratio` are held.
            budget: What the outermost archive may still give.

        Raises:
            RefusalError: if it is larger than allowed, holds too many files or none, or is so
                damaged that no file can be found in it.
        """
        self._stream = stream
        self._limits, self._budget = limits, budget
        self._length = stream.seek(0, io.SEEK_END)
        if self._length > limits.archive_bytes:
            reason = f"it is larger than {in_words(limits.archive_bytes)}"
            raise RefusalError("archive_too_large", reason)
        self.problems: list[Problem] = []
        entries = self._listed(name)
        if not entries:
            raise RefusalError("empty_archive", "it is a zip archive that holds no files")
        budget.entries -= len(entries)
        self._entries = sorted(entries, key=lambda each: each.name.split("/"))
        self.members: Sequence[Member] = [
            Member(each.name, each.size or 0, i)
            for i, each in enumerate(self._entries)
            if not is_system_file(each.name)
        ]

    def open(self, member: Member) -> IO[bytes]:
        """Return the bytes of a file as a stream; see `Tree`."""
        entry = self._entries[member.index]
        _check(entry)
        start = _data_at(self._stream, entry, self._length)
        raw = _Inflating(self._stream, entry, start, self._limits, self._budget)
        return io.BufferedReader(raw, _BUFFER)

    def _listed(self, name: str) -> list[Entry]:
        """Return the entries, those that share bytes left out."""
        most = self._budget.entries
        try:
            entries = read_directory(self._stream, self._length, most)
        except DamagedError:
            entries = salvaged(self._stream, self._length, most)
            self._note_damage(name, len(entries))
        shared = set(overlapping(entries))
        if shared:
            text = f"{name}: {len(shared)} entries share bytes with others, as only forged "
            text += "archives have it; they were not taken."
            if len(shared) == len(entries):
                reason = "all its entries share bytes with others, as only forged archives have it"
                raise RefusalError("entries_overlap", reason)
            self.problems.append(Problem("entries_overlap", text, name, None, "the other files"))
        return [each for i, each in enumerate(entries) if i not in shared]

    def _note_damage(self, name: str, count: int) -> None:
        if not count:
            reason = "it is a damaged zip archive, and no file could be found in it"
            raise RefusalError("archive_damaged", reason)
        text = f"{name}: the zip archive is cut off or damaged and has lost its table of "
        text += f"contents; {count} files were found in what is left, others may be missing."
        self.problems.append(Problem("archive_damaged", text, name, None, "the files found"))


def _check(entry: Entry) -> None:
    """Raise where an entry cannot be taken by what its headers say."""
    if entry.flags & _ENCRYPTED or entry.method == _AES:
        reason = "it is encrypted; unpack the archive with its password first"
        raise RefusalError("archive_encrypted", reason)
    if entry.mode and stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG):
        raise RefusalError("not_a_file", "it is a link or a device, not a file")
    if entry.method not in (_STORED, _DEFLATED):
        named = _METHODS.get(entry.method, f"number {entry.method}")
        reason = f"it is packed by a method that is not supported ({named}); unpack it first"
        raise RefusalError("method_unsupported", reason)


def _data_at(stream: IO[bytes], entry: Entry, length: int) -> int:
    """Return where the data of an entry begins."""
    stream.seek(min(max(entry.offset, 0), length))
    head = stream.read(LOCAL.size)
    if entry.offset < 0 or len(head) < LOCAL.size or head[:4] != LOCAL_MARK:
        raise _damaged("the archive has nothing where it should be")
    *_, names, extras = LOCAL.unpack(head)
    start = entry.offset + LOCAL.size + int(names) + int(extras)
    if entry.packed is not None and start + entry.packed > length:
        raise _damaged("the archive is cut off within it")
    return start


def _damaged(clause: str) -> RefusalError:
    return RefusalError("archive_damaged", f"it cannot be taken out of the archive: {clause}")


class _Inflating(io.RawIOBase):
    """The content of one entry, inflated as it is read; its end is judged by its checksum."""

    def __init__(
        self, stream: IO[bytes], entry: Entry, start: int, limits: Limits, budget: Budget
    ) -> None:
        self._stream, self._entry, self._budget = stream, entry, budget
        self._at = start
        self._left = entry.packed  # None where the end is told by the data alone
        self._packed = zlib.decompressobj(_RAW) if entry.method == _DEFLATED else None
        self._ratio = limits.ratio
        self._most = self._bound(entry.packed)
        self._crc = self._size = self._used = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = b"" if self._ended else self._next(len(view))
        view[: len(data)] = data
        if not data and not self._ended:
            self._ended = True
            self._judge()
        return len(data)

    def _bound(self, packed: int | None) -> int | None:
        return None if packed is None else max(packed * self._ratio, SMALL)

    def _next(self, count: int) -> bytes:
        data = self._inflated(count) if self._packed else self._fresh(count)
        self._size += len(data)
        self._crc = zlib.crc32(data, self._crc)
        bound = self._most if self._most is not None else self._bound(self._used)
        if bound is not None and self._size > bound:
            reason = f"it inflates to more than {self._ratio} times its size"
            raise RefusalError("inflates_too_much", reason)
        if self._entry.size is not None and self._size > self._entry.size:
            raise _damaged("it holds more than it says")
        self._budget.spend(len(data))
        return data

    def _fresh(self, count: int) -> bytes:
        """Return the next bytes as they lie in the archive."""
        take = count if self._left is None else min(count, self._left)
        self._stream.seek(self._at)
        data = self._stream.read(take) if take else b""
        self._at += len(data)
        self._used += len(data)
        if self._left is not None:
            self._left -= len(data)
        return data

    def _inflated(self, count: int) -> bytes:
        packed = self._packed
        assert packed is not None
        while not packed.eof:
            waiting = packed.unconsumed_tail or self._fresh(_CHUNK)
            try:
                data = packed.decompress(waiting, count)
            except zlib.error:
                raise _damaged("its data is damaged") from None
            if data or not waiting:
                return data
        return b""

    def _judge(self) -> None:
        """Raise where the entry did not come to a good end."""
        if self._packed is not None and not self._packed.eof:
            raise _damaged("it is cut off")
        if self._packed is None and self._entry.packed is None:
            raise _damaged("its length is not known")
        if self._entry.crc is not None and self._crc != self._entry.crc:
            raise _damaged("its checksum does not fit")
