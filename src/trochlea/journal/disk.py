"""Files of the journal folder: each is there whole, or not at all.

A file is written beside its place, forced to the disk, renamed, and the folder forced too, so
that neither a crash nor a loss of power leaves half of one.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path

from trochlea.units import SECONDS_PER_DAY

ORIGINALS = "originals"
STREAMS = "streams"
UNFINISHED = ".unfinished"


def original_path(folder: Path, sha256: str) -> Path:
    """Return where the original bytes with this SHA-256 are kept."""
    return folder / ORIGINALS / sha256[:2] / sha256


def streams_path(folder: Path, activity_id: str) -> Path:
    """Return where the streams of an activity are kept."""
    return folder / STREAMS / f"{activity_id}.npz"


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes, *, force: bool = True) -> None:
    """Put bytes at a path so that a reader sees all of them or none, also after a power loss.

    Nothing is written where the same bytes are there already.

    Args:
        path: Where to.
        data: The whole content.
        force: Wait until the disk has them; without it, only a power loss can spoil them.

    Raises:
        OSError: where the disk refuses; the path is then as before.
    """
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    _make_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if force:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if force:
        sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, and force the new entries to the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Force the entries of a folder to the disk, where the system knows how (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_unfinished(folder: Path) -> None:
    """Remove temporary files that a crash left behind more than a day ago."""
    before = time.time() - SECONDS_PER_DAY
    for part in (ORIGINALS, STREAMS):
        for path in (folder / part).rglob(f"{UNFINISHED}*"):
            # Another process may still be writing a young one, or sweeping this one.
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
