"""A zip archive of ours that comes from outside: opened and read within bounds, never trusted."""

from __future__ import annotations

import hashlib
import json
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from trochlea.errors import JournalError

_MOST_ENTRIES = 1_000_000
_MOST_BYTES = 64 * 2**30
_MOST_RATIO = 1_000
_SMALL = 1 << 20  # below it, a high ratio is harmless
_CHUNK = 1 << 20
MANIFEST = "manifest.json"
MANIFEST_BYTES = 1 << 20
# RuntimeError and NotImplementedError: a password, or a method that Python has not.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    KeyError,
)


class Packed:
    """An open archive; every byte that it gives is counted."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        """Take an open archive; made by `opened`."""
        self.path = path
        self._archive = archive
        self._left = _MOST_BYTES
        self.entries: dict[str, zipfile.ZipInfo] = {}
        for entry in archive.infolist():
            is_link = stat.S_ISLNK(entry.external_attr >> 16)
            if not entry.filename.endswith("/") and not is_link:
                self.entries[entry.filename] = entry

    def chunks(self, name: str, most: int) -> Iterator[bytes]:
        """Yield the bytes of an entry, up to so many.

        Raises:
            JournalError: where it is missing, damaged or larger.
        """
        entry = self.entries.get(name)
        if entry is None:
            raise JournalError(f"{self.path.name} is not whole: {_shown(name)} is missing in it.")
        most = min(most, self._left, max(entry.compress_size * _MOST_RATIO, _SMALL))
        size = 0
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > most:
                        raise JournalError(
                            f"{_shown(name)} in {self.path.name} is larger than it can be."
                        )
                    yield chunk
        except _DAMAGED as error:
            raise JournalError(f"{_shown(name)} in {self.path.name} is damaged.") from error
        self._left -= size

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of an entry; raises as `chunks`."""
        return b"".join(self.chunks(name, most))

    def digest(self, name: str, most: int) -> str:
        """Return the SHA-256 of an entry in hex; raises as `chunks`."""
        found = hashlib.sha256()
        for chunk in self.chunks(name, most):
            found.update(chunk)
        return found.hexdigest()

    def copy(self, name: str, into: IO[bytes], most: int) -> str:
        """Write the bytes of an entry into a file and return their SHA-256; raises as `chunks`."""
        found = hashlib.sha256()
        for chunk in self.chunks(name, most):
            found.update(chunk)
            into.write(chunk)
        return found.hexdigest()

    def manifest(self) -> dict[str, Any]:
        """Return what the archive says of itself.

        Raises:
            JournalError: where it says nothing that can be understood.
        """
        try:
            found = json.loads(self.read(MANIFEST, MANIFEST_BYTES))
        except (ValueError, RecursionError) as error:
            raise JournalError(f"{MANIFEST} in {self.path.name} is damaged.") from error
        if not isinstance(found, dict):
            raise JournalError(f"{MANIFEST} in {self.path.name} is damaged.")
        return found


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[Packed]:
    """Open an archive that comes from outside.

    Raises:
        JournalError: where it is none, or holds far too much; errors of the disk too.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                raise JournalError(f"{path.name} holds more files than any archive of ours.")
            yield Packed(path, archive)
    except FileNotFoundError as error:
        raise JournalError(f"There is no file {path}.") from error
    except (zipfile.BadZipFile, struct.error) as error:
        raise JournalError(f"{path.name} is not a whole zip archive.") from error


def kind_of(path: Path) -> str | None:
    """Return what an archive says it is, such as `trochlea-export`; None where it is not ours."""
    try:
        with opened(path) as packed:
            found = packed.manifest().get("format") if MANIFEST in packed.entries else None
    except (JournalError, OSError):
        return None
    return found if isinstance(found, str) else None


def _shown(name: str) -> str:
    """Return a name from outside fit for display."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return clean if len(clean) <= 100 else f"{clean[:100]}…"
