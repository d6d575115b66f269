"""Walk a path to the files in it: a file, a folder, a gzip file, a zip archive; within limits."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

from trochlea.errors import Problem
from trochlea.model import ActivityNotes
from trochlea.readers.formats import promised

MAX_FILE_BYTES = 64 * 2**20
MAX_INNER_ARCHIVE_BYTES = 2**30
MAX_TOTAL_BYTES = 20 * 2**30
MAX_ENTRIES = 100_000
MAX_RATIO = 200
MAX_ZIP_DEPTH = 2
_CHUNK = 1 << 20
_SMALL = 1 << 16  # below it, a high ratio is harmless
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read.

    Attributes:
        name: Its display name; never used as a path.
        data: Its bytes, inflated.
        notes: What the export it stands in says beside it, or None.
    """

    name: str
    data: bytes
    notes: ActivityNotes | None = None


Found = SourceFile | Problem


class _RefusalError(Exception):
    """One file is not taken: a problem code and a clause."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def scan_path(path: Path | str, limits: object = None) -> Iterator[Found]:  # noqa: ARG001
    """Yield the files under a path in sorted order, and a problem for each that is not taken.

    Args:
        path: A file (whatever its name, it is yielded), a folder (walked whole), or an archive.

    Yields:
        A `SourceFile` to read, or a `Problem` that names the file and the reason.
    """
    start = Path(path)
    if start.is_dir():
        for file in _walk(start):
            shown = str(file.relative_to(start))
            yield from _file(file, _shown(shown), explicit=False)
    else:
        yield from _file(start, _shown(start.name), explicit=True)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its folders in sorted order; links to folders are not."""
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            yield Path(root, name)


def _file(path: Path, name: str, explicit: bool) -> Iterator[Found]:
    """Yield what one file on disk holds."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _RefusalError("not_a_file", "it is not a regular file")
        if not explicit and not _wanted(name):
            raise _RefusalError("not_an_activity_file", "its name is not that of an activity file")
        with path.open("rb") as stream:
            yield from _stream(stream, name, _Budget(), 1)
    except FileNotFoundError:
        yield _problem(name, _RefusalError("file_missing", "there is no such file"))
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or type(error).__name__})"
        yield _problem(name, _RefusalError("cannot_read", reason))
    except _RefusalError as refusal:
        yield _problem(name, refusal)


class _Budget:
    """How many bytes and entries one archive may still give."""

    def __init__(self) -> None:
        self.bytes = MAX_TOTAL_BYTES
        self.entries = MAX_ENTRIES


def _wanted(name: str) -> bool:
    """Return whether a name promises an activity file or an archive."""
    lower = name.lower()
    return lower.endswith(".zip") or promised(lower.removesuffix(".gz")) is not None


def _stream(stream: IO[bytes], name: str, budget: _Budget, depth: int) -> Iterator[Found]:
    """Yield what a readable and seekable stream holds, told by its first bytes."""
    mark = stream.read(4)
    stream.seek(0)
    if mark[:2] == b"\x1f\x8b":
        yield SourceFile(name, _inflated(stream, name))
    elif mark == b"PK\x03\x04" or mark == b"PK\x05\x06":
        yield from _archive(stream, name, budget, depth)
    else:
        yield SourceFile(name, _limited(stream, MAX_FILE_BYTES))


def _limited(stream: IO[bytes], limit: int) -> bytes:
    """Return all bytes of a stream, counted while reading.

    Raises:
        _RefusalError: if there are more than the limit.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _RefusalError("file_too_large", f"it is larger than {limit // 2**20} MiB")
    return data


def _inflated(stream: IO[bytes], name: str) -> bytes:
    """Return the content of a gzip stream, within the limits of size and ratio."""
    packed = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    limit = min(MAX_FILE_BYTES, max(packed * MAX_RATIO, _SMALL))
    try:
        with gzip.GzipFile(fileobj=stream, mode="rb") as inner:
            data = inner.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise _RefusalError("archive_damaged", f"{name} is a damaged gzip file") from None
    if len(data) > limit:
        raise _RefusalError("file_too_large", _too_large(limit))
    return data


def _too_large(limit: int) -> str:
    if limit < MAX_FILE_BYTES:
        return f"it inflates to more than {MAX_RATIO} times its size"
    return f"it is larger than {limit // 2**20} MiB"


def _archive(stream: IO[bytes], name: str, budget: _Budget, depth: int) -> Iterator[Found]:
    """Yield what a zip archive holds; each entry that is not taken is a problem of its own."""
    if depth > MAX_ZIP_DEPTH:
        raise _RefusalError("archive_too_deep", "it is an archive within an archive's archive")
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _RefusalError("archive_damaged", "it is a damaged zip archive") from None
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > budget.entries:
            raise _RefusalError("too_many_entries", f"it holds more than {MAX_ENTRIES} files")
        budget.entries -= len(entries)
        if _overlap(entries):
            raise _RefusalError("archive_damaged", "entries of the zip archive overlap")
        for entry in sorted(entries, key=lambda each: each.filename):
            shown = _shown(f"{name}/{entry.filename}")
            try:
                yield from _entry(archive, entry, shown, budget, depth)
            except _RefusalError as refusal:
                yield _problem(shown, refusal)


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Return whether entries share bytes of the archive, as only a forged one does."""
    spans = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    return any(at + size > following for (at, size), (following, _) in pairwise(spans))


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, budget: _Budget, depth: int
) -> Iterator[Found]:
    """Yield what one entry of a zip archive holds."""
    if not _wanted(entry.filename):
        raise _RefusalError("not_an_activity_file", "its name is not that of an activity file")
    if entry.flag_bits & 1:
        raise _RefusalError("archive_encrypted", "it is encrypted")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _RefusalError("not_a_file", "it is a link, not a file")
    is_archive = entry.filename.lower().endswith(".zip")
    limit = MAX_INNER_ARCHIVE_BYTES if is_archive else MAX_FILE_BYTES
    limit = min(limit, max(entry.compress_size * MAX_RATIO, _SMALL), budget.bytes)
    with tempfile.SpooledTemporaryFile(max_size=MAX_FILE_BYTES) as content:
        budget.bytes -= _inflate_entry(archive, entry, content, limit)
        content.seek(0)
        yield from _stream(content, shown, budget, depth + 1)


def _inflate_entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: IO[bytes], limit: int
) -> int:
    """Inflate one entry, counting; return its size in bytes.

    Raises:
        _RefusalError: if it is larger than the limit, or damaged.
    """
    size = 0
    try:
        with archive.open(entry) as packed:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    raise _RefusalError("file_too_large", _too_large(limit))
                into.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        # RuntimeError and NotImplementedError: a password or a method that Python has not.
        raise _RefusalError("archive_damaged", "it cannot be taken out of the archive") from None
    return size


def _problem(name: str, refusal: _RefusalError) -> Problem:
    return Problem(refusal.code, f"{name}: not taken, {refusal.reason}.", name)


def _shown(name: str) -> str:
    """Return a name fit for display: no control characters, no endless length."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:_LONGEST_NAME]}…"
